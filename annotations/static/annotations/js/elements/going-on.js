/** Inside a form that has more to do: presses its button by itself, a moment after the page is there. */
const MOMENT_MS = 300;

export class GoingOn extends HTMLElement {
  #timer = 0;

  connectedCallback() {
    this.#timer = setTimeout(() => this.closest("form").requestSubmit(this.querySelector("button")), MOMENT_MS);
    this.addEventListener("click", this);
  }

  disconnectedCallback() {
    clearTimeout(this.#timer);
  }

  /** Whoever presses something is quicker. */
  handleEvent() {
    clearTimeout(this.#timer);
  }
}
