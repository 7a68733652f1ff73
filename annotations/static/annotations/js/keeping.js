/**
 * What is typed and not yet sent, kept in the browser until the server has it. `storage` is a Storage or anything
 * with its three methods; a full or forbidden one keeps nothing and breaks nothing.
 */
export class KeptWords {
  #storage;
  #prefix;

  constructor(storage, person, subject) {
    this.#storage = storage;
    this.#prefix = `typed:${person}:${subject}:`;
  }

  keep(field, words) {
    try {
      this.#storage.setItem(this.#prefix + field, words);
    } catch {
      // Full, or switched off: the form still holds the words.
    }
  }

  kept(field) {
    try {
      return this.#storage.getItem(this.#prefix + field);
    } catch {
      return null;
    }
  }

  forget(field) {
    try {
      this.#storage.removeItem(this.#prefix + field);
    } catch {
      // See keep().
    }
  }
}

const PAUSE_MS = 500;
const LONGEST_MS = 1_500;
const AGAIN_MS = 5_000;

/**
 * Sends what is typed to the server: in a pause, and at the latest `LONGEST_MS` after the first letter. Until the
 * server has it the browser keeps it too. `send` is an async function of field and words that answers true when they
 * are kept; `told` hears true or false after each try. `clock` has setTimeout, clearTimeout and now().
 */
export class DraftKeeper {
  #local;
  #send;
  #told;
  #clock;
  #waiting = new Map();
  #handedIn = new Set();
  #timer = null;
  #since = 0;
  #sending = false;

  constructor(local, send, { told = () => {}, clock = CLOCK } = {}) {
    this.#local = local;
    this.#send = send;
    this.#told = told;
    this.#clock = clock;
  }

  typed(field, words) {
    this.#local.keep(field, words);
    if (this.#waiting.size === 0) this.#since = this.#clock.now();
    this.#waiting.set(field, words);
    this.#schedule(Math.max(0, Math.min(PAUSE_MS, this.#since + LONGEST_MS - this.#clock.now())));
  }

  /** The form that holds these fields is on its way: a draft sent now could outlive it. */
  handIn(fields) {
    for (const field of fields) this.#handedIn.add(field);
  }

  /** The server has answered the form: taken, nothing of it is kept any more; refused, all of it again. */
  answered(fields, taken) {
    for (const field of fields) {
      this.#handedIn.delete(field);
      if (!taken) continue;
      this.#waiting.delete(field);
      this.#local.forget(field);
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
    const kept = await Promise.all(batch.map(([field, words]) => this.#sendOne(field, words, leaving)));
    this.#sending = false;
    if (batch.length > 0) this.#told(kept.every(Boolean));
    if (this.#waiting.size > this.#handedIn.size) this.#schedule(kept.every(Boolean) ? PAUSE_MS : AGAIN_MS);
  }

  async #sendOne(field, words, leaving) {
    const kept = await Promise.resolve(this.#send(field, words, { leaving })).catch(() => false);
    const newer = this.#waiting.has(field);
    if (kept && !newer && this.#local.kept(field) === words) this.#local.forget(field);
    if (!kept && !newer && this.#local.kept(field) === words) this.#waiting.set(field, words);
    return kept;
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
