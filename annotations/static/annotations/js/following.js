/** The panel follows what colleagues do, unless somebody is at work in it. */

import { TYPED } from "./fields.js";
import { requested } from "./requests.js";

const PANEL = "#panel-content";

/** Whether drawing the panel anew would take something from under somebody's hands: a press, focus, words, a choice, a menu, an end of its claim. */
export function isInUse(panel) {
  const chosen = document.getSelection();
  return (
    panel.matches(":active") ||
    panel.contains(document.activeElement) ||
    (!chosen.isCollapsed && panel.contains(chosen.anchorNode)) ||
    document.querySelector("dialog[open], end-handles[data-dragging], end-handles:focus-within") !== null ||
    panel.querySelector("details[data-closes][open]") !== null ||
    [...panel.querySelectorAll(TYPED)].some((field) => field.value !== field.defaultValue)
  );
}

/** Draws the panel as it is now; what was open stays open, and what was in sight. Words typed are kept before. */
export function drawAnew(panel) {
  return draw(panel, () => true);
}

/** The same for whoever is still not at work in it when the answer is here. Answers whether it was drawn. */
export function drawAnewIfIdle(panel) {
  return draw(panel, () => !isInUse(panel));
}

async function draw(panel, may) {
  const { href } = location;
  await Promise.all([...panel.querySelectorAll("kept-words")].map((kept) => kept.save()));
  // Who has gone on meanwhile sees something newer, or it is under way.
  if (location.href !== href) return true;
  if (document.querySelector(".htmx-request")) return false;
  const address = `${location.pathname}${location.search}`;
  let stood = null;
  const look = ({ detail }) => {
    const { elt, path } = detail.requestConfig;
    if (elt !== panel || path !== address) return;
    detail.shouldSwap &&= may();
    stood = detail.shouldSwap ? standing(panel) : null;
  };
  document.addEventListener("htmx:beforeSwap", look);
  await requested("get", address, PANEL);
  document.removeEventListener("htmx:beforeSwap", look);
  if (stood) putBack(panel, stood);
  return stood !== null;
}

/** What is open in the panel, and how far it is scrolled. */
function standing(panel) {
  const open = [...panel.querySelectorAll("details[id][open]:not([data-closes])")].map((details) => details.id);
  return { open, scrollTop: panel.closest(".panel").scrollTop };
}

function putBack(panel, { open, scrollTop }) {
  for (const id of open) document.getElementById(id)?.setAttribute("open", "");
  // Words whose field is gone stand above everything else.
  panel.closest(".panel").scrollTop = panel.querySelector("[data-fieldless]") ? 0 : scrollTop;
}
