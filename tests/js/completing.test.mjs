import assert from "node:assert/strict";
import { test } from "node:test";

import { withOneMore } from "../../annotations/static/annotations/js/completing.js";

const NAMES = ["budget", "nato", "ships"];

test("a field for several offers what is there with each name more", () => {
  assert.deepEqual(withOneMore("", NAMES), NAMES);
  assert.deepEqual(withOneMore("nato, b", NAMES), ["nato, budget", "nato, ships"]);
});

test("no name is offered twice, nor what is typed already, and commas too many are no names", () => {
  assert.deepEqual(withOneMore("nato,, budget", NAMES), ["nato, ships"]);
});
