import assert from "node:assert/strict";
import { test } from "node:test";

import { Offsets } from "../../../annotations/static/annotations/js/anchoring/offsets.js";

const TEXT = "🙂 A🙂🙂B\u0301 – ق 👩‍👧 end 🙂";

test("every border between characters is converted there and back", () => {
  const offsets = new Offsets(TEXT);
  let utf16 = 0;
  [...TEXT, ""].forEach((character, codePoints) => {
    assert.equal(offsets.toCodePoints(utf16), codePoints);
    assert.equal(offsets.toUtf16(codePoints), utf16);
    utf16 += character.length;
  });
});

test("an offset inside a pair counts as before it", () => {
  assert.equal(new Offsets(TEXT).toCodePoints(1), 0);
  assert.equal(new Offsets(TEXT).toCodePoints(5), 3);
});

test("without pairs the two ways of counting are one", () => {
  const offsets = new Offsets("plain words");
  assert.equal(offsets.toCodePoints(7), 7);
  assert.equal(offsets.toUtf16(7), 7);
});

test("half a pair, alone, is a character of its own", () => {
  const offsets = new Offsets("a\ud83db");
  assert.equal(offsets.toCodePoints(2), 2);
});
