/** Earlier claims like the one at hand: offering them, and taking one. */

import { withKey } from "./keys.js";
import { requested } from "./requests.js";

/** The command for a claim that has been met before. `bench` is the workbench, `queue` its commands. */
export function repeatCommands(bench, queue) {
  return { same: () => offerMatches(bench, queue) };
}

function offerMatches(bench, queue) {
  const box = bench.querySelector("match-box");
  if (!box || (!bench.subject?.dataset.matches && !queue.busy)) return refuse(bench);
  const turn = box.open((uid) => queue.add(() => repeat(bench, uid)));
  const offered = queue.add(() => {
    const address = bench.subject?.dataset.matches;
    return address ? box.load(address, turn) : refuse(bench);
  });
  return offered.then((there) => there || box.close());
}

function refuse(bench) {
  const claim = bench.subject?.dataset.panel === "claim";
  return bench.say(claim ? "This claim has been handed in. Link it to the other one instead." : withKey("Mark a claim first", bench.keys, "mark"));
}

function repeat(bench, uid) {
  const values = { to: uid, version: bench.dataset.version };
  return requested("post", bench.subject.dataset.repeat, "#panel-content", values);
}
