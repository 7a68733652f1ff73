import { differences } from "../wording.js";

/** A field for other words; below it stands what would change, while one types. */
export class ProposedWords extends HTMLElement {
  connectedCallback() {
    this.addEventListener("input", this);
    // Words kept from before are put back by the panel, when all of it is there.
    queueMicrotask(() => this.#show());
  }

  handleEvent() {
    this.#show();
  }

  #show() {
    const field = this.querySelector("textarea");
    const preview = this.querySelector(".preview");
    if (!field || !preview) return;
    const pieces = differences(field.dataset.now, field.value.trim());
    preview.hidden = pieces.every(([kind]) => kind === "same");
    preview.replaceChildren(...pieces.map(drawn));
  }
}

function drawn([kind, words]) {
  if (kind === "same") return document.createTextNode(words);
  const element = document.createElement(kind);
  element.textContent = words;
  return element;
}
