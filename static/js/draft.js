// What somebody has typed stays on this phone until it is sent: fields with data-draft="name".
(() => {
  const storage = (() => { try { return window.localStorage; } catch { return null; } })();
  if (!storage) return;
  const apart = (field) => (field.closest("[data-drafts-apart]") ? field.form.elements.for?.value : ""); // whom a helper writes for
  const place = (field) => // the path begins with the workshop
    ["draft of", document.body.dataset.me, location.pathname, field.dataset.draft, apart(field)].filter(Boolean).join(" ");
  const fields = (root) => root.querySelectorAll("[data-draft]");
  const keep = (field) => {
    try {
      field.value ? storage.setItem(place(field), field.value) : storage.removeItem(place(field));
    } catch { /* full or forbidden: the page still works */ }
  };
  const bring = (root) => fields(root).forEach((field) => {
    const kept = storage.getItem(place(field));
    if (kept && !field.value) field.value = kept;
  });
  const told = () => document.dispatchEvent(new Event("peerwalk:drafted"));
  const forget = (event) => fields(event.detail.form).forEach((field) => storage.removeItem(place(field)));

  document.addEventListener("input", (event) => event.target.matches("[data-draft]") && keep(event.target));
  document.addEventListener("peerwalk:sent", forget);
  document.addEventListener("peerwalk:kept", forget); // from here on the outbox has it
  document.addEventListener("peerwalk:whose", () => { // a helper writes for somebody else now
    fields(document).forEach((field) => { field.value = storage.getItem(place(field)) ?? field.defaultValue; });
    told();
  });
  for (const key of Object.keys(storage)) if (key.startsWith("draft /")) storage.removeItem(key); // as once kept: nobody knows whose
  bring(document);
  told();
})();
