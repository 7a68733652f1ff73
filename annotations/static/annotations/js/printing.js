/** On paper the text is followed by the list of its claims: what their signs say on the screen, written out. */

/** Makes the list while `page` prints. */
export function listClaimsOnPaper(page) {
  let list = null;
  page.addEventListener("beforeprint", () => {
    list = claimList(page.document.querySelectorAll(".article .sign"));
    if (list) page.document.querySelector(".article").after(list);
  });
  page.addEventListener("afterprint", () => list?.remove());
}

function claimList(signs) {
  const byNumber = new Map([...signs].map((sign) => [Number(sign.dataset.claim), sign]));
  if (!byNumber.size) return null;
  const list = document.createElement("ol");
  list.className = "printed-claims";
  for (const number of [...byNumber.keys()].sort((a, b) => a - b)) list.append(entry(byNumber.get(number)));
  return list;
}

function entry(sign) {
  const item = document.createElement("li");
  const number = document.createElement("b");
  number.textContent = sign.dataset.number;
  const wording = document.createElement("span");
  wording.textContent = sign.dataset.wording;
  const found = document.createElement("span");
  found.className = "meta";
  found.append(sign.querySelector("svg").cloneNode(true), sign.ariaLabel.replace(/^.*?: /, ""));
  item.append(number, wording, found);
  return item;
}
