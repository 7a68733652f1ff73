import { dragEnd, stepSentence, stepWord, wholeCharacters, wholeWords } from "../choosing.js";
import { EdgeScroll, sightOf } from "../edging.js";
import { offsetAt, rangeOf, selectOffsets } from "../ranges.js";

const ENDS = ["start", "end"];
const NEAR_PX = 56;
const ARROWS = { ArrowRight: ["word", 1], ArrowLeft: ["word", -1], ArrowDown: ["sentence", 1], ArrowUp: ["sentence", -1] };

/**
 * The two ends of the claim that the panel shows, to be dragged, or stepped with the arrow keys: left and right by a word,
 * up and down by a sentence. While one moves, the words it would stand in are chosen; let go (or Enter), the workbench moves the claim there. Escape leaves it where it is.
 *
 * It lies over the text and scrolls with it, so that it is placed only when claim, text or width changed.
 */
export class EndHandles extends HTMLElement {
  /** The number of the claim whose ends these are; 0 while none is open. */
  #claim = 0;
  /** Where it stands, and where it would: {start, end} in UTF-16 units; null while none is open. */
  #stands = null;
  #moved = null;
  /** The end that the pointer holds, and how far beside it: {which, x, y}. */
  #held = null;
  /** Where the pointer is in the window, and over what pieces the end goes: {x, y, whole}. */
  #pointer = null;
  #edges = new EdgeScroll(this.#text, () => this.#dragOn());
  /** Of each end its place from the element's own corner, in pixels. */
  #places = {};
  #frame = 0;
  #sizes = new ResizeObserver(() => this.#soon());

  connectedCallback() {
    for (const name of ["pointerdown", "pointermove", "pointerup", "pointercancel", "keydown", "focusout"]) this.addEventListener(name, this);
    this.parentElement.addEventListener("pointermove", this, { passive: true });
    for (const name of ["redrawn", "went"]) this.#text.addEventListener(name, this);
    document.addEventListener("htmx:afterSwap", this);
    this.#sizes.observe(this.#text);
    this.#follow();
  }

  disconnectedCallback() {
    this.#sizes.disconnect();
    document.removeEventListener("htmx:afterSwap", this);
  }

  handleEvent(event) {
    const heard = {
      "htmx:afterSwap": () => event.detail.target?.id === "panel-content" && this.#follow(),
      redrawn: () => this.#soon(),
      went: () => this.#follow(),
      pointerdown: () => this.#take(event),
      pointermove: () => (this.#held ? this.#drag(event) : this.#approach(event)),
      pointerup: () => this.#letGo(event),
      pointercancel: () => this.#cancel(),
      keydown: () => this.#key(event),
      // From one end to the other both may be moved, before they are put there together.
      focusout: () => this.#held || this.contains(event.relatedTarget) || this.#cancel(),
    }[event.type];
    heard();
  }

  get #text() {
    return document.querySelector("article-text");
  }

  /** Draws both ends of the claim in the panel, or none. An end on the move goes on as long as its claim stands where it stood. */
  #follow() {
    const shown = this.#text.placeForm;
    const form = shown && "movable" in shown.dataset ? shown : null;
    const claim = form ? Number(form.closest("[data-claim]").dataset.claim) : 0;
    const stands = form && this.#text.unitsBetween(Number(form.elements.start.value), Number(form.elements.end.value));
    if (claim !== this.#claim || !isSame(stands, this.#stands)) this.#cancel();
    this.#claim = claim;
    this.#stands = stands;
    if (!form) return this.replaceChildren();
    if (!this.firstChild) this.append(...ENDS.map(handle));
    this.querySelector("[data-end=start]").ariaLabel = `Beginning of claim ${claim}`;
    this.querySelector("[data-end=end]").ariaLabel = `End of claim ${claim}`;
    this.#say();
    this.#soon();
  }

  /** Says to who does not see it where both ends are, at once: a slider without a value is none. */
  #say() {
    const { words } = this.#text;
    const { start, end } = this.#moved ?? this.#stands;
    const parts = words.slice(start, end).split(/\s/);
    for (const [which, at, word] of [["start", start, parts[0]], ["end", end, parts.at(-1)]]) {
      const said = { ariaValueNow: String(at), ariaValueMax: String(words.length), ariaValueText: word };
      Object.assign(this.querySelector(`[data-end=${which}]`), said);
    }
  }

  #soon() {
    cancelAnimationFrame(this.#frame);
    this.#frame = requestAnimationFrame(() => this.#place());
  }

  #place() {
    if (!this.#stands) return;
    const { words } = this.#text;
    const { start, end } = this.#moved ?? this.#stands;
    const { left, top } = this.getBoundingClientRect();
    // All is measured before anything is moved.
    const own = { left, top, reach: this.firstChild.offsetWidth, width: this.parentElement.clientWidth };
    const first = edgeOf(this.#text, wholeCharacters(words, start, start + 1) ?? { start, end }, "start");
    const last = edgeOf(this.#text, wholeCharacters(words, end - 1, end) ?? { start, end }, "end");
    this.#draw("start", first, own);
    this.#draw("end", last, own);
  }

  #draw(which, edge, own) {
    const element = this.querySelector(`[data-end=${which}]`);
    const place = (this.#places[which] = { x: edge.x - own.left, y: edge.y - own.top });
    element.style.left = `${place.x}px`;
    element.style.top = `${place.y}px`;
    element.style.setProperty("--line", `${edge.height}px`);
    element.dataset.side = sideWithRoom(edge.side, place.x, own);
  }

  /** Shows the ends when the pointer comes near one with no button down: who chooses words is not disturbed. */
  #approach({ clientX, clientY, buttons, pointerType }) {
    if (!this.#stands || pointerType === "touch") return;
    const own = this.getBoundingClientRect();
    const near = ({ x, y }) => Math.hypot(clientX - own.left - x, clientY - own.top - y) < NEAR_PX;
    this.toggleAttribute("data-near", !buttons && Object.values(this.#places).some(near));
  }

  #take(event) {
    const which = event.target.dataset?.end;
    if (!which || event.button !== 0) return;
    // Else the press would begin a selection, and the end of it bring up what is offered for one.
    event.preventDefault();
    event.stopPropagation();
    event.target.setPointerCapture(event.pointerId);
    const own = this.getBoundingClientRect();
    const { x, y } = this.#places[which];
    this.#held = { which, x: event.clientX - own.left - x, y: event.clientY - own.top - y };
    this.dataset.dragging = which;
    document.addEventListener("keydown", this, { capture: true });
  }

  #drag(event) {
    event.stopPropagation();
    this.#pointer = { x: event.clientX, y: event.clientY, whole: event.altKey ? wholeCharacters : wholeWords };
    this.#edges.follow(event.clientY);
    this.#dragOn();
  }

  /** The pointer moved over the text, or the text under the pointer. */
  #dragOn() {
    const { which, x, y } = this.#held;
    const { top, bottom } = sightOf(this.#text);
    // What is out of sight cannot be found by its place.
    const height = Math.min(Math.max(this.#pointer.y - y, top + 1), bottom - 1);
    const at = offsetAt(this.#text, this.#pointer.x - x, height);
    if (at !== null) this.#show(dragEnd(this.#text.words, this.#stands, which, at, this.#pointer.whole));
  }

  #letGo(event) {
    if (!this.#held) return;
    event.stopPropagation();
    this.#drop();
    this.#save();
  }

  #drop() {
    this.#held = this.#pointer = null;
    this.#edges.stop();
    delete this.dataset.dragging;
    document.removeEventListener("keydown", this, { capture: true });
  }

  /** Chooses the words in which the claim would stand. */
  #show(moved) {
    const was = this.#moved ?? this.#stands;
    if (isSame(moved, was)) return;
    this.#moved = moved;
    selectOffsets(this.#text, moved.start, moved.end);
    this.#say();
    this.#place();
  }

  async #save() {
    const moved = this.#moved;
    if (!moved || isSame(moved, this.#stands)) return this.#cancel();
    if (!(await this.closest("work-bench").place())) this.#cancel();
  }

  #cancel() {
    if (this.#held) this.#drop();
    if (!this.#moved) return;
    this.#moved = null;
    this.#text.clearChoice();
    this.#say();
    this.#soon();
  }

  #key(event) {
    const which = this.#held?.which ?? event.target.dataset?.end;
    const step = !this.#held && !event.altKey && !event.ctrlKey && !event.metaKey && ARROWS[event.key];
    if (step) this.#step(which, ...step);
    else if (event.key === "Enter" && !this.#held) this.#save();
    else if (event.key === "Escape" && (this.#held || this.#moved)) this.#cancel();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  #step(which, by, direction) {
    const stands = { ...(this.#moved ?? this.#stands), moving: which };
    const { start, end } = by === "sentence" ? stepSentence(this.#text.sentencePairs, stands, direction) : this.#stepWord(stands, direction);
    this.#show({ start, end });
    this.querySelector(`[data-end=${which}]`).scrollIntoView({ block: "nearest" });
  }

  #stepWord(stands, direction) {
    const leftwards = this.#text.runsRightToLeftAt(stands[stands.moving]);
    return stepWord(this.#text.words, stands, leftwards ? -direction : direction);
  }
}

const isSame = (one, other) => one?.start === other?.start && one?.end === other?.end;

function handle(which) {
  const element = document.createElement("div");
  Object.assign(element, { className: "end-handle", tabIndex: 0, role: "slider", ariaValueMin: "0" });
  element.dataset.end = which;
  return element;
}

/** Beside the words, unless the window ends there: nothing may hang over its edge. */
function sideWithRoom(side, x, { reach, width }) {
  if (side === "right") return x + reach > width ? "left" : "right";
  return x < reach ? "right" : "left";
}

const STRONG = /[\p{L}\p{N}]/u;
const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/;

/** Where the outer edge of the character at [start, end) is drawn: {x, y (its middle), height, side ("left" or "right")}. */
function edgeOf(text, { start, end }, which) {
  const range = rangeOf(text, start, end);
  const box = [...range.getClientRects()].findLast(({ width }) => width > 0) ?? range.getBoundingClientRect();
  const character = text.words.slice(start, end);
  const block = range.startContainer.parentElement.closest(".block") ?? text;
  const leftwards = STRONG.test(character) ? RIGHT_TO_LEFT.test(character) : getComputedStyle(block).direction === "rtl";
  const side = (which === "start") === leftwards ? "right" : "left";
  return { x: box[side], y: box.top + box.height / 2, height: box.height, side };
}
