/** Commands of the tray: what became of a claim's words in a new version. */

import { withKey } from "./keys.js";
import { isForFingers } from "./pointing.js";

/** The commands of the tray, which holds what a correction changed. `bench` is the workbench, `queue` its commands. */
export function trayCommands(bench, queue) {
  const goTo = (name, otherwise) => () =>
    queue.add(() => {
      const link = bench.panel.querySelector(`[data-press="${name}"]`);
      return link ? bench.fetchPanel(new URL(link.href).search) : bench.say(otherwise);
    });
  return {
    "show-tray": () => queue.add(() => showTray(bench)),
    "next-change": goTo("after-change", "This is the last one."),
    "previous-change": goTo("before-change", "This is the first one."),
    answer: (name) => bench.press(`answer-${name}`, "That cannot be said of this one."),
    "edit-span": () => queue.add(() => editSpan(bench)),
    compare: () => compare(bench),
  };
}

/** Brings the change that the tray is opened at into sight, in the tray and in the text. */
export function showChange(bench) {
  if (!bench.subject.dataset.address) return;
  bench.dataset.change = bench.subject.dataset.address;
  bench.subject.querySelector(".change[aria-current]")?.scrollIntoView({ block: "nearest" });
  if (bench.subject.dataset.line) bench.text.current.scrollIntoView({ block: "center" });
}

/** Opens what waits for an answer, and goes there: to the change one was at, else to the first. */
async function showTray(bench) {
  const waiting = bench.querySelector("#waiting a");
  if (!waiting) return bench.say("Nothing waits for an answer.");
  const done = await bench.fetchPanel(new URL(bench.dataset.change ?? waiting.href, location.href).search);
  bench.showPanel(true);
  bench.enterPanel();
  return done;
}

/** Chooses the words that the change is about, or most likely is, so that their ends can be moved; `g` then puts the claim there. */
function editSpan(bench) {
  if (!bench.inTray) return bench.say("Nothing waits for an answer here.");
  const { start, end, claim, line } = bench.subject.dataset;
  // Pressed at once behind another key, the text has not followed the tray.
  bench.text.showClaim(Number(claim), Number(line));
  bench.showPanel(false);
  bench.text.focusCurrent({ preventScroll: true });
  if (start) bench.text.chooseWords(Number(start), Number(end));
  const byKeys = withKey("Choose the words: Shift and arrow keys, or drag. Then put the claim there", bench.keys, "place");
  bench.say(isForFingers() ? "Choose the words. Then press “Put the claim here”." : byKeys);
  return true;
}

/** Goes to the comparison with the version before. */
function compare(bench) {
  const link = bench.querySelector("[data-compare]");
  return link ? location.assign(link.href) : bench.say("There is no version before this one.");
}
