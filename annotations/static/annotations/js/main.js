/** What every page loads. One custom element a file; a page without the element pays nothing but the download. */

import { ThemeChoice } from "./elements/theme-choice.js";
import { closeOnOutside } from "./dismissing.js";

customElements.define("theme-choice", ThemeChoice);
closeOnOutside(document);
