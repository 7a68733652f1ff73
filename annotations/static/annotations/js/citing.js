/** Commands that put a source under a claim. */

import { withKey } from "./keys.js";
import { requested } from "./requests.js";

/** Opens the box in which a source is looked for, for the claim in the panel or the one on its way there. */
export function openSourceBox(bench, queue) {
  const claim = bench.subject?.dataset.panel === "claim";
  if (!claim && !queue.busy) return refuse(bench);
  return bench.querySelector("source-box").open();
}

/** Puts the source chosen there under the claim. */
export function addSource(bench, queue, { words, uid }) {
  return queue.add(async () => {
    const address = bench.subject?.dataset.evidence;
    if (!address) return refuse(bench);
    const values = { source: words, source_uid: uid, version: bench.dataset.version };
    const done = await requested("post", address, "#panel-content", values);
    // Refused, it stands in the box again when that is opened.
    if (done) bench.querySelector("source-box").used();
    return done;
  });
}

const refuse = (bench) => bench.say(withKey("Mark a claim first", bench.keys, "mark"));
