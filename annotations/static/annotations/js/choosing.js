/**
 * Stretches of text chosen by keyboard. A choice is {start, end, moving}: offsets half-open in the units of the
 * string given (UTF-16 in the browser), and which end the next step moves. Pure: no page, no selection.
 */

const words = new Intl.Segmenter(undefined, { granularity: "word" });

/** The first choice of a sentence: all of it, its last end ready to move. */
export function choose(start, end) {
  return { start, end, moving: "end" };
}

/** The other end moves from now on. */
export function switchEnd(choice) {
  return { ...choice, moving: choice.moving === "end" ? "start" : "end" };
}

/** Moves one end by a word, onto the edge of the next word; the choice never becomes empty or leaves the text. */
export function stepWord(text, choice, direction) {
  const edges = wordEdges(text, choice, direction);
  const next = { ...choice };
  if (choice.moving === "end") {
    next.end = (direction > 0 ? first(edges.ends, (at) => at > choice.end) : last(edges.ends, (at) => at < choice.end)) ?? choice.end;
  } else {
    next.start =
      (direction > 0 ? first(edges.starts, (at) => at > choice.start) : last(edges.starts, (at) => at < choice.start)) ?? choice.start;
  }
  return next.start < next.end ? next : choice;
}

/** Adds or takes away a sentence at the end. `sentences` are [start, end] pairs in order. */
export function extendSentence(sentences, choice, direction) {
  if (direction > 0) {
    const following = sentences.find(([, end]) => end > choice.end);
    return following ? { ...choice, end: following[1] } : choice;
  }
  const before = sentences.filter(([, end]) => end < choice.end && end > choice.start).at(-1);
  return before ? { ...choice, end: before[1] } : choice;
}

/** Segmenting 20,000 words for one step would be felt: a window around the moving end is enough. */
const WINDOW = 400;

function wordEdges(text, choice, direction) {
  const at = choice[choice.moving];
  const from = Math.max(0, at - WINDOW);
  const window = text.slice(from, at + WINDOW);
  const pieces = [...words.segment(window)].filter((piece) => piece.isWordLike);
  const starts = pieces.map((piece) => from + piece.index);
  const ends = pieces.map((piece) => from + piece.index + piece.segment.length);
  // The full stop belongs to the sentence: the end of the choice itself is always a place to come back to.
  return direction > 0 ? { starts, ends: withPunctuation(text, ends) } : { starts, ends };
}

function withPunctuation(text, ends) {
  return ends.flatMap((end) => {
    const mark = /^[^\p{L}\p{N}\s]+(?=\s|$)/u.exec(text.slice(end, end + 8));
    return mark ? [end, end + mark[0].length] : [end];
  });
}

const first = (list, holds) => list.find(holds);
const last = (list, holds) => list.findLast(holds);
