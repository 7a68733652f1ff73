import { remember } from "../remembering.js";

/** What somebody new is told in the workbench, until they have read it: then never again in this browser. */
export class FirstHint extends HTMLElement {
  connectedCallback() {
    this.addEventListener("submit", this);
  }

  handleEvent(event) {
    event.preventDefault();
    remember("hint", "seen");
    const text = document.querySelector("article-text");
    this.remove();
    text?.focusCurrent({ preventScroll: true });
  }
}
