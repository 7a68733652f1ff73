/**
 * Where in the workbench the focus was, so that it comes back to the same place when what had it is drawn anew: the
 * same button, else what stands around it – its fold, the piece of evidence, the heading of its part.
 */

const TAKES_FOCUS = "a[href], button, summary, input:not([type=hidden]), select, textarea, [tabindex]";

export class Whereabouts {
  #bench;
  #subject = "";
  /** Ids, the innermost first; empty while the focus is in the text. */
  #around = [];

  constructor(bench) {
    this.#bench = bench;
  }

  /** Dialogs, bars and what is said in passing are visited, not stayed at: they do not count. */
  note(target) {
    const { panel, text } = this.#bench;
    if (text.contains(target)) this.#around = [];
    if (!panel.contains(target)) return;
    this.#around = [...idsAround(target, panel)];
    this.#subject = this.#shown;
  }

  /** Goes back to the panel, or to the sentence that one was at. */
  goBack() {
    if (this.#around.length === 0) return this.#bench.text.focusCurrent({ preventScroll: true });
    const known = this.#subject === this.#shown ? this.#around : [];
    for (const id of [...known, "panel-title"]) {
      if (entered(document.getElementById(id))) return;
    }
    this.#bench.panel.focus({ preventScroll: true });
  }

  get #shown() {
    const { panel = "", claim = "", line = "" } = this.#bench.subject?.dataset ?? {};
    return [panel, claim || line].join(" ");
  }
}

function* idsAround(target, panel) {
  for (let here = target; here && here !== panel; here = here.parentElement) {
    if (here.localName === "details") yield here.querySelector("summary").id;
    // A form has no name to be told by; what it stands in has.
    if (here.localName !== "form") yield here.id;
    yield here.getAttribute("aria-labelledby");
  }
}

/**
 * A container takes the focus itself, not the first button in it: Enter pressed twice must not do a second thing. One
 * that is empty by now has no height: nobody would see where they are.
 */
function entered(place) {
  if (!place?.checkVisibility() || !place.offsetHeight || place.id === "panel-content") return false;
  const taking = place.localName === "details" ? place.querySelector("summary") : place;
  if (!taking.matches(TAKES_FOCUS)) taking.tabIndex = -1;
  taking.focus({ preventScroll: true });
  taking.scrollIntoView({ block: "nearest" });
  return document.activeElement === taking;
}
