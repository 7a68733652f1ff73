const EDGE_PX = 8;

/** The claims under one piece of text, to choose among. Fires `chosen` with {claim}; Escape goes back unchanged. */
export class ClaimMenu extends HTMLElement {
  #back = null;

  connectedCallback() {
    this.addEventListener("click", this);
    this.addEventListener("keydown", this);
    this.addEventListener("focusout", this);
  }

  handleEvent(event) {
    if (event.type === "click") this.#choose(event.target.closest("[role=menuitem]"));
    if (event.type === "keydown") this.#step(event);
    if (event.type === "focusout" && !this.contains(event.relatedTarget)) this.hidden = true;
  }

  /** Shows the claims of these sign links near a point of the window; the one behind that in the panel has the focus. */
  open(signs, x, y, back) {
    this.#back = back;
    this.replaceChildren(...signs.map(menuItem));
    this.hidden = false;
    this.style.left = `${Math.max(EDGE_PX, Math.min(x, window.innerWidth - this.offsetWidth - EDGE_PX))}px`;
    this.style.top = `${Math.max(EDGE_PX, Math.min(y + EDGE_PX, window.innerHeight - this.offsetHeight - EDGE_PX))}px`;
    const items = [...this.children];
    items[(items.findIndex((item) => item.hasAttribute("aria-current")) + 1) % items.length]?.focus();
  }

  close() {
    this.hidden = true;
    this.#back?.focus({ preventScroll: true });
  }

  #choose(item) {
    if (!item) return;
    this.close();
    this.dispatchEvent(new CustomEvent("chosen", { bubbles: true, detail: { claim: Number(item.dataset.claim) } }));
  }

  #step(event) {
    const items = [...this.children];
    const at = items.indexOf(document.activeElement);
    const move = { ArrowDown: 1, ArrowUp: -1, j: 1, k: -1 }[event.key];
    if (move) items.at((at + move) % items.length).focus();
    else if (event.key === "Escape") this.close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
}

function menuItem(sign) {
  const item = document.createElement("button");
  item.type = "button";
  item.setAttribute("role", "menuitem");
  item.dataset.claim = sign.dataset.claim;
  if (sign.hasAttribute("aria-current")) item.setAttribute("aria-current", "true");
  item.append(sign.querySelector("svg").cloneNode(true), spanOf(sign.dataset.wording), spanOf(sign.dataset.claim, "number"));
  return item;
}

function spanOf(words, className = "") {
  const span = document.createElement("span");
  span.className = className;
  span.textContent = words;
  return span;
}
