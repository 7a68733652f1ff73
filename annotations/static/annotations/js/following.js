/** The panel follows what colleagues do, unless somebody is at work in it. */

import { TYPED } from "./fields.js";
import { requested } from "./requests.js";

const PANEL = "#panel-content";

/** Whether drawing the panel anew would take something from under somebody's hands: focus, words, a choice, a menu, an end of its claim. */
export function isInUse(panel) {
  const chosen = document.getSelection();
  return (
    panel.contains(document.activeElement) ||
    (!chosen.isCollapsed && panel.contains(chosen.anchorNode)) ||
    document.querySelector("dialog[open], end-handles[data-dragging], end-handles:focus-within") !== null ||
    panel.querySelector("details[data-closes][open]") !== null ||
    [...panel.querySelectorAll(TYPED)].some((field) => field.value !== field.defaultValue)
  );
}

/** Draws the panel as it is now; what was open stays open, and what was in sight. Words typed are kept before. */
export async function drawAnew(panel) {
  const scroller = panel.closest(".panel");
  const { scrollTop } = scroller;
  const open = [...panel.querySelectorAll("details[id][open]:not([data-closes])")].map((details) => details.id);
  await Promise.all([...panel.querySelectorAll("kept-words")].map((kept) => kept.save()));
  const done = await requested("get", `${location.pathname}${location.search}`, PANEL);
  for (const id of open) document.getElementById(id)?.setAttribute("open", "");
  // Words whose field is gone stand above everything else.
  scroller.scrollTop = panel.querySelector("[data-fieldless]") ? 0 : scrollTop;
  return done;
}
