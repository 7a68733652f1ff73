/** Bringing into sight what one is at: a sentence, wherever it comes to lie, or what has the focus in the panel. */

const MOST_FRAMES = 20;
/** So many frames in a row nothing moved any more. */
const CALM_FRAMES = 4;

const GAP_PX = 8;

let frame = 0;

/**
 * Brings an element of the text into sight. Paragraphs that were never looked at are laid out only then (sentence.css),
 * longer or shorter than was supposed, so its place is looked at again until it rests. The last call counts.
 */
export function bringIntoSight(element, block = "nearest") {
  cancelAnimationFrame(frame);
  let [calm, left] = [0, MOST_FRAMES];
  const scroll = () => {
    const { top } = element.getBoundingClientRect();
    element.scrollIntoView({ block, behavior: "instant" });
    calm = element.getBoundingClientRect().top === top ? calm + 1 : 0;
    left -= 1;
    if (calm < CALM_FRAMES && left > 0) frame = requestAnimationFrame(scroll);
  };
  scroll();
}

/**
 * Scrolls what takes the focus in the panel out from under its head and the verdict, which lie over what scrolls. Not
 * while it is pressed: it would slip away from under the pointer.
 */
export function uncover(panel, target) {
  if (!panel.contains(target) || target.matches(":active")) return;
  const over = [...panel.querySelectorAll(".panel-head, .panel-dock")].filter((each) => !each.contains(target));
  // The browser's own scrolling comes behind the event.
  requestAnimationFrame(() => {
    if (document.activeElement === target) for (const each of over) panel.scrollTop += hiddenBy(each, target);
  });
}

/** By how many pixels it has to go up; negative where it has to go down. */
function hiddenBy(cover, target) {
  const [over, own] = [cover.getBoundingClientRect(), target.getBoundingClientRect()];
  if (own.bottom <= over.top || own.top >= over.bottom) return 0;
  return cover.matches(".panel-head") ? own.top - over.bottom - GAP_PX : own.bottom - over.top + GAP_PX;
}
