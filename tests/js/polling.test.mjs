import assert from "node:assert/strict";
import { test } from "node:test";

import { stateOf, waitBefore } from "../../annotations/static/annotations/js/polling.js";

test("a window that is seen asks often enough for five seconds, one that is not rarely", () => {
  assert.ok(waitBefore({ state: "", failures: 0, hidden: false }) < 5_000);
  assert.equal(waitBefore({ state: "", failures: 0, hidden: true }), 60_000);
});

test("a server that is away is asked ever more rarely, a minute at the most", () => {
  const waits = [1, 2, 3, 4, 5, 6, 7, 40].map((failures) => waitBefore({ state: "lost", failures, hidden: false }));
  assert.deepEqual(waits, [2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000, 60_000]);
});

test("a log-in in another window is noticed within a quarter of a minute", () => {
  assert.equal(waitBefore({ state: "signed-out", failures: 9, hidden: false }), 15_000);
});

test("an answer says whether the server, the session and the person are still there", () => {
  const states = [{ status: 200 }, { status: 304 }, { status: 0, type: "opaqueredirect" }, { status: 403 }, { status: 502 }, null];
  assert.deepEqual(states.map(stateOf), ["", "", "signed-out", "other", "lost", "lost"]);
});
