/** Commands that go into the panel's fields. */

import { goInto } from "./fields.js";
import { named } from "./pressing.js";
import { submitted } from "./requests.js";

/** Goes into the panel's fields by key, also into one that is still on its way. */
export class Writing {
  #bench;
  #queue;
  /** {words, field}: what is typed for the field that is still on its way, and that field once it is there; or null. */
  #awaited = null;

  constructor(bench, queue) {
    this.#bench = bench;
    this.#queue = queue;
  }

  commands = {
    write: (name) => this.#write(name),
    "save-field": (field) => this.#save(field),
  };

  /** Takes a key that was meant for the field on its way; says whether it was. */
  takes(event) {
    if (this.#awaited === null) return false;
    if (event.key === "Escape") {
      this.#awaited = null;
      this.#queue.add(() => this.#bench.leave());
    } else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      this.#saveOnceThere(this.#awaited);
      this.#awaited = null;
    } else if (event.ctrlKey || event.metaKey || event.altKey) {
      return false;
    } else if (event.key === "Enter") {
      // As a command it would open something else, and what is typed would stay behind there, handed in by nobody.
      this.#awaited.words += "\n";
    } else if (event.key === "Backspace") {
      this.#awaited.words = [...this.#awaited.words].slice(0, -1).join("");
    } else if (event.key.length === 1) {
      this.#awaited.words += event.key;
    } else {
      return false;
    }
    event.preventDefault();
    return true;
  }

  /** Goes into the field of this name. What is typed before it is there is put into it. */
  #write(name) {
    const awaited = (this.#awaited = { words: "", field: null });
    const there = this.#queue.add(() => {
      const field = named(this.#bench.panel, name);
      if (!field) return this.#bench.say("Choose a claim first.");
      this.#bench.showPanel(true);
      awaited.field = field;
      goInto(field, awaited.words);
      return true;
    });
    return there.finally(() => {
      if (this.#awaited === awaited) this.#awaited = null;
    });
  }

  async #save(field) {
    const { form, value } = field;
    const done = form && (await this.#queue.add(() => submitted(form)));
    // Who goes on writing stays: in the text, the letters would be commands.
    if (done && field.value === value) this.#bench.leave();
  }

  async #saveOnceThere(awaited) {
    if (await this.#queue.add(() => submitted(awaited.field.form))) this.#bench.leave();
  }
}
