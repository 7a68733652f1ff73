/**
 * Positions on the server are Unicode code points, in JavaScript they are UTF-16 units. Only here are they converted:
 * one walk through the text, then a halving search per question.
 */
export class Offsets {
  /** The UTF-16 offsets behind each surrogate pair: where the two ways of counting part by one more. */
  #pairs = [];

  constructor(text) {
    for (const { index } of text.matchAll(/[\u{10000}-\u{10ffff}]/gu)) this.#pairs.push(index + 2);
  }

  /** Code points before this UTF-16 offset; an offset inside a pair counts as before it. */
  toCodePoints(utf16) {
    const passed = firstIndex(this.#pairs.length, (at) => this.#pairs[at] > utf16);
    const inside = this.#pairs[passed] === utf16 + 1 ? 1 : 0;
    return utf16 - passed - inside;
  }

  /** The UTF-16 offset before which this many code points stand. */
  toUtf16(codePoints) {
    return codePoints + firstIndex(this.#pairs.length, (at) => this.#pairs[at] - (at + 1) > codePoints);
  }
}

function firstIndex(length, holds) {
  let [low, high] = [0, length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
