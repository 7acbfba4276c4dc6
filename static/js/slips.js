// Shows what waits on this phone: the strip with its number, a slip for each, and what came back in its form again.
(() => {
  const outbox = document.getElementById("outbox"), strip = document.getElementById("waiting");
  if (!outbox) return;
  const list = outbox.querySelector("ol"), { dataset: words } = outbox;
  const part = (id) => document.getElementById(id).content;
  const word = (state) => part("outbox-words").querySelector(`[data-state=${state}]`).textContent;
  const counted = (text, n, name = "") => text.replace("{n}", () => n).replace("{name}", () => name);
  const mine = (here) => (each) => each.code === here.code && each.who === here.me;
  const theirs = (here) => (each) => each.code === here.code && each.who !== here.me;
  const home = [...document.querySelectorAll("form[data-outbox]")].find((form) => !form.hidden);
  if (home) home.after(outbox);
  let waited = 0, own = [];

  document.addEventListener("peerwalk:waiting", ({ detail: { items, here } }) => {
    own = items.filter(mine(here));
    const others = items.filter(theirs(here));
    list.replaceChildren(...own.map(slip), ...notes(others, here));
    remember(items.length);
    outbox.hidden = !own.length && !others.length;
    tell(others, here);
    hold();
    document.body.toggleAttribute("data-keep-open", waiting.onlyHere() > 0);
  });

  // the door's page looks here before it fetches the outbox
  const remember = (n) => {
    try { n ? localStorage.setItem("waits", n) : localStorage.removeItem("waits"); } catch { /* forbidden: nothing is kept anyway */ }
  };

  // --- the strip -----------------------------------------------------------------------------------
  const tell = (others, { lost }) => {
    const back = own.filter((each) => each.state === "refused").length, n = own.length - back;
    const [title, line] = n ? [counted(lost ? words.lost : words.waiting, n), waits(lost)]
      : back ? [counted(words.returned, back), words.why] : [counted(words.waiting, others.length), words.come];
    say(strip.querySelector("strong"), title);
    say(strip.querySelector("strong + span"), line);
    strip.hidden = outbox.hidden;
    document.documentElement.toggleAttribute("data-waiting", !strip.hidden);
    if (waited && !own.length) say(document.getElementById("announce"), words.sent);
    waited = n;
  };
  const waits = (lost) => (waiting.onlyHere() ? words.open : lost ? words.later : words.soon);
  const say = (element, text) => { if (element.textContent !== text) element.textContent = text; };

  // --- the slips -----------------------------------------------------------------------------------
  const slip = (item) => {
    const made = part("outbox-slip").firstElementChild.cloneNode(true), find = (query) => made.querySelector(query);
    const kind = new Map(item.fields).get("kind"), sign = part("outbox-words").querySelector(`[data-sign="${CSS.escape(kind || "")}"]`);
    if (sign) find(".note").classList.add(kind);
    if (sign) find(".sign-of").replaceChildren(sign.firstElementChild.cloneNode(true));
    find(".what").textContent = item.what;
    find(".state").textContent = word(item.state);
    find(".state").classList.add(item.state);
    find(".typed").textContent = item.said;
    find(".typed").hidden = !item.said;
    find("footer").textContent = item.where;
    if (item.state === "refused") cameBack(made, item);
    return made;
  };
  const cameBack = (made, item) => {
    made.querySelector(".wrong").textContent = item.why;
    made.querySelectorAll(".wrong, .row").forEach((each) => (each.hidden = false));
    made.querySelectorAll("[data-do]").forEach((button) => does(button, { item }));
    if (!item.form) made.querySelector("[data-do=again]").textContent = word("again");
  };
  // words of somebody else on this phone are counted, not shown
  const notes = (others, here) => Object.values(Object.groupBy?.(others, (each) => each.who) ?? [others])
    .filter((items) => items.length).map((items) => theirNote(items, here));
  const theirNote = (items, here) => {
    const made = part("outbox-theirs").firstElementChild.cloneNode(true), claim = made.querySelector("[data-do]");
    made.querySelector("strong").textContent = counted(words.theirs, items.length, items[0].by);
    made.querySelector("span").textContent = here.me ? words.claim : words.come;
    made.querySelector("a").hidden = Boolean(here.me);
    claim.hidden = !/^\d+$/.test(here.me);
    does(claim, { items });
    return made;
  };
  const does = (button, about) => button.addEventListener("click", () => {
    document.dispatchEvent(new CustomEvent("peerwalk:do", { detail: { what: button.dataset.do, ...about } }));
  });

  // --- buttons that wait ---------------------------------------------------------------------------
  const hold = () => {
    const held = own.filter((each) => each.state === "waiting" && !each.form).map((each) => each.url);
    for (const button of document.querySelectorAll("button[data-outbox], form[data-late] button")) {
      const to = button.dataset.outbox === undefined ? button.form.action : button.formAction;
      const waits = held.includes(new URL(to).pathname), sign = button.querySelector(".state");
      if (waits) button.disabled = true;
      if (!waits && sign) button.disabled = false;
      if (!waits) sign?.remove();
      else if (!sign) button.append(made("span", "state waiting", word("waiting")));
    }
  };
  const made = (name, css, text) => Object.assign(document.createElement(name), { className: css, textContent: text });

  // --- what came back ------------------------------------------------------------------------------
  document.addEventListener("peerwalk:returned", ({ detail }) => {
    const { form, fields, why, errors } = detail;
    if (fields && holdsWords(form)) return complain(words.first);
    detail.taken = true;
    if (fields) fill(form, fields);
    form.querySelectorAll("[data-draft]").forEach(touch);
    const told = errors ? Object.keys(errors).filter((name) => wrong(form, name, errors[name])) : [];
    if (!told.length) complain(why);
    (form.querySelector("[aria-invalid=true]") ?? (fields && form.querySelector("textarea")))?.focus();
  });
  const complain = (sentence) => {
    document.getElementById("refusal").replaceChildren(made("p", "alert", sentence));
  };
  const fill = (form, fields) => {
    const ticks = [...form.querySelectorAll("[type=checkbox]")];
    for (const tick of ticks) tick.checked = fields.some(([name, value]) => name === tick.name && value === tick.value);
    for (const [name, value] of fields) {
      const field = form.elements[name];
      if (!field || name === "key" || ticks.some((tick) => tick.name === name)) continue;
      field.value = value;
      if (field.form) touch(field);
    }
    form.scrollIntoView({ block: "start" });
  };

  const touch = (field) => field.dispatchEvent(new Event("input", { bubbles: true })); // drafts and counters look again

  // a sentence beside the field it is about, as the server would have written it
  const wrong = (form, name, sentences) => {
    const field = form.elements[name]?.length && !form.elements[name].form ? form.elements[name][0] : form.elements[name];
    const place = field?.type !== "hidden" && field?.closest(".slip, .field, fieldset");
    if (!place) return false;
    const sentence = Object.assign(made("p", "wrong", sentences.join(" ")), { id: `id_${name}_error` });
    place.matches(".slip") ? place.after(sentence) : place.append(sentence);
    field.setAttribute("aria-invalid", "true");
    field.setAttribute("aria-describedby", [field.getAttribute("aria-describedby"), sentence.id].filter(Boolean).join(" "));
    if (field.closest("details")) field.closest("details").open = true;
    return true;
  };
  const right = ({ detail: { form } }) => {
    form.querySelectorAll(".wrong").forEach((each) => each.remove());
    form.querySelectorAll("[aria-invalid]").forEach((each) => each.removeAttribute("aria-invalid"));
  };
  document.addEventListener("peerwalk:kept", right);
  document.addEventListener("htmx:afterSettle", hold);
})();
