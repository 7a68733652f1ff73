/** What opens over the page goes away again: by Escape, by a press beside it, by its own button. */

/** Watches `root` for `details[data-closes]` and for `[data-dismiss]` buttons inside notices and toasts. */
export function closeOnOutside(root) {
  root.addEventListener("click", (event) => {
    const inside = event.target.closest("details[data-closes]");
    for (const open of root.querySelectorAll("details[data-closes][open]")) {
      if (open !== inside) open.open = false;
    }
    const dismissed = event.target.closest("[data-dismiss]")?.closest(".notice, .toast");
    const around = dismissed?.closest("[tabindex='-1']");
    dismissed?.remove();
    around?.focus({ preventScroll: true });
  });
  root.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const open = event.target.closest("details[data-closes][open]");
    if (!open) return;
    open.open = false;
    open.querySelector("summary").focus();
    event.stopPropagation();
  });
}
