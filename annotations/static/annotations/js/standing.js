const FIELDS = "textarea, select, input:not([type=radio], [type=checkbox], [type=submit], [type=button])";

/** Where in the workbench a key was pressed, as `commandFor` (keys.js) calls it; null where keys are not ours. */
export function placeOf(target) {
  if (target.closest("dialog, claim-menu")) return null;
  if (target.matches(FIELDS)) return "field";
  if (target.closest(".sentence") === target || target.id === "main") return "text";
  if (target.closest("[data-panel=tray]")) return "tray";
  if (target.closest("a, button, summary")) return "control";
  return target.closest(".text, .panel") ? "panel" : null;
}
