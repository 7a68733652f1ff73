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
