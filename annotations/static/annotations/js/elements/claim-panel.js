import { KeptWords } from "../keeping.js";

/** The claim's panel: words typed into it survive an answer that draws it anew, a crash and a new login. */
export class ClaimPanel extends HTMLElement {
  #words = null;

  connectedCallback() {
    const person = this.closest("work-bench")?.dataset.person ?? "";
    this.#words = new KeptWords(window.localStorage, person, this.dataset.uid);
    for (const field of this.#fields()) this.#bringBack(field);
    this.addEventListener("input", this);
    // Before the answer is drawn: the panel that comes with it would bring the words back.
    this.addEventListener("htmx:beforeOnLoad", this);
  }

  handleEvent(event) {
    if (event.type === "input" && isTyped(event.target)) this.#words.keep(event.target.id, event.target.value);
    if (event.type === "htmx:beforeOnLoad" && isTaken(event.detail.xhr)) this.forget(event.detail.requestConfig.elt);
  }

  /** The server has what this form held. */
  forget(form) {
    for (const field of form.elements ?? []) if (isTyped(field)) this.#words.forget(field.id);
  }

  #fields() {
    return [...this.querySelectorAll("textarea[id], input[id]")].filter(isTyped);
  }

  #bringBack(field) {
    const kept = this.#words.kept(field.id);
    if (kept === null || kept === field.value) return;
    field.value = kept;
    field.after(note("Not saved yet. These words were kept in this browser."));
    for (let details = field.closest("details"); details; details = details.parentElement.closest("details")) details.open = true;
  }
}

/** Whether the server has what was sent; one that sends to the log-in page has not. */
function isTaken(xhr) {
  return xhr.status >= 200 && xhr.status < 300 && !xhr.getResponseHeader("HX-Redirect");
}

function note(words) {
  const said = document.createElement("p");
  said.className = "meta";
  said.textContent = words;
  return said;
}

const isTyped = (field) => Boolean(field.id) && (field.matches("textarea") || field.matches("input:is([type=text], [type=search], :not([type]))"));
