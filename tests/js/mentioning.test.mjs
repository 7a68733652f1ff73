import assert from "node:assert/strict";
import { test } from "node:test";

import { completed, mentionAt } from "../../annotations/static/annotations/js/mentioning.js";

test("a name is begun by an @ that no word, address or other @ stands before", () => {
  assert.deepEqual(mentionAt("Ask @an", 7), { start: 4, words: "an" });
  assert.deepEqual(mentionAt("@", 1), { start: 0, words: "" });
  assert.deepEqual(mentionAt("(@élodie", 8), { start: 1, words: "élodie" });
  for (const text of ["me@an", "@@an", "an", "Ask @an now", "https://x.org/@an"]) assert.equal(mentionAt(text, text.length), null);
});

test("only what stands before the caret counts", () => {
  assert.deepEqual(mentionAt("Ask @ann now", 6), { start: 4, words: "a" });
});

test("a completed name is followed by one space, and the caret by what stood there", () => {
  assert.deepEqual(completed("Ask @an now", 4, 7, "ann"), { text: "Ask @ann now", caret: 9 });
  assert.deepEqual(completed("@", 0, 1, "a.b"), { text: "@a.b ", caret: 5 });
});
