/** The only script of readers' pages: copying what embeds a check. */

import { CopyBox } from "./elements/copy-box.js";

customElements.define("copy-box", CopyBox);
