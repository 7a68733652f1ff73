/** What is said when a request was not answered. */

import { requested, submitted } from "./requests.js";

const BROKEN = ["That did not work", "The error is ours. Nothing was changed, and what you typed is still here."];
const RESTING = ["The server is busy or being restarted", "Nothing was changed, and what you typed is still here."];
const OFFLINE = ["This machine is offline", "What you typed is still here."];
const ONLINE = ["This machine is online again", "What you typed is still here."];
const UNREACHED = ["The server was not reached", "What you typed is still here. Try again in a moment."];

const FIRST_FAULT_OF_SERVER = 500;
/** Said by the proxy in front, or by us, when nobody is there to answer. */
const NOBODY_THERE = [502, 503, 504];

/**
 * Says in the panel that a request of htmx failed, and offers to send it again. A refusal says itself what is wrong.
 * What was said of the deed before goes: it would stand there as if it were the answer.
 */
export function showFailure(bench, { type, detail }) {
  bench.querySelector("#toasts").replaceChildren();
  const status = type === "htmx:sendError" ? 0 : detail.xhr.status;
  if (status && status < FIRST_FAULT_OF_SERVER) return;
  const notice = bench.querySelector("#failure").content.cloneNode(true);
  const parts = notice.querySelectorAll("strong, p");
  const say = (words) => parts.forEach((part, index) => (part.textContent = words[index]));
  const said = saidOf(status);
  say(said);
  if (said === OFFLINE) window.addEventListener("online", () => say(ONLINE), { once: true });
  notice.querySelector("[data-again]").addEventListener("click", () => sendAgain(bench, detail.requestConfig));
  bench.querySelector("#problem").replaceChildren(notice);
  bench.showPanel(true);
}

function saidOf(status) {
  if (status) return NOBODY_THERE.includes(status) ? RESTING : BROKEN;
  return navigator.onLine ? UNREACHED : OFFLINE;
}

function sendAgain(bench, { elt, verb, path, triggeringEvent }) {
  bench.querySelector("#problem").replaceChildren();
  return elt.matches("form") ? submitted(elt, triggeringEvent?.submitter) : requested(verb, path, "#panel-content");
}
