/** Commands that press what the server has drawn: buttons, ratings, undo. */

import { withKey } from "./keys.js";
import { submitted } from "./requests.js";

/** The commands that press a button of the page. `bench` is the workbench, `queue` its commands. */
export function pressCommands(bench, queue) {
  return {
    stance: (stance) => bench.press(`stance-${stance}`, withKey("Add a source first", bench.keys, "add-source")),
    rate: (key) => bench.press(`rating-${key}`, "There is nothing to rate here."),
    done: () => bench.press("done", "There is nothing to submit here."),
    "show-definitions": () => bench.press("definitions", "There is nothing to rate here."),
    undo: () => queue.add(() => pressPast(bench, "undo")),
    redo: () => queue.add(() => pressPast(bench, "redo")),
  };
}

/** Presses the button of this name in the panel; where there is none, `otherwise` is said. */
export function pressNamed(bench, name, otherwise) {
  const found = named(bench.panel, name);
  if (!found) return bench.say(otherwise);
  if (found.dataset.missing && found.ariaDisabled === "true") return bench.say(found.dataset.missing);
  bench.showPanel(true);
  return found.form ? submitted(found.form, found) : found.click();
}

/** What the panel calls by this name: a button, a link or a field. */
export const named = (panel, name) => panel.querySelector(`[data-press="${name}"]`);

/** Takes back, or does again, what the page says is next: the server knows it, also after a reload. */
function pressPast(bench, way) {
  const button = bench.querySelector(`#past [data-press="${way}"]`);
  return button.ariaDisabled === "true" ? bench.say(button.dataset.missing) : submitted(button.form, button);
}
