import { withKey } from "./keys.js";
import { requested } from "./requests.js";

/** The command for a claim that has been met before. `bench` is the workbench, `queue` its commands. */
export function repeatCommands(bench, queue) {
  return { same: () => offerMatches(bench, queue) };
}

function offerMatches(bench, queue) {
  const claim = bench.subject?.dataset.matches;
  const box = bench.querySelector("match-box");
  if (!box || (!claim && !queue.busy)) return bench.say(withKey("Mark a claim first", bench.keys, "mark"));
  box.open((uid) => queue.add(() => repeat(bench, uid)));
  const offered = queue.add(() => {
    const address = bench.subject?.dataset.matches;
    return address ? box.load(address) : bench.say(withKey("Mark a claim first", bench.keys, "mark"));
  });
  return offered.then((there) => there || box.close());
}

function repeat(bench, uid) {
  const values = { to: uid, version: bench.dataset.version };
  return requested("post", bench.subject.dataset.repeat, "#panel-content", values);
}
