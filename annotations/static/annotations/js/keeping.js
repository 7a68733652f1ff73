const KEY = "typed:";

/** For how long the browser keeps what the server has: a page drawn before that, and opened after it, does not know it. */
export const OVERLAP_MS = 30_000;

/**
 * What is typed and not yet sent, kept in the browser until the server has it, and a little longer: of each field its
 * words, and the base on which they were begun. `storage` is a Storage or anything like one; a full or forbidden one
 * keeps nothing and breaks nothing. `now` answers the time in milliseconds that all windows count alike.
 */
export class KeptWords {
  #storage;
  #prefix;
  #now;

  constructor(storage, person, subject, now = Date.now) {
    this.#storage = storage;
    this.#prefix = `${KEY}${person}:${subject}:`;
    this.#now = now;
  }

  /** Answers whether they are kept. */
  keep(field, words, base = "") {
    return this.#write(field, { words, base });
  }

  /** {words, base}, with `until` those that the server has as well; or null. */
  kept(field) {
    const value = this.#read(this.#prefix + field);
    return typeof value?.words === "string" && !this.#isPast(value) ? value : null;
  }

  /** The server has them: they are kept for the pages that are on their way. */
  linger(field) {
    const { words, base } = this.kept(field);
    this.#write(field, { words, base, until: this.#now() + OVERLAP_MS });
  }

  /** The fields of which something is kept. */
  get fields() {
    return this.#keys.filter((key) => key.startsWith(this.#prefix)).map((key) => key.slice(this.#prefix.length));
  }

  forget(field) {
    this.#remove(this.#prefix + field);
  }

  /** Forgets what lingered long enough, whoever typed it and wherever. */
  forgetPast() {
    for (const key of this.#keys) if (key.startsWith(KEY) && this.#isPast(this.#read(key))) this.#remove(key);
  }

  /** Tells this person's other windows that the words are handed in, and forgets them. */
  handedIn(field, words) {
    this.#write(field, { taken: words });
    this.forget(field);
  }

  /** What another window has just written, from a `storage` event: {field, words} or {field, taken}; else null. */
  heard({ key, newValue }) {
    if (!newValue || !key?.startsWith(this.#prefix)) return null;
    return { field: key.slice(this.#prefix.length), ...read(newValue) };
  }

  #isPast(value) {
    return value?.until <= this.#now();
  }

  get #keys() {
    try {
      return Object.keys(this.#storage);
    } catch {
      return [];
    }
  }

  #read(key) {
    try {
      return read(this.#storage.getItem(key));
    } catch {
      return null;
    }
  }

  #write(field, value) {
    try {
      this.#storage.setItem(this.#prefix + field, JSON.stringify(value));
      return true;
    } catch {
      return false;
    }
  }

  #remove(key) {
    try {
      this.#storage.removeItem(key);
    } catch {
      // Full, or switched off: there is nothing to forget.
    }
  }
}

function read(stored) {
  const value = stored && JSON.parse(stored);
  return value && typeof value === "object" ? value : null;
}

const PAUSE_MS = 500;
const LONGEST_MS = 1_500;
const AGAIN_MS = 5_000;

/** What `send` answers when another window of the same person holds other words: they are not sent again by themselves. */
export const HELD = "held";

/**
 * Sends what is typed to the server: in a pause, and at the latest `LONGEST_MS` after the first letter. Until the
 * server has it the browser keeps it too. `send` is an async function of field and {words, base} that answers true
 * when they are kept, or `HELD`; `told` hears after each try whether {server, here}, the browser, keep what is typed.
 * `clock` has setTimeout, clearTimeout and now().
 */
export class DraftKeeper {
  #local;
  #send;
  #told;
  #clock;
  /** What the server does not have yet, by field; of these the waiting ones are to be sent. */
  #unsaved = new Map();
  #waiting = new Map();
  #handedIn = new Map();
  /** Whose form the server has taken, and in which nothing was typed since. */
  #takenIn = new Set();
  #nowhere = new Set();
  #timer = null;
  #since = 0;
  #sending = false;

  constructor(local, send, { told = () => {}, clock = CLOCK } = {}) {
    this.#local = local;
    this.#send = send;
    this.#told = told;
    this.#clock = clock;
  }

  /** Whether there are words that neither the server nor the browser keeps: they are on the page alone. */
  get isAlone() {
    return this.#nowhere.size > 0;
  }

  typed(field, words, base = "") {
    const entry = { words, base };
    this.#takenIn.delete(field);
    if (this.#local.keep(field, words, base)) this.#nowhere.delete(field);
    else this.#nowhere.add(field);
    if (this.#waiting.size === 0) this.#since = this.#clock.now();
    this.#unsaved.set(field, entry);
    this.#waiting.set(field, entry);
    this.#schedule(Math.max(0, Math.min(PAUSE_MS, this.#since + LONGEST_MS - this.#clock.now())));
  }

  /** The form that holds these fields, as [field, words], is on its way: a draft sent now could outlive it. */
  handIn(fields) {
    for (const [field, words] of fields) this.#handedIn.set(field, words);
  }

  /** The server has answered the form: taken, nothing of it is kept any more; refused, all of it again. */
  answered(fields, taken) {
    for (const field of fields) {
      if (taken) this.#letGo(field, this.#handedIn.get(field));
      this.#handedIn.delete(field);
    }
    if (this.#waiting.size > 0) this.#schedule(PAUSE_MS);
  }

  /** Sends what waits at once; `leaving` tells `send` that the page goes away. */
  async flush({ leaving = false } = {}) {
    this.#clock.clearTimeout(this.#timer);
    if (this.#sending && !leaving) return this.#schedule(PAUSE_MS);
    this.#sending = true;
    const batch = [...this.#waiting].filter(([field]) => !this.#handedIn.has(field));
    for (const [field] of batch) this.#waiting.delete(field);
    const kept = await Promise.all(batch.map(([field, entry]) => this.#sendOne(field, entry, leaving)));
    this.#sending = false;
    const server = kept.every(Boolean);
    if (batch.length > 0) this.#told({ server, here: !this.isAlone });
    if (this.#waiting.size > this.#handedIn.size) this.#schedule(server ? PAUSE_MS : AGAIN_MS);
  }

  async #sendOne(field, entry, leaving) {
    const kept = await Promise.resolve(this.#send(field, entry, { leaving })).catch(() => false);
    const isLast = this.#unsaved.get(field) === entry;
    if (kept === true && isLast) {
      this.#unsaved.delete(field);
      this.#nowhere.delete(field);
      // Another window may have gone on with it meanwhile.
      if (this.#local.kept(field)?.words === entry.words) this.#linger(field);
    }
    if (!kept && isLast) this.#waiting.set(field, entry);
    if (kept === true && this.#takenIn.has(field) && !this.#local.kept(field)) await this.#takeBack(field, entry, leaving);
    return kept;
  }

  /** Handed in while it was under way, a draft may have come there after its form: it must not outlive that. */
  #takeBack(field, { base }, leaving) {
    return Promise.resolve(this.#send(field, { words: base, base }, { leaving })).catch(() => false);
  }

  #linger(field) {
    this.#local.linger(field);
    this.#clock.setTimeout(() => this.#local.forgetPast(), OVERLAP_MS);
  }

  #letGo(field, words) {
    const later = this.#unsaved.get(field)?.words;
    this.#takenIn.add(field);
    this.#waiting.delete(field);
    this.#unsaved.delete(field);
    this.#nowhere.delete(field);
    // Typed while the form was on its way: for the field that the answer brings, whatever stands in that.
    if (words !== undefined && later !== undefined && later !== words) this.#local.keep(field, later, null);
    else if (words) this.#local.handedIn(field, words);
    else this.#local.forget(field);
  }

  #schedule(wait) {
    this.#clock.clearTimeout(this.#timer);
    this.#timer = this.#clock.setTimeout(() => this.flush(), wait);
  }
}

const CLOCK = {
  setTimeout: (work, wait) => setTimeout(work, wait),
  clearTimeout: (timer) => clearTimeout(timer),
  now: () => performance.now(),
};
