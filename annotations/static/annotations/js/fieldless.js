/** Words that were typed for a field which is gone. */

/** A notice with words that have no field any more. `discard` is called when they are not wanted. */
export function fieldless(name, words, discard) {
  const notice = document.createElement("div");
  notice.className = "notice";
  notice.dataset.fieldless = name;
  const said = document.createElement("strong");
  said.textContent = `Your words, not saved: ${called(name)}`;
  const why = document.createElement("p");
  why.textContent = "What they were for has been put away or has gone on. They are kept until you discard them.";
  notice.append(said, why, copied(name, words), buttons(name, notice, discard));
  return notice;
}

/** "reasons" for `reasons`, "comment on" for `comment-on-12`. */
const called = (name) => name.replace(/-\d+$/, "").replaceAll("-", " ");

function copied(name, words) {
  const holder = document.createElement("textarea");
  Object.assign(holder, { className: "input", id: `fieldless-${name}`, readOnly: true, rows: 3, dir: "auto", value: words });
  holder.textContent = words;
  holder.setAttribute("aria-label", called(name));
  return holder;
}

function buttons(name, notice, discard) {
  const row = document.createElement("copy-text");
  row.className = "buttons";
  row.append(button("Copy", { copies: `fieldless-${name}` }), button("Discard", {}), document.createElement("span"));
  row.lastChild.role = "status";
  // Shown by `copy-text` where there is a clipboard.
  row.firstChild.hidden = true;
  row.children[1].addEventListener("click", () => {
    notice.remove();
    discard();
  });
  return row;
}

function button(words, data) {
  const made = document.createElement("button");
  Object.assign(made, { type: "button", className: "button", textContent: words });
  Object.assign(made.dataset, data);
  return made;
}
