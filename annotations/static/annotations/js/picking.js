/** What is picked among the choices found stays: an answer to words typed before that comes late draws no others over it. */

const FOUND = ".choices-found";

/** Watches `root` for lists of choices that come anew while one types. */
export function keepPicks(root) {
  root.addEventListener("change", ({ target }) => target.closest(FOUND)?.setAttribute("data-picked", ""));
  root.addEventListener("htmx:beforeRequest", ({ detail }) => detail.target?.matches(FOUND) && detail.target.removeAttribute("data-picked"));
  root.addEventListener("htmx:beforeSwap", ({ detail }) => {
    if (detail.target?.matches(FOUND) && detail.target.hasAttribute("data-picked")) detail.shouldSwap = false;
  });
}
