/** What every page loads. One custom element a file; a page without an element pays nothing but the download. */

import { closeOnOutside } from "./dismissing.js";
import { ArticleText } from "./elements/article-text.js";
import { ChoiceBar } from "./elements/choice-bar.js";
import { ClaimMenu } from "./elements/claim-menu.js";
import { ClaimPicks } from "./elements/claim-picks.js";
import { CopyText } from "./elements/copy-text.js";
import { DifferenceSteps } from "./elements/difference-steps.js";
import { KeptWordsElement } from "./elements/kept-words.js";
import { LiveUpdates } from "./elements/live-updates.js";
import { MatchBox } from "./elements/match-box.js";
import { MentionBox } from "./elements/mention-box.js";
import { ProposedWords } from "./elements/proposed-words.js";
import { SourceBox } from "./elements/source-box.js";
import { TextMap } from "./elements/text-map.js";
import { ThemeChoice } from "./elements/theme-choice.js";
import { WaitingForm } from "./elements/waiting-form.js";
import { WorkBench } from "./elements/work-bench.js";
import { openOnDemand } from "./opening.js";

closeOnOutside(document);
openOnDemand(document);
customElements.define("theme-choice", ThemeChoice);
customElements.define("mention-box", MentionBox);
customElements.define("claim-picks", ClaimPicks);
customElements.define("waiting-form", WaitingForm);
customElements.define("difference-steps", DifferenceSteps);
customElements.define("article-text", ArticleText);
customElements.define("text-map", TextMap);
customElements.define("claim-menu", ClaimMenu);
customElements.define("choice-bar", ChoiceBar);
customElements.define("source-box", SourceBox);
customElements.define("copy-text", CopyText);
customElements.define("proposed-words", ProposedWords);
customElements.define("kept-words", KeptWordsElement);
customElements.define("match-box", MatchBox);
customElements.define("work-bench", WorkBench);
customElements.define("live-updates", LiveUpdates);
