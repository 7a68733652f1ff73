/** What is said in passing stays readable for a while; its undo can be reached by key until something else is said. */

const READ_MS = 8_000;

/** Hides each new child of `list` once it had time to be read, unless the pointer or the focus is on it. */
export function letPass(list) {
  let timer = 0;
  const pass = () => {
    const toast = list.firstElementChild;
    if (!toast) return;
    if (toast.matches(":hover, :focus-within")) timer = setTimeout(pass, READ_MS);
    else toast.dataset.past = "";
  };
  new MutationObserver(() => {
    clearTimeout(timer);
    timer = setTimeout(pass, READ_MS);
  }).observe(list, { childList: true });
}
