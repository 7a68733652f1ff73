import { choose, chooseRest, extendSentence, stepWord, switchEnd } from "../choosing.js";
import { copyWords } from "../copying.js";
import { Offsets } from "../anchoring/offsets.js";
import { markChosen, shows, signsShown } from "../filtering.js";
import { Pointing } from "../pointing.js";
import { rangeOf, selectedOffsets, selectOffsets } from "../ranges.js";
import { Redrawing, upgradeSentence } from "../redrawing.js";
import { bringIntoSight } from "../sighting.js";

/**
 * The text: a grid with one row a sentence and one place in the tab order. It knows where the reader is, which
 * words are chosen, and which sentences the filter shows; it changes nothing on the server.
 *
 * Fires `subject` with {line, claim} when the reader goes to a sentence (claim 0) or to a claim in it; with `first`,
 * when the sentence's first claim is meant, if it has one.
 */
export class ArticleText extends HTMLElement {
  #choice = null;
  /** What is left of the current sentence behind the part that was marked last, as a choice; or null. */
  #rest = null;
  /** The text of a version never changes; what is drawn on it does. */
  #words = "";
  #offsets = null;
  #pointing = null;
  #redrawing = null;

  connectedCallback() {
    this.#words = this.textContent;
    this.#offsets = new Offsets(this.#words);
    this.setAttribute("role", "grid");
    this.setAttribute("aria-label", this.dataset.label);
    this.#upgrade();
    for (const name of ["click", "focusin", "copy", "htmx:oobBeforeSwap"]) this.addEventListener(name, this);
    // The text is drawn before anybody else hears that the answer is here.
    document.addEventListener("htmx:afterSwap", this, { capture: true });
    document.addEventListener("selectionchange", this);
    this.#pointing = new Pointing(this, this.#words, () => this.#redraw());
    this.#redrawing = new Redrawing(this, this.#pointing);
  }

  disconnectedCallback() {
    this.#pointing.stop();
    document.removeEventListener("htmx:afterSwap", this, { capture: true });
    document.removeEventListener("selectionchange", this);
  }

  handleEvent(event) {
    if (event.type === "focusin") this.#enter(event.target.closest(".sentence"));
    if (event.type === "click") this.#press(event);
    if (event.type === "copy") this.#copy(event);
    if (event.type === "htmx:oobBeforeSwap") this.#take(event);
    if (event.type === "htmx:afterSwap") this.#answered();
    if (event.type === "selectionchange" && document.getSelection().isCollapsed) this.#unchosen();
  }

  /** The sentence the reader is at; the first one before anything was done. */
  get current() {
    return this.querySelector(".sentence[aria-current]") ?? this.querySelector(".sentence");
  }

  /** The number of the claim the panel shows, or 0. */
  get currentClaim() {
    return Number(this.dataset.claim ?? 0);
  }

  get sentences() {
    return [...this.querySelectorAll(".sentence")];
  }

  /** Those the filter shows. */
  get shown() {
    const { show } = this.dataset;
    return this.sentences.filter((sentence) => shows(show, sentence));
  }

  /** Draws what a colleague changed in these blocks: where words are chosen, once they are not. */
  redraw(blocks) {
    for (const block of blocks) this.#redrawing.bring(block);
    this.#redraw();
  }

  /** htmx would put a new paragraph in place of the old one, and take away the words that somebody chooses in it. */
  #take(event) {
    event.preventDefault();
    this.#redrawing.answer(event.detail.fragment);
  }

  #answered() {
    markChosen(this);
    this.#redraw();
  }

  #redraw() {
    if (!this.#redrawing.draw()) return;
    if (this.#rest) this.#leave(this.#rest);
    this.showClaim(this.currentClaim);
    this.dispatchEvent(new CustomEvent("redrawn", { bubbles: true }));
  }

  #unchosen() {
    this.#choice = null;
    this.#redraw();
  }

  /** Says which claim the panel shows: its marks and signs wear it, and its sentence is the current one. */
  showClaim(number, line = 0) {
    this.dataset.claim = number || 0;
    for (const old of this.querySelectorAll("mark[aria-current], .sign[aria-current]")) old.removeAttribute("aria-current");
    for (const old of this.querySelectorAll("u[data-current]")) old.removeAttribute("data-current");
    if (number) {
      for (const mark of this.querySelectorAll("mark")) {
        if (claimsOf(mark).includes(number)) mark.setAttribute("aria-current", "true");
      }
      for (const own of this.querySelectorAll(`u[data-claim="${number}"]`)) own.setAttribute("data-current", "");
      for (const sign of this.querySelectorAll(`.sign[data-claim="${number}"]`)) sign.setAttribute("aria-current", "true");
    }
    const there = this.querySelector(`#s${line}`);
    const here = this.querySelector(".sentence[aria-current]");
    if (there && !(here && claimsIn(here).includes(number))) this.#setCurrent(there);
  }

  /** Goes to the next sentence shown, or the one before; says whether there is one. */
  move(step) {
    const list = this.shown;
    const here = this.querySelector(".sentence[aria-current]");
    if (!here) return this.#goTo(list[0]);
    return this.#goTo(step > 0 ? list.find((sentence) => follows(here, sentence)) : list.findLast((sentence) => follows(sentence, here)));
  }

  moveToEdge(last) {
    return this.#goTo(last ? this.shown.at(-1) : this.shown[0]);
  }

  /** Goes to the sentence of this number. */
  visit(line) {
    return this.#goTo(this.querySelector(`#s${line}`));
  }

  /** Goes to a sentence in which the claim shown stands; the panel stays as it is. */
  goTo(line) {
    const sentence = this.querySelector(`#s${line}`);
    this.#setCurrent(sentence);
    sentence.focus({ preventScroll: true });
    bringIntoSight(sentence, "center");
    this.dispatchEvent(new CustomEvent("went"));
  }

  /** Goes to the next claim in reading order (or the one before), also among several in one sentence. */
  moveClaim(step) {
    const signs = this.#firstSigns();
    const own = signs.findIndex((sign) => Number(sign.dataset.claim) === this.currentClaim);
    const next = own >= 0 ? signs[own + step] : this.#claimFromHere(signs, step);
    return this.#goTo(next?.closest(".sentence"), Number(next?.dataset.claim));
  }

  /** Goes to the next sentence not accounted for, round the end of the text. */
  moveToOpen() {
    const open = this.sentences.filter((sentence) => sentence.dataset.disposition === "open");
    const here = this.current;
    const next = open.find((sentence) => follows(here, sentence)) ?? open.find((sentence) => sentence !== here);
    return this.#goTo(next);
  }

  focusCurrent(options) {
    this.current?.focus(options);
  }

  /** The words `chosen`, else what is left of the sentence behind a part just marked, else all of it: {start, end} in code points, {first, last} sentence numbers. */
  get stretch() {
    this.#pointing.settle();
    const selected = selectedOffsets(this);
    const isSelected = Boolean(selected && this.#words.slice(selected.start, selected.end).trim());
    const chosen = isSelected || this.#rest !== null;
    const units = isSelected ? selected : (this.#rest ?? this.unitsOf(this.current));
    const start = this.#offsets.toCodePoints(units.start);
    const end = this.#offsets.toCodePoints(units.end);
    const touched = this.sentences.filter((s) => Number(s.dataset.start) < end && start < Number(s.dataset.end));
    const numbers = touched.map((sentence) => Number(sentence.dataset.sentence));
    return { start, end, first: numbers[0], last: numbers.at(-1), chosen };
  }

  get hasChoice() {
    return selectedOffsets(this) !== null;
  }

  /** Chooses [start, end) of the text (code points), its end ready to move. */
  chooseWords(start, end) {
    this.#choose(choose(this.#offsets.toUtf16(start), this.#offsets.toUtf16(end)));
  }

  /** The words chosen are on their way to become a claim: the next choice begins with the rest of their sentence. */
  goOnBehind({ end, chosen }) {
    this.clearChoice();
    if (chosen) this.#leave(chooseRest(this.#words, this.unitsOf(this.current), this.#offsets.toUtf16(end)));
  }

  clearChoice() {
    this.#choice = null;
    this.#leave(null);
    document.getSelection().removeAllRanges();
  }

  /** Moves one end of the choice by a word, to the right (1) or left (-1); the first press begins with what is left of the sentence, else all of it. */
  moveEnd(direction) {
    const choice = this.#began();
    this.#step(stepWord(this.#words, choice, this.runsRightToLeftAt(choice[choice.moving]) ? -direction : direction));
  }

  switchEnd() {
    this.#step(switchEnd(this.#began()));
  }

  /** Adds a sentence to the choice, or takes one away; the first press begins with the sentence the reader is on. */
  extend(direction) {
    this.#step(extendSentence(this.sentencePairs, this.#began(), direction));
  }

  /** Where the sentences stand, in UTF-16 units: [start, end] pairs in order. */
  get sentencePairs() {
    return this.sentences.map((sentence) => this.unitsOf(sentence)).map(({ start, end }) => [start, end]);
  }

  /** The number beside a sentence: the link that opens it. */
  linkTo(line) {
    return this.querySelector(`#s${line} .place a`);
  }

  /** The sign of the first claim in this sentence, if any. */
  firstSignOn(line) {
    return this.querySelector(`#s${line} .sign`);
  }

  /** The claims under a sentence or mark, as their sign links. */
  signsOf(numbers) {
    return numbers.map((number) => this.querySelector(`.sign[data-claim="${number}"]`)).filter(Boolean);
  }

  /** Where a sentence stands: {start, end} in UTF-16 units. */
  unitsOf(sentence) {
    return this.unitsBetween(Number(sentence.dataset.start), Number(sentence.dataset.end));
  }

  /** The same for [start, end) in code points, as the server counts. */
  unitsBetween(start, end) {
    return { start: this.#offsets.toUtf16(start), end: this.#offsets.toUtf16(end) };
  }

  /** The form that moves the claim shown from its place in the current sentence. */
  get placeForm() {
    return this.placeFormIn(this.current);
  }

  /** Of the forms that move the claim shown: that of its place in this sentence, else of its first; or null. */
  placeFormIn(sentence) {
    const forms = [...document.querySelectorAll("#place-form, form[data-place]")];
    const { start, end } = sentence.dataset;
    const isHere = ({ elements }) => Number(elements.start.value) < Number(end) && Number(start) < Number(elements.end.value);
    return forms.find(isHere) ?? forms[0] ?? null;
  }

  /** The text of the version. */
  get words() {
    return this.#words;
  }

  /**
   * Whether the paragraph around this offset (UTF-16) is read from right to left. There the left arrow goes on, as for
   * words in other editors: its direction counts, and not that of a foreign name in it, so no step ever turns back.
   */
  runsRightToLeftAt(offset) {
    return getComputedStyle(this.#sentenceAt(offset)).direction === "rtl";
  }

  /** The sentence in which this offset (UTF-16) lies, or at whose end. */
  #sentenceAt(offset) {
    const at = this.#offsets.toCodePoints(offset);
    return this.sentences.find((sentence) => at <= Number(sentence.dataset.end)) ?? this.sentences.at(-1);
  }

  #began() {
    const chosen = selectedOffsets(this);
    if (this.#choice && chosen && chosen.start === this.#choice.start && chosen.end === this.#choice.end) return this.#choice;
    if (chosen) return choose(chosen.start, chosen.end);
    if (this.#rest) return this.#rest;
    const { start, end } = this.unitsOf(this.current);
    return choose(start, end);
  }

  /** The end that moved stays in sight. */
  #step(choice) {
    this.#choose(choice);
    bringIntoSight(this.#sentenceAt(choice[choice.moving]));
  }

  /** The part of a sentence that the next mark takes is underlined, where the browser can do it without touching the text. */
  #leave(rest) {
    this.#rest = rest;
    if (!window.CSS?.highlights) return;
    if (rest) CSS.highlights.set("rest", new Highlight(rangeOf(this, rest.start, rest.end)));
    else CSS.highlights.delete("rest");
  }

  #choose(choice) {
    this.#choice = choice;
    selectOffsets(this, choice.start, choice.end);
    this.dispatchEvent(new CustomEvent("choice", { bubbles: true }));
  }

  #press(event) {
    const sentence = event.target.closest(".sentence");
    if (!sentence || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const sign = event.target.closest(".sign");
    if (event.target.closest("a")) event.preventDefault();
    if (!sign && this.hasChoice) return;
    const claims = sign ? [Number(sign.dataset.claim)] : claimsOf(event.target.closest("mark"));
    if (claims.length > 1) {
      this.#setCurrent(sentence);
      this.dispatchEvent(new CustomEvent("several", { bubbles: true, detail: { claims, x: event.clientX, y: event.clientY } }));
      return;
    }
    sentence.focus({ preventScroll: true });
    this.#setCurrent(sentence);
    this.#tell(claims[0] ?? 0);
  }

  #copy(event) {
    this.#pointing.settle();
    copyWords(event, this);
  }

  /** Goes there and says so; where there is nothing, it stays. */
  #goTo(sentence, claim) {
    if (!sentence) return false;
    this.#setCurrent(sentence);
    sentence.focus({ preventScroll: true });
    bringIntoSight(sentence);
    this.#tell(claim ?? claimsIn(sentence)[0] ?? 0, claim === undefined);
    return true;
  }

  #tell(claim, first = false) {
    this.dataset.claim = claim;
    const line = Number(this.current.dataset.sentence);
    this.dispatchEvent(new CustomEvent("subject", { bubbles: true, detail: { line, claim, first } }));
  }

  #enter(sentence) {
    if (sentence && sentence !== this.current) this.#setCurrent(sentence);
  }

  #setCurrent(sentence) {
    if (sentence.dataset.sentence !== this.dataset.line) this.#leave(null);
    for (const old of this.querySelectorAll(".sentence[aria-current]")) old.removeAttribute("aria-current");
    for (const old of this.querySelectorAll('.sentence[tabindex="0"]')) old.tabIndex = -1;
    sentence.setAttribute("aria-current", "true");
    sentence.tabIndex = 0;
    this.dataset.line = sentence.dataset.sentence;
  }

  /** The sign of each claim where it stands first. */
  #firstSigns() {
    const firsts = new Map();
    const ofFilter = signsShown(this.dataset.show);
    for (const sentence of this.shown) {
      for (const sign of sentence.querySelectorAll(ofFilter)) {
        if (!firsts.has(sign.dataset.claim)) firsts.set(sign.dataset.claim, sign);
      }
    }
    return [...firsts.values()];
  }

  #claimFromHere(signs, step) {
    const here = this.current;
    const beyond = (sign) => sign.closest(".sentence") === here || follows(here, sign);
    return step > 0 ? signs.find(beyond) : signs.findLast((sign) => !beyond(sign));
  }

  /** Gives rows their roles. */
  #upgrade() {
    for (const block of this.querySelectorAll(".block")) block.setAttribute("role", "rowgroup");
    for (const sentence of this.sentences) upgradeSentence(sentence);
    const current = this.querySelector(".sentence[aria-current]");
    if (current) this.#setCurrent(current);
    else if (this.current) this.current.tabIndex = 0;
    if (this.currentClaim) this.showClaim(this.currentClaim);
    this.dispatchEvent(new CustomEvent("redrawn", { bubbles: true }));
  }
}

const claimsOf = (mark) => (mark?.dataset.claims ?? "").split(" ").filter(Boolean).map(Number);
const claimsIn = (sentence) => [...(sentence?.querySelectorAll(".sign") ?? [])].map((sign) => Number(sign.dataset.claim));
const follows = (one, other) => Boolean(one.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING);
