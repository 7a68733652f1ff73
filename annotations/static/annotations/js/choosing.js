/**
 * Stretches of text chosen by keyboard. A choice is {start, end, moving}: offsets half-open in the units of the
 * string given (UTF-16 in the browser), and which end the next step moves. Pure: no page, no selection.
 */

const words = new Intl.Segmenter(undefined, { granularity: "word" });
const characters = new Intl.Segmenter(undefined, { granularity: "grapheme" });

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

/** The first choice of what is left of a sentence [start, end) behind `from`, without the comma between; null when no word is. */
export function chooseRest(text, { start, end }, from) {
  if (from < start || from >= end) return null;
  const gap = /^[^\p{L}\p{N}\p{Ps}\p{Pi}"']*/u.exec(text.slice(from, end))[0].length;
  return /[\p{L}\p{N}]/u.test(text.slice(from + gap, end)) ? choose(from + gap, end) : null;
}

/**
 * What is meant by a selection: its words whole. It grows over a word only where it reaches into it; white space at its
 * ends falls off; quotes, brackets and full stops stay as they were selected. Null when there is nothing but space.
 */
export function wholeWords(text, start, end) {
  return whole(words, text, start, end);
}

/** The same to the character, of which none is cut: an emoji or a letter with its accents is one. */
export function wholeCharacters(text, start, end) {
  return whole(characters, text, start, end);
}

/** One end of the stretch [start, end) dragged to `at`, over whole pieces; one piece at least stays. `whole` as above. */
export function dragEnd(text, { start, end }, which, at, whole = wholeWords) {
  const dragged = which === "start" ? whole(text, Math.min(at, end - 1), end) : whole(text, start, Math.max(at, start + 1));
  if (!dragged) return { start, end };
  return which === "start" ? { start: dragged.start, end } : { start, end: dragged.end };
}

function whole(segmenter, text, start, end) {
  const chosen = text.slice(start, end);
  if (!chosen.trim()) return null;
  const from = start + chosen.length - chosen.trimStart().length;
  const to = end - (chosen.length - chosen.trimEnd().length);
  const [first, last] = [pieceAround(segmenter, text, from), pieceAround(segmenter, text, to)];
  return { start: first ? first.start : from, end: last ? last.end : to };
}

/** The piece that `at` lies inside of, as {start, end}; null on its edge. */
function pieceAround(segmenter, text, at) {
  const from = beginningNear(text, at);
  const line = text.slice(from, at + WINDOW);
  const piece = at - from < line.length ? segmenter.segment(line).containing(at - from) : undefined;
  if (!piece || from + piece.index === at || !piece.segment.trim()) return null;
  return { start: from + piece.index, end: from + piece.index + piece.segment.length };
}

/** A place at most a window before `at` where no piece is cut: the beginning of its line, or behind a space. */
function beginningNear(text, at) {
  const line = text.lastIndexOf("\n", at - 1) + 1;
  if (at - line <= WINDOW) return line;
  const space = text.indexOf(" ", at - WINDOW);
  return space >= 0 && space < at ? space + 1 : at - WINDOW;
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
