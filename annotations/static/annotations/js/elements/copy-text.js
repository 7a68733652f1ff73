/** A button that copies the text of another element, and says so. Without a clipboard the button stays hidden. */
export class CopyText extends HTMLElement {
  connectedCallback() {
    if (!navigator.clipboard) return;
    this.#button.hidden = false;
    this.addEventListener("click", this);
  }

  async handleEvent(event) {
    if (!event.target.closest("[data-copies]")) return;
    const text = document.getElementById(this.#button.dataset.copies);
    try {
      await navigator.clipboard.writeText(text.textContent);
      this.#say("Copied.");
    } catch {
      // Forbidden here: the text itself is shown, to be copied by hand.
      text.closest("details").open = true;
      getSelection().selectAllChildren(text);
      this.#say("Copy it from below.");
    }
  }

  get #button() {
    return this.querySelector("[data-copies]");
  }

  #say(words) {
    this.querySelector("[role=status]").textContent = words;
  }
}
