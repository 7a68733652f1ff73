import { completed, mentionAt } from "../mentioning.js";
import { fetched } from "../requests.js";

const TYPING_PAUSE_MS = 120;

/** Offers colleagues while a name is typed after an @ in the text field inside. Without it the name is typed out. */
export class MentionBox extends HTMLElement {
  #timer = 0;
  #asked = 0;
  #list = null;

  connectedCallback() {
    if (!this.#field || this.#list) return;
    this.#list = document.createElement("div");
    Object.assign(this.#list, { className: "menu mention-offers", hidden: true, id: `${this.#field.id}-colleagues` });
    this.#list.setAttribute("role", "listbox");
    this.#list.setAttribute("aria-label", "Colleagues");
    this.append(this.#list);
    this.#field.setAttribute("aria-autocomplete", "list");
    this.#field.setAttribute("aria-controls", this.#list.id);
    for (const type of ["input", "keydown", "focusout", "pointerdown", "click"]) this.addEventListener(type, this);
  }

  disconnectedCallback() {
    clearTimeout(this.#timer);
  }

  handleEvent(event) {
    if (event.type === "input") this.#look();
    if (event.type === "keydown" && !this.#list.hidden) this.#step(event);
    if (event.type === "focusout") this.#close();
    if (event.type === "pointerdown" && this.#offerAt(event)) event.preventDefault();
    if (event.type === "click" && this.#offerAt(event)) this.#take(this.#offerAt(event));
  }

  get #field() {
    return this.querySelector("textarea");
  }

  get #offers() {
    return [...this.#list.querySelectorAll("[role=option]")];
  }

  get #chosen() {
    return this.#list.querySelector('[aria-selected="true"]');
  }

  #offerAt(event) {
    return event.target.closest?.("[role=option]");
  }

  get #mention() {
    const { value, selectionStart, selectionEnd } = this.#field;
    return selectionStart === selectionEnd ? mentionAt(value, selectionStart) : null;
  }

  #look() {
    clearTimeout(this.#timer);
    if (!this.#mention) return this.#close();
    this.#timer = setTimeout(() => this.#ask(), TYPING_PAUSE_MS);
  }

  async #ask() {
    const number = (this.#asked += 1);
    const address = `${this.dataset.offers}?q=${encodeURIComponent(this.#mention?.words ?? "")}`;
    const offers = await fetched(address);
    // Typed on, gone or chosen meanwhile: it must not open again over what comes next.
    if (offers === null || number !== this.#asked || !this.#mention) return;
    this.#list.innerHTML = offers;
    this.#list.hidden = this.#offers.length === 0;
    if (!this.#list.hidden) this.#choose(this.#offers[0]);
  }

  #step(event) {
    const at = this.#offers.indexOf(this.#chosen);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1 }[event.key];
    if (to !== undefined) this.#choose(this.#offers.at(to % this.#offers.length));
    else if (event.key === "Enter" || event.key === "Tab") this.#take(this.#chosen);
    else if (event.key === "Escape") this.#close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  #choose(offer) {
    this.#chosen?.setAttribute("aria-selected", "false");
    offer.setAttribute("aria-selected", "true");
    offer.scrollIntoView({ block: "nearest" });
    this.#field.setAttribute("aria-activedescendant", offer.id);
  }

  #take(offer) {
    const begun = this.#mention;
    if (!offer || !begun) return this.#close();
    const { text, caret } = completed(this.#field.value, begun.start, this.#field.selectionStart, offer.dataset.username);
    this.#field.value = text;
    this.#field.setSelectionRange(caret, caret);
    this.#close();
    this.#field.focus();
    this.#field.dispatchEvent(new Event("input", { bubbles: true }));
  }

  #close() {
    clearTimeout(this.#timer);
    this.#asked += 1;
    this.#list.hidden = true;
    this.#list.replaceChildren();
    this.#field.removeAttribute("aria-activedescendant");
  }
}
