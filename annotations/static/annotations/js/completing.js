/**
 * Names that are used already, offered in a field with `data-names` (their address), asked for when the field is first
 * gone into. With `data-several` the field holds several, between commas. Without script it is a field like any other.
 */

import { fetched } from "./requests.js";

/** Watches `root` for such fields. */
export function offerNames(root) {
  root.addEventListener("focusin", ({ target }) => {
    if (target.matches("input[data-names]") && !target.list) addNames(target);
  });
}

/** What can be chosen when `typed` stands in a field for several: what is there with each name more, none twice. */
export function withOneMore(typed, names) {
  const parts = typed.split(",").map((part) => part.trim());
  const [begun, there] = [parts.pop(), parts.filter(Boolean)];
  const free = names.filter((name) => !there.includes(name) && name !== begun);
  return free.map((name) => [...there, name].join(", "));
}

async function addNames(field) {
  const begun = field.value;
  const list = document.createElement("datalist");
  list.id = `${field.id}-names`;
  field.after(list);
  field.setAttribute("list", list.id);
  const names = await fetched(field.dataset.names);
  if (names === null) {
    // Whoever comes back to the field asks again.
    list.remove();
    return field.removeAttribute("list");
  }
  list.innerHTML = names;
  // Firefox offers nothing in a field that completes nothing.
  field.removeAttribute("autocomplete");
  if (field.hasAttribute("data-several")) offerOneMore(field, list);
  else offerKind(field, list, begun);
}

function offerOneMore(field, list) {
  const names = [...list.options].map((option) => option.value);
  const offer = () => list.replaceChildren(...withOneMore(field.value, names).map((value) => new Option(value, value)));
  field.addEventListener("input", offer);
  offer();
}

function offerKind(field, list, begun) {
  field.addEventListener("input", () => chooseKind(field, list));
  // Typed to its end before the names were here.
  if (field.value !== begun) chooseKind(field, list);
}

/** A known name is that of a person or of an organisation: the field beside it, named in `data-kind-field`, says so. */
function chooseKind(field, list) {
  const known = [...list.options].filter((option) => option.value === field.value);
  const kinds = document.getElementById(field.dataset.kindField);
  if (known.length !== 1 || !kinds || kinds.value === known[0].dataset.kind) return;
  kinds.value = known[0].dataset.kind;
  kinds.dispatchEvent(new Event("input", { bubbles: true }));
}
