import { requested } from "../requests.js";

/**
 * Earlier claims like the one at hand, the best chosen. It opens at once, also while that claim is still on its way;
 * Enter pressed before they are there takes the best one when it is surely the same, and is forgotten otherwise.
 */
export class MatchBox extends HTMLElement {
  #taken = () => {};
  #hurried = false;
  /** How often it was opened: an answer may come when it was opened again, for another claim. */
  #turn = 0;

  connectedCallback() {
    for (const name of ["submit", "keydown", "click"]) this.addEventListener(name, this);
  }

  handleEvent(event) {
    if (event.type === "click" && event.target.closest("[data-close]")) this.close();
    if (event.type === "submit" && event.target === this.#form) this.#take(event);
    if (event.type === "keydown" && event.key === "Enter" && !this.#form) this.#hurry(event);
  }

  /** `taken` is called with the uid of the claim that is taken. Answers which turn it is, for `load`. */
  open(taken) {
    this.#taken = taken;
    this.#hurried = false;
    this.#turn += 1;
    this.#waitForOffers();
    this.#dialog.showModal();
    this.focus();
    return this.#turn;
  }

  close() {
    this.#dialog.close();
  }

  /** Fetches what is offered, unless this turn is over; answers false when it did not come. */
  async load(address, turn) {
    if (turn !== this.#turn) return true;
    const there = await requested("get", address, `#${this.#place.id}`);
    if (turn !== this.#turn) return this.#waitForOffers();
    if (!there || !this.#dialog.open) return there;
    const best = this.#form.querySelector("input:checked");
    (best ?? this.querySelector("input[type=search]")).focus();
    if (this.#hurried && best && "sure" in this.#form.dataset) this.#form.requestSubmit();
    return true;
  }

  get #dialog() {
    return this.closest("dialog");
  }

  get #place() {
    return this.querySelector("#matches");
  }

  get #form() {
    return this.querySelector("form[data-repeats]");
  }

  #waitForOffers() {
    this.#place.replaceChildren(this.querySelector("template").content.cloneNode(true));
    return true;
  }

  #hurry(event) {
    if (event.target.closest("[data-close]")) return;
    event.preventDefault();
    this.#hurried = true;
  }

  #take(event) {
    event.preventDefault();
    const uid = new FormData(this.#form).get("to");
    this.close();
    this.#taken(uid);
  }
}
