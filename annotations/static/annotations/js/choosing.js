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
  const next = { ...choice, [choice.moving]: nextEdge(text, choice, direction) ?? choice[choice.moving] };
  return next.start < next.end ? next : choice;
}

/** Moves one end onto the edge of the next sentence, or of its own; the choice never becomes empty. `sentences` are [start, end] pairs in order. */
export function stepSentence(sentences, choice, direction) {
  const { start, end, moving } = choice;
  const edges = moving === "end" ? sentences.map((sentence) => sentence[1]).filter((at) => at > start) : sentences.map(([at]) => at).filter((at) => at < end);
  const to = direction > 0 ? first(edges, (at) => at > choice[moving]) : last(edges, (at) => at < choice[moving]);
  return to === undefined ? choice : { ...choice, [moving]: to };
}

/** The same as in a list: from the sentence at which it began the choice grows either way, and shrinks back to it. */
export function extendSentence(sentences, choice, direction) {
  const stepped = stepSentence(sentences, choice, direction);
  if (stepped !== choice || (choice.moving === "end") === direction > 0) return stepped;
  const turned = switchEnd(choice);
  const grown = stepSentence(sentences, turned, direction);
  return grown === turned ? choice : grown;
}

/** What may stand between two claims of a sentence: spaces, dashes and marks, but no sign of the next number. */
const BETWEEN = /^(?:[\s\p{Pe}\p{Pf}]|(?!["'#%&*§¿¡@\\/])\p{Po}|\p{Pd}(?!\d))*/u;

/** The first choice of what is left of a sentence [start, end) behind `from`, without the comma between; null when no word is. */
export function chooseRest(text, { start, end }, from) {
  if (from < start || from >= end) return null;
  const gap = BETWEEN.exec(text.slice(from, end))[0].length;
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

/** The words of a choice for who hears them: of a long one how it begins and how it ends. */
export function saidAloud(text, { start, end }) {
  const said = text.slice(start, end).trim().split(/\s+/);
  return (said.length > 2 * SAID_WORDS ? [...said.slice(0, SAID_WORDS), "…", ...said.slice(-SAID_WORDS)] : said).join(" ");
}

const SAID_WORDS = 6;

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

function nextEdge(text, choice, direction, reach = WINDOW) {
  const at = choice[choice.moving];
  const [from, to] = [Math.max(0, at - reach), Math.min(text.length, at + reach)];
  const edges = wordEdges(text, from, to, direction)[choice.moving];
  const next = direction > 0 ? first(edges, (edge) => edge > at) : last(edges, (edge) => edge < at);
  const isAll = direction > 0 ? to === text.length : from === 0;
  return next ?? (isAll ? undefined : nextEdge(text, choice, direction, reach * 4));
}

/** Where the words of a window begin and end: {start, end}, both lists of offsets. What its edge cuts is no word. */
function wordEdges(text, from, to, direction) {
  const isWhole = ({ index, segment }) => (index > 0 || from === 0) && (from + index + segment.length < to || to === text.length);
  const pieces = [...words.segment(text.slice(from, to))].filter((piece) => isWord(piece) && isWhole(piece));
  const ends = pieces.map((piece) => from + piece.index + piece.segment.length);
  // The full stop belongs to the sentence: the end of the choice itself is always a place to come back to.
  return { start: pieces.map((piece) => from + piece.index), end: direction > 0 ? withPunctuation(text, ends) : ends };
}

/** An emoji says something too: an end can stand on it. WebKit holds no number for word-like, so we look ourselves. */
const isWord = ({ segment }) => /[\p{L}\p{N}\p{Extended_Pictographic}\p{Regional_Indicator}]/u.test(segment);

function withPunctuation(text, ends) {
  return ends.flatMap((end) => {
    const mark = /^[^\p{L}\p{N}\s]+(?=\s|$)/u.exec(text.slice(end, end + 8));
    return mark ? [end, end + mark[0].length] : [end];
  });
}

const first = (list, holds) => list.find(holds);
const last = (list, holds) => list.findLast(holds);
