/**
 * Pieces of the panel that stand there as the server has drawn them are not sent again: each request for the panel
 * tells their marks, and in the answer an empty element names the piece that belongs there.
 */

import { TYPED } from "./fields.js";

const HEADER = "Panel-Holds";
/** A menu that is open, and what the page itself has put beside a field. */
const NOT_AS_DRAWN = "details[data-closes][open], [data-both], [data-draft]";
const isBlank = (field) => field.value === field.defaultValue;

/** Tells with each request that draws into `panel` which pieces it holds. */
export function sparePieces(panel) {
  document.addEventListener("htmx:configRequest", ({ detail }) => {
    if (detail.target?.id !== "panel-content") return;
    const spared = [...panel.querySelectorAll("[data-mark]")].filter((piece) => isAsDrawn(piece, detail.elt));
    if (spared.length) detail.headers[HEADER] = spared.map((piece) => piece.dataset.mark).join(" ");
  });
  // What has been drawn into since is not what the server sent.
  panel.addEventListener("htmx:afterSwap", ({ target }) => target.closest("[data-mark]")?.removeAttribute("data-mark"));
}

/** Of what is sent, and of what is typed, the server's answer counts. */
function isAsDrawn(piece, sent) {
  return !piece.contains(sent) && !piece.querySelector(NOT_AS_DRAWN) && [...piece.querySelectorAll(TYPED)].every(isBlank);
}

/** Puts what the page holds where `drawn` names it. Answers whether all of it was found. */
export function takeOver(drawn) {
  const named = [...drawn.querySelectorAll("[data-same]")];
  const held = new Map([...document.querySelectorAll("[data-mark]")].map((piece) => [piece.dataset.mark, piece]));
  for (const place of named) {
    const piece = held.get(place.dataset.same);
    if (piece) place.replaceWith(piece);
  }
  return named.every((place) => !place.isConnected);
}
