import { remember } from "../remembering.js";

/** What somebody new is told in the workbench, until they have read it: then never again, on whatever machine. */
export class FirstHint extends HTMLElement {
  connectedCallback() {
    this.addEventListener("submit", this);
  }

  handleEvent(event) {
    event.preventDefault();
    // The cookie at once; the server, which may be away, tells the other machines.
    remember("hint", "seen");
    const body = new FormData(event.target, event.submitter);
    fetch(event.target.action, { method: "POST", body, redirect: "manual", keepalive: true }).catch(() => null);
    const text = document.querySelector("article-text");
    this.remove();
    text?.focusCurrent({ preventScroll: true });
  }
}
