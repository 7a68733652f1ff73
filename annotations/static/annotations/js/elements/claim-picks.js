/** A list whose rows can be ticked: counts the ticks, ticks all, and takes `x` for the row that has the focus. */
export class ClaimPicks extends HTMLElement {
  connectedCallback() {
    this.addEventListener("change", this);
    this.addEventListener("keydown", this);
    this.addEventListener("click", this);
    this.#count();
  }

  handleEvent(event) {
    if (event.type === "change" && event.target.matches(TICK)) this.#count();
    if (event.type === "keydown" && isPlain(event)) this.#tick(event);
    if (event.type === "click" && event.target.closest("[data-tick]")) this.#tickAll(event.target.closest("[data-tick]").dataset.tick);
  }

  get #ticks() {
    return [...this.querySelectorAll(TICK)];
  }

  #tick(event) {
    const tick = event.target.closest("tr")?.querySelector(TICK);
    if (!tick) return;
    event.preventDefault();
    tick.checked = !tick.checked;
    this.#count();
  }

  #tickAll(which) {
    for (const tick of this.#ticks) tick.checked = which === "all";
    if (which === "none") this.#ticks[0]?.focus();
    this.#count();
  }

  #count() {
    const all = this.#ticks;
    const some = all.filter((tick) => tick.checked).length;
    this.toggleAttribute("data-some", some > 0);
    const place = this.querySelector("[data-count]");
    if (!place) return;
    const button = (which, words) => `<button class="link-button" type="button" data-tick="${which}">${words}</button>`;
    const other = some < all.length ? button("all", `All ${all.length}`) : button("none", "None");
    place.innerHTML = `<b class="number" role="status">${some} claim${some === 1 ? "" : "s"}</b> ${other}`;
  }
}

const TICK = "input[type=checkbox][name=claim]";

const isPlain = (event) =>
  event.key === "x" && !event.ctrlKey && !event.metaKey && !event.altKey && !event.target.matches("textarea, select, input:not([type=checkbox])");
