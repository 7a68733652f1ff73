/** Links that open what is folded: without script they are plain jumps to something inside it. */

const FIELDS = "input:not([type=hidden]), select, textarea";

/** Watches `root` for `[data-opens]`, which holds the id of a `details`: opens it and goes into its first field. */
export function openOnDemand(root) {
  root.addEventListener("click", (event) => {
    const id = event.target.closest("[data-opens]")?.dataset.opens;
    const details = id && root.getElementById(id);
    if (!details) return;
    event.preventDefault();
    event.target.closest("details[data-closes]")?.removeAttribute("open");
    details.open = true;
    details.scrollIntoView({ block: "start" });
    details.querySelector(FIELDS)?.focus({ preventScroll: true });
  });
}
