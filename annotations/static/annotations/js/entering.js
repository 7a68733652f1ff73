/** Opens what hides the field, goes into it behind its last word, and puts `words` there. */
export function goInto(field, words) {
  for (let details = field.closest("details"); details; details = details.parentElement.closest("details")) details.open = true;
  field.focus();
  field.scrollIntoView({ block: "nearest" });
  field.setRangeText(words, field.value.length, field.value.length, "end");
  if (words) field.dispatchEvent(new InputEvent("input", { bubbles: true }));
}
