const SHOWN_MS = 4000;

/** A text field with a button that copies it. Without script it is a field to select from. */
export class CopyBox extends HTMLElement {
  #button = document.createElement("button");
  #said = document.createElement("span");

  connectedCallback() {
    if (!navigator.clipboard || this.contains(this.#button)) return;
    this.#button.type = "button";
    this.#button.className = "button";
    this.#button.textContent = "Copy";
    this.#said.setAttribute("role", "status");
    this.#said.className = "meta";
    this.append(this.#button, this.#said);
    this.#button.addEventListener("click", () => this.copy());
  }

  async copy() {
    const field = this.querySelector("textarea");
    try {
      await navigator.clipboard.writeText(field.value);
      this.#said.textContent = "Copied";
    } catch {
      field.select();
      this.#said.textContent = "Selected: copy it with the keyboard";
    }
    setTimeout(() => (this.#said.textContent = ""), SHOWN_MS);
  }
}
