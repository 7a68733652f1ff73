import { requested } from "../requests.js";

const EVERY_MS = 4_000;
/** After an answer that was none: the server is away, or the session is over. */
const LATER_MS = 30_000;
const COUNTS = ["coverage", "left", "waiting"];

/**
 * Shows what colleagues do on the article while it is open: in the text, the counts and the panel. It never takes the
 * focus, and where somebody types it only says that there is something new.
 */
export class LiveUpdates extends HTMLElement {
  #timer = 0;
  #etag = "";

  connectedCallback() {
    this.#etag = `W/"${this.dataset.since}"`;
    document.addEventListener("visibilitychange", this);
    this.addEventListener("click", this);
    this.#wait(EVERY_MS);
  }

  disconnectedCallback() {
    clearTimeout(this.#timer);
    document.removeEventListener("visibilitychange", this);
  }

  handleEvent(event) {
    if (event.type === "visibilitychange" && document.visibilityState === "visible") this.#ask();
    if (event.target.closest?.("[data-show-new]")) this.#showPanel();
  }

  #wait(milliseconds) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#ask(), milliseconds);
  }

  async #ask() {
    if (document.visibilityState !== "visible") return this.#wait(EVERY_MS);
    const { address, since, version } = this.dataset;
    const asked = `${address}?since=${since}&version=${version}`;
    const answer = await fetch(asked, { headers: { "If-None-Match": this.#etag }, redirect: "manual", cache: "no-store" }).catch(() => null);
    if (answer?.status === 200) this.#take(await answer.text(), answer.headers.get("ETag") ?? "");
    this.#wait(answer?.status === 200 || answer?.status === 304 ? EVERY_MS : LATER_MS);
  }

  #take(markup, etag) {
    const page = document.createRange().createContextualFragment(markup);
    const news = page.querySelector("[data-changed]");
    this.#etag = etag;
    this.dataset.since = news.dataset.changed;
    this.#text.redraw(page.querySelectorAll(".block"));
    for (const id of COUNTS) document.getElementById(id)?.replaceWith(page.getElementById(id));
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
    for (const link of shows.querySelectorAll("[data-show]")) {
      const own = document.querySelector(`#shows [data-show="${link.dataset.show}"] .number`);
      if (own) own.textContent = link.querySelector(".number").textContent;
    }
  }

  #tell(news) {
    const words = news.querySelector("p").textContent.trim();
    if (news.dataset.newer) return this.#say(`Version ${news.dataset.newer} of this article is here.`, newestLink());
    const open = Number(this.#panel.querySelector("[data-panel=claim]")?.dataset.claim ?? 0);
    if (!words) return;
    if (!open || !news.dataset.claims.split(" ").map(Number).includes(open)) return this.#say(words);
    if (this.#isInUse()) this.#say(words, showButton());
    else this.#showPanel(words);
  }

  /** Somebody is at work in the panel: it must not be drawn anew under their hands. */
  #isInUse() {
    const fields = [...this.#panel.querySelectorAll("textarea, input:not([type=hidden], [type=radio], [type=checkbox])")];
    return this.#panel.contains(document.activeElement) || fields.some((field) => field.value !== field.defaultValue);
  }

  async #showPanel(words = "") {
    this.#say(words);
    await requested("get", `${location.pathname}${location.search}`, "#panel-content");
  }

  #say(words, more = null) {
    const said = document.createElement("span");
    said.textContent = words;
    this.replaceChildren(...(words ? [said, ...(more ? [more] : [])] : []));
  }
}

function showButton() {
  const button = document.createElement("button");
  Object.assign(button, { type: "button", className: "link-button", textContent: "Show" });
  button.dataset.showNew = "";
  return button;
}

function newestLink() {
  const link = document.createElement("a");
  Object.assign(link, { href: location.pathname, textContent: "Open it" });
  return link;
}
