import assert from "node:assert/strict";
import { test } from "node:test";

import { asParagraphs } from "../../annotations/static/annotations/js/copying.js";

test("what is copied for word processors is paragraphs and line breaks, and no markup of its own", () => {
  assert.equal(asParagraphs("A <b> & c.\nNext line.\n\nNew."), '<p dir="auto">A &lt;b&gt; &amp; c.<br>Next line.</p><p dir="auto">New.</p>');
});
