/** The only script of readers' pages: copying what embeds a check. */

import { CopyText } from "./elements/copy-text.js";

customElements.define("copy-text", CopyText);
