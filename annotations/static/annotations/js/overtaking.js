/**
 * Two clicks in a row send two requests at once, and each answer would draw the panel: what was asked for last stays,
 * in whichever order they come. Of an answer that is overtaken only what belongs outside the panel is drawn.
 */

const isForPanel = ({ target }) => target?.id === "panel-content";

export function drawInOrder(bench) {
  /** By request under way: who sent it, what the panel was about, and how many were sent before. */
  const underWay = new Map();
  let sent = 0;
  let drawn = 0;
  const waitingRoom = bench.appendChild(Object.assign(document.createElement("div"), { hidden: true }));
  const about = () => bench.subject?.dataset.address ?? "";

  document.addEventListener("htmx:beforeRequest", ({ detail }) => {
    if (isForPanel(detail)) underWay.set(detail.xhr, { sender: detail.elt, subject: about(), turn: (sent += 1) });
  });
  document.addEventListener("htmx:beforeSwap", ({ detail }) => {
    if (!isForPanel(detail) || !detail.shouldSwap || detail.swapOverride === "none") return;
    const { subject, turn } = underWay.get(detail.xhr);
    if (turn > drawn) return void (drawn = turn);
    detail.swapOverride = "none";
    // What is shown may have been written before this was done.
    const wasDone = detail.requestConfig.verb !== "get";
    if (wasDone && subject && subject === about()) bench.dispatchEvent(new CustomEvent("incomplete"));
  });
  // Of an answer to what stands in no page htmx would find no place for, and nobody would hear that it has come.
  document.addEventListener("htmx:afterSwap", () => waitingRoom.append(...gone(underWay)), { capture: true });
  document.addEventListener("htmx:afterRequest", ({ detail }) => {
    underWay.delete(detail.xhr);
    queueMicrotask(() => waitingRoom.contains(detail.elt) && detail.elt.remove());
  });
}

const gone = (underWay) => [...underWay.values()].map(({ sender }) => sender).filter((sender) => !sender.isConnected);
