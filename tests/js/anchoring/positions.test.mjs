// The same cases as tests/anchoring/test_text.py reads: offsets are `[code points, UTF-16]`.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { Offsets } from "../../../annotations/static/annotations/js/anchoring/offsets.js";

const CASES = JSON.parse(readFileSync(new URL("../../cases/positions.json", import.meta.url), "utf8"));

for (const { name, text, quote, offsets, inside_a_character: inside } of CASES) {
  const converter = new Offsets(text);

  test(`${name}: both ways of counting agree with the server's`, () => {
    for (const [codePoints, utf16] of offsets) {
      assert.equal(converter.toUtf16(codePoints), utf16);
      assert.equal(converter.toCodePoints(utf16), codePoints);
    }
  });

  test(`${name}: the server's positions cut out the quoted words`, () => {
    assert.equal(text.slice(converter.toUtf16(quote.start), converter.toUtf16(quote.end)), quote.exact);
  });

  test(`${name}: half a character counts as before it`, () => {
    for (const utf16 of inside) assert.equal(converter.toCodePoints(utf16), converter.toCodePoints(utf16 - 1));
  });
}
