/** Between the page's selection and offsets into an element's text, in UTF-16 units. */

/** [start, end) of what of the selection lies inside `root`, or null when nothing does. */
export function selectedOffsets(root, selection = document.getSelection()) {
  if (!selection || selection.isCollapsed || selection.rangeCount === 0) return null;
  const range = selection.getRangeAt(0).cloneRange();
  if (!range.intersectsNode(root)) return null;
  if (!root.contains(range.startContainer)) range.setStart(root, 0);
  if (!root.contains(range.endContainer)) range.setEnd(root, root.childNodes.length);
  const start = offsetOf(root, range.startContainer, range.startOffset);
  const { length } = range.toString();
  return length ? { start, end: start + length } : null;
}

/** Where a selection, or a caret, begins and ends: {base, extent}; null when not both of them are inside `root`. */
export function endsOf(root, selection = document.getSelection()) {
  const { anchorNode, anchorOffset, focusNode, focusOffset } = selection;
  if (!root.contains(anchorNode) || !root.contains(focusNode)) return null;
  return { base: offsetOf(root, anchorNode, anchorOffset), extent: offsetOf(root, focusNode, focusOffset) };
}

/** Selects from `base` to `extent` of the element's text, backwards where `base` is the later. */
export function selectOffsets(root, base, extent, selection = document.getSelection()) {
  const { startContainer, startOffset, endContainer, endOffset } = rangeOf(root, Math.min(base, extent), Math.max(base, extent));
  if (base <= extent) selection.setBaseAndExtent(startContainer, startOffset, endContainer, endOffset);
  else selection.setBaseAndExtent(endContainer, endOffset, startContainer, startOffset);
}

/** Whether the selection was made towards the beginning of the text. */
export function runsBackwards(selection = document.getSelection()) {
  const { startContainer, startOffset } = selection.getRangeAt(0);
  return selection.anchorNode !== startContainer || selection.anchorOffset !== startOffset;
}

/** A range over [start, end) of the element's text, of which no edge touches a text node without sharing a character. */
export function rangeOf(root, start, end) {
  const range = document.createRange();
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  let at = 0;
  for (let node = walker.nextNode(); node && at < end; node = walker.nextNode()) {
    if (at <= start && start < at + node.length) range.setStart(node, start - at);
    if (end <= at + node.length) range.setEnd(node, end - at);
    at += node.length;
  }
  return range;
}

/** The offset into the element's text at a point of the window, or null where there is none of it. */
export function offsetAt(root, x, y) {
  // Safari has the older of the two only; Firefox the newer.
  const caret = document.caretPositionFromPoint?.(x, y);
  const range = caret ? null : document.caretRangeFromPoint?.(x, y);
  const [node, offset] = caret ? [caret.offsetNode, caret.offset] : [range?.startContainer, range?.startOffset];
  return node && root.contains(node) ? offsetOf(root, node, offset) : null;
}

function offsetOf(root, node, offset) {
  const before = document.createRange();
  before.selectNodeContents(root);
  before.setEnd(node, offset);
  return before.toString().length;
}
