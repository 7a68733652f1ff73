const FIELDS = "input, textarea, select";

/** A comparison that is walked difference by difference: by its two buttons, and by the keys for the next and last sentence. */
export class DifferenceSteps extends HTMLElement {
  connectedCallback() {
    this.#bar.hidden = this.#rows.length === 0;
    this.#tell(this.#rows.indexOf(this.#current));
    this.addEventListener("click", this);
    document.addEventListener("keydown", this);
    window.addEventListener("hashchange", this);
  }

  disconnectedCallback() {
    document.removeEventListener("keydown", this);
    window.removeEventListener("hashchange", this);
  }

  handleEvent(event) {
    if (event.type === "hashchange") return this.#arrive();
    const step = event.type === "click" ? Number(event.target.closest("[data-step]")?.dataset.step) : this.#stepOf(event);
    if (!step) return undefined;
    event.preventDefault();
    return this.go(step);
  }

  /** Goes `step` differences on; from none, to the first one below the top of the window, or the last one above. */
  go(step) {
    const rows = this.#rows;
    const at = rows.indexOf(this.#current);
    const next = at >= 0 ? at + step : this.#nearest(step);
    if (next < 0 || next >= rows.length) return;
    this.#mark(rows[next]);
    rows[next].focus({ preventScroll: true });
    rows[next].scrollIntoView({ block: "center" });
  }

  get #rows() {
    return [...this.querySelectorAll("[id^=d].compare-row")];
  }

  get #bar() {
    return this.querySelector(".steps");
  }

  get #current() {
    return this.querySelector(".compare-row[aria-current]") ?? this.querySelector(".compare-row:target");
  }

  #nearest(step) {
    const below = this.#rows.findIndex((row) => row.getBoundingClientRect().top > 0);
    if (step > 0) return below < 0 ? this.#rows.length - 1 : below;
    return (below < 0 ? this.#rows.length : below) - 1;
  }

  /** A link to the other half of what moved was followed. */
  #arrive() {
    const there = this.querySelector(".compare-row:target");
    if (there) this.#mark(there);
  }

  #mark(row) {
    this.querySelector(".compare-row[aria-current]")?.removeAttribute("aria-current");
    row.setAttribute("aria-current", "true");
    this.#tell(this.#rows.indexOf(row));
  }

  #tell(index) {
    const { length } = this.#rows;
    this.querySelector("output").value = index < 0 ? `${length} difference${length === 1 ? "" : "s"}` : `${index + 1} of ${length}`;
    this.querySelector('[data-step="-1"]').disabled = index === 0;
    this.querySelector('[data-step="1"]').disabled = index === length - 1;
  }

  #stepOf(event) {
    const held = event.isComposing || event.ctrlKey || event.metaKey || event.altKey || event.target.closest?.(FIELDS);
    return held ? 0 : ({ [this.dataset.next]: 1, [this.dataset.before]: -1 }[event.key] ?? 0);
  }
}
