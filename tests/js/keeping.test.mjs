import assert from "node:assert/strict";
import { test } from "node:test";

import { KeptWords } from "../../annotations/static/annotations/js/keeping.js";

class Storage {
  #items = new Map();
  getItem = (key) => this.#items.get(key) ?? null;
  setItem = (key, value) => void this.#items.set(key, value);
  removeItem = (key) => void this.#items.delete(key);
}

test("words are kept until the server has them", () => {
  const words = new KeptWords(new Storage(), "bob", "claim-1");
  words.keep("comment", "Half a thought");
  assert.equal(words.kept("comment"), "Half a thought");
  words.forget("comment");
  assert.equal(words.kept("comment"), null);
});

test("one person's words are not another's, nor another claim's", () => {
  const storage = new Storage();
  new KeptWords(storage, "bob", "claim-1").keep("comment", "Mine");
  assert.equal(new KeptWords(storage, "alice", "claim-1").kept("comment"), null);
  assert.equal(new KeptWords(storage, "bob", "claim-2").kept("comment"), null);
});

test("a storage that refuses keeps nothing and breaks nothing", () => {
  const refuse = () => {
    throw new Error("full");
  };
  const words = new KeptWords({ getItem: refuse, setItem: refuse, removeItem: refuse }, "bob", "claim-1");
  words.keep("comment", "Words");
  assert.equal(words.kept("comment"), null);
  words.forget("comment");
});
