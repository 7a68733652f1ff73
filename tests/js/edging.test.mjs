import assert from "node:assert/strict";
import { test } from "node:test";

import { scrollStep } from "../../annotations/static/annotations/js/edging.js";

test("the nearer to an edge, the faster it scrolls towards it; in the middle it rests", () => {
  assert.equal(scrollStep(300, 100, 700), 0);
  assert.equal(scrollStep(700, 100, 700), 12);
  assert.equal(scrollStep(900, 100, 700), 12);
  assert.equal(scrollStep(672, 100, 700), 6);
  assert.equal(scrollStep(100, 100, 700), -12);
  assert.equal(scrollStep(128, 100, 700), -6);
});
