import { showChange, trayCommands } from "../answering.js";
import { addSource, openSourceBox } from "../citing.js";
import { showFailure } from "../failing.js";
import { commandFor, goesOn, placeOf } from "../keys.js";
import { markCommands } from "../marking.js";
import { drawInOrder } from "../overtaking.js";
import { pressCommands, pressNamed } from "../pressing.js";
import { CommandQueue } from "../queue.js";
import { remember } from "../remembering.js";
import { repeatCommands } from "../repeating.js";
import { requested } from "../requests.js";
import { Whereabouts } from "../returning.js";
import { bringIntoSight, uncover } from "../sighting.js";
import { sparePieces } from "../sparing.js";
import { letPass } from "../toasts.js";
import { walkCommands } from "../walking.js";
import { wearFocus, wearSubject } from "../wearing.js";
import { Writing } from "../writing.js";

const NARROW = window.matchMedia("(width < 56rem)");
const PANEL = "#panel-content";

/** The workbench: hears keys, buttons and the text, and turns them into commands, one after the other. */
export class WorkBench extends HTMLElement {
  #queue = new CommandQueue();
  #writing = new Writing(this, this.#queue);
  #whereabouts = new Whereabouts(this);
  /** The key pressed last, when it does its command only once however long it is held. */
  #spent = "";

  #commands = {
    ...walkCommands(this),
    extend: (direction) => this.text.extend(direction),
    "move-end": (direction) => this.text.moveEnd(direction),
    "switch-end": () => this.text.switchEnd(),
    open: () => this.openHere(),
    leave: () => this.leave(),
    "toggle-lines": () => this.toggleLines(),
    search: () => location.assign(this.dataset.search),
    "show-keys": () => this.querySelector("#key-sheet").showModal(),
    "show-panel": () => this.showPanel(true),
    "hide-panel": () => this.leave(),
    "add-source": () => openSourceBox(this, this.#queue),
    ...markCommands(this, this.#queue),
    ...pressCommands(this, this.#queue),
    ...trayCommands(this, this.#queue),
    ...repeatCommands(this, this.#queue),
    ...this.#writing.commands,
  };

  connectedCallback() {
    this.addEventListener("keydown", this);
    this.addEventListener("click", this);
    for (const name of ["focusin", "subject", "several", "chosen", "source", "incomplete", "unfocused"]) this.addEventListener(name, this);
    this.addEventListener("close", this, { capture: true });
    for (const name of ["htmx:afterSwap", "htmx:responseError", "htmx:sendError"]) document.addEventListener(name, this);
    letPass(this.querySelector("#toasts"));
    sparePieces(this.panel);
    drawInOrder(this);
    this.#arrive();
  }

  handleEvent(event) {
    const heard = {
      keydown: () => this.#key(event),
      focusin: () => this.#noteFocus(event.target),
      click: () => this.#click(event),
      subject: () => this.#load(event.detail),
      several: () => this.#offerClaims(event.detail),
      chosen: () => this.openClaim(event.detail.claim),
      source: () => addSource(this, this.#queue, event.detail),
      incomplete: () => this.#queue.add(() => this.fetchPanel(new URL(this.subject.dataset.address, location.href).search)),
      unfocused: () => this.#whereabouts.goBack(),
      // What had the focus before the dialog may have been drawn anew meanwhile.
      close: () => (document.activeElement === document.body || event.target.contains(document.activeElement)) && this.#whereabouts.goBack(),
      "htmx:afterSwap": () => event.detail.target?.id === "panel-content" && this.#panelChanged(),
      "htmx:responseError": () => this.#fail(event),
      "htmx:sendError": () => this.#fail(event),
    }[event.type];
    heard?.();
  }

  /** What each key means for this person. */
  get keys() {
    return JSON.parse(this.dataset.keys);
  }

  get text() {
    return this.querySelector("article-text");
  }

  get panel() {
    return this.querySelector("#panel");
  }

  /** What the panel is about: its root element, or null. */
  get subject() {
    return this.querySelector(`${PANEL} [data-panel]`);
  }

  get inTray() {
    return this.subject?.dataset.panel === "tray";
  }

  /** Fetches what the query names into the panel. */
  fetchPanel(query) {
    return requested("get", this.#address(query), PANEL);
  }

  enterPanel() {
    this.querySelector("#panel-title")?.focus({ preventScroll: true });
  }

  /** Moves the ends of the claim shown to the words chosen. */
  place() {
    return this.#commands.place();
  }

  /** Presses the button of this name in the panel; where there is none, `otherwise` is said. */
  press(name, otherwise) {
    return this.#queue.add(() => pressNamed(this, name, otherwise));
  }

  /** Enter on a sentence: its one claim, the choice among several, or the sentence itself. */
  openHere() {
    const signs = [...this.text.current.querySelectorAll(".sign")];
    const [line] = this.text.current.querySelector(".words").getClientRects();
    if (signs.length > 1) this.querySelector("claim-menu").open(signs, line.left, line.bottom, this.text.current);
    else this.#load({ line: Number(this.text.current.dataset.sentence), claim: Number(signs[0]?.dataset.claim ?? 0) });
    this.showPanel(true);
  }

  openClaim(number) {
    this.#load({ line: Number(this.text.current.dataset.sentence), claim: number });
  }

  /** Out of a menu, to what opened it; else back to the text; there, the choice is dropped. */
  leave() {
    const open = this.querySelector("details[data-closes][open]");
    if (open) open.open = false;
    if (open?.contains(document.activeElement)) return open.querySelector("summary").focus();
    if (this.text.contains(document.activeElement)) this.text.clearChoice();
    this.showPanel(false);
    this.text.focusCurrent({ preventScroll: true });
  }

  toggleLines() {
    const rows = this.text.dataset.lines !== "rows";
    this.text.dataset.lines = rows ? "rows" : "prose";
    remember("lines", this.text.dataset.lines);
    this.querySelector("[data-command=toggle-lines]")?.setAttribute("aria-pressed", String(rows));
    this.text.current?.scrollIntoView({ block: "nearest" });
  }

  /** On a narrow window the panel is a sheet over the text. */
  showPanel(open) {
    this.panel.dataset.sheet = open ? "open" : "closed";
    if (open) this.#keepInSight();
  }

  /** A word in passing. Answers false, so that a command that could not be done stops those behind it. */
  say(words) {
    const toast = document.createElement("div");
    toast.className = "toast";
    toast.textContent = words;
    this.querySelector("#toasts").replaceChildren(toast);
    return false;
  }

  #arrive() {
    const asked = new URLSearchParams(location.search);
    this.showPanel(["claim", "sentence", "waiting"].some((name) => asked.has(name)));
    this.#panelChanged();
    if (asked.has("waiting") && this.inTray) this.enterPanel();
    if (document.activeElement === document.body && !NARROW.matches) this.text.focusCurrent({ preventScroll: true });
    if (this.text.currentClaim) bringIntoSight(this.text.current, "center");
  }

  #key(event) {
    // A finger that rests a moment too long must not mark twice, nor type into the field that its key has opened.
    const onButton = event.key === "Enter" && event.target.matches("a, button, summary");
    if (event.repeat && (onButton || event.key === this.#spent)) return event.preventDefault();
    const where = placeOf(event.target);
    if (where !== "field" && this.#writing.takes(event)) return;
    const command = where && commandFor(event, where, this.keys);
    this.#spent = command && !goesOn(command[0]) ? event.key : "";
    if (!command) return;
    event.preventDefault();
    this.#commands[command[0]](command[1] ?? event.target);
  }

  #click(event) {
    const command = event.target.closest("[data-command]");
    if (command) {
      event.preventDefault();
      command.closest("dialog")?.close();
      this.#commands[command.dataset.command](command.dataset.argument ?? "");
    }
    const source = event.target.closest("[data-press=add-source]");
    if (source) {
      event.preventDefault();
      openSourceBox(this, this.#queue);
    }
    const show = event.target.closest("[data-show]:is(a)");
    if (show) {
      event.preventDefault();
      this.#commands.show(show.dataset.show);
    }
  }

  #load({ line, claim, first = false }) {
    this.text.showClaim(claim, line);
    if (NARROW.matches) this.showPanel(true);
    // Looked up when its turn comes: a mark under way may have put a claim on the sentence by then.
    return this.#queue.add(() => this.fetchPanel(this.#queryOf(line, claim, first)), { loading: true });
  }

  #queryOf(line, claim, first) {
    const sign = claim ? this.text.signsOf([claim])[0] : first && this.text.firstSignOn(line);
    return (sign || this.text.linkTo(line)).search;
  }

  #address(query) {
    const old = new URLSearchParams(location.search).has("version") ? `&version=${this.dataset.version}` : "";
    return `${location.pathname}${query}${old}`;
  }

  #fail(event) {
    showFailure(this, event);
    if (document.activeElement === document.body) this.#whereabouts.goBack();
  }

  #noteFocus(target) {
    this.#whereabouts.note(target);
    wearFocus(this, target);
    uncover(this.panel, target);
  }

  /** The panel shows something else now: the text, the address and the source box follow. */
  #panelChanged() {
    const { subject } = this;
    wearSubject(this);
    if (!subject) return;
    const claim = Number(subject.dataset.claim ?? 0);
    this.panel.ariaLabel = subject.dataset.label ?? (claim ? `Claim ${claim}` : `Sentence ${subject.dataset.line}`);
    // An answer that comes late must not pull back somebody who has gone on to another claim or sentence.
    if (!this.#queue.loads) this.text.showClaim(claim, this.#queue.behind ? 0 : Number(subject.dataset.line || 0));
    this.querySelector("source-box").offersFrom(subject.dataset.offers ?? "");
    const { address } = subject.dataset;
    if (address) history.replaceState(null, "", this.#address(new URL(address, location.href).search));
    if (this.inTray) showChange(this);
    if (this.panel.dataset.sheet === "open") this.#keepInSight();
    if (document.activeElement === document.body) this.#whereabouts.goBack();
  }

  /** The sheet must not lie over the sentence it is about. */
  #keepInSight() {
    if (NARROW.matches) this.text.current?.scrollIntoView({ block: "nearest" });
  }

  #offerClaims({ claims, x, y }) {
    this.querySelector("claim-menu").open(this.text.signsOf(claims), x, y, this.text.current);
  }
}
