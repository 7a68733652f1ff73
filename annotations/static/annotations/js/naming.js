/** The administration's own sheets and scripts leave some things without a name; a screen reader gets one here. */

/** Two fields, one for the day and one for the time, share a label that belongs to neither. */
function nameDates(root) {
  for (const row of root.querySelectorAll(".form-row:has(.datetime), td:has(> .datetime)")) {
    const label = row.querySelector("label, legend")?.textContent.replace(/:\s*$/, "") ?? "";
    for (const input of row.querySelectorAll(".datetime input")) {
      input.ariaLabel = `${label.trim()}, ${input.classList.contains("vTimeField") ? "time" : "day"}`.replace(/^, /, "");
    }
  }
}

/** A field to choose in while typing is named by what is chosen, so by nothing when nothing is. */
function nameChoices(root) {
  for (const choice of root.querySelectorAll(".select2-selection")) {
    const field = choice.closest(".related-widget-wrapper, .flex-container, td")?.querySelector("select");
    const label = field?.labels?.[0]?.textContent ?? field?.closest("td")?.className.match(/field-(\w+)/)?.[1];
    for (const part of [choice, choice.querySelector("[role=textbox]")]) {
      part?.removeAttribute("aria-labelledby");
      if (part && label) part.ariaLabel = label.replaceAll("_", " ").replace(/:\s*$/, "").trim();
    }
  }
}

/** Rows that are only read hold nothing that takes the focus: the frame that they scroll in takes it. */
function nameFrames(root) {
  for (const frame of root.querySelectorAll(".inline-group .tabular")) {
    const title = frame.querySelector("h2");
    Object.assign(frame, { tabIndex: 0, role: "group" });
    if (title) frame.ariaLabel = title.textContent.trim();
  }
  for (const [head, words] of [["th.original", "Record"], ["thead th:last-child", "Removal"]]) {
    for (const empty of root.querySelectorAll(`.tabular ${head}`)) {
      if (!empty.textContent.trim()) empty.append(spoken(words));
    }
  }
}

function spoken(words) {
  const span = document.createElement("span");
  span.className = "visually-hidden";
  span.textContent = words;
  return span;
}

function nameAll() {
  for (const name of [nameDates, nameChoices, nameFrames]) name(document);
}

// After Django's scripts, which draw the choices.
window.addEventListener("load", nameAll);
document.addEventListener("formset:added", nameAll);
