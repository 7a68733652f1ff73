/** A colleague's user name in words being typed. Pure: text and caret in, positions and text out. */

const BEFORE_CARET = /(?:^|[^\p{L}\p{N}.+@/-])@([\p{L}\p{N}_.+-]{0,40})$/u;

/** The name begun just before the caret as {start, words}, `start` being that of its @; null when there is none. */
export function mentionAt(text, caret) {
  const found = BEFORE_CARET.exec(text.slice(0, caret));
  return found && { start: caret - found[1].length - 1, words: found[1] };
}

/** The text with the name begun at `start` completed, and where the caret stands then. */
export function completed(text, start, caret, username) {
  const head = `${text.slice(0, start)}@${username} `;
  return { text: head + text.slice(caret).replace(/^ /, ""), caret: head.length };
}

/**
 * An Enter that was pressed at `end` of the name begun at `start`, before there were offers, done late: the name is
 * completed, or, where there is no `username`, a line begun. What was typed behind it meanwhile stays behind it.
 */
export function enteredLate(text, caret, { start, end }, username) {
  const begun = { text: `${text.slice(0, end)}\n${text.slice(end)}`, caret: end + 1 };
  const done = username ? completed(text, start, end, username) : begun;
  return { text: done.text, caret: caret > end ? caret + done.text.length - text.length : done.caret };
}
