/** Positions on the server are Unicode code points, in JavaScript they are UTF-16 units: only here are they converted. */

/** How many code points stand before this UTF-16 offset; one inside a surrogate pair counts as before the pair's end. */
export function toCodePoints(text, utf16) {
  let pairs = 0;
  for (let at = 0; at < utf16 && at < text.length; at += 1) if (isHigh(text, at)) pairs += at + 1 < utf16 ? 1 : 0;
  return Math.min(utf16, text.length) - pairs;
}

/** The UTF-16 offset at which this many code points have passed. */
export function toUtf16(text, codePoints) {
  let at = 0;
  for (let passed = 0; passed < codePoints && at < text.length; passed += 1) at += isHigh(text, at) ? 2 : 1;
  return at;
}

function isHigh(text, at) {
  const unit = text.charCodeAt(at);
  if (unit < 0xd800 || unit > 0xdbff) return false;
  const next = text.charCodeAt(at + 1);
  return next >= 0xdc00 && next <= 0xdfff;
}
