import { remember } from "../remembering.js";

/** Light, dark, or what the system says: applied at once and kept in the cookie that the server reads. */
export class ThemeChoice extends HTMLElement {
  connectedCallback() {
    this.addEventListener("submit", this);
  }

  handleEvent(event) {
    event.preventDefault();
    this.choose(event.submitter.value);
  }

  /** `theme` is "light", "dark", or "" for the system's own. */
  choose(theme) {
    document.documentElement.toggleAttribute("data-theme", theme !== "");
    if (theme) document.documentElement.dataset.theme = theme;
    remember("theme", theme);
    for (const button of this.querySelectorAll("button")) {
      button.setAttribute("aria-pressed", String(button.value === theme));
    }
  }
}
