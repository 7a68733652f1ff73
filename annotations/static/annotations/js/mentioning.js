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
