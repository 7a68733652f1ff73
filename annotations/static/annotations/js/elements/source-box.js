const TYPING_PAUSE_MS = 150;

/**
 * Where a source is looked for or pasted: an input with a list below it. Fires `source` with {words, uid} and is
 * closed by its dialog. It opens at once, also while the claim it is for is still on its way.
 */
export class SourceBox extends HTMLElement {
  #timer = 0;
  #address = "";

  connectedCallback() {
    this.addEventListener("submit", this);
    this.addEventListener("input", this);
    this.addEventListener("keydown", this);
    this.addEventListener("click", this);
    this.#list.addEventListener("htmx:beforeSwap", (event) => this.#offer(event));
    this.#list.addEventListener("htmx:afterSwap", () => this.#offered());
  }

  handleEvent(event) {
    if (event.type === "submit") this.#send(event);
    if (event.type === "input") this.#typed();
    if (event.type === "keydown") this.#step(event);
    if (event.type === "click") this.#press(event);
  }

  /** What was typed here and never sent stands there, chosen, so that typing replaces it. */
  open() {
    this.#list.replaceChildren();
    this.#dialog.showModal();
    this.#input.select();
    this.#look(0);
  }

  /** What was chosen here has arrived. Who has opened the box again keeps what they type. */
  used() {
    if (!this.#dialog.open) this.#empty();
  }

  #empty() {
    this.#input.value = "";
    this.#input.dispatchEvent(new InputEvent("input", { bubbles: true }));
  }

  /** Where offers for the claim at hand come from. */
  offersFrom(address) {
    this.#address = address;
    if (this.#dialog.open) this.#look(0);
  }

  get #dialog() {
    return this.closest("dialog");
  }

  get #input() {
    return this.querySelector("input");
  }

  get #list() {
    return this.querySelector("[role=listbox]");
  }

  get #chosen() {
    return this.#list.querySelector('[aria-selected="true"]');
  }

  /** Other words: none of what is offered was chosen for these. */
  #typed() {
    this.#unchoose();
    this.#look(TYPING_PAUSE_MS);
  }

  #look(pause) {
    clearTimeout(this.#timer);
    if (!this.#address || !this.#dialog.open) return;
    this.#timer = setTimeout(() => {
      const values = { source: this.#input.value };
      const { htmx } = window;
      htmx.ajax("GET", this.#address, { source: this.#list, target: this.#list, swap: "innerHTML", values }).catch(() => {});
    }, pause);
  }

  /** An answer that comes late must not take away what was chosen meanwhile: Enter would send the words instead. */
  #offer({ detail }) {
    if (this.#chosen) detail.shouldSwap = false;
  }

  #offered() {
    const some = this.#list.childElementCount > 0;
    // The blanks of an answer without offers would be drawn as a list.
    if (!some) this.#list.replaceChildren();
    this.#input.setAttribute("aria-expanded", String(some));
  }

  #step(event) {
    if (!["ArrowDown", "ArrowUp"].includes(event.key)) return;
    const offers = [...this.#list.children];
    if (offers.length === 0) return;
    event.preventDefault();
    const at = offers.indexOf(this.#chosen) + (event.key === "ArrowDown" ? 1 : -1);
    this.#choose(offers.at(at % offers.length));
  }

  #choose(offer) {
    this.#unchoose();
    offer.setAttribute("aria-selected", "true");
    offer.scrollIntoView({ block: "nearest" });
    this.#input.setAttribute("aria-activedescendant", offer.id);
  }

  #unchoose() {
    this.#chosen?.setAttribute("aria-selected", "false");
    this.#input.removeAttribute("aria-activedescendant");
  }

  #press(event) {
    if (event.target.closest("[data-close]")) {
      this.#dialog.close();
      this.#empty();
    }
    const offer = event.target.closest("[role=option]");
    if (!offer) return;
    this.#choose(offer);
    this.#tell();
  }

  #send(event) {
    event.preventDefault();
    if (this.#chosen || this.#input.value.trim()) this.#tell();
  }

  #tell() {
    const offer = this.#chosen;
    const detail = { words: offer?.dataset.source ?? this.#input.value.trim(), uid: offer?.dataset.sourceUid ?? "" };
    clearTimeout(this.#timer);
    this.#dialog.close();
    this.dispatchEvent(new CustomEvent("source", { bubbles: true, detail }));
  }
}
