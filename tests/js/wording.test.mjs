import assert from "node:assert/strict";
import { test } from "node:test";

import { differences } from "../../annotations/static/annotations/js/wording.js";

test("only the words that differ are marked", () => {
  assert.deepEqual(differences("It cost 12 million euros.", "It cost 13 million euros."), [
    ["same", "It cost "],
    ["del", "12"],
    ["ins", "13"],
    ["same", " million euros."],
  ]);
});

test("neighbouring words that were replaced are one change", () => {
  assert.deepEqual(differences("twice as much", "half as much"), [["del", "twice"], ["ins", "half"], ["same", " as much"]]);
  assert.deepEqual(differences("a big old bridge", "a small new bridge"), [
    ["same", "a "],
    ["del", "big old"],
    ["ins", "small new"],
    ["same", " bridge"],
  ]);
});

test("what is only added or only cut stands alone", () => {
  assert.deepEqual(differences("12 million", "about 12 million"), [["ins", "about "], ["same", "12 million"]]);
  assert.deepEqual(differences("12 million", ""), [["del", "12 million"]]);
  assert.deepEqual(differences("same", "same"), [["same", "same"]]);
});

test("both wordings can be read off the pieces, whatever they are", () => {
  const [old, fresh] = ["b a a c, d – e f", "a c c d e; g 東京 f"];
  const pieces = differences(old, fresh);
  const side = (other) => pieces.filter(([kind]) => kind !== other).map(([, words]) => words).join("");
  assert.equal(side("ins"), old);
  assert.equal(side("del"), fresh);
});
