// Somebody else is next under the moderator's finger, because the next one stepped out: the button rests for a moment,
// so that nobody is called by a press that was meant for another.
(() => {
  const REST = 1500; // milliseconds
  const button = () => document.querySelector("button[data-calls]");
  let before = button()?.dataset.calls, called = "", until = 0;

  const rest = () => {
    const now = button(), left = until - Date.now();
    if (!now || left <= 0) return;
    now.disabled = true;
    setTimeout(() => { if (Date.now() >= until) now.disabled = false; }, left);
  };
  const look = () => {
    const now = button()?.dataset.calls;
    if (before && now && now !== before && before !== called) until = Date.now() + REST;
    before = now;
    rest();
  };
  document.addEventListener("peerwalk:shown", look);
  document.addEventListener("htmx:beforeRequest", ({ detail: { elt } }) => { if (elt.dataset.calls) called = elt.dataset.calls; });
  document.addEventListener("htmx:responseError", ({ detail: { elt, xhr } }) => {
    if (!elt.dataset.calls || xhr.status !== 409) return;
    called = "";
    until = Date.now() + REST;
    rest();
  });
})();
