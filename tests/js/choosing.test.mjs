import assert from "node:assert/strict";
import { test } from "node:test";

import { choose, chooseRest, dragEnd, extendSentence, saidAloud, stepSentence, stepWord, switchEnd, wholeCharacters, wholeWords } from "../../annotations/static/annotations/js/choosing.js";

const TEXT = "The council opened it. It cost 12.5 million euros. Nobody was hurt.";
const SENTENCES = [
  [0, 22],
  [23, 50],
  [51, 67],
];
const words = (choice) => TEXT.slice(choice.start, choice.end);
const first = choose(...SENTENCES[0]);

test("the last end moves back by words: first the full stop, then a word at a time", () => {
  const once = stepWord(TEXT, first, -1);
  assert.equal(words(once), "The council opened it");
  assert.equal(words(stepWord(TEXT, once, -1)), "The council opened");
});

test("and forward again onto the full stop", () => {
  const back = stepWord(TEXT, stepWord(TEXT, first, -1), -1);
  assert.equal(words(stepWord(TEXT, back, 1)), "The council opened it");
  assert.equal(words(stepWord(TEXT, stepWord(TEXT, back, 1), 1)), "The council opened it.");
});

test("the first end moves onto the beginnings of words", () => {
  const start = stepWord(TEXT, switchEnd(first), 1);
  assert.equal(words(start), "council opened it.");
  assert.equal(words(stepWord(TEXT, start, -1)), "The council opened it.");
});

test("a number with a point in it is one word", () => {
  const cost = switchEnd(choose(23, 50));
  assert.equal(words(stepWord(TEXT, stepWord(TEXT, cost, 1), 1)), "12.5 million euros.");
});

test("a choice never becomes empty and never leaves the text", () => {
  let choice = choose(0, 3);
  for (let press = 0; press < 5; press += 1) choice = stepWord(TEXT, choice, -1);
  assert.equal(words(choice), "The");
  choice = choose(0, TEXT.length);
  assert.deepEqual(stepWord(TEXT, choice, 1), choice);
});

test("a choice grows and shrinks by sentences", () => {
  const two = extendSentence(SENTENCES, first, 1);
  assert.equal(two.end, 50);
  assert.equal(extendSentence(SENTENCES, two, -1).end, 22);
  assert.deepEqual(extendSentence(SENTENCES, first, -1), first);
});

test("from the sentence at which it began it grows upwards as well, and comes back", () => {
  const second = choose(...SENTENCES[1]);
  const up = extendSentence(SENTENCES, second, -1);
  assert.equal(words(up), "The council opened it. It cost 12.5 million euros.");
  const back = extendSentence(SENTENCES, up, 1);
  assert.deepEqual([back.start, back.end], SENTENCES[1]);
  assert.equal(words(extendSentence(SENTENCES, back, 1)), "It cost 12.5 million euros. Nobody was hurt.");
});

test("one end moves by sentences, onto the edge of its own first", () => {
  const part = choose(31, 36);
  assert.equal(words(part), "12.5 ");
  assert.equal(words(stepSentence(SENTENCES, part, 1)), "12.5 million euros.");
  assert.equal(words(stepSentence(SENTENCES, switchEnd(part), -1)), "It cost 12.5 ");
  assert.deepEqual(stepSentence(SENTENCES, switchEnd(part), 1), switchEnd(part));
  assert.equal(words(stepSentence(SENTENCES, choose(4, 67), -1)), "council opened it. It cost 12.5 million euros.");
});

/** What `whole` makes of a selection, written as the text with "[" and "]" where it begins and ends. */
function snapped(drawn, whole = wholeWords) {
  const start = drawn.indexOf("[");
  const end = drawn.indexOf("]") - 1;
  const text = drawn.replace("[", "").replace("]", "");
  const meant = whole(text, start, end);
  return meant && `${text.slice(0, meant.start)}[${text.slice(meant.start, meant.end)}]${text.slice(meant.end)}`;
}

test("a selection that reaches into a word takes all of it", () => {
  assert.equal(snapped("The cou[ncil open]ed it."), "The [council opened] it.");
  assert.equal(snapped("It cost 12[.]5 million."), "It cost [12.5] million.");
  assert.equal(snapped("They do[n’]t."), "They [don’t].");
});

test("a word that is only touched at its edge stays outside, and white space falls off", () => {
  assert.equal(snapped("The[ council ]opened it."), "The [council] opened it.");
  assert.equal(snapped("One line.[\n\nAnother ]line."), "One line.\n\n[Another] line.");
  assert.equal(snapped("Nothing[ \n ]here"), null);
});

test("quotes, brackets and full stops stay as they were selected", () => {
  assert.equal(snapped("He said [“no cho]ice” (then)."), "He said [“no choice]” (then).");
  assert.equal(snapped("He said “[no choice” (th]en)."), "He said “[no choice” (then]).");
  assert.equal(snapped("He said “no choice” [(then).]"), "He said “no choice” [(then).]");
  assert.equal(snapped("Up by 5[0 %] now"), "Up by [50 %] now");
});

test("writing without spaces has words too", () => {
  assert.equal(snapped("東京は大[き]い。"), "東京は[大きい]。");
  assert.equal(snapped("ราคาสู[งขึ้]นมาก"), "ราคา[สูงขึ้น]มาก");
  assert.equal(snapped("قال الو[زير إن ال]سعر"), "قال [الوزير إن السعر]");
  assert.equal(snapped("של[ום עו]לם"), "[שלום עולם]");
});

test("no emoji and no letter is ever cut, to the character either", () => {
  assert.equal(snapped("so 👩‍[👩‍]👧 said"), "so [👩‍👩‍👧] said");
  assert.equal(snapped("so 👩‍[👩‍]👧 said", wholeCharacters), "so [👩‍👩‍👧] said");
  assert.equal(snapped("cafe[\u0301 n]oir", wholeCharacters), "caf[e\u0301 n]oir");
  assert.equal(snapped("The cou[ncil open]ed it.", wholeCharacters), "The cou[ncil open]ed it.");
});

test("far behind the beginning of a line words are found as well", () => {
  const long = "word ".repeat(300);
  assert.equal(snapped(`${long}be[gin e]nd`), `${long}[begin end]`);
});

test("a dragged end takes whole words, and one word at least stays", () => {
  const claim = { start: 4, end: 21 };
  assert.equal(words(dragEnd(TEXT, claim, "end", 9)), "council");
  assert.equal(words(dragEnd(TEXT, claim, "end", 0)), "council");
  assert.equal(words(dragEnd(TEXT, claim, "start", 14)), "opened it");
  assert.equal(words(dragEnd(TEXT, claim, "start", 60)), "it");
  assert.equal(words(dragEnd(TEXT, claim, "end", 33)), "council opened it. It cost 12.5");
  assert.equal(words(dragEnd(TEXT, claim, "end", 9, wholeCharacters)), "counc");
});

test("an end stands on an emoji as on a word", () => {
  const text = "They cheered 👍🏽 and 🇺🇦 waved.";
  const steps = [];
  for (let choice = choose(0, text.length); choice.end > 5; choice = stepWord(text, choice, -1)) steps.push(text.slice(0, choice.end).split(" ").at(-1));
  assert.deepEqual(steps, ["waved.", "waved", "🇺🇦", "and", "👍🏽", "cheered"]);
});

test("what is left of a sentence begins with a word or the quote before it", () => {
  const text = "It cost 12.5 million, “twice as much”.";
  const rest = (from) => {
    const choice = chooseRest(text, { start: 0, end: text.length }, from);
    return choice && text.slice(choice.start, choice.end);
  };
  assert.equal(rest(20), "“twice as much”.");
  assert.equal(rest(28), "as much”.");
  assert.equal(rest(37), null);
  assert.equal(rest(text.length), null);
});

test("a sign before the next number belongs to it", () => {
  const left = (drawn) => {
    const text = drawn.replace("|", "");
    const { start, end } = chooseRest(text, { start: 0, end: text.length }, drawn.indexOf("|"));
    return text.slice(start, end);
  };
  assert.equal(left("It cost 12 million|, $5 million of it"), "$5 million of it");
  assert.equal(left("It fell|, -3 % in May"), "-3 % in May");
  assert.equal(left("It fell| – by 3 %"), "by 3 %");
  assert.equal(left("بلغت الكلفة 12 مليونا|، و3 منها"), "و3 منها");
  assert.equal(left("大きい|、東京は"), "東京は");
});

test("a word longer than the window is never cut", () => {
  const long = `The ${"a".repeat(2000)} ends.`;
  assert.equal(stepWord(long, choose(0, long.length - 6), 1).end, long.length - 1);
  assert.equal(stepWord(long, choose(0, 3), 1).end, 2004);
  const marked = `Z${"\u0301".repeat(900)} ends.`;
  assert.equal(stepWord(marked, choose(0, marked.length), -1).end, marked.length - 1);
  assert.equal(stepWord(marked, choose(0, marked.length - 6), 1).end, marked.length - 1);
});

test("of a long choice its beginning and its end are said", () => {
  assert.equal(saidAloud(TEXT, choose(4, 22)), "council opened it.");
  assert.equal(saidAloud(TEXT, choose(0, 50)), "The council opened it. It cost 12.5 million euros.");
  const twice = `${TEXT}\n\n${TEXT}`;
  assert.equal(saidAloud(twice, choose(0, twice.length)), "The council opened it. It cost … 12.5 million euros. Nobody was hurt.");
});

test("a number is a word in every engine, a fraction and a power too", () => {
  const text = "It fell by ½ to 12 km² in 2024";
  const ends = [];
  for (let choice = choose(0, 2); choice.end < text.length; ends.push(choice.end)) choice = stepWord(text, choice, 1);
  assert.deepEqual(ends.map((end) => text.slice(0, end).split(" ").at(-1)), ["fell", "by", "½", "to", "12", "km", "km²", "in", "2024"]);
});
