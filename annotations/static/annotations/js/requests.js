/** Requests through htmx, as promises: true when the server said yes, false when it refused or was not reached. */

/**
 * Sends a form, as if its button (the default one when null) had been pressed. A form that was drawn anew while it
 * waited for its turn is sent as it stands there now, unless it says something else: then it was handed in already.
 */
export function submitted(form, button = null) {
  if (!form.isConnected) {
    const twin = [...document.querySelectorAll("form")].find((other) => other.action === form.action && said(other) === said(form));
    const pressed = button && twin ? [...twin.elements].find((other) => doesTheSame(other, button)) : null;
    return twin && (pressed || !button) ? submitted(twin, pressed) : Promise.resolve(false);
  }
  if (!form.checkValidity()) {
    form.reportValidity();
    return Promise.resolve(false);
  }
  const answer = answered((config) => config.elt === form);
  // htmx takes name, value and address of the button from its click, not from the submit event.
  if (button) button.click();
  else form.requestSubmit();
  return answer;
}

/** Fetches or sends `values` to an address and swaps the answer into `target`. */
export function requested(verb, address, target, values = {}) {
  const source = document.querySelector(target);
  const answer = answered((config) => config.verb === verb && config.path === address);
  // That nobody answered is heard as an event.
  window.htmx.ajax(verb.toUpperCase(), address, { source, target, swap: "innerHTML", values }).catch(() => {});
  return answer;
}

/** The words at an address; null when nobody answered, the answer broke off, or it leads to the log-in page. */
export async function fetched(address) {
  try {
    const answer = await fetch(address);
    return answer.ok && !answer.redirected ? await answer.text() : null;
  } catch {
    return null;
  }
}

/** A form has a button for each of several deeds: the one before would be another. */
function doesTheSame(other, button) {
  return ["type", "name", "value", "formAction"].every((what) => other[what] === button[what]);
}

/** What the fields say that one can see. */
function said(form) {
  const fields = [...form.elements].filter((field) => field.id && field.name && field.type !== "hidden");
  return JSON.stringify(fields.map(({ id, value }) => [id, value]));
}

function answered(matches) {
  return new Promise((resolve) => {
    const listen = (event) => {
      if (!matches(event.detail.requestConfig)) return;
      document.removeEventListener("htmx:afterRequest", listen);
      resolve(event.detail.successful === true);
    };
    document.addEventListener("htmx:afterRequest", listen);
  });
}
