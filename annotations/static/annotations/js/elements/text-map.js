import { bandPaths, mapPaths } from "../mapping.js";
import { bringIntoSight } from "../sighting.js";

const SVG = "http://www.w3.org/2000/svg";
const ROW_PX = 9;
/** Closer than this, rows are drawn together in bands of this height. */
const LEAST_ROW_PX = 4;
const PAGE = 10;
/** The map takes what is left of its pane, and not less than this. */
const LOWEST_PX = 160;
const MARGIN_PX = 24;

/**
 * One tick a sentence, drawn from the text itself, and where in it the window is. A slider: pressed or dragged over, and
 * with the arrow keys, the text scrolls there; Enter goes there. What the filter hides is faint, and passed over.
 */
export class TextMap extends HTMLElement {
  #slider = null;
  #here = null;
  #at = null;
  #frame = 0;
  #drawn = 0;
  /** The sentence that the keys have come to, from 0; -1 before they are used. */
  #index = -1;

  connectedCallback() {
    for (const name of ["redrawn", "focusin"]) this.#text.addEventListener(name, this);
    this.#scroller.addEventListener("scroll", this, { passive: true });
    for (const name of ["resize", "scroll"]) window.addEventListener(name, this, { passive: true });
    document.addEventListener("shown", this);
    this.#slider = this.appendChild(document.createElement("div"));
    Object.assign(this.#slider, { className: "map", tabIndex: 0, role: "slider", ariaLabel: "Map of the text", ariaOrientation: "vertical", ariaValueMin: "1", ariaValueNow: "1" });
    for (const name of ["pointerdown", "pointermove", "keydown", "focus", "blur"]) this.#slider.addEventListener(name, this);
    this.#draw();
  }

  disconnectedCallback() {
    for (const name of ["resize", "scroll"]) window.removeEventListener(name, this);
    document.removeEventListener("shown", this);
  }

  handleEvent(event) {
    const heard = {
      pointerdown: () => this.#press(event),
      pointermove: () => event.buttons & 1 && this.#scrub(event),
      keydown: () => this.#key(event),
      focus: () => this.#begin(),
      blur: () => this.#leave(),
      redrawn: () => this.#drawSoon(),
      shown: () => this.#drawSoon(),
      resize: () => this.#drawSoon(),
    }[event.type];
    if (heard) heard();
    else this.#followSoon();
  }

  get #text() {
    return document.querySelector("article-text");
  }

  get #scroller() {
    return document.querySelector(".text");
  }

  #drawSoon() {
    cancelAnimationFrame(this.#drawn);
    this.#drawn = requestAnimationFrame(() => this.#draw());
  }

  #followSoon() {
    cancelAnimationFrame(this.#frame);
    this.#frame = requestAnimationFrame(() => this.#follow());
  }

  #draw() {
    const { sentences } = this.#text;
    const shown = new Set(this.#text.shown);
    const rows = sentences.map((sentence) => rowOf(sentence, !shown.has(sentence)));
    const svg = element("svg", { class: "minimap", viewBox: `0 0 110 ${rows.length * 10 || 10}`, preserveAspectRatio: "none", "aria-hidden": "true" });
    const height = Math.min(rows.length * ROW_PX, this.#room);
    const isDense = rows.length * LEAST_ROW_PX > height;
    const paths = isDense ? bandPaths(rows, Math.floor(height / LEAST_ROW_PX)) : mapPaths(rows);
    svg.style.height = `${height}px`;
    svg.toggleAttribute("data-dense", isDense);
    svg.toggleAttribute("data-mirrored", getComputedStyle(this.#text).direction === "rtl");
    this.#here = element("rect", { class: "here", x: -4, width: 118, y: 0, height: 0 });
    this.#at = element("path", { class: "at" });
    svg.append(this.#here, ...Object.entries(paths).map(([name, d]) => element("path", { class: name, d })), this.#at);
    this.#slider.replaceChildren(svg);
    this.#slider.ariaValueMax = String(rows.length);
    this.#follow();
  }

  /** Pixels that are left for it in its pane. */
  get #room() {
    const pane = this.closest(".outline");
    const above = this.#slider.getBoundingClientRect().top - pane.getBoundingClientRect().top + pane.scrollTop;
    return Math.max(pane.clientHeight - above - MARGIN_PX, LOWEST_PX);
  }

  /** Where the window is, and where the reader. */
  #follow() {
    const { sentences } = this.#text;
    const window = sightOf(this.#scroller);
    const first = this.#firstSentence((box) => box.bottom > window.top);
    const last = this.#firstSentence((box) => box.top > window.bottom);
    this.#here.setAttribute("y", first * 10);
    this.#here.setAttribute("height", Math.max(last - first, 1) * 10);
    const at = this.#index < 0 ? sentences.indexOf(this.#text.current) : this.#index;
    this.#at.setAttribute("d", `M-4 ${at * 10 + 5}H114`);
    this.#slider.ariaValueNow = String(at + 1);
    this.#slider.ariaValueText = sentences[at]?.ariaLabel ?? "";
  }

  /** The index of the first sentence whose box `holds`. To measure a sentence far away would lay out its paragraph: first the paragraphs are asked. */
  #firstSentence(holds) {
    const measured = (element) => holds(element.getBoundingClientRect());
    const blocks = [...this.#text.querySelectorAll(":scope > .block")].filter((block) => block.querySelector(".sentence"));
    const at = firstIndex(blocks, measured);
    const own = [...(blocks[at]?.querySelectorAll(".sentence") ?? [])];
    const sentence = own[firstIndex(own, measured)] ?? blocks[at + 1]?.querySelector(".sentence");
    return sentence ? Number(sentence.dataset.sentence) - 1 : this.#text.sentences.length;
  }

  #press(event) {
    if (event.button !== 0) return;
    this.#slider.setPointerCapture(event.pointerId);
    this.#scrub(event);
  }

  #scrub({ clientY }) {
    const box = this.#slider.firstChild.getBoundingClientRect();
    const last = this.#text.sentences.length - 1;
    this.#go(Math.min(Math.max(Math.floor(((clientY - box.top) / box.height) * (last + 1)), 0), last));
  }

  #begin() {
    if (this.#index < 0) this.#index = this.#text.sentences.indexOf(this.#text.current);
  }

  #leave() {
    this.#index = -1;
    this.#followSoon();
  }

  #go(index) {
    this.#index = index;
    bringIntoSight(this.#text.sentences[index], "center");
    this.#follow();
  }

  #key(event) {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const { sentences } = this.#text;
    const shown = new Set(this.#text.shown);
    const places = [...sentences.keys()].filter((at) => shown.has(sentences[at]));
    const [after, before] = [places.filter((at) => at > this.#index), places.filter((at) => at < this.#index)];
    const to = {
      ArrowDown: () => after[0],
      ArrowUp: () => before.at(-1),
      PageDown: () => after[PAGE - 1] ?? after.at(-1),
      PageUp: () => before.at(-PAGE) ?? before[0],
      Home: () => places[0],
      End: () => places.at(-1),
      Enter: () => this.#text.visit(sentences[this.#index].dataset.sentence),
    }[event.key];
    if (!to) return;
    event.preventDefault();
    const index = to();
    if (Number.isInteger(index)) this.#go(index);
  }
}

const rowOf = (sentence, isHidden) => ({
  length: Number(sentence.dataset.end) - Number(sentence.dataset.start),
  disposition: sentence.dataset.disposition,
  classes: [...sentence.querySelectorAll(".sign")].map((sign) => sign.dataset.class),
  isStale: sentence.hasAttribute("data-stale"),
  isHidden,
});

/** What of the pane is in the window: on a narrow one it is as long as the text. */
function sightOf(pane) {
  const { top, bottom } = pane.getBoundingClientRect();
  return { top: Math.max(top, 0), bottom: Math.min(bottom, window.innerHeight) };
}

/** They lie below one another, so halving finds the first that `holds` without measuring all. */
function firstIndex(list, holds) {
  let [low, high] = [0, list.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(list[middle])) high = middle;
    else low = middle + 1;
  }
  return low;
}

function element(name, attributes) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}
