import { conflictIn, settle, showBeside } from "../conflicts.js";
import { fieldless } from "../fieldless.js";
import { DraftKeeper, HELD, KeptWords } from "../keeping.js";
import { TYPED, isTypedEarly, nameOf, openAround, plain, stoodIn } from "../fields.js";
import { WINDOW, token } from "../signing.js";
import { takeOver } from "../sparing.js";

const MOST_CHARACTERS = 200_000;
/** Fields of a claim that are on its own page, not in the panel. */
const ELSEWHERE = "page-";
const SAID = {
  away: "Not on the server: it was not reached. Your words are kept in this browser.",
  "signed-out": "You are logged out. Your words are kept in this browser.",
  other: "Somebody else is logged in in this browser. Your words are kept here for you.",
  nowhere: "Your words are on this page alone: the server was not reached, and this browser keeps nothing. Leave the page open.",
  long: "Too long to be kept while you write. Save it soon.",
};

/**
 * Holds forms. What is typed into them is kept on the server, and in the browser until it is there, so that it
 * survives an answer that draws the form anew, a crash, a log-out and another machine.
 */
export class KeptWordsElement extends HTMLElement {
  #words = null;
  #keeper = null;
  /** What is on the server, as far as this page knows, by field. */
  #seen = new Map();
  /** The names of the fields that each form sent last: some stand outside it, and it may stand in no page any more. */
  #sent = new WeakMap();
  #trouble = "away";

  connectedCallback() {
    // Between the request and its answer another panel came: what it does not send again is not here any more.
    if (!takeOver(this)) queueMicrotask(() => this.dispatchEvent(new CustomEvent("incomplete", { bubbles: true })));
    this.#words = new KeptWords(window.localStorage, this.dataset.author, this.dataset.about);
    this.#keeper = new DraftKeeper(this.#words, this.#send, { told: (kept) => this.#tell(kept) });
    this.#words.forgetPast();
    for (const field of takenFields(this.dataset.about)) this.#words.forget(field);
    const [before] = this.#others;
    for (const field of this.querySelectorAll(TYPED)) this.#bringBack(field, before);
    if ("whole" in this.dataset) this.#showFieldless();
    for (const name of ["input", "click", "formdata"]) this.addEventListener(name, this);
    for (const name of ["pagehide", "storage", "beforeunload"]) window.addEventListener(name, this);
  }

  disconnectedCallback() {
    for (const name of ["pagehide", "storage", "beforeunload"]) window.removeEventListener(name, this);
    this.#keeper.flush({ leaving: true });
  }

  /** Sends what waits now. */
  save() {
    return this.#keeper.flush();
  }

  handleEvent(event) {
    const heard = {
      input: () => this.#typed(event.target),
      click: () => this.#choose(event.target.closest("[data-way]")),
      formdata: () => this.#nameFields(event.target, event.formData),
      "htmx:beforeOnLoad": () => this.#answered(event),
      "htmx:sendError": () => this.#handedBack(event.detail.requestConfig.elt, false),
      pagehide: () => this.#keeper.flush({ leaving: true }),
      storage: () => this.#followWindow(this.#words.heard(event)),
      beforeunload: () => this.#keeper.isAlone && event.preventDefault(),
    }[event.type];
    heard();
  }

  #typed(field) {
    if (!field.matches(TYPED) || !field.id) return;
    if (field.value.length > MOST_CHARACTERS) return this.#warn("long");
    this.#keeper.typed(this.#nameOf(field), plain(field.value), this.#baseOf(field));
  }

  /** What stood in the field when the words were begun; a choice between two texts moves it on. */
  #baseOf(field) {
    return field.dataset.base ?? stoodIn(field);
  }

  #send = async (field, { words, base }, { leaving }) => {
    const { keeps, kind, about: uid, author } = this.dataset;
    if (!keeps) return HELD;
    // Typed and taken away again, as a source is that was added at once: the server has never heard of it.
    if (words === base && !this.#seen.has(field)) return true;
    const seen = this.#seen.get(field) ?? "";
    const body = new URLSearchParams({ kind, uid, author, field, text: words, base, seen, window: WINDOW });
    const answer = await fetch(keeps, { method: "POST", body, headers: { "X-CSRFToken": token() }, redirect: "manual", keepalive: leaving });
    this.#trouble = { opaqueredirect: "signed-out" }[answer.type] ?? { 403: "other" }[answer.status] ?? "away";
    if (answer.status === 409) return this.#elsewhere(field, words, await answer.json());
    if (answer.status === 204) this.#isOnServer(field, words);
    return answer.status === 204;
  };

  /** Where another panel has come meanwhile, it does not know of these words, and what stands in its field is newer. */
  #isOnServer(name, words) {
    this.#seen.set(name, words);
    for (const other of this.#others) {
      other.#seen.set(name, words);
      const field = other.#fieldNamed(name);
      if (field && plain(field.value) !== words) other.#typed(field);
    }
  }

  /** The same person has gone on in another window: both are shown, and nothing is overwritten. */
  #elsewhere(name, words, { text }) {
    const field = this.#fieldNamed(name);
    if (field) showBeside(this, field, { theirs: text, mine: words, where: "window" });
    return HELD;
  }

  /** Another window of this person: what is typed there stands here too, unless somebody types here. */
  #followWindow(heard) {
    const field = heard && this.#fieldNamed(heard.field);
    if (!field || (field === document.activeElement && document.hasFocus())) return;
    if (heard.taken !== undefined && plain(field.value) === heard.taken) field.value = field.defaultValue;
    if (heard.words === undefined) return;
    field.value = heard.words;
    this.#seen.set(heard.field, heard.words);
  }

  /** The form says which drafts it hands in; the server drops them when it takes the form. */
  #nameFields(form, data) {
    if (form.method !== "post") return;
    // Heard before the answer is drawn: the panel that comes would bring back what was just handed in. And at the form,
    // which may have been drawn anew, and is not in here then.
    for (const name of ["htmx:beforeOnLoad", "htmx:sendError"]) form.addEventListener(name, this);
    const fields = this.#fieldsOf(form);
    this.#sent.set(form, fields.map((field) => this.#nameOf(field)));
    this.#keeper.handIn(fields.map((field) => [this.#nameOf(field), plain(field.value)]));
    data.set("drafts", [this.dataset.kind, this.dataset.about, ...fields.map((field) => this.#nameOf(field))].join("."));
  }

  #answered(event) {
    const { xhr, requestConfig } = event.detail;
    this.#handedBack(requestConfig.elt, isTaken(xhr));
    if (xhr.status === 409 && conflictIn(this, requestConfig, xhr.responseText)) event.preventDefault();
  }

  #handedBack(form, taken) {
    const names = this.#sent.get(form) ?? [];
    this.#keeper.answered(names, taken);
    if (!taken) return;
    for (const other of this.#others) other.#keeper.answered(names, true);
    for (const holder of [this, ...this.#others]) for (const name of names) holder.#seen.delete(name);
  }

  /** What else in the page holds the same forms, as what it takes the place of, or what has taken its place. */
  get #others() {
    return [...document.querySelectorAll("kept-words")].filter((other) => other !== this && this.#follows(other));
  }

  #follows(other) {
    return #seen in other && other.dataset.about === this.dataset.about && other.dataset.scope === this.dataset.scope;
  }

  /** What stands in a field and is on the server, as a draft has it: words and base. */
  #draftIn(field) {
    const words = field && this.#seen.get(this.#nameOf(field));
    return words !== undefined && words === plain(field.value) ? [words, this.#baseOf(field)] : undefined;
  }

  /** Words whose field is gone, because a colleague has put the claim or its source away: they can be copied. */
  #showFieldless() {
    const drafts = JSON.parse(this.dataset.drafts);
    const names = new Set([...Object.keys(drafts), ...this.#words.fields]);
    for (const name of names) {
      if (drafts[name]) this.#seen.set(name, drafts[name][0]);
      const words = this.#words.kept(name)?.words ?? drafts[name]?.[0];
      if (!words || this.#fieldNamed(name) || name.startsWith(ELSEWHERE)) continue;
      this.#putOnTop(fieldless(name, words, () => this.#keeper.typed(name, "")));
    }
  }

  #choose(button) {
    if (!button) return;
    const { field, words } = settle(button);
    if (field?.matches(TYPED)) this.#seen.set(this.#nameOf(field), words);
    if (field) this.#typed(field);
  }

  /**
   * What the browser holds is newer than what this panel was drawn with: it goes when the server has it. That may have
   * been while the panel was on its way; where the browser keeps nothing, what stood in its place, `before`, knows.
   */
  #bringBack(field, before) {
    if (!field.id) return;
    const name = this.#nameOf(field);
    const [draft, begun] = JSON.parse(this.dataset.drafts)[name] ?? before?.#draftIn(before.#fieldNamed(name) ?? field) ?? [null, null];
    const kept = this.#words.kept(name);
    const seen = kept?.until ? kept.words : draft;
    if (seen !== null) this.#seen.set(name, seen);
    const { words, base } = kept ?? { words: draft, base: begun };
    const theirs = stoodIn(field);
    if (!before && isTypedEarly(field)) return this.#takeEarly(field, words ?? theirs);
    if (words === null || words === theirs) return this.#words.forget(name);
    field.value = words;
    openAround(field);
    if (base === null || base === theirs) field.after(draftNote());
    else {
      field.dataset.base = base;
      showBeside(this, field, { theirs, mine: words, where: "saved" });
    }
    if (words === draft) this.#words.forget(name);
    else this.#keeper.typed(name, words, base ?? theirs);
  }

  /** What was typed before this element was there stands, beside words that were kept earlier. */
  #takeEarly(field, earlier) {
    const mine = plain(field.value);
    if (earlier !== stoodIn(field) && earlier !== mine) showBeside(this, field, { theirs: earlier, mine, where: "window" });
    this.#typed(field);
  }

  #nameOf(field) {
    return nameOf(field, this.dataset.scope);
  }

  #fieldNamed(name) {
    return [...this.querySelectorAll(TYPED)].find((field) => field.id && this.#nameOf(field) === name);
  }

  #fieldsOf(form) {
    return [...(form.elements ?? [])].filter((field) => field.id && field.matches(TYPED));
  }

  #tell({ server, here }) {
    if (server) this.querySelector("[data-kept]")?.remove();
    else this.#warn(here ? this.#trouble : "nowhere");
  }

  #warn(trouble) {
    const said = this.querySelector("[data-kept]") ?? note("");
    if (said.dataset.kept === trouble) return;
    said.dataset.kept = trouble;
    said.role = "status";
    said.replaceChildren(SAID[trouble], ...(trouble === "signed-out" ? [" ", logInLink()] : []));
    if (!said.isConnected) this.#putOnTop(said);
  }

  #putOnTop(said) {
    const head = this.querySelector(".panel-head");
    if (head) head.after(said);
    else this.prepend(said);
  }
}

function note(words) {
  const said = document.createElement("p");
  said.className = "meta";
  said.textContent = words;
  return said;
}

function draftNote() {
  const said = note("Your draft, not saved yet.");
  said.dataset.draft = "";
  return said;
}

/** The page itself leads to the log-in, and that back to the page. */
function logInLink() {
  const link = document.createElement("a");
  link.href = location.pathname + location.search;
  link.textContent = "Log in";
  return link;
}

/** The fields of the form that led to this page, when the server took it: it says so in a cookie. */
function takenFields(about) {
  const [, , uid, fields = ""] = document.cookie.match(/(?:^|; )taken=(\w+)\.([\w-]+)((?:\.[\w-]+)*)/) ?? [];
  return uid === about ? fields.split(".").filter(Boolean) : [];
}

/** Whether the server has what was sent; an answer that leads to the log-in page says that it has not. */
const isTaken = (xhr) => xhr.status >= 200 && xhr.status < 300 && !xhr.getResponseHeader("HX-Redirect");
