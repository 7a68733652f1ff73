/** How words are chosen with mouse, pen and finger. What is selected is whole words as soon as it is let go; with Alt, characters. */

import { wholeCharacters, wholeWords } from "./choosing.js";
import { EdgeScroll } from "./edging.js";
import { offsetAt, runsBackwards, selectedOffsets, selectOffsets } from "./ranges.js";

/** Less is a click with an unsteady hand. */
const CLICK_PX = 4;
/** The handles that a finger moves belong to the browser, which does not say when they are let go. */
const QUIET_MS = 600;
/** Whether this machine is pointed at with a finger: then there are no keys to be told of. */
export const isForFingers = () => window.matchMedia("(pointer: coarse)").matches;

const HEARD = ["pointerdown", "pointermove", "mouseup", "pointercancel", "selectionchange"];

/** Watches how a selection in `text` (an <article-text>, whose words are `words`) is made; calls `rested` once the button is up. */
export class Pointing {
  #text;
  #words;
  #rested;
  /** Where the button went down, and what was chosen then. */
  #press = null;
  #finger = false;
  /** What is to be made of the selection, once it rests: a function of choosing.js, or null. */
  #due = null;
  #timer = 0;
  /** Where the pointer is that was pressed on a number: {clientX, clientY}. */
  #beside = null;
  #edges;

  constructor(text, words, rested) {
    this.#text = text;
    this.#words = words;
    this.#rested = rested;
    this.#edges = new EdgeScroll(text, () => this.#choseBeside(this.#beside));
    for (const name of HEARD) document.addEventListener(name, this);
  }

  handleEvent(event) {
    if (event.type === "pointerdown") this.#down(event);
    else if (event.type === "pointermove") this.#move(event);
    else if (event.type === "mouseup") this.#up(event);
    else if (event.type === "pointercancel") this.#letGo();
    else if (this.#finger) this.#wait(wholeWords, QUIET_MS);
  }

  /** Whether a button is down: perhaps the beginning of a choice, or of a click on what stands there. */
  get isPressed() {
    return this.#press !== null;
  }

  /** Makes whole words of what is selected, if it was not done yet: nothing may be done with half of one. */
  settle() {
    const whole = this.#due;
    clearTimeout(this.#timer);
    this.#due = null;
    if (whole) this.#snap(whole);
  }

  stop() {
    clearTimeout(this.#timer);
    this.#edges.stop();
    for (const name of HEARD) document.removeEventListener(name, this);
  }

  #down(event) {
    this.#finger = event.pointerType === "touch";
    const isOurs = event.button === 0 && !this.#finger;
    const { clientX: x, clientY: y, target } = event;
    this.#press = isOurs ? { x, y, before: selectedOffsets(this.#text), beside: this.#sentenceBeside(target) } : null;
  }

  #move(event) {
    // Let go where this page did not hear of it, as over the browser's own menu.
    if (!(event.buttons & 1)) this.#letGo();
    else if (this.#press?.beside) this.#dragBeside(event);
  }

  #up(event) {
    const press = this.#press;
    if (press && event.button === 0 && !this.#isAsBefore(press)) this.#chose(event, press);
    this.#letGo();
  }

  #chose(event, press) {
    const still = Math.hypot(event.clientX - press.x, event.clientY - press.y) < CLICK_PX;
    const sentence = still && event.detail === 3 && this.#text.contains(event.target) && event.target.closest(".sentence");
    if (still && event.detail === 1 && !event.shiftKey && !event.altKey) document.getSelection().removeAllRanges();
    // What three clicks take for a paragraph differs from browser to browser.
    else if (sentence) this.#wait(() => this.#text.unitsOf(sentence), 0);
    // Only behind this event the browser drops a selection that was clicked into.
    else this.#wait(event.altKey ? wholeCharacters : wholeWords, 0);
  }

  /** What the button did, a click above all, comes first. */
  #letGo() {
    if (!this.#press) return;
    this.#press = null;
    this.#edges.stop();
    setTimeout(this.#rested);
  }

  #isAsBefore({ before }) {
    const chosen = selectedOffsets(this.#text);
    return chosen?.start === before?.start && chosen?.end === before?.end;
  }

  #snap(whole) {
    const chosen = selectedOffsets(this.#text);
    const meant = chosen && whole(this.#words, chosen.start, chosen.end);
    if (!meant) return;
    const selection = document.getSelection();
    if (meant.start === chosen.start && meant.end === chosen.end && this.#holds(selection)) return;
    if (runsBackwards(selection)) selectOffsets(this.#text, meant.end, meant.start, selection);
    else selectOffsets(this.#text, meant.start, meant.end, selection);
  }

  #holds({ anchorNode, focusNode }) {
    return this.#text.contains(anchorNode) && this.#text.contains(focusNode);
  }

  #wait(whole, milliseconds) {
    clearTimeout(this.#timer);
    this.#due = whole;
    this.#timer = setTimeout(() => this.settle(), milliseconds);
  }

  /** Numbers cannot be selected, so a drag that begins on one would choose nothing: from there, sentences are chosen. */
  #sentenceBeside(target) {
    return target.closest?.(".place") && this.#text.contains(target) ? target.closest(".sentence") : null;
  }

  #dragBeside({ clientX, clientY }) {
    this.#beside = { clientX, clientY };
    this.#edges.follow(clientY);
    this.#choseBeside(this.#beside);
  }

  #choseBeside({ clientX: x, clientY: y }) {
    const { beside, x: fromX, y: fromY } = this.#press;
    if (Math.hypot(x - fromX, y - fromY) < CLICK_PX) return;
    const here = document.elementFromPoint(x, y)?.closest(".place")?.parentElement;
    const own = this.#text.unitsOf(beside);
    const { start, end } = here ? this.#text.unitsOf(here) : pointOf(offsetAt(this.#text, x, y) ?? own.end);
    if (start < own.start) selectOffsets(this.#text, own.end, start);
    else selectOffsets(this.#text, own.start, Math.max(end, start));
  }
}

const pointOf = (at) => ({ start: at, end: at });
