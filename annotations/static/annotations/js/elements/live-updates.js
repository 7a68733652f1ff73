import { drawAnew, drawAnewIfIdle, isInUse } from "../following.js";
import { stateOf, waitBefore } from "../polling.js";

const COUNTS = ["coverage", "waiting", "standing"];
const TROUBLE = {
  lost: "Connection lost. What you type is kept in this browser.",
  "signed-out": "You are logged out. What you type is kept in this browser.",
  other: "Somebody else is logged in in this browser now. This page is still yours: nothing from it is sent.",
};

/**
 * Shows what colleagues do on the article while it is open: in the text, the counts and the panel. It never takes the
 * focus, and where somebody types it only says that there is something new. It says, too, when the server is away or
 * the session is over, and goes on by itself.
 */
export class LiveUpdates extends HTMLElement {
  #timer = 0;
  #etag = "";
  #state = "";
  #failures = 0;
  #asking = false;
  /** How often the page itself was answered. */
  #answers = 0;

  connectedCallback() {
    this.#etag = `W/"${this.dataset.since}"`;
    for (const name of ["visibilitychange", "htmx:afterRequest"]) document.addEventListener(name, this);
    for (const name of ["online", "offline"]) window.addEventListener(name, this);
    this.addEventListener("click", this);
    this.#wait();
  }

  disconnectedCallback() {
    clearTimeout(this.#timer);
    for (const name of ["visibilitychange", "htmx:afterRequest"]) document.removeEventListener(name, this);
    for (const name of ["online", "offline"]) window.removeEventListener(name, this);
  }

  handleEvent({ type, target }) {
    if (type === "htmx:afterRequest") this.#answers += 1;
    const asks = type === "online" || type === "offline" || (type === "visibilitychange" && !document.hidden);
    if (asks || target.closest?.("[data-ask-now]")) this.#ask();
    if (type === "click" && target.closest("[data-show-new]")) this.#showPanel();
  }

  #wait() {
    clearTimeout(this.#timer);
    const wait = waitBefore({ state: this.#state, failures: this.#failures, hidden: document.hidden });
    this.#timer = setTimeout(() => this.#ask(), wait);
  }

  async #ask() {
    if (this.#asking) return;
    this.#asking = true;
    const before = this.#answers;
    try {
      const [answer, markup] = await this.#answer();
      this.#tellState(stateOf(answer));
      // Written before, or beside, what the page did meanwhile it would draw that away again: it is asked for once more.
      const isOld = this.#answers !== before || document.querySelector(".htmx-request") !== null;
      if (answer?.status === 200 && !isOld) this.#take(markup, answer.headers.get("ETag") ?? "");
    } finally {
      this.#asking = false;
      this.#wait();
    }
  }

  /** What the server says, whole: an answer that breaks off is none. */
  async #answer() {
    const { address, since, version } = this.dataset;
    const asked = `${address}?since=${since}&version=${version}&person=${document.body.dataset.person}`;
    try {
      const answer = await fetch(asked, { headers: { "If-None-Match": this.#etag }, redirect: "manual", cache: "no-store" });
      return [answer, answer.status === 200 ? await answer.text() : ""];
    } catch {
      return [null, ""];
    }
  }

  #tellState(state) {
    this.#failures = state ? this.#failures + 1 : 0;
    if (state === this.#state) return;
    this.#state = this.dataset.state = state;
    if (!state) return this.#say("Connected again.");
    this.#say(TROUBLE[state], state === "lost" ? button("Try now", "askNow") : link("signed-out" === state ? "Log in" : "Load the page again", location.pathname + location.search));
  }

  #take(markup, etag) {
    const page = document.createRange().createContextualFragment(markup);
    const news = page.querySelector("[data-changed]");
    this.#etag = etag;
    this.dataset.since = news.dataset.changed;
    this.#text.redraw(page.querySelectorAll(".block"));
    for (const id of COUNTS) replace(document.getElementById(id), page.getElementById(id));
    this.#count(page.getElementById("shows"));
    this.#tell(news);
  }

  get #text() {
    return document.querySelector("article-text");
  }

  get #panel() {
    return document.querySelector("#panel-content");
  }

  /** The numbers beside the filters; which of them is chosen stays. */
  #count(shows) {
    for (const fresh of shows.querySelectorAll("[data-show]")) {
      const own = document.querySelector(`#shows [data-show="${fresh.dataset.show}"] .number`);
      if (own) own.textContent = fresh.querySelector(".number").textContent;
    }
  }

  #tell(news) {
    const words = news.querySelector("p").textContent.trim();
    if (news.dataset.newer) return this.#say(`Version ${news.dataset.newer} of this article is here.`, link("Open it", location.pathname));
    if (!words) return;
    if (!this.#isAbout(news)) return this.#say(words);
    if (isInUse(this.#panel)) this.#offer(words);
    else this.#follow(words);
  }

  /** Whether the panel shows something that was changed: a claim, its sentence, what waits, or the article. */
  #isAbout({ dataset }) {
    const subject = this.#panel.querySelector("[data-panel]");
    const claim = Number(subject?.dataset.claim ?? 0);
    if (claim) return dataset.claims.split(" ").map(Number).includes(claim);
    const line = Number(subject?.dataset.line ?? 0);
    return line ? dataset.lines.split(" ").map(Number).includes(line) : true;
  }

  /** Somebody may begin to write, or open a menu, before the panel is here. */
  async #follow(words) {
    this.#say(words);
    if (!(await drawAnewIfIdle(this.#panel))) this.#offer(words);
  }

  async #showPanel() {
    const words = this.title;
    this.#say("");
    if (!(await drawAnew(this.#panel))) this.#offer(words);
  }

  #offer(words) {
    this.#say(words, button("Show", "showNew"));
  }

  #say(words, more = null) {
    const said = document.createElement("span");
    said.textContent = words;
    this.title = words;
    const held = this.contains(document.activeElement);
    this.replaceChildren(...(words ? [said, ...(more ? [more] : [])] : []));
    if (held) this.#keepFocus(more);
  }

  /** What was pressed is gone with the words before: nobody is left without a place. */
  #keepFocus(more) {
    if (more) more.focus({ preventScroll: true });
    else this.dispatchEvent(new CustomEvent("unfocused", { bubbles: true }));
  }
}

/** What has the focus in the old is found again in the new. */
function replace(old, fresh) {
  if (!old) return;
  const held = old.contains(document.activeElement);
  old.replaceWith(fresh);
  if (held) (fresh.querySelector("a") ?? document.querySelector("#main"))?.focus({ preventScroll: true });
}

function button(words, does) {
  const made = document.createElement("button");
  Object.assign(made, { type: "button", className: "link-button", textContent: words });
  made.dataset[does] = "";
  return made;
}

function link(words, href) {
  const made = document.createElement("a");
  Object.assign(made, { href, textContent: words });
  return made;
}
