/** What the clipboard gets of the text. */

import { selectedOffsets } from "./ranges.js";

/** Puts the words chosen in `text` on the clipboard as they stand in it: no numbers, no lines of marks, paragraphs apart. */
export function copyWords(event, text) {
  const { anchorNode, focusNode } = document.getSelection();
  const chosen = text.contains(anchorNode) && text.contains(focusNode) && selectedOffsets(text);
  if (!chosen) return;
  const words = text.words.slice(chosen.start, chosen.end);
  event.clipboardData.setData("text/plain", words);
  event.clipboardData.setData("text/html", asParagraphs(words));
  event.preventDefault();
}

/** For word processors: HTML with nothing but paragraphs and line breaks. */
export function asParagraphs(words) {
  const escaped = words.replace(/[&<>]/g, (sign) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;" })[sign]);
  return escaped.split(/\n{2,}/).map((paragraph) => `<p dir="auto">${paragraph.replaceAll("\n", "<br>")}</p>`).join("");
}
