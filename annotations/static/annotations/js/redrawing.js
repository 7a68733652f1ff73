/** Sentences as the server has them now, in place of those that stand in the page. */

import { FLAGS } from "./filtering.js";
import { endsOf, rangeOf, selectOffsets } from "./ranges.js";

/** Keeps what the server sent of sentences in `text` until it can be drawn without taking words from under a hand. */
export class Redrawing {
  #text;
  #pointing;
  /** What the server sent last of a sentence, by id; and the ids of those that this person's own doing changed. */
  #fresh = new Map();
  #own = new Set();

  constructor(text, pointing) {
    this.#text = text;
    this.#pointing = pointing;
  }

  /** Sentences as this person changed them: shown at once, and the words chosen meanwhile stay chosen. */
  answer(block) {
    for (const { id } of sentencesIn(block)) this.#own.add(id);
    this.bring(block);
  }

  /** Sentences as a colleague changed them: where words are chosen, they wait until these are not. */
  bring(block) {
    for (const fresh of sentencesIn(block)) this.#fresh.set(fresh.id, fresh);
  }

  /** Draws those that need not wait; says whether there was one. While a button is down nothing moves under it. */
  draw() {
    if (this.#fresh.size === 0 || this.#pointing.isPressed) return false;
    const ends = endsOf(this.#text);
    const ready = [...this.#fresh.keys()].filter((id) => this.#own.has(id) || !isChosen(this.#text.querySelector(`#${id}`)));
    for (const id of ready) this.#put(id);
    if (ends) choseAgain(this.#text, ends);
    return ready.length > 0;
  }

  #put(id) {
    const old = this.#text.querySelector(`#${id}`);
    if (old) redrawSentence(old, this.#fresh.get(id));
    this.#fresh.delete(id);
    this.#own.delete(id);
  }
}

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
function redrawSentence(old, fresh) {
  upgradeSentence(fresh);
  old.replaceChildren(...fresh.childNodes);
  old.ariaLabel = fresh.ariaLabel;
  old.dataset.disposition = fresh.dataset.disposition;
  for (const flag of FLAGS) old.toggleAttribute(flag, fresh.hasAttribute(flag));
}

/** The words may stand in other nodes now: the selection, or the caret that Shift and a click go on from, with them. */
function choseAgain(text, { base, extent }) {
  const now = endsOf(text);
  if (now?.base === base && now?.extent === extent) return;
  if (base !== extent) return selectOffsets(text, base, extent);
  const { startContainer, startOffset } = rangeOf(text, base, base + 1);
  document.getSelection().collapse(startContainer, startOffset);
}

function isChosen(sentence) {
  const selection = document.getSelection();
  return sentence !== null && !selection.isCollapsed && selection.containsNode(sentence, true);
}

const sentencesIn = (block) => block.querySelectorAll(".sentence");
