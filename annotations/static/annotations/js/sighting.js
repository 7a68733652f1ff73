/** Bringing a sentence into sight, wherever it comes to lie. */

const MOST_FRAMES = 20;
/** So many frames in a row nothing moved any more. */
const CALM_FRAMES = 4;

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
