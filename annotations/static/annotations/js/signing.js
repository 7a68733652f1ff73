/** Whose page this is, while people log in and out in other windows of the same browser. */

/** Tells this window from this person's others, as long as the page lives. */
export const WINDOW = crypto.getRandomValues(new Uint32Array(3)).join("-");

/** The token that this browser's forms are known by now: a log-in in another window has changed it. */
export const token = () => document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1] ?? "";

/**
 * Whatever this page sends carries the token as it is now, and says for whom the page was drawn: after a new log-in
 * it goes on, and the server refuses what one person's page would do under another's name. It names the version whose
 * text is shown, too: forms that came into the page later do not say these things again, each for itself.
 */
export function signRequests(root) {
  const { person } = root.body.dataset;
  if (!person) return;
  root.addEventListener("formdata", ({ target, formData }) => {
    if (target.method !== "post") return;
    formData.set("csrfmiddlewaretoken", token());
    formData.set("signed_as", person);
    const shown = target.closest("[data-version]")?.dataset.version;
    if (shown && !formData.has("version")) formData.set("version", shown);
  });
  root.addEventListener("htmx:configRequest", ({ detail }) => {
    if (detail.verb === "get") return;
    detail.headers["X-CSRFToken"] = token();
    detail.parameters.signed_as = person;
  });
}
