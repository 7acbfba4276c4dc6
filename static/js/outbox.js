// Words leave the phone through here (forms and buttons with data-outbox): kept first, then sent in order, one at a time,
// and let go only when Peerwalk itself says "done". The client key makes sure that what is sent twice arrives once.
(() => {
  const body = document.body;
  if (!body.dataset.workshop) return;
  const AT_ONCE = 1500, ANSWER = 10000, AGAIN = 3000, TAPS = 700, TIRED = 3; // milliseconds; times
  const LATER = "later";
  const here = { code: body.dataset.workshop, me: body.dataset.me, lost: false };
  const refusal = document.getElementById("refusal");
  const heard = new Map(), breaks = new Map(), tired = new Set(), busy = new Set();
  let token = JSON.parse(body.getAttribute("hx-headers"))["X-CSRFToken"];
  let sending = false, retry = 0, attempt = null;

  const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
  const tell = (name, detail) => document.dispatchEvent(new CustomEvent(`peerwalk:${name}`, { detail }));
  const show = async () => tell("waiting", { items: (await waiting.all()).filter((each) => !heard.has(each.n)), here });

  // --- what is written -----------------------------------------------------------------------------
  const begun = (event) => {
    const form = event.target.form;
    if (form) form.dataset.begun ||= serverTime();
  };
  const serverTime = () => new Date(serverNow()).toISOString();

  document.addEventListener("input", begun);
  document.addEventListener("submit", (event) => {
    const form = event.target, button = event.submitter;
    const source = button?.dataset.outbox !== undefined ? button : form;
    if (source.dataset.outbox === undefined) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const address = source === form ? form.action : source.formAction;
    if (busy.has(address)) return; // the second tap of a double tap
    refusal.replaceChildren();
    take(source, form, button, address);
  }, true);

  const take = async (source, form, button, address) => {
    const item = written(source, form, button, address), typed = fieldsOf(form).toString();
    busy.add(address);
    if (button) button.disabled = true;
    const rest = pause(TAPS);
    const n = await waiting.add(item);
    tell("kept", { form, key: item.key });
    const told = await Promise.race([new Promise((resolve) => { heard.set(n, resolve); send(); }), pause(AT_ONCE)]);
    heard.delete(n);
    if (told?.refused) await comesBackAtOnce(n, form, told);
    else if (source === form && typed === fieldsOf(form).toString()) tell("left", { form });
    if (told?.done && source.dataset.then) return location.assign(source.dataset.then);
    if (!told) show();
    if (button) button.disabled = true;
    await rest;
    busy.delete(address);
    if (button) button.disabled = false;
  };
  const fieldsOf = (form) => {
    const typed = [...new FormData(form)].filter(([name, value]) => typeof value === "string" && name !== "csrfmiddlewaretoken");
    return new URLSearchParams(typed);
  };
  const written = (source, form, button, address, key = freshKey()) => { // a kept copy of a page carries a key that was used
    const fields = fieldsOf(form);
    if (button?.name) fields.set(button.name, button.value);
    fields.set("key", key);
    return {
      code: here.code, who: here.me, by: body.dataset.by, key: fields.get("key"), fields: [...fields],
      url: new URL(address).pathname, page: location.pathname, state: "waiting", at: Date.now(),
      begun: form.dataset.begun || serverTime(), form: source === form ? form.id : "",
      what: kindOf(form) || source.dataset.outbox || source.dataset.late, where: source.dataset.where || "", said: fields.get(source.dataset.said) || "",
    };
  };

  // a press that goes at once, and waits here where nothing answers: under the key it went with, for it may have arrived
  document.addEventListener("htmx:beforeRequest", ({ detail: { elt } }) => {
    if (elt.dataset.late !== undefined) elt.dataset.begun = serverTime();
  });
  const waits = async ({ detail: { elt } }) => {
    if (elt.dataset.late === undefined) return;
    here.lost = true;
    await waiting.add(written(elt, elt, null, elt.action, elt.elements.key.value));
    await show();
    retry = setTimeout(send, AGAIN);
  };
  document.addEventListener("htmx:sendError", waits);
  document.addEventListener("htmx:timeout", waits);

  const kindOf = (form) => form.querySelector("[name=kind]:checked")?.closest("label")?.textContent.trim();

  // --- sending -------------------------------------------------------------------------------------
  const mine = (item) => item.code === here.code && item.who === here.me;
  const due = async (skipped) => (await waiting.all()).find((each) => mine(each) && each.state === "waiting" && !skipped.has(each.n));

  const send = async () => {
    if (sending) return;
    sending = true;
    clearTimeout(retry);
    const skipped = new Set();
    let item, sent = 0, left = 0;
    while ((item = await due(skipped))) {
      const told = await post(item);
      skipped.add(item.n); // once in a run, also where the browser does not let go of what was answered
      left += told === LATER;
      if (told === LATER && !tired.has(item.n)) break;
      if (told === LATER) continue; // one that breaks the server again and again stops no other
      if (told.done) { await waiting.drop(item.n); sent += 1; }
      else await waiting.change(item.n, { state: "refused", why: told.why });
      const listener = heard.get(item.n);
      listener?.(told);
      if (!listener) await show();
    }
    sending = false;
    heard.forEach((listener) => listener(null));
    if (sent) body.dispatchEvent(new CustomEvent("peerwalk:mine"));
    if (sent) tell("arrived", { all: !left });
    await show();
    if (left || (await due(new Set()))) retry = setTimeout(send, AGAIN * (0.7 + 0.6 * Math.random()));
  };

  const post = async (item, second = false) => {
    const fields = new URLSearchParams([...item.fields, ["as", item.who], ["begun_at", item.begun]]);
    const answer = await ask(item.url, { method: "POST", body: fields, headers: { "X-CSRFToken": token } });
    here.lost = !answer;
    if (!answer || answer.status === 429) return LATER;
    if (answer.status >= 500) return tire(item);
    if (answer.status === 403 && !second) return (await askWho()) && mine(item) ? post(item, true) : LATER;
    if (answer.said.done === true) return { done: true };
    return { refused: true, why: reasons(answer.said), errors: answer.said.errors };
  };
  const tire = (item) => {
    breaks.set(item.n, (breaks.get(item.n) || 0) + 1);
    if (breaks.get(item.n) >= TIRED) tired.add(item.n);
    return LATER;
  };
  const reasons = ({ refused, errors }) => refused || Object.values(errors).flat().join(" ");

  // who this browser is by now; the token may have been renewed
  const askWho = async () => {
    const answer = await ask(`/w/${here.code}/who/`, {});
    if (typeof answer?.said.token !== "string") return false;
    token = answer.said.token;
    here.me = answer.said.me;
    return true;
  };

  // an answer of Peerwalk's own, or nothing: what a hotel's sign-in page or a proxy says is no answer
  const ask = async (url, options) => {
    const patience = new AbortController(), late = setTimeout(() => patience.abort(), ANSWER);
    attempt = { since: Date.now(), end: () => patience.abort() };
    try {
      const headers = { Accept: "application/json", ...options.headers };
      const answer = await fetch(url, { ...options, headers, redirect: "manual", cache: "no-store", signal: patience.signal });
      if (answer.status >= 500) return answer.status === 500 ? { status: 500, said: {} } : null;
      const said = await answer.json();
      const ours = said && (said.done === true || "refused" in said || "errors" in said || "token" in said);
      return ours ? { status: answer.status, said } : null;
    } catch { return null; } finally { clearTimeout(late); }
  };

  // --- what comes back ---------------------------------------------------------------------------
  const comesBackAtOnce = async (n, form, told) => {
    await waiting.drop(n);
    tell("returned", { form, ...told });
    show();
  };

  // a slip's buttons; its words go back into the form they came from, or are thrown away
  document.addEventListener("peerwalk:do", async ({ detail: { what, item, items } }) => {
    if (what === "drop") await waiting.drop(item.n);
    if (what === "again" && item.form) return again(item);
    if (what === "again") await waiting.change(item.n, { state: "waiting", why: "" });
    if (what === "claim") for (const each of items) await waiting.change(each.n, { who: here.me });
    await show();
    send();
  });
  const again = async (item) => {
    const form = [...document.forms].find((each) => each.dataset.outbox && new URL(each.action).pathname === item.url);
    if (!form) return location.assign(`${item.page}#again-${item.n}`);
    const returned = { form, fields: item.fields, why: item.why, taken: false };
    tell("returned", returned);
    if (returned.taken) await waiting.drop(item.n);
    show();
  };
  const askedFor = async () => {
    const n = Number(location.hash.match(/^#again-(\d+)$/)?.[1]);
    const item = n && (await waiting.all()).find((each) => each.n === n && mine(each));
    if (item) again(item);
  };

  // back on a network: what hangs on the old one is asked anew
  const wake = () => {
    if (document.visibilityState !== "visible") return;
    if (sending && Date.now() - attempt?.since > AGAIN) attempt.end();
    send();
  };
  for (const name of ["online", "pageshow", "hashchange"]) addEventListener(name, name === "hashchange" ? askedFor : wake);
  document.addEventListener("visibilitychange", wake);
  document.addEventListener("peerwalk:connected", wake);
  askedFor();
  show();
  send();
})();
