/**
 * Which key means which command. `commandFor` is pure: an event, a place and a person's keys in, a command out.
 *
 * `keys` is the table that the server writes into the page (annotations/models/keys.py): {text, tray}, each
 * {character: command}, a command being its name and, behind a colon, what it is told. Both are empty for whoever has
 * switched single keys off.
 */

/** What takes the keys for itself. */
const FIELDS = "textarea, select, input:not([type=radio], [type=checkbox], [type=submit], [type=button])";

/** What is no single character is the same for everybody. */
const NAMED = {
  ArrowDown: ["next-sentence"],
  ArrowUp: ["previous-sentence"],
  Home: ["first-sentence"],
  End: ["last-sentence"],
  Enter: ["open"],
  Escape: ["leave"],
};

const SHIFTED = {
  ArrowDown: ["extend", 1],
  ArrowUp: ["extend", -1],
  ArrowRight: ["move-end", 1],
  ArrowLeft: ["move-end", -1],
};

/** With Ctrl, or Command; wherever no words are typed. */
const PAST = { z: ["undo"], "Shift+z": ["redo"], y: ["redo"] };

/** Keys that belong to a button or link that has the focus, and not to the text. */
const OF_CONTROLS = new Set(["Enter", " "]);

/** Keys that move within the text, and scroll or move something else elsewhere. */
const OF_TEXT = new Set(["ArrowDown", "ArrowUp", "ArrowLeft", "ArrowRight", "Home", "End"]);

/** What a key does again and again while it is held; everything else it does once. */
const GOING_ON = new Set([
  "next-sentence",
  "previous-sentence",
  "next-claim",
  "previous-claim",
  "next-open",
  "next-change",
  "previous-change",
  "extend",
  "move-end",
]);

export const goesOn = (command) => GOING_ON.has(command);

/**
 * The command for a key press as [name, argument], or null. `where` is "text", "panel", "tray", "control" (a button or
 * link inside one of the first two), or "field" (where words are typed: only leaving and saving are ours there).
 */
export function commandFor(event, where, keys) {
  if (event.isComposing || event.altKey || event.getModifierState?.("AltGraph")) return null;
  const control = event.ctrlKey || event.metaKey;
  if (where === "field") return inField(event, control);
  if (control) return PAST[`${event.shiftKey ? "Shift+" : ""}${event.key.toLowerCase()}`] ?? null;
  // In the tray its own keys and few others: nothing is done to the text from there by mistake.
  if (where === "tray") return event.key === "Escape" ? NAMED.Escape : called(keys.tray[event.key]);
  if (where === "control" && OF_CONTROLS.has(event.key)) return null;
  if (where !== "text" && OF_TEXT.has(event.key)) return null;
  if (event.shiftKey && SHIFTED[event.key]) return SHIFTED[event.key];
  return NAMED[event.key] ?? called(keys.text[event.key]);
}

/** The words, and behind them the key that means the command for this person, if one does. */
export function withKey(words, keys, command) {
  const key = Object.keys(keys.text).find((each) => keys.text[each] === command);
  return key ? `${words}: ${key}` : words;
}

/** Where in the workbench a key was pressed, as `commandFor` calls it; null where keys are not ours. */
export function placeOf(target) {
  if (target.closest("dialog, claim-menu")) return null;
  if (target.matches(FIELDS)) return "field";
  if (target.closest(".sentence") === target || target.id === "main") return "text";
  if (target.closest("[data-panel=tray]")) return "tray";
  if (target.closest("a, button, summary")) return "control";
  return target.closest(".text, .panel") ? "panel" : null;
}

const called = (command) => command?.split(":") ?? null;

function inField(event, control) {
  if (event.key === "Escape") return ["leave"];
  return control && event.key === "Enter" ? ["save-field"] : null;
}
