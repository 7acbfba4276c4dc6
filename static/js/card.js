// The transfer card: one screen after the other on one page, each sent by itself under the card's own key, so that it
// goes on without network. What must be said is asked for before it leaves; a second tap takes a choice back.
(() => {
  const screens = [...document.querySelectorAll("form.screen")], named = new URLSearchParams(location.search);
  const main = document.getElementById("main");
  const field = (name) => document.querySelector(`form.screen [name="${name}"]`);
  const numberOf = (form) => Number(form.dataset.screen);
  if (!screens.length) return;

  // a kept copy of an empty card is another card each time it is opened
  const isNew = !location.pathname.match(/\/cards\/\d+\/$/);
  const rename = (key) => screens.forEach((form) => { form.elements.card.value = key; });
  if (isNew) rename(named.get("card") || freshKey());

  const show = (n) => {
    for (const each of document.querySelectorAll("[data-screen]")) each.hidden = Number(each.dataset.screen) !== n;
    for (const step of document.querySelectorAll("[data-step]")) {
      step.toggleAttribute("aria-current", Number(step.dataset.step) === n);
      if (Number(step.dataset.step) === n) step.setAttribute("aria-current", "step");
    }
    named.set("screen", n);
    if (isNew) named.set("card", screens[0].elements.card.value);
    if (n <= screens.length) history.replaceState(null, "", `?${named}`);
    scrollTo(0, 0);
    document.querySelector(`[data-screen="${n}"] :is(h1, [tabindex])`)?.focus({ preventScroll: true });
  };
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-to]");
    if (!link) return;
    event.preventDefault();
    show(Number(link.dataset.to));
  });
  if (isNew && named.get("screen") > 1) show(Math.min(Number(named.get("screen")), screens.length));

  // the presses that each screen was written over, whether or not they have arrived by now
  const known = new Map(screens.map((form) => [form, form.elements.seen.value]));

  // --- before it leaves ----------------------------------------------------------------------------
  const holds = (asked) => (asked.matches("fieldset") ? asked.querySelector(":checked") : asked.value.trim());
  const missing = (form) => [...form.querySelectorAll("[data-required]")].filter((asked) => !holds(asked));
  const tell = (asked) => {
    const place = asked.matches("fieldset") ? asked : asked.closest(".field"), input = place.querySelector("input, textarea");
    const sentence = document.createElement("p");
    Object.assign(sentence, { className: "wrong", id: `id_${input.name}_error`, textContent: asked.dataset.required });
    place.append(sentence);
    input.setAttribute("aria-invalid", "true");
    input.setAttribute("aria-describedby", sentence.id);
    if (place.closest("details")) place.closest("details").open = true;
    return input;
  };
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!screens.includes(form)) return;
    form.querySelectorAll(".wrong").forEach((each) => each.remove());
    form.querySelectorAll("[aria-invalid]").forEach((each) => each.removeAttribute("aria-invalid"));
    form.elements.seen.value = known.get(form);
    const inputs = missing(form).map(tell);
    if (!inputs.length) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    inputs[0].focus();
  }, true);

  // --- after it has left ---------------------------------------------------------------------------
  document.addEventListener("peerwalk:kept", ({ detail: { form, key } }) => {
    if (known.has(form)) known.set(form, `${known.get(form)} ${key}`); // the next press was written over this one
  });
  document.addEventListener("peerwalk:left", ({ detail: { form } }) => {
    if (!screens.includes(form)) return;
    for (const each of form.elements) {
      if ("defaultChecked" in each) each.defaultChecked = each.checked;
      if ("defaultValue" in each && !/radio|checkbox|hidden/.test(each.type)) each.defaultValue = each.value;
    }
    document.querySelector(`[data-step="${numberOf(form)}"]`).classList.add("done");
    show(numberOf(form) + 1);
  });
  document.addEventListener("peerwalk:returned", ({ detail }) => setTimeout(() => {
    if (!screens.includes(detail.form) || !detail.fields || !detail.taken) return;
    const fields = new Map(detail.fields);
    rename(fields.get("card"));
    if (person && of !== (fields.get("for") ?? "")) {
      screens.filter((form) => form !== detail.form).forEach(empty);
      person.value = fields.get("for") ?? "";
      whose();
    }
    show(numberOf(detail.form));
  }));

  // --- choices -------------------------------------------------------------------------------------
  let held = null; // the radio that was chosen before this press
  const chosen = (event) => event.target.closest?.(".rating label, .letters label, .four label")?.querySelector("[type=radio]");
  main.addEventListener("pointerdown", (event) => { held = chosen(event)?.checked ? chosen(event) : null; });
  main.addEventListener("click", (event) => {
    if (event.target !== held) return;
    held.checked = false;
    held = null;
  });
  main.addEventListener("change", ({ target }) => {
    const most = Number(target.closest("fieldset[data-most]")?.dataset.most);
    const ticked = most ? [...target.closest("fieldset").querySelectorAll(":checked")] : [];
    if (ticked.length > most) ticked.find((each) => each !== target).checked = false;
  });

  // --- what one screen says on another ---------------------------------------------------------------
  const needs = () => {
    const from = screens[0].elements.case.value;
    document.querySelectorAll(".needed").forEach((each) => { each.hidden = each.dataset.case !== from; });
    document.querySelector(".needed-key").hidden = !document.querySelector(".needed:not([hidden])");
  };
  const city = () => {
    const place = document.querySelector(".for h1 bdi");
    if (place && field("target").value.trim()) place.textContent = field("target").value.trim();
  };

  // --- for whom a helper writes ----------------------------------------------------------------------
  const person = document.getElementById("id_for");
  const given = screens.flatMap((form) => [...form.elements]).map((each) => [each, each.defaultChecked, each.defaultValue]);
  let of = null; // whose card is on the page
  const whose = () => {
    of = person.value;
    screens.slice(1).forEach((form) => { form.elements.for.value = of; });
    of ? named.set("for", of) : named.delete("for");
    if (named.has("card")) named.set("card", screens[0].elements.card.value);
    history.replaceState(null, "", named.size ? `?${named}` : location.pathname);
    document.dispatchEvent(new Event("peerwalk:whose"));
    needs();
  };
  const theirCity = () => {
    const { city: theirs } = person.selectedOptions[0].dataset;
    if (theirs) field("target").value = field("target").defaultValue = theirs; // nobody has typed it
    city();
  };
  const empty = (form) => { // nothing of one person's card is seen on another's
    for (const [each, checked, value] of given) {
      if (each.form !== form || each.type === "hidden") continue;
      if ("defaultChecked" in each) each.defaultChecked = checked;
      if (!/radio|checkbox/.test(each.type) && "defaultValue" in each) each.defaultValue = value;
    }
    form.reset();
    known.set(form, "");
    delete form.dataset.begun;
    document.querySelector(`[data-step="${numberOf(form)}"]`).classList.remove("done");
  };
  const begin = () => {
    const chosen = person.value;
    screens.forEach(empty);
    person.value = chosen;
    rename(freshKey());
    whose();
    theirCity();
  };
  person?.addEventListener("change", begin);
  main.addEventListener("input", (event) => (event.target.name === "target" ? city() : needs()));
  if (person && isNew) {
    whose();
    theirCity();
  }
  needs();
})();
