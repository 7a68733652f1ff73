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
