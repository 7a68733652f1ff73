/** Scrolling while something is dragged near the upper or lower edge of what is in sight. */

const ZONE_PX = 56;
/** A frame; as much as 20 lines a second. */
const FASTEST_PX = 12;

/** How far to scroll in this frame, in pixels, for a pointer at `y` in what is seen from `top` to `bottom`. Pure. */
export function scrollStep(y, top, bottom) {
  const above = top + ZONE_PX - y;
  const below = y - (bottom - ZONE_PX);
  if (above > 0) return -Math.ceil(FASTEST_PX * Math.min(above / ZONE_PX, 1));
  return below > 0 ? Math.ceil(FASTEST_PX * Math.min(below / ZONE_PX, 1)) : 0;
}

/** What of the text is in sight, {top, bottom} in pixels of the window, and what scrolls it. */
export function sightOf(text) {
  const pane = text.closest(".text");
  if (getComputedStyle(pane).overflowY !== "visible") {
    const { top, bottom } = pane.getBoundingClientRect();
    return { scroller: pane, top, bottom };
  }
  // On a narrow window the bar of actions and the sheet lie over the text.
  const covers = [...document.querySelectorAll(".actions, .panel[data-sheet=open]")].map((cover) => cover.getBoundingClientRect());
  const bottom = Math.min(window.innerHeight, ...covers.filter(({ height }) => height > 0).map(({ top }) => top));
  return { scroller: document.scrollingElement, top: 0, bottom };
}

/** Scrolls `text` as long as the pointer stays near an edge, and calls `scrolled` after each step. */
export class EdgeScroll {
  #text;
  #scrolled;
  #y = 0;
  #frame = 0;

  constructor(text, scrolled) {
    this.#text = text;
    this.#scrolled = scrolled;
  }

  /** The pointer is at this height of the window. */
  follow(y) {
    this.#y = y;
    if (!this.#frame) this.#frame = requestAnimationFrame(() => this.#step());
  }

  stop() {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
  }

  #step() {
    this.#frame = 0;
    const { scroller, top, bottom } = sightOf(this.#text);
    const before = scroller.scrollTop;
    scroller.scrollTo({ top: before + scrollStep(this.#y, top, bottom), behavior: "instant" });
    if (scroller.scrollTop === before) return;
    this.#scrolled();
    this.follow(this.#y);
  }
}
