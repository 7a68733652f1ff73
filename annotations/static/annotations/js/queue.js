/**
 * Commands one after the other. A key pressed while the answer to the one before is on its way waits for it, so
 * fast typing does what slow typing does; when one fails, those behind it are dropped, since they counted on it.
 */
export class CommandQueue {
  #waiting = [];
  #running = false;

  /** `work` is an async function that answers false when it failed. Of several `loading` in a row only the last runs. */
  add(work, { loading = false } = {}) {
    if (loading && this.#waiting.at(-1)?.loading) this.#waiting.pop();
    return new Promise((resolve) => {
      this.#waiting.push({ work, loading, resolve });
      this.#run();
    });
  }

  /** Whether something is under way or waits. */
  get busy() {
    return this.#running || this.#waiting.length > 0;
  }

  /** Whether something waits behind what is under way: the person has gone on. */
  get behind() {
    return this.#waiting.length > 0;
  }

  /** Whether what waits shows something else: the person has gone there. */
  get loads() {
    return this.#waiting.some(({ loading }) => loading);
  }

  async #run() {
    if (this.#running) return;
    this.#running = true;
    while (this.#waiting.length > 0) {
      const { work, resolve } = this.#waiting.shift();
      const done = await this.#outcome(work);
      resolve(done);
      if (!done) this.#drop();
    }
    this.#running = false;
  }

  async #outcome(work) {
    try {
      return (await work()) !== false;
    } catch (error) {
      console.error(error);
      return false;
    }
  }

  #drop() {
    for (const { resolve } of this.#waiting.splice(0)) resolve(false);
  }
}
