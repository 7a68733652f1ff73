/** How long to wait before asking again. Pure. */

const EVERY_MS = 4_000;
/** A window that nobody sees: it is asked at once when it is seen again. */
const HIDDEN_MS = 60_000;
const FIRST_MS = 2_000;
const LONGEST_MS = 60_000;
const SIGNED_OUT_MS = 15_000;

/** `failures` in a row without an answer; `state` is what the last one was: "", "lost", "signed-out" or "other". */
export function waitBefore({ state, failures, hidden }) {
  if (hidden) return HIDDEN_MS;
  if (state === "lost") return Math.min(FIRST_MS * 2 ** (failures - 1), LONGEST_MS);
  return state ? SIGNED_OUT_MS : EVERY_MS;
}

/** What an answer says of the connection; `answer` is a Response, or null when there was none. */
export function stateOf(answer) {
  if (answer?.status === 200 || answer?.status === 304) return "";
  if (answer?.type === "opaqueredirect") return "signed-out";
  return answer?.status === 403 ? "other" : "lost";
}
