import { saidAloud } from "../choosing.js";
import { isForFingers } from "../pointing.js";
import { selectedOffsets } from "../ranges.js";

const HEARD = ["choice", "selectionchange", "pointerup"];
const GAP_PX = 8;
/** For a finger: the browser's own handles hang below the words. */
const HANDLE_PX = 32;

/**
 * What can be done with the words chosen, beside them. Shown while a choice of mouse, pen or finger stands in the text;
 * what is chosen by keys is said, for a selection that no person made is not.
 */
export class ChoiceBar extends HTMLElement {
  connectedCallback() {
    for (const name of HEARD) document.addEventListener(name, this);
    // A press on the bar must not take the choice away before the click arrives.
    this.addEventListener("pointerdown", (event) => event.preventDefault());
  }

  disconnectedCallback() {
    for (const name of HEARD) document.removeEventListener(name, this);
  }

  handleEvent(event) {
    if (event.type === "choice") this.#say();
    else if (event.type === "pointerup") setTimeout(() => this.#place());
    else if (!this.#text || !selectedOffsets(this.#text)) this.#leave();
    else if (event.type === "selectionchange" && !this.hidden) this.#place();
    else if (isForFingers()) this.#place();
  }

  get #text() {
    return document.querySelector("article-text");
  }

  get #said() {
    return document.querySelector("#chosen");
  }

  #say() {
    this.#said.textContent = `Chosen: ${saidAloud(this.#text.words, selectedOffsets(this.#text))}`;
  }

  #leave() {
    this.hidden = true;
    this.#said.textContent = "";
  }

  #place() {
    this.hidden = !this.#text || !selectedOffsets(this.#text) || Boolean(document.querySelector("end-handles[data-dragging]"));
    if (this.hidden) return;
    // Over the text and not over the panel beside it; how wide it is, is measured where it has all the room there is.
    const pane = this.#text.closest(".text").getBoundingClientRect();
    this.style.maxInlineSize = `${pane.width - 2 * GAP_PX}px`;
    this.style.left = `${pane.left + GAP_PX}px`;
    const words = document.getSelection().getRangeAt(0).getBoundingClientRect();
    const below = words.bottom + (isForFingers() ? HANDLE_PX : GAP_PX);
    const top = below + this.offsetHeight < window.innerHeight ? below : words.top - this.offsetHeight - GAP_PX;
    this.style.top = `${Math.max(GAP_PX, top)}px`;
    this.style.left = `${Math.max(pane.left + GAP_PX, Math.min(words.left, pane.right - this.offsetWidth - GAP_PX))}px`;
  }
}
