import assert from "node:assert/strict";
import { test } from "node:test";

import { bandPaths, mapPaths } from "../../annotations/static/annotations/js/mapping.js";

const row = (disposition, classes = [], length = 120) => ({ disposition, classes, length });

test("each sentence is a tick of its own kind at its own height", () => {
  const paths = mapPaths([row("open"), row("nothing_to_check"), row("claim", ["supported"])]);
  assert.deepEqual(paths, { left: "M0 5H50", nothing_to_check: "M0 15H50", supported: "M0 25H50" });
});

test("several claims of a sentence stand over one another, three at most", () => {
  const paths = mapPaths([row("claim", ["supported", "qualified", "contradicted", "open"])]);
  assert.deepEqual(paths, { supported: "M0 2.5H50", qualified: "M0 5H50", contradicted: "M0 7.5H50" });
});

test("ticks are as long as their sentence, within bounds", () => {
  assert.equal(mapPaths([row("open", [], 1)]).left, "M0 5H8");
  assert.equal(mapPaths([row("open", [], 9000)]).left, "M0 5H100");
});

test("what is stale is marked beside its line, what the filter hides is faint and says nothing else", () => {
  const paths = mapPaths([{ ...row("claim", ["contradicted"]), isStale: true }, { ...row("claim", ["supported"]), isStale: true, isHidden: true }]);
  assert.deepEqual(paths, { hidden: "M0 15H50", contradicted: "M0 5H50", stale: "M104 5H110" });
});

test("what must not be missed is drawn last", () => {
  const paths = mapPaths([row("claim", ["contradicted", "supported"]), row("open"), row("nothing_to_check")]);
  assert.deepEqual(Object.keys(paths), ["nothing_to_check", "left", "supported", "contradicted"]);
});

test("where there are more sentences than room, a band shows the share of each kind, the most urgent at the edge", () => {
  const rows = [row("open"), row("claim", ["supported", "contradicted"]), row("claim", ["supported"]), row("nothing_to_check")];
  assert.deepEqual(bandPaths(rows, 1), {
    contradicted: "M0 20H25",
    left: "M25 20H50",
    supported: "M50 20H75",
    nothing_to_check: "M75 20H100",
  });
});

test("bands share the rows evenly and lie where their sentences are", () => {
  const rows = [...Array(3).fill(row("open")), ...Array(4).fill(row("claim", ["qualified"]))];
  assert.deepEqual(bandPaths(rows, 2), { qualified: "M0 20H25M0 55H100", left: "M25 20H100" });
});

test("a band with something stale says so, but for what the filter hides", () => {
  const stale = { ...row("claim", ["supported"]), isStale: true };
  assert.deepEqual(bandPaths([row("open"), stale, { ...stale, isHidden: true }, row("open")], 2), {
    supported: "M50 10H100",
    left: "M0 10H50M0 30H50",
    stale: "M104 10H110",
    hidden: "M50 30H100",
  });
});
