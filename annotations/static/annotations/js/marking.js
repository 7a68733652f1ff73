/** Commands that say what the words chosen are: a claim, nothing to check, the place of a claim. */

import { withKey } from "./keys.js";
import { isForFingers } from "./pointing.js";
import { requested, submitted } from "./requests.js";

const CHOOSE_CLAIM = "Choose a claim first.";
const CHOOSE_WORDS = "Choose the words first: Shift and arrow keys, or drag.";
const READS_ONLY = "Your role reads and comments; checkers mark claims.";

/** The commands for the words chosen, or the sentence. `bench` is the workbench, `queue` its commands. */
export function markCommands(bench, queue) {
  const unlessReader = (command) => () => ("readsOnly" in bench.dataset ? bench.say(READS_ONLY) : command(bench, queue));
  return {
    mark: unlessReader(mark),
    dismiss: unlessReader(dismiss),
    place: unlessReader(place),
    "add-place": unlessReader(addPlace),
  };
}

/** Marks the words chosen, or the sentence, as a claim. */
function mark(bench, queue) {
  const { text } = bench;
  const stretch = text.stretch;
  text.goOnBehind(stretch);
  const unecho = echo(text, stretch);
  const answered = queue.add(async () => {
    const done = await sent(bench.querySelector("#mark-form"), { start: stretch.start, end: stretch.end });
    if (!done && stretch.chosen) text.chooseWords(stretch.start, stretch.end);
    return done;
  });
  return answered.finally(unecho);
}

/** Says that there is nothing to check in the sentences chosen, or takes it back: as they stand when its turn comes. */
function dismiss(bench, queue) {
  const { text } = bench;
  const { first, last } = text.stretch;
  const unecho = echo(text, { first, last });
  const answered = queue.add(async () => {
    const { disposition } = text.querySelector(`#s${first}`).dataset;
    const isClaim = first === last && disposition === "claim";
    const form = bench.querySelector(disposition === "nothing_to_check" ? "#reopen-form" : "#dismiss-form");
    const done = isClaim ? bench.say(`Sentence ${first} carries a claim.`) : await sent(form, { sentence: first, last });
    if (done) text.clearChoice();
    return done;
  });
  return answered.finally(unecho);
}

/** Moves the ends of the claim shown to the words chosen; where none are, its own are chosen, to be moved. */
function place(bench, queue) {
  const { text } = bench;
  if (!text.hasChoice) return queue.add(() => takeUp(bench));
  const { start, end } = text.stretch;
  const here = text.current;
  return queue.add(async () => {
    // Whoever has gone on meanwhile meant the place where they were.
    const form = text.placeFormIn(here);
    if (!form) return bench.say(CHOOSE_CLAIM);
    const done = await sent(form, { start, end });
    if (done) text.clearChoice();
    if (done && bench.inTray) {
      bench.showPanel(true);
      bench.enterPanel();
    }
    return done;
  });
}

function takeUp(bench) {
  const { text } = bench;
  const form = text.placeForm;
  if (!form) return bench.say(CHOOSE_CLAIM);
  if (!form.elements.start.value) return bench.say(CHOOSE_WORDS);
  bench.showPanel(false);
  text.focusCurrent({ preventScroll: true });
  text.chooseWords(Number(form.elements.start.value), Number(form.elements.end.value));
  const byKeys = withKey("Move its ends: Shift and arrow keys, or drag. Then put it there", bench.keys, "place");
  bench.say(isForFingers() ? "Move its ends. Then press “Ends of this claim”." : byKeys);
  return true;
}

/** Marks the words chosen as one more place of the claim shown. */
function addPlace(bench, queue) {
  const { text } = bench;
  if (!text.hasChoice) return bench.say(CHOOSE_WORDS);
  const { start, end } = text.stretch;
  return queue.add(async () => {
    const address = bench.panel.querySelector("#another-place form")?.getAttribute("action");
    if (!address) return bench.say(CHOOSE_CLAIM);
    const done = await requested("post", address, "#panel-content", { start, end, version: bench.dataset.version });
    if (done) text.clearChoice();
    return done;
  });
}

function sent(form, values) {
  for (const [name, value] of Object.entries(values)) form.elements[name].value = value;
  return submitted(form);
}

/** Shows at once that a key was taken. Returns what takes this away again, and leaves what other keys on their way show. */
function echo(text, { first, last }) {
  const taken = text.sentences.slice(first - 1, last);
  for (const { dataset } of taken) dataset.busy = Number(dataset.busy ?? 0) + 1;
  return () => {
    for (const { dataset } of taken) {
      if (dataset.busy > 1) dataset.busy -= 1;
      else delete dataset.busy;
    }
  };
}
