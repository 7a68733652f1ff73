/** Two texts of one field beside each other, as the server draws them, and the choice between them. */

import { TYPED, openAround, plain, stoodIn } from "./fields.js";
import { submitted } from "./requests.js";
import { token } from "./signing.js";

const BOTH = "[data-both]";

/** The button with which a form was sent that somebody was quicker than. */
const sentWith = new WeakMap();

/** Shows below `field` what stands there, or in another window, beside what is typed. Without the server it is only said. */
export async function showBeside(holder, field, { theirs, mine, where }) {
  const { beside, kind, about: uid } = holder.dataset;
  if (!beside || bothOf(field)) return;
  const body = new URLSearchParams({ kind, uid, name: field.name, theirs, mine, where });
  const asked = { method: "POST", body, headers: { "X-CSRFToken": token() }, redirect: "manual" };
  const answer = await fetch(beside, asked).catch(() => null);
  if (answer?.status === 200) place(field, drawn(await answer.text()).querySelector(BOTH));
}

/**
 * Somebody was quicker than this form: what only they changed is taken over, what only this person changed goes
 * along, and where both did the texts are shown beside each other. Answers whether the form could show it; then
 * nothing else need be drawn. `config` is htmx's account of the request.
 */
export function conflictIn(holder, config, markup) {
  const form = config.elt;
  const notice = drawn(markup).querySelector("[data-conflict]");
  if (!notice || !holder.contains(form) || form.hidden || !form.elements.row_version) return false;
  const values = [...notice.querySelectorAll(BOTH)].map((both) => [fieldNamed(form, both.dataset.name), both]);
  if (values.length === 0 || values.some(([field]) => !field)) return false;
  form.elements.row_version.value = notice.dataset.rowVersion;
  const clashes = values.filter(([field, both]) => !merged(field, both.dataset.theirs));
  for (const [field, both] of clashes) place(field, both);
  const button = config.triggeringEvent?.submitter ?? null;
  sentWith.set(form, button);
  if (clashes.length === 0) setTimeout(() => submitted(form, button));
  else bothOf(clashes[0][0]).focus();
  return true;
}

/** Does what the button says: {field, words}, where `words` are those that stood against this person's. */
export function settle(button) {
  const both = button.closest(BOTH);
  const { name, theirs } = both.dataset;
  const form = both.closest("form");
  const field = both.previousElementSibling?.matches("input, textarea, select") ? both.previousElementSibling : form && fieldNamed(form, name);
  if (!field) return {};
  const { way } = button.dataset;
  // What another window holds stands nowhere yet.
  if (!("elsewhere" in both.dataset)) field.dataset.base = theirs;
  if (way === "theirs") setValue(field, theirs);
  if (way === "edit") both.querySelector(".both-ways").remove();
  else both.remove();
  const left = form?.querySelector(`${BOTH} .both-ways`);
  if (way === "mine" && sentWith.has(form) && !left) submitted(form, sentWith.get(form));
  else (left?.querySelector("button") ?? field).focus();
  return { field, words: theirs };
}

/** Whether one of both has left the value as it stood: then the other's counts. */
function merged(field, theirs) {
  const stood = field.dataset.base ?? stoodIn(field);
  if (plain(theirs) === stood) return true;
  if (plain(field.value) !== stood) return plain(field.value) === plain(theirs);
  setValue(field, theirs);
  return true;
}

function setValue(field, words) {
  field.value = words;
  if (field.matches(TYPED)) field.dispatchEvent(new InputEvent("input", { bubbles: true }));
}

function place(field, both) {
  openAround(field);
  bothOf(field)?.remove();
  field.after(both);
}

const bothOf = (field) => (field.nextElementSibling?.matches(BOTH) ? field.nextElementSibling : null);
const drawn = (markup) => document.createRange().createContextualFragment(markup);

/** Only fields that can be seen and written in can show two texts. */
function fieldNamed(form, name) {
  const field = form.elements[name];
  return field?.matches?.("textarea, select, input:not([type=hidden])") ? field : null;
}
