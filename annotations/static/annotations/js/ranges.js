/** Between the page's selection and offsets into an element's text, in UTF-16 units. */

/** [start, end) of the selection inside `root`, or null when there is none or it leaves it. */
export function selectedOffsets(root, selection = document.getSelection()) {
  if (!selection || selection.isCollapsed || selection.rangeCount === 0) return null;
  const range = selection.getRangeAt(0);
  if (!root.contains(range.startContainer) || !root.contains(range.endContainer)) return null;
  const start = offsetOf(root, range.startContainer, range.startOffset);
  return { start, end: start + range.toString().length };
}

/** Selects [start, end) of the element's text. */
export function selectOffsets(root, start, end, selection = document.getSelection()) {
  const [from, to] = pointsAt(root, [start, end]);
  if (from && to) selection.setBaseAndExtent(from.node, from.offset, to.node, to.offset);
}

/** A range over [start, end) of the element's text. */
export function rangeOf(root, start, end) {
  const range = document.createRange();
  const [from, to] = pointsAt(root, [start, end]);
  range.setStart(from.node, from.offset);
  range.setEnd(to.node, to.offset);
  return range;
}

function offsetOf(root, node, offset) {
  const before = document.createRange();
  before.selectNodeContents(root);
  before.setEnd(node, offset);
  return before.toString().length;
}

/** Text nodes and offsets for ascending offsets, in one walk. The end of one node is preferred to the start of the next. */
function pointsAt(root, offsets) {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  const points = [];
  let at = 0;
  for (let node = walker.nextNode(); node && points.length < offsets.length; node = walker.nextNode()) {
    while (points.length < offsets.length && offsets[points.length] <= at + node.length) {
      points.push({ node, offset: offsets[points.length] - at });
    }
    at += node.length;
  }
  return points;
}
