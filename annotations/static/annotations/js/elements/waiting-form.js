/** Around a form whose answer takes a while: says so at once, and keeps it from being sent twice. */
export class WaitingForm extends HTMLElement {
  connectedCallback() {
    this.addEventListener("submit", this);
    window.addEventListener("pageshow", this);
    // Firefox draws a button that was disabled once as disabled again when somebody comes back to the page.
    this.#disable(false);
  }

  disconnectedCallback() {
    window.removeEventListener("pageshow", this);
  }

  handleEvent(event) {
    if (event.type === "submit") this.wait();
    // A page that is only now whole is shown as well: what was sent while it loaded is still on its way.
    if (event.type === "pageshow" && event.persisted) this.rest();
  }

  /** Shows what is going on. The buttons stop after the form has taken what was pressed. */
  wait() {
    const words = this.#status.querySelector("template").content.cloneNode(true);
    this.#status.append(words);
    setTimeout(() => this.#disable(true));
  }

  /** As before; also when the browser brings the page back as it was left. */
  rest() {
    for (const shown of this.#status.querySelectorAll(":scope > :not(template)")) shown.remove();
    this.#disable(false);
  }

  get #status() {
    return this.querySelector("[role=status]");
  }

  #disable(disabled) {
    for (const button of this.querySelectorAll("button[type=submit]")) button.disabled = disabled;
  }
}
