import { mapPaths } from "../mapping.js";

const SVG = "http://www.w3.org/2000/svg";
const ROW_PX = 9;
/** Beyond this many the ticks stand closer than they are thick. */
const DENSE_ROWS = 150;

/** One tick a sentence, drawn from the text itself, and where in it the window is. The filter and `n` do its work for those who do not see it. */
export class TextMap extends HTMLElement {
  #svg = null;
  #here = null;
  #frame = 0;

  connectedCallback() {
    this.#text.addEventListener("redrawn", this);
    this.#scroller.addEventListener("scroll", this, { passive: true });
    window.addEventListener("resize", this);
    this.addEventListener("click", this);
    this.#draw();
  }

  disconnectedCallback() {
    window.removeEventListener("resize", this);
  }

  handleEvent(event) {
    if (event.type === "click") return this.#jump(event);
    if (event.type === "redrawn") this.#draw();
    cancelAnimationFrame(this.#frame);
    this.#frame = requestAnimationFrame(() => this.#follow());
  }

  get #text() {
    return document.querySelector("article-text");
  }

  get #scroller() {
    return document.querySelector(".text");
  }

  #draw() {
    const rows = this.#text.sentences.map((sentence) => ({
      length: Number(sentence.dataset.end) - Number(sentence.dataset.start),
      disposition: sentence.dataset.disposition,
      classes: [...sentence.querySelectorAll(".sign")].map((sign) => sign.dataset.class),
    }));
    this.#svg = element("svg", { class: "minimap", viewBox: `0 0 100 ${rows.length * 10 || 10}`, preserveAspectRatio: "none", "aria-hidden": "true" });
    this.#svg.toggleAttribute("data-dense", rows.length > DENSE_ROWS);
    this.#here = element("rect", { class: "here", x: 0, width: 100, y: 0, height: 0 });
    this.#svg.append(this.#here);
    for (const [name, d] of Object.entries(mapPaths(rows))) this.#svg.append(element("path", { class: name, d }));
    this.#svg.style.height = `min(${rows.length * ROW_PX}px, 60vh)`;
    this.querySelector("svg")?.remove();
    this.append(this.#svg);
    this.#follow();
  }

  #follow() {
    const sentences = this.#text.sentences;
    const window = this.#scroller.getBoundingClientRect();
    const first = firstIndex(sentences, (sentence) => sentence.getBoundingClientRect().bottom > window.top);
    const last = firstIndex(sentences, (sentence) => sentence.getBoundingClientRect().top > window.bottom);
    this.#here?.setAttribute("y", first * 10);
    this.#here?.setAttribute("height", Math.max(last - first, 1) * 10);
  }

  #jump(event) {
    const box = this.#svg.getBoundingClientRect();
    const sentences = this.#text.sentences;
    const at = Math.floor(((event.clientY - box.top) / box.height) * sentences.length);
    sentences[Math.min(Math.max(at, 0), sentences.length - 1)]?.scrollIntoView({ block: "center" });
  }
}

/** Sentences lie below one another, so halving finds the first that `holds` without measuring all. */
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
