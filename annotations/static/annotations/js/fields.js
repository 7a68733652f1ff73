/** Fields in which people write: which they are, what they are called, what stood in them at first, and how one gets into them. */

/** Searching is not writing, and a password is kept nowhere. */
export const TYPED =
  "textarea:not([readonly]), input:is([type=text], [type=url], [type=email], [type=tel], [type=date], [type=datetime-local], :not([type])):not([readonly])";

/** `scope` tells the forms of one record apart. */
export const nameOf = (field, scope) => (scope ? `${scope}-${field.id}` : field.id);

/** Words with the line ends that a form's own value has. */
export const plain = (words) => words.replace(/\r\n?/g, "\n");

/** The value the page came with. */
export function stoodIn(field) {
  if (field.options) return ([...field.options].find((option) => option.defaultSelected) ?? field.options[0])?.value ?? "";
  return plain(field.defaultValue);
}

const WORDS = "textarea, input:is([type=text], :not([type]))";

/**
 * Whether somebody wrote in it before anything here listened. Only on a page that was just asked for: on one gone back
 * to, or loaded again, the browser itself puts back what stood there.
 */
export function isTypedEarly(field) {
  const [{ type } = {}] = performance.getEntriesByType("navigation");
  return type === "navigate" && field.matches(WORDS) && plain(field.value) !== stoodIn(field);
}

/** Opens what hides the field. */
export function openAround(field) {
  for (let details = field.closest("details"); details; details = details.parentElement.closest("details")) details.open = true;
}

/** Opens what hides the field, goes into it behind its last word, and puts `words` there. */
export function goInto(field, words) {
  openAround(field);
  field.focus();
  field.scrollIntoView({ block: "nearest" });
  field.setRangeText(words, field.value.length, field.value.length, "end");
  if (words) field.dispatchEvent(new InputEvent("input", { bubbles: true }));
}
