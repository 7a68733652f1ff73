/** Requests through htmx, as promises: true when the server said yes, false when it refused or was not reached. */

/** Sends a form, as if its button (the default one when null) had been pressed. */
export function submitted(form, button = null) {
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
  window.htmx.ajax(verb.toUpperCase(), address, { source, target, swap: "innerHTML", values });
  return answer;
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
