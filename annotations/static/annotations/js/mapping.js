/** The drawing of the text's map, as path data by class. Pure: rows in, strings out. */

const LONGEST = 240;
const LEVELS = 3;
/** Heights of the lines within a row of ten, for one, two and three claims. */
const HEIGHTS = { 1: [5], 2: [3.5, 6.5], 3: [2.5, 5, 7.5] };
/** Beside the longest line. */
const STALE = [104, 110];

/** What is drawn later lies over the rest, where lines stand closer than they are thick: what must not be missed comes last. */
const ORDER = ["hidden", "nothing_to_check", "left", "open", "supported", "unsettled", "qualified", "contradicted", "stale"];

/**
 * `rows` are {length (characters), disposition, classes (of its claims), isStale, isHidden (by the filter)}; a row is ten
 * units high, the map a hundred and ten wide. Answers {class: path data} in the order in which they are to be drawn.
 */
export function mapPaths(rows) {
  const paths = {};
  const draw = (name, y, from, to) => {
    paths[name] = `${paths[name] ?? ""}M${from} ${y}H${to}`;
  };
  rows.forEach(({ length, disposition, classes, isStale = false, isHidden = false }, index) => {
    const width = Math.round(Math.max(8, (Math.min(length, LONGEST) / LONGEST) * 100));
    const lines = classes.slice(0, LEVELS);
    if (isHidden) return draw("hidden", index * 10 + 5, 0, width);
    if (lines.length === 0) draw(disposition === "open" ? "left" : disposition, index * 10 + 5, 0, width);
    lines.forEach((name, level) => draw(name, index * 10 + HEIGHTS[lines.length][level], 0, width));
    if (isStale) draw("stale", index * 10 + 5, ...STALE);
  });
  return Object.fromEntries(ORDER.filter((name) => name in paths).map((name) => [name, paths[name]]));
}

/** From what asks most of the reader to what is done with, and what the filter hides. */
const FROM_THE_EDGE = ["contradicted", "qualified", "unsettled", "open", "left", "supported", "nothing_to_check", "hidden"];
const WIDEST = 100;

/**
 * The same where rows stand too close to be told apart: `count` bands, in each of which every kind of row is as long as
 * its share of the band's rows. A sentence with several claims counts for the one that asks most.
 */
export function bandPaths(rows, count) {
  const paths = {};
  const draw = (name, y, from, to) => {
    paths[name] = `${paths[name] ?? ""}M${round(from)} ${y}H${round(to)}`;
  };
  for (let band = 0; band < count; band += 1) {
    const [first, end] = [band, band + 1].map((at) => Math.round((at * rows.length) / count));
    const within = rows.slice(first, end);
    const kinds = within.map(kindOf);
    const y = round((first + end) * 5);
    let from = 0;
    for (const name of FROM_THE_EDGE) {
      const to = from + (kinds.filter((kind) => kind === name).length / within.length) * WIDEST;
      if (to > from) draw(name, y, from, to);
      from = to;
    }
    if (within.some(({ isStale, isHidden }) => isStale && !isHidden)) draw("stale", y, ...STALE);
  }
  return paths;
}

function kindOf({ disposition, classes, isHidden = false }) {
  if (isHidden) return "hidden";
  if (classes.length === 0) return disposition === "open" ? "left" : disposition;
  return FROM_THE_EDGE.find((name) => classes.includes(name)) ?? classes[0];
}

const round = (number) => Math.round(number * 10) / 10;
