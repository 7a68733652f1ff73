/** Which key means which command. Pure: an event in, a command out. */

const SINGLE = {
  j: ["next-sentence"],
  ArrowDown: ["next-sentence"],
  k: ["previous-sentence"],
  ArrowUp: ["previous-sentence"],
  Home: ["first-sentence"],
  End: ["last-sentence"],
  J: ["next-claim"],
  K: ["previous-claim"],
  n: ["next-open"],
  c: ["mark"],
  x: ["dismiss"],
  s: ["add-source"],
  "+": ["stance", "supports"],
  "-": ["stance", "refutes"],
  "*": ["stance", "qualifies"],
  0: ["stance", "context"],
  l: ["write", "locator"],
  v: ["show-definitions"],
  r: ["write", "reasons"],
  m: ["write", "comment"],
  e: ["write", "proposal"],
  ".": ["done"],
  b: ["switch-end"],
  g: ["place"],
  "=": ["same"],
  d: ["compare"],
  D: ["show-tray"],
  t: ["toggle-lines"],
  "/": ["search"],
  "?": ["show-keys"],
  Enter: ["open"],
  Escape: ["leave"],
};

const SHIFTED = {
  ArrowDown: ["extend", 1],
  ArrowUp: ["extend", -1],
  ArrowRight: ["move-end", 1],
  ArrowLeft: ["move-end", -1],
};

/** In the tray its own keys, and few others: nothing is done to the text by mistake. */
const IN_TRAY = {
  j: ["next-change"],
  k: ["previous-change"],
  y: ["answer", "same"],
  e: ["edit-span"],
  g: ["answer", "gone"],
  w: ["answer", "other"],
  1: ["answer", "place-1"],
  2: ["answer", "place-2"],
  3: ["answer", "place-3"],
};
const ALSO_IN_TRAY = new Set(["d", "t", "/", "?", "Escape"]);

/** Keys that belong to a button or link that has the focus, and not to the text. */
const OF_CONTROLS = new Set(["Enter", " "]);

/** Keys that move within the text, and scroll or move something else elsewhere. */
const OF_TEXT = new Set(["ArrowDown", "ArrowUp", "ArrowLeft", "ArrowRight", "Home", "End"]);

/**
 * The command for a key press as [name, argument], or null. `where` is "text", "panel", "tray", "control" (a button or
 * link inside one of the first two), or "field" (where words are typed: only leaving and saving are ours there).
 */
export function commandFor(event, where) {
  if (event.isComposing || event.altKey || event.getModifierState?.("AltGraph")) return null;
  const control = event.ctrlKey || event.metaKey;
  if (where === "field") return inField(event, control);
  if (control) return event.key.toLowerCase() === "z" && !event.shiftKey ? ["undo"] : null;
  if (where === "tray") return IN_TRAY[event.key] ?? (ALSO_IN_TRAY.has(event.key) ? SINGLE[event.key] : null);
  if (where === "control" && OF_CONTROLS.has(event.key)) return null;
  if (where !== "text" && OF_TEXT.has(event.key)) return null;
  if (event.shiftKey && SHIFTED[event.key]) return SHIFTED[event.key];
  if (/^[1-9]$/.test(event.key)) return ["rate", event.key];
  return SINGLE[event.key] ?? null;
}

function inField(event, control) {
  if (event.key === "Escape") return ["leave"];
  return control && event.key === "Enter" ? ["save-field"] : null;
}
