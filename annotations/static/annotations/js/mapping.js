/** The drawing of the text's map, as path data by class. Pure: rows in, strings out. */

const LONGEST = 240;
const LEVELS = 3;
/** Heights of the lines within a row of ten, for one, two and three claims. */
const HEIGHTS = { 1: [5], 2: [3.5, 6.5], 3: [2.5, 5, 7.5] };

/** `rows` are {length (characters), disposition, classes (of its claims)}; a row is ten units high, the map a hundred wide. */
export function mapPaths(rows) {
  const paths = {};
  const draw = (name, y, width) => {
    paths[name] = `${paths[name] ?? ""}M0 ${y}H${width}`;
  };
  rows.forEach(({ length, disposition, classes }, index) => {
    const width = Math.round(Math.max(8, (Math.min(length, LONGEST) / LONGEST) * 100));
    const lines = classes.slice(0, LEVELS);
    if (lines.length === 0) draw(disposition === "open" ? "left" : disposition, index * 10 + 5, width);
    lines.forEach((name, level) => draw(name, index * 10 + HEIGHTS[lines.length][level], width));
  });
  return paths;
}
