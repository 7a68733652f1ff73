/** What the filters beside the text show. Their names are those in the address; a sentence says the rest itself. */

/** What the text marks a sentence with. */
export const FLAGS = ["data-stale", "data-mine", "data-overlap"];

/** The filters by class, and what the signs in the text call it. */
const CLASSES = { supported: "supported", qualified: "qualified", contradicted: "contradicted", unsettled: "unsettled", unrated: "open" };

/** Whether the filter of this name shows the sentence; a name that is none shows all. */
export function shows(name, sentence) {
  if (!name) return true;
  if (name === "open") return sentence.dataset.disposition === "open";
  if (name in CLASSES) return Boolean(sentence.querySelector(signsShown(name)));
  return !FLAGS.includes(`data-${name}`) || sentence.hasAttribute(`data-${name}`);
}

/** The signs among which the filter of this name leads from claim to claim, as a selector. */
export function signsShown(name) {
  return name in CLASSES ? `.sign[data-class="${CLASSES[name]}"]` : ".sign";
}

/** Shows only these sentences; the others step back. */
export function showOnly(text, name) {
  text.dataset.show = name;
  markChosen(text);
  text.dispatchEvent(new CustomEvent("shown", { bubbles: true }));
}

/** What the filter of this name is called beside the text; "" for the one that shows all. */
export function labelOf(name) {
  return name ? (document.querySelector(`#shows [data-show="${CSS.escape(name)}"] > span`)?.textContent.trim() ?? "") : "";
}

/** Marks the filter that `text` shows in the list: it comes anew from the server, which is not told what one looks at. */
export function markChosen(text) {
  const { show = "" } = text.dataset;
  for (const link of document.querySelectorAll("#shows [data-show]")) {
    if (link.dataset.show === show) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
}
