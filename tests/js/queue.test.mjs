import assert from "node:assert/strict";
import { test } from "node:test";

import { CommandQueue } from "../../annotations/static/annotations/js/queue.js";

const after = (ms, answer, log, name) => () => new Promise((resolve) => setTimeout(() => (log.push(name), resolve(answer)), ms));

test("commands run in the order in which they came, whatever they take", async () => {
  const [queue, log] = [new CommandQueue(), []];
  queue.add(after(20, true, log, "slow"));
  await queue.add(after(1, true, log, "fast"));
  assert.deepEqual(log, ["slow", "fast"]);
  assert.equal(queue.busy, false);
});

test("when one fails, those behind it are dropped and say so", async () => {
  const [queue, log] = [new CommandQueue(), []];
  queue.add(after(5, false, log, "mark"));
  assert.equal(await queue.add(after(1, true, log, "rate")), false);
  assert.deepEqual(log, ["mark"]);
  assert.equal(await queue.add(after(1, true, log, "later")), true);
});

test("of several panels to load in a row only the last is fetched", async () => {
  const [queue, log] = [new CommandQueue(), []];
  queue.add(after(5, true, log, "mark"));
  queue.add(after(1, true, log, "first"), { loading: true });
  await queue.add(after(1, true, log, "second"), { loading: true });
  assert.deepEqual(log, ["mark", "second"]);
});

test("a command behind a load keeps that load", async () => {
  const [queue, log] = [new CommandQueue(), []];
  queue.add(after(5, true, log, "mark"));
  queue.add(after(1, true, log, "load"), { loading: true });
  queue.add(after(1, true, log, "rate"));
  await queue.add(after(1, true, log, "next"), { loading: true });
  assert.deepEqual(log, ["mark", "load", "rate", "next"]);
});

test("it says whether somebody has gone on behind what is under way", async () => {
  const [queue, log] = [new CommandQueue(), []];
  const first = queue.add(after(5, true, log, "load"), { loading: true });
  assert.equal(queue.behind, false);
  const second = queue.add(after(1, true, log, "next"), { loading: true });
  assert.equal(queue.behind, true);
  await Promise.all([first, second]);
  assert.equal(queue.behind, false);
});

test("it says whether they have gone on to something else", async () => {
  const [queue, log] = [new CommandQueue(), []];
  const mark = queue.add(after(5, true, log, "mark"));
  queue.add(after(1, true, log, "rate"));
  assert.equal(queue.loads, false);
  const load = queue.add(after(1, true, log, "load"), { loading: true });
  assert.equal(queue.loads, true);
  await mark;
  await load;
  assert.equal(queue.loads, false);
});
