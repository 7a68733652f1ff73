/** Which words differ between two wordings, for a look before it is sent; the server says it for good. Pure. */

const WORD = /[\p{L}\p{N}\p{M}]+|\s+|[^\p{L}\p{N}\p{M}\s]/gu;

/** Above so many comparisons the whole middle counts as replaced: typing must stay quick. */
const MOST_COMPARED = 250_000;

/** The pieces of both in reading order, as [kind, words] where kind is "same", "del" or "ins". */
export function differences(now, then) {
  const old = now.match(WORD) ?? [];
  const fresh = then.match(WORD) ?? [];
  const head = commonStart(old, fresh);
  const tail = commonStart(old.slice(head).reverse(), fresh.slice(head).reverse());
  const middle = between(old.slice(head, old.length - tail), fresh.slice(head, fresh.length - tail));
  return joined([
    ...old.slice(0, head).map((word) => ["same", word]),
    ...middle,
    ...old.slice(old.length - tail).map((word) => ["same", word]),
  ]);
}

function commonStart(one, other) {
  let count = 0;
  while (count < one.length && count < other.length && one[count] === other[count]) count += 1;
  return count;
}

function between(old, fresh) {
  if (old.length * fresh.length > MOST_COMPARED) return replaced(old, fresh);
  const lengths = commonLengths(old, fresh);
  const pieces = [];
  let [i, j] = [0, 0];
  while (i < old.length && j < fresh.length) {
    if (old[i] === fresh[j]) {
      pieces.push(["same", old[i]]);
      i += 1;
      j += 1;
    } else if (lengths[i + 1][j] >= lengths[i][j + 1]) {
      pieces.push(["del", old[i]]);
      i += 1;
    } else {
      pieces.push(["ins", fresh[j]]);
      j += 1;
    }
  }
  return [...pieces, ...replaced(old.slice(i), fresh.slice(j))];
}

/** How many words the ends from i and j have in common; a space counts little, so that it joins no strangers. */
function commonLengths(old, fresh) {
  const lengths = Array.from({ length: old.length + 1 }, () => new Float64Array(fresh.length + 1));
  for (let i = old.length - 1; i >= 0; i -= 1) {
    for (let j = fresh.length - 1; j >= 0; j -= 1) {
      const worth = old[i].trim() ? 1 : 0.1;
      const both = old[i] === fresh[j] ? lengths[i + 1][j + 1] + worth : 0;
      lengths[i][j] = Math.max(both, lengths[i + 1][j], lengths[i][j + 1]);
    }
  }
  return lengths;
}

const replaced = (old, fresh) => [...old.map((word) => ["del", word]), ...fresh.map((word) => ["ins", word])];

/** Neighbours of one kind as one piece; in a stretch of changes what goes stands before what comes. */
function joined(pieces) {
  const found = [];
  let change = { del: "", ins: "" };
  const settle = () => {
    for (const kind of ["del", "ins"]) if (change[kind]) found.push([kind, change[kind]]);
    change = { del: "", ins: "" };
  };
  pieces.forEach(([kind, words], at) => {
    if (kind !== "same") change[kind] += words;
    else if (isSpaceBetweenChanges(pieces, at)) for (const side of ["del", "ins"]) change[side] += words;
    else {
      settle();
      if (found.at(-1)?.[0] === "same") found.at(-1)[1] += words;
      else found.push(["same", words]);
    }
  });
  settle();
  return found;
}

/** A space that two replaced words have kept between them is replaced with them: "two words", not two ones. */
function isSpaceBetweenChanges(pieces, at) {
  const changed = (piece) => piece !== undefined && piece[0] !== "same";
  return !pieces[at][1].trim() && changed(pieces[at - 1]) && changed(pieces[at + 1]);
}
