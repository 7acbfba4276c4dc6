// A press arrives once: forms carry a key that is renewed after success; buttons wait while it is on its way.
(() => {
  const refusal = document.getElementById("refusal");
  const buttons = (form) => [...form.elements].filter((each) => each.type === "submit");
  const hold = (form, held) => buttons(form).forEach((button) => (button.disabled = held));
  // whose form a request was, though it may have been swapped away by now
  const formOf = ({ detail: { requestConfig: { elt } } }) => elt.form ?? elt.closest("form");

  const freshKey = globalThis.freshKey = () => {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 0x0f) | 0x40;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
  };

  // a plain form: the second tap of a double tap sends nothing; coming back wakes the buttons
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.dataset.sent && !form.hasAttribute("hx-post")) return event.preventDefault();
    if (form.method !== "post" || form.hasAttribute("hx-post")) return;
    form.dataset.sent = "yes";
    setTimeout(hold, 0, form, true);
  });
  addEventListener("pageshow", () => document.querySelectorAll("form").forEach((form) => {
    if (form.dataset.sent) hold(form, false);
    delete form.dataset.sent;
  }));

  const changes = (event) => event.detail.requestConfig.verb !== "get";
  document.addEventListener("htmx:beforeRequest", (event) => {
    if (!changes(event)) return;
    refusal?.replaceChildren();
    const form = formOf(event);
    if (form) hold(form, true);
    mindSwaps(event.detail, form);
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    if (changes(event)) answered(formOf(event), event.detail.successful);
  });
  // a picture may be swapped, and the button with it, while its press is on the way: the answer counts all the same
  const mindSwaps = ({ elt, xhr }, form) => elt.addEventListener("htmx:beforeOnLoad", (event) => {
    if (elt.isConnected) return;
    const refused = xhr.status >= 400;
    if (refused) event.preventDefault();
    if (refused && !xhr.getResponseHeader("HX-Retarget")) notSent(event);
    else if (refused) refusal.innerHTML = xhr.responseText;
    answered(form, !refused);
  }, { once: true });
  const answered = (form, successful) => {
    if (!form) return;
    hold(form, false);
    if (!successful) return;
    const key = form.elements.key;
    if (!("keep" in form.dataset)) form.reset();
    if (key) key.value = freshKey();
    document.dispatchEvent(new CustomEvent("peerwalk:sent", { detail: { form } }));
  };

  // the outbox has it
  document.addEventListener("peerwalk:left", ({ detail: { form } }) => answered(form, true));

  // nothing came back, or something we do not show: say so, and keep what was typed
  const notSent = (event) => {
    if (!refusal || !changes(event)) return;
    if (event.type !== "htmx:responseError" && event.detail.elt.dataset.late !== undefined) return; // it waits in the outbox
    const sentence = document.createElement("p");
    sentence.textContent = refusal.dataset.notSent;
    refusal.replaceChildren(sentence);
  };
  document.addEventListener("htmx:sendError", notSent);
  document.addEventListener("htmx:timeout", notSent);
  document.addEventListener("htmx:responseError", (event) => {
    if (![403, 409, 422, 429].includes(event.detail.xhr.status)) notSent(event);
  });
  document.addEventListener("click", (event) => event.target.closest("[data-dismiss]") && refusal.replaceChildren());
})();
