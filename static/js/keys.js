// A press arrives once: forms carry a key that is renewed after success; buttons wait while it is on its way.
(() => {
  const refusal = document.getElementById("refusal");
  const buttons = (form) => [...form.elements].filter((each) => each.type === "submit");
  const hold = (form, held) => buttons(form).forEach((button) => (button.disabled = held));
  let asked = null; // the form whose press is asked about, beside which the answer stands
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
    else if (refused) htmx.process(Object.assign(refusal, { innerHTML: xhr.responseText }));
    answered(form, !refused);
  }, { once: true });
  const answered = (form, successful) => {
    if (!form) return;
    hold(form, false);
    const answer = "sure" in form.dataset;
    if (!answer) asked = form;
    if (successful && asked) done(asked);
    if (successful && answer) goBack();
  };
  const done = (sent) => {
    const form = withoutFaults(sent);
    const key = form.elements.key;
    if (!("keep" in form.dataset)) form.reset();
    if (key) key.value = freshKey();
    document.dispatchEvent(new CustomEvent("peerwalk:sent", { detail: { form } }));
  };
  // a form that came back with what was wrong is, once it has arrived, the form it was at first
  const first = new Map([...document.querySelectorAll("form[id][hx-target=this]:not([data-keep])")].map((form) => [form.id, form.cloneNode(true)]));
  const withoutFaults = (form) => {
    if (!form.isConnected || !form.querySelector(".wrong") || !first.has(form.id)) return form;
    const again = first.get(form.id).cloneNode(true);
    form.replaceWith(again);
    htmx.process(again);
    return again;
  };
  // the keyboard goes to a question, and from its answer back to what was asked about
  const goBack = () => document.activeElement === document.body && asked?.querySelector("button")?.focus({ preventScroll: true });
  document.addEventListener("htmx:afterSettle", ({ target }) => refusal?.contains(target) && refusal.querySelector("[tabindex]")?.focus());

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
  document.addEventListener("click", (event) => {
    if (!event.target.closest("#refusal [data-dismiss]")) return;
    event.preventDefault();
    refusal.replaceChildren();
    goBack();
  });
})();
