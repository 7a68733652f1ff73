import assert from "node:assert/strict";
import { test } from "node:test";

import { commandFor as commandOf, goesOn, withKey } from "../../annotations/static/annotations/js/keys.js";

const KEYS = {
  text: { c: "mark", j: "next-sentence", e: "write:proposal", "+": "stance:supports", 7: "rate:7", d: "compare", x: "dismiss", s: "add-source", ".": "done" },
  tray: { y: "answer:same", g: "answer:gone", e: "edit-span", j: "next-change", 2: "answer:place-2", d: "compare" },
};
const OFF = { text: {}, tray: {} };

const commandFor = (event, where, keys = KEYS) => commandOf(event, where, keys);
const press = (key, more = {}) => ({ key, getModifierState: () => false, ...more });

test("letters are commands in the text and in the panel", () => {
  assert.deepEqual(commandFor(press("c"), "text"), ["mark"]);
  assert.deepEqual(commandFor(press("+"), "panel"), ["stance", "supports"]);
  assert.deepEqual(commandFor(press("7"), "text"), ["rate", "7"]);
});

test("e proposes other words, and in the tray edits the span", () => {
  assert.deepEqual(commandFor(press("e"), "text"), ["write", "proposal"]);
  assert.deepEqual(commandFor(press("e"), "panel"), ["write", "proposal"]);
  assert.deepEqual(commandFor(press("e"), "tray"), ["edit-span"]);
  assert.equal(commandFor(press("e"), "field"), null);
});

test("letters are words in a field; only leaving and saving are ours", () => {
  assert.equal(commandFor(press("c"), "field"), null);
  assert.equal(commandFor(press("z", { ctrlKey: true }), "field"), null);
  assert.deepEqual(commandFor(press("Escape"), "field"), ["leave"]);
  assert.deepEqual(commandFor(press("Enter", { ctrlKey: true }), "field"), ["save-field"]);
  assert.deepEqual(commandFor(press("Enter", { metaKey: true }), "field"), ["save-field"]);
});

test("a button keeps Enter, the rest of the page keeps its arrows", () => {
  assert.equal(commandFor(press("Enter"), "control"), null);
  assert.deepEqual(commandFor(press("Enter"), "text"), ["open"]);
  assert.equal(commandFor(press("ArrowDown"), "panel"), null);
});

test("keys of the browser and of an input method stay theirs", () => {
  assert.equal(commandFor(press("c", { ctrlKey: true }), "text"), null);
  assert.equal(commandFor(press("x", { altKey: true }), "text"), null);
  assert.equal(commandFor(press("j", { isComposing: true }), "text"), null);
  assert.equal(commandFor(press("@", { getModifierState: () => true }), "text"), null);
});

test("with Shift the arrows choose words and sentences", () => {
  assert.deepEqual(commandFor(press("ArrowRight", { shiftKey: true }), "text"), ["move-end", 1]);
  assert.deepEqual(commandFor(press("ArrowUp", { shiftKey: true }), "text"), ["extend", -1]);
});

test("Control or Command with Z takes back, with Shift it does again; in a field both are the browser's", () => {
  for (const shifted of [{ ctrlKey: true, shiftKey: true }, { metaKey: true, shiftKey: true }]) {
    assert.deepEqual(commandFor(press("Z", shifted), "control"), ["redo"]);
    assert.equal(commandFor(press("Z", shifted), "field"), null);
  }
  assert.deepEqual(commandFor(press("y", { ctrlKey: true }), "text"), ["redo"]);
  assert.deepEqual(commandFor(press("z", { ctrlKey: true }), "text"), ["undo"]);
  assert.deepEqual(commandFor(press("z", { metaKey: true }), "panel"), ["undo"]);
});

test("the tray has keys of its own, and nothing else is done to the text from there", () => {
  assert.deepEqual(commandFor(press("y"), "tray"), ["answer", "same"]);
  assert.deepEqual(commandFor(press("g"), "tray"), ["answer", "gone"]);
  assert.deepEqual(commandFor(press("2"), "tray"), ["answer", "place-2"]);
  assert.deepEqual(commandFor(press("j"), "tray"), ["next-change"]);
  assert.deepEqual(commandFor(press("d"), "tray"), ["compare"]);
  assert.deepEqual(commandFor(press("z", { ctrlKey: true }), "tray"), ["undo"]);
  for (const key of ["c", "x", "s", "+", "7", ".", "Enter", " ", "ArrowDown"]) assert.equal(commandFor(press(key), "tray"), null);
  assert.equal(commandFor(press("y"), "text"), null);
});

test("keys are what the person made of them", () => {
  const own = { text: { q: "mark" }, tray: {} };
  assert.deepEqual(commandFor(press("q"), "text", own), ["mark"]);
  assert.equal(commandFor(press("c"), "text", own), null);
  assert.equal(withKey("Mark a claim first", own, "mark"), "Mark a claim first: q");
});

test("switched off, no single character is a command, and the rest stays", () => {
  for (const key of ["c", "j", "+", "7", ".", "?", "/"]) assert.equal(commandFor(press(key), "text", OFF), null);
  assert.equal(commandFor(press("y"), "tray", OFF), null);
  assert.deepEqual(commandFor(press("z", { ctrlKey: true }), "text", OFF), ["undo"]);
  assert.deepEqual(commandFor(press("ArrowDown"), "text", OFF), ["next-sentence"]);
  assert.deepEqual(commandFor(press("Escape"), "tray", OFF), ["leave"]);
  assert.equal(withKey("Mark a claim first", OFF, "mark"), "Mark a claim first");
});

test("a key that is held goes on from sentence to sentence; nothing is marked, sent or taken back twice", () => {
  for (const command of ["next-sentence", "previous-claim", "next-change", "extend", "move-end"]) assert.ok(goesOn(command));
  for (const command of ["mark", "dismiss", "undo", "done", "rate", "add-source", "write"]) assert.ok(!goesOn(command));
});
