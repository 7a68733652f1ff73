/** A button that copies what another element says, and says so. Without a clipboard the button stays hidden. */
export class CopyText extends HTMLElement {
  connectedCallback() {
    if (!navigator.clipboard) return;
    this.#button.hidden = false;
    this.addEventListener("click", this);
  }

  async handleEvent(event) {
    if (!event.target.closest("[data-copies]")) return;
    const source = document.getElementById(this.#button.dataset.copies);
    try {
      await navigator.clipboard.writeText(source.value ?? source.textContent);
      this.#say("Copied.");
    } catch {
      selectAll(source);
      this.#say("Selected: copy it with the keyboard.");
    }
  }

  get #button() {
    return this.querySelector("[data-copies]");
  }

  #say(words) {
    this.querySelector("[role=status]").textContent = words;
  }
}

/** Where copying is forbidden, the words are shown and chosen. */
function selectAll(source) {
  const folded = source.closest("details");
  if (folded) folded.open = true;
  if (source.select) source.select();
  else getSelection().selectAllChildren(source);
}
