import assert from "node:assert/strict";
import { test } from "node:test";

import { choose, extendSentence, stepWord, switchEnd } from "../../annotations/static/annotations/js/choosing.js";

const TEXT = "The council opened it. It cost 12.5 million euros. Nobody was hurt.";
const SENTENCES = [
  [0, 22],
  [23, 50],
  [51, 67],
];
const words = (choice) => TEXT.slice(choice.start, choice.end);
const first = choose(...SENTENCES[0]);

test("the last end moves back by words: first the full stop, then a word at a time", () => {
  const once = stepWord(TEXT, first, -1);
  assert.equal(words(once), "The council opened it");
  assert.equal(words(stepWord(TEXT, once, -1)), "The council opened");
});

test("and forward again onto the full stop", () => {
  const back = stepWord(TEXT, stepWord(TEXT, first, -1), -1);
  assert.equal(words(stepWord(TEXT, back, 1)), "The council opened it");
  assert.equal(words(stepWord(TEXT, stepWord(TEXT, back, 1), 1)), "The council opened it.");
});

test("the first end moves onto the beginnings of words", () => {
  const start = stepWord(TEXT, switchEnd(first), 1);
  assert.equal(words(start), "council opened it.");
  assert.equal(words(stepWord(TEXT, start, -1)), "The council opened it.");
});

test("a number with a point in it is one word", () => {
  const cost = switchEnd(choose(23, 50));
  assert.equal(words(stepWord(TEXT, stepWord(TEXT, cost, 1), 1)), "12.5 million euros.");
});

test("a choice never becomes empty and never leaves the text", () => {
  let choice = choose(0, 3);
  for (let press = 0; press < 5; press += 1) choice = stepWord(TEXT, choice, -1);
  assert.equal(words(choice), "The");
  choice = choose(0, TEXT.length);
  assert.deepEqual(stepWord(TEXT, choice, 1), choice);
});

test("a choice grows and shrinks by sentences", () => {
  const two = extendSentence(SENTENCES, first, 1);
  assert.equal(two.end, 50);
  assert.equal(extendSentence(SENTENCES, two, -1).end, 22);
  assert.deepEqual(extendSentence(SENTENCES, first, -1), first);
});
