import { DraftKeeper, KeptWords } from "../keeping.js";

const TYPED = "textarea, input:is([type=text], [type=url], [type=search], :not([type]))";
const MOST_CHARACTERS = 200_000;
const NOT_KEPT = "Not on the server: it was not reached, or you are logged out. The words are kept in this browser.";

/**
 * Holds forms. What is typed into them is kept on the server, and in the browser until it is there, so that it
 * survives an answer that draws the form anew, a crash, a log-out and another machine.
 */
export class KeptWordsElement extends HTMLElement {
  #words = null;
  #keeper = null;

  connectedCallback() {
    this.#words = new KeptWords(window.localStorage, this.dataset.author, this.dataset.about);
    this.#keeper = new DraftKeeper(this.#words, this.#send, { told: (kept) => this.#tell(kept) });
    for (const field of takenFields(this.dataset.about)) this.#words.forget(field);
    for (const field of this.querySelectorAll(TYPED)) this.#bringBack(field);
    // Heard before the answer is drawn: the panel that comes would bring back what was just handed in.
    for (const name of ["input", "formdata", "htmx:beforeOnLoad", "htmx:sendError"]) this.addEventListener(name, this);
    window.addEventListener("pagehide", this);
  }

  disconnectedCallback() {
    window.removeEventListener("pagehide", this);
    this.#keeper.flush({ leaving: true });
  }

  handleEvent(event) {
    const heard = {
      input: () => isKept(event.target) && this.#keeper.typed(this.#nameOf(event.target), event.target.value),
      formdata: () => this.#nameFields(event.target, event.formData),
      "htmx:beforeOnLoad": () => this.#answered(event.detail.requestConfig.elt, isTaken(event.detail.xhr)),
      "htmx:sendError": () => this.#answered(event.detail.requestConfig.elt, false),
      pagehide: () => this.#keeper.flush({ leaving: true }),
    }[event.type];
    heard();
  }

  #send = async (field, words, { leaving }) => {
    const { kind, about: uid, rowVersion } = this.dataset;
    const body = new URLSearchParams({ kind, uid, field, text: words, row_version: rowVersion });
    const headers = { "X-CSRFToken": token() };
    const answer = await fetch(this.dataset.keeps, { method: "POST", body, headers, redirect: "manual", keepalive: leaving });
    return answer.status === 204;
  };

  /** The form says which drafts it hands in; the server drops them when it takes the form. */
  #nameFields(form, data) {
    if (form.method !== "post") return;
    const fields = this.#fieldsOf(form);
    this.#keeper.handIn(fields);
    data.set("drafts", [this.dataset.kind, this.dataset.about, ...fields].join("."));
  }

  #answered(form, taken) {
    if (form.matches("form")) this.#keeper.answered(this.#fieldsOf(form), taken);
  }

  /** What the browser holds is newer than what the server has: it goes when the server has it. */
  #bringBack(field) {
    if (!isKept(field)) return;
    const name = this.#nameOf(field);
    const [draft, seen] = JSON.parse(this.dataset.drafts)[name] ?? [null, 0];
    const words = this.#words.kept(name) ?? draft;
    if (words === null || words === field.value) return;
    const changed = draft !== null && seen < Number(this.dataset.rowVersion);
    field.value = words;
    field.after(note(changed ? "Your draft, not saved yet. Somebody has changed this since." : "Your draft, not saved yet."));
    for (let details = field.closest("details"); details; details = details.parentElement.closest("details")) details.open = true;
    if (words !== draft) this.#keeper.typed(name, words);
  }

  #nameOf(field) {
    return this.dataset.scope ? `${this.dataset.scope}-${field.id}` : field.id;
  }

  #fieldsOf(form) {
    return [...(form.elements ?? [])].filter(isKept).map((field) => this.#nameOf(field));
  }

  #tell(kept) {
    const said = this.querySelector("[data-kept]");
    if (kept) said?.remove();
    else if (!said) this.prepend(warning());
  }
}

function note(words) {
  const said = document.createElement("p");
  said.className = "meta";
  said.textContent = words;
  return said;
}

function warning() {
  const said = note(NOT_KEPT);
  said.dataset.kept = "here";
  said.role = "status";
  return said;
}

/** The fields of the form that led to this page, when the server took it: it says so in a cookie. */
function takenFields(about) {
  const [, , uid, fields = ""] = document.cookie.match(/(?:^|; )taken=(\w+)\.([\w-]+)((?:\.[\w-]+)*)/) ?? [];
  return uid === about ? fields.split(".").filter(Boolean) : [];
}

/** Whether the server has what was sent; an answer that leads to the log-in page says that it has not. */
const isTaken = (xhr) => xhr.status >= 200 && xhr.status < 300 && !xhr.getResponseHeader("HX-Redirect");

const token = () => document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1] ?? "";
const isKept = (field) => Boolean(field.id) && field.matches(TYPED) && field.value.length <= MOST_CHARACTERS;
