import assert from "node:assert/strict";
import { test } from "node:test";

import { DraftKeeper, HELD, KeptWords, OVERLAP_MS } from "../../annotations/static/annotations/js/keeping.js";

/** As the browser's: its keys are the keys of what it holds. */
class Storage {
  getItem(key) {
    return Object.hasOwn(this, key) ? this[key] : null;
  }
  setItem(key, value) {
    this[key] = value;
  }
  removeItem(key) {
    delete this[key];
  }
}

test("words are kept until the server has them", () => {
  const words = new KeptWords(new Storage(), "bob", "claim-1");
  words.keep("comment", "Half a thought");
  assert.equal(words.kept("comment").words, "Half a thought");
  words.forget("comment");
  assert.equal(words.kept("comment"), null);
});

test("one person's words are not another's, nor another claim's", () => {
  const storage = new Storage();
  new KeptWords(storage, "bob", "claim-1").keep("comment", "Mine");
  assert.equal(new KeptWords(storage, "alice", "claim-1").kept("comment"), null);
  assert.equal(new KeptWords(storage, "bob", "claim-2").kept("comment"), null);
});

test("a storage that refuses keeps nothing and breaks nothing", () => {
  const refuse = () => {
    throw new Error("full");
  };
  const words = new KeptWords({ getItem: refuse, setItem: refuse, removeItem: refuse }, "bob", "claim-1");
  assert.equal(words.keep("comment", "Words"), false);
  assert.equal(words.kept("comment"), null);
  words.forget("comment");
});

/** A clock that stands until it is moved on. */
class Clock {
  #time = 0;
  #timers = new Map();
  #next = 1;
  now = () => this.#time;
  setTimeout = (work, wait) => {
    this.#timers.set(this.#next, { at: this.#time + wait, work });
    return this.#next++;
  };
  clearTimeout = (timer) => void this.#timers.delete(timer);
  async pass(milliseconds) {
    const end = this.#time + milliseconds;
    for (;;) {
      const due = [...this.#timers].filter(([, { at }]) => at <= end).sort(([, a], [, b]) => a.at - b.at)[0];
      if (!due) break;
      this.#timers.delete(due[0]);
      this.#time = due[1].at;
      await due[1].work();
    }
    this.#time = end;
  }
}

function keeper(answers = () => true) {
  const clock = new Clock();
  const local = new KeptWords(new Storage(), "bob", "claim-1", clock.now);
  const sent = [];
  const told = [];
  const send = async (field, { words }) => {
    sent.push([field, words]);
    return answers();
  };
  return { clock, local, sent, told, drafts: new DraftKeeper(local, send, { told: ({ server }) => told.push(server), clock }) };
}

test("words go to the server in a pause, and a little later the browser lets them go", async () => {
  const { clock, drafts, local, sent, told } = keeper();
  drafts.typed("reasons", "It");
  drafts.typed("reasons", "It is");
  assert.equal(local.kept("reasons").words, "It is");
  await clock.pass(600);
  assert.deepEqual(sent, [["reasons", "It is"]]);
  assert.deepEqual(told, [true]);
  assert.ok(local.kept("reasons").until);
  await clock.pass(OVERLAP_MS);
  assert.deepEqual(local.fields, []);
});

test("who never pauses is kept within two seconds all the same", async () => {
  const { clock, drafts, sent } = keeper();
  for (let letters = 1; letters <= 20; letters += 1) {
    drafts.typed("reasons", "x".repeat(letters));
    await clock.pass(100);
  }
  assert.ok(sent.length >= 1);
});

test("what the server did not take stays in the browser and is sent again", async () => {
  let up = false;
  const { clock, drafts, local, sent, told } = keeper(() => up);
  drafts.typed("reasons", "Words");
  await clock.pass(1_000);
  assert.equal(local.kept("reasons").words, "Words");
  up = true;
  await clock.pass(6_000);
  assert.ok(local.kept("reasons").until);
  assert.deepEqual(told, [false, true]);
  assert.equal(sent.length, 2);
});

test("what the server got lingers for the page that was drawn before that, and for no page after", async () => {
  const { clock, drafts, local, sent } = keeper();
  drafts.typed("reasons", "It", "Before");
  await clock.pass(600);
  assert.deepEqual(sent, [["reasons", "It"]]);
  const { words, base } = local.kept("reasons");
  assert.deepEqual({ words, base }, { words: "It", base: "Before" });
  drafts.typed("reasons", "It stays");
  assert.equal(local.kept("reasons").until, undefined);
  await clock.pass(600 + OVERLAP_MS);
  assert.equal(local.kept("reasons"), null);
});

test("what lingered is forgotten by whoever comes, also where its own page was closed", () => {
  const storage = new Storage();
  let time = 0;
  const words = new KeptWords(storage, "bob", "claim-1", () => time);
  words.keep("comment", "On the server");
  words.linger("comment");
  words.keep("reasons", "Nowhere else");
  storage.setItem("somebody's own", "{}");
  time = OVERLAP_MS;
  assert.equal(words.kept("comment"), null);
  new KeptWords(storage, "alice", "claim-2", () => time).forgetPast();
  assert.deepEqual(words.fields, ["reasons"]);
  assert.equal(storage.getItem("somebody's own"), "{}");
});

test("a form on its way is not overtaken by a draft of its own words", async () => {
  const { clock, drafts, local, sent } = keeper();
  drafts.typed("comment", "Done");
  drafts.handIn([["comment", "Done"]]);
  await drafts.flush({ leaving: true });
  assert.deepEqual(sent, []);
  drafts.answered(["comment"], true);
  await clock.pass(9_000);
  assert.deepEqual(sent, []);
  assert.equal(local.kept("comment"), null);
});

test("what is typed while the form is on its way waits for the field that comes", async () => {
  const { clock, drafts, local, sent } = keeper();
  drafts.typed("comment", "Done");
  drafts.handIn([["comment", "Done"]]);
  drafts.typed("comment", "And one more");
  drafts.answered(["comment"], true);
  await clock.pass(9_000);
  assert.deepEqual(sent, []);
  assert.deepEqual(local.kept("comment"), { words: "And one more", base: null });
});

test("a draft that was under way when its form was taken is taken back, unless more was typed", async () => {
  for (const [typed, last] of [["", ["comment", ""]], ["And one more", ["comment", "Done"]]]) {
    let arrive;
    const { drafts, local, sent } = keeper(() => new Promise((resolve) => (arrive = () => resolve(true))));
    drafts.typed("comment", "Done");
    const underWay = drafts.flush();
    drafts.handIn([["comment", "Done"]]);
    if (typed) drafts.typed("comment", typed);
    drafts.answered(["comment"], true);
    arrive();
    await Promise.race([underWay, new Promise((resolve) => setTimeout(resolve, 20))]);
    assert.deepEqual(sent.at(-1), last);
    assert.equal(local.kept("comment")?.words ?? "", typed);
  }
});

test("a draft whose answer comes later than that of the next one takes nothing back", async () => {
  const answers = [];
  const { drafts, local, sent } = keeper(() => new Promise((resolve) => answers.push(() => resolve(true))));
  drafts.typed("comment", "One");
  const first = drafts.flush();
  drafts.typed("comment", "One more");
  const second = drafts.flush({ leaving: true });
  answers[1]();
  await second;
  local.forget("comment");
  answers[0]();
  await Promise.race([first, new Promise((resolve) => setTimeout(resolve, 20))]);
  assert.deepEqual(sent.at(-1), ["comment", "One more"]);
});

test("a refused form's words are drafts again", async () => {
  const { clock, drafts, sent } = keeper();
  drafts.typed("comment", "Done");
  drafts.handIn([["comment", "Done"]]);
  drafts.answered(["comment"], false);
  await clock.pass(600);
  assert.deepEqual(sent, [["comment", "Done"]]);
});

test("letters typed while a draft is under way are not forgotten", async () => {
  const { clock, drafts, local, sent } = keeper();
  drafts.typed("reasons", "It");
  const under_way = drafts.flush();
  drafts.typed("reasons", "It is");
  await under_way;
  assert.equal(local.kept("reasons").words, "It is");
  await clock.pass(1_000);
  assert.deepEqual(sent.at(-1), ["reasons", "It is"]);
});

test("with a storage that is full the words are sent again all the same, and known to be on the page alone", async () => {
  const { clock, drafts, local, sent } = keeper(() => sent.length > 1);
  local.keep = () => false;
  drafts.typed("reasons", "Words");
  await clock.pass(1_000);
  assert.equal(drafts.isAlone, true);
  await clock.pass(6_000);
  assert.equal(sent.length, 2);
  assert.equal(drafts.isAlone, false);
});

test("words that another window's stand against wait for a choice and stay in the browser", async () => {
  const { clock, drafts, local, sent, told } = keeper(() => HELD);
  drafts.typed("reasons", "Words");
  await clock.pass(9_000);
  assert.equal(sent.length, 1);
  assert.equal(local.kept("reasons").words, "Words");
  assert.deepEqual(told, [true]);
});

test("words are kept with what stood there when they were begun", () => {
  const words = new KeptWords(new Storage(), "bob", "claim-1");
  words.keep("claim-text", "Mine", "As it stood");
  assert.deepEqual(words.kept("claim-text"), { words: "Mine", base: "As it stood" });
});

test("another window of the same person hears what is typed, and when it is handed in", () => {
  const heard = [];
  const storage = new Storage();
  const other = new KeptWords(storage, "bob", "claim-1");
  const write = storage.setItem;
  storage.setItem = (key, newValue) => {
    write.call(storage, key, newValue);
    heard.push(other.heard({ key, newValue }));
  };
  const words = new KeptWords(storage, "bob", "claim-1");
  words.keep("comment", "Half");
  words.handedIn("comment", "Half a thought");
  assert.deepEqual(heard, [{ field: "comment", words: "Half", base: "" }, { field: "comment", taken: "Half a thought" }]);
  assert.equal(words.kept("comment"), null);
  assert.equal(new KeptWords(storage, "alice", "claim-1").heard({ key: "typed:bob:claim-1:comment", newValue: "{}" }), null);
});
