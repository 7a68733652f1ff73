/** Commands that go through the text. */

import { labelOf, showOnly } from "./filtering.js";

/** The commands that go from sentence to sentence and from claim to claim, among those that the filter shows. */
export function walkCommands(bench) {
  const orSay = (found, what, where) => found || bench.say(nothing(bench.text, what, where));
  return {
    "next-sentence": () => orSay(bench.text.move(1), "sentence", "after this one"),
    "previous-sentence": () => orSay(bench.text.move(-1), "sentence", "before this one"),
    "first-sentence": () => orSay(bench.text.moveToEdge(false), "sentence"),
    "last-sentence": () => orSay(bench.text.moveToEdge(true), "sentence"),
    "next-claim": () => orSay(bench.text.moveClaim(1), "claim", "after this one"),
    "previous-claim": () => orSay(bench.text.moveClaim(-1), "claim", "before this one"),
    "next-open": () => bench.text.moveToOpen() || bench.say("No other open sentence."),
    "go-to-place": (line) => bench.text.goTo(Number(line)),
    show: (name) => {
      showOnly(bench.text, name);
      if (bench.text.shown.length === 0) bench.say(nothing(bench.text, "sentence"));
    },
  };
}

/** That the filter shows none is a reason; that there is no other one, a place. */
function nothing(text, what, where = "") {
  const label = labelOf(text.dataset.show);
  if (!label) return `No ${what} ${where}.`;
  return text.shown.length ? `No ${what} ${where} under “${label}”.` : `No ${what} is shown under “${label}”.`;
}
