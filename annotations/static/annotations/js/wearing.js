/**
 * What the workbench (`bench`) says of itself to the style sheets. Were they to look for it with `:has()`, each element
 * that comes into the panel would have the page styled anew.
 */

/** What the panel holds: `data-subject`, and whether a change waits there, and whether other places can be marked. */
export function wearSubject(bench) {
  const { subject } = bench;
  bench.dataset.subject = subject?.dataset.panel ?? "";
  bench.toggleAttribute("data-answers", Boolean(subject?.querySelector(".change[aria-current]")));
  bench.toggleAttribute("data-adds-places", Boolean(subject?.querySelector("#another-place")));
}

/** Whether the focus, which went to `target`, is in the text. */
export function wearFocus(bench, target) {
  bench.toggleAttribute("data-in-text", bench.querySelector("#main").contains(target));
}
