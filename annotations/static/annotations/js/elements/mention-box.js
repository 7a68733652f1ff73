import { completed, enteredLate, mentionAt } from "../mentioning.js";
import { fetched } from "../requests.js";

const TYPING_PAUSE_MS = 120;
/** How long Enter waits for offers that are on their way. */
const PATIENCE_MS = 1_500;

/** Offers colleagues while a name is typed after an @ in the text field inside. Without it the name is typed out. */
export class MentionBox extends HTMLElement {
  #timer = 0;
  #asked = 0;
  /** Where the name ends for which offers are on their way; null when none are. */
  #awaitedAt = null;
  /** An Enter that waits for them, or null: the name's ends {start, end}, the text `before` its end, a key to come `after`. */
  #entered = null;
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
    this.#entered = null;
  }

  handleEvent(event) {
    if (event.type === "input" && !this.#entered) this.#look();
    if (event.type === "keydown" && !event.isComposing) this.#key(event);
    if (event.type === "focusout") this.#leave();
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
    this.#awaitedAt = this.#field.selectionStart;
    this.#timer = setTimeout(() => this.#ask(), TYPING_PAUSE_MS);
  }

  async #ask() {
    this.#timer = 0;
    const number = (this.#asked += 1);
    const address = `${this.dataset.offers}?q=${encodeURIComponent(this.#mention?.words ?? "")}`;
    const offers = await fetched(address);
    // Typed on, gone or chosen meanwhile: it must not open again over what comes next.
    if (number !== this.#asked) return;
    if (!this.#timer) this.#awaitedAt = null;
    this.#list.innerHTML = offers ?? "";
    if (this.#entered) return this.#enterLate(this.#offers[0]?.dataset.username);
    this.#list.hidden = this.#offers.length === 0 || !this.#mention;
    if (!this.#list.hidden) this.#choose(this.#offers[0]);
  }

  #key(event) {
    if (this.#entered) this.#whileEntering(event);
    // The caret has left the name, by a key or a click: what is pressed there is meant for the field.
    else if (!this.#mention) this.#close();
    else if (this.#field.selectionStart === this.#awaitedAt && isEnter(event)) this.#enter(event);
    else if (!this.#list.hidden) this.#step(event);
  }

  /** Enter means the first of the offers, also of those that are not there yet. */
  #enter(event) {
    stop(event);
    const [{ start }, end] = [this.#mention, this.#field.selectionStart];
    this.#entered = { start, end, before: this.#field.value.slice(0, end), after: null };
    this.#list.hidden = true;
    if (this.#timer) {
      clearTimeout(this.#timer);
      this.#ask();
    }
    this.#timer = setTimeout(() => this.#enterLate(), PATIENCE_MS);
  }

  /** Keys go on into the field, behind the name; those that would send or leave it wait as well. */
  #whileEntering(event) {
    const { selectionStart, selectionEnd } = this.#field;
    const isBehindName = selectionStart === this.#entered.end && selectionEnd === selectionStart;
    if (event.key === "Backspace" && isBehindName) {
      stop(event);
      this.#entered = null;
      this.#close();
    } else if (event.key === "Escape") {
      stop(event);
      this.#enterLate();
    } else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      stop(event);
      this.#entered.after = event;
    }
  }

  /** Does what Enter meant, now that the offers are there or are waited for no longer: without a name it begins a line. */
  #enterLate(username = "") {
    const [pressed, field] = [this.#entered, this.#field];
    this.#entered = null;
    this.#close();
    // The name itself was changed meanwhile, as by another window.
    if (!field.value.startsWith(pressed.before)) return;
    const { text, caret } = enteredLate(field.value, field.selectionEnd, pressed, username);
    this.#write(text, caret);
    if (pressed.after) field.dispatchEvent(new KeyboardEvent("keydown", pressed.after));
  }

  #step(event) {
    const at = this.#offers.indexOf(this.#chosen);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1 }[event.key];
    if (to !== undefined) {
      // Whoever chooses among these shall not be given others.
      this.#stopAsking();
      this.#choose(this.#offers.at(to % this.#offers.length));
    } else if (event.key === "Enter" || event.key === "Tab") this.#take(this.#chosen);
    else if (event.key === "Escape") this.#close();
    else return;
    stop(event);
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
    this.#close();
    this.#field.focus();
    this.#write(text, caret);
  }

  #write(text, caret) {
    this.#field.value = text;
    this.#field.setSelectionRange(caret, caret);
    this.#field.dispatchEvent(new Event("input", { bubbles: true }));
  }

  #leave() {
    if (this.#entered) this.#enterLate();
    this.#close();
  }

  #stopAsking() {
    clearTimeout(this.#timer);
    this.#timer = 0;
    this.#asked += 1;
    this.#awaitedAt = null;
  }

  #close() {
    this.#stopAsking();
    this.#list.hidden = true;
    this.#list.replaceChildren();
    this.#field.removeAttribute("aria-activedescendant");
  }
}

const isEnter = ({ key, shiftKey, ctrlKey, metaKey, altKey }) => key === "Enter" && !(shiftKey || ctrlKey || metaKey || altKey);

function stop(event) {
  event.preventDefault();
  event.stopPropagation();
}
