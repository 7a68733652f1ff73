/** Sentences as the server has them now, in place of those that stand in the page. */

import { FLAGS } from "./filtering.js";

/** Gives a sentence of the server's the roles and names of a row of a grid. */
export function upgradeSentence(sentence) {
  const words = sentence.querySelector(".words");
  sentence.setAttribute("role", "row");
  sentence.setAttribute("aria-label", sentence.querySelector(".place a").ariaLabel);
  sentence.setAttribute("aria-describedby", words.id);
  words.setAttribute("role", "gridcell");
  words.removeAttribute("aria-level");
  for (const cell of sentence.querySelectorAll(".place, .signs")) cell.setAttribute("role", "gridcell");
  // Not draggable: a press on a number may be the beginning of a choice.
  for (const link of sentence.querySelectorAll("a")) Object.assign(link, { tabIndex: -1, draggable: false });
}

/** Puts what the server sent of a sentence into the element that stands in the page, so that the focus stays. */
export function redrawSentence(own, fresh) {
  upgradeSentence(fresh);
  own.replaceChildren(...fresh.childNodes);
  own.ariaLabel = fresh.ariaLabel;
  own.dataset.disposition = fresh.dataset.disposition;
  for (const flag of FLAGS) own.toggleAttribute(flag, fresh.hasAttribute(flag));
}
