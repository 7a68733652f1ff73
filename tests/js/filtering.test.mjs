import assert from "node:assert/strict";
import { test } from "node:test";

import { shows, signsShown } from "../../annotations/static/annotations/js/filtering.js";

/** A sentence as far as the filter looks at it. */
const sentence = ({ disposition = "claim", flags = [], classes = [] }) => ({
  dataset: { disposition },
  hasAttribute: (name) => flags.includes(name),
  querySelector: (selector) => classes.find((name) => selector === `.sign[data-class="${name}"]`) ?? null,
});

test("each filter shows the sentences of its kind", () => {
  assert.ok(shows("open", sentence({ disposition: "open" })));
  assert.ok(!shows("open", sentence({ classes: ["open"] })));
  assert.ok(shows("mine", sentence({ flags: ["data-mine"] })));
  assert.ok(!shows("stale", sentence({ flags: ["data-mine"] })));
  assert.ok(shows("contradicted", sentence({ classes: ["supported", "contradicted"] })));
  assert.ok(!shows("qualified", sentence({ classes: ["supported"] })));
  assert.ok(shows("unrated", sentence({ classes: ["open"] })));
});

test("no filter, and one that does not exist, show everything", () => {
  assert.ok(shows("", sentence({})));
  assert.ok(shows("nonsense", sentence({})));
});

test("by class one goes from claim to claim of that class, else through all", () => {
  assert.equal(signsShown("unsettled"), '.sign[data-class="unsettled"]');
  assert.equal(signsShown("mine"), ".sign");
  assert.equal(signsShown(undefined), ".sign");
});
