import assert from "node:assert/strict";
import { test } from "node:test";

import { completed, enteredLate, mentionAt } from "../../annotations/static/annotations/js/mentioning.js";

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

test("an Enter done late stands before what was typed behind it", () => {
  const pressed = { start: 4, end: 7 };
  assert.deepEqual(enteredLate("Ask @an, please", 15, pressed, "ann"), { text: "Ask @ann , please", caret: 17 });
  assert.deepEqual(enteredLate("Ask @an now", 11, pressed, "ann"), { text: "Ask @ann now", caret: 12 });
  assert.deepEqual(enteredLate("Ask @an", 7, pressed, "ann"), { text: "Ask @ann ", caret: 9 });
  assert.deepEqual(enteredLate("Ask @anWhy?", 11, pressed, ""), { text: "Ask @an\nWhy?", caret: 12 });
  assert.deepEqual(enteredLate("Ask @an", 7, pressed, ""), { text: "Ask @an\n", caret: 8 });
});
