// The desk by keyboard: j and k walk through the tray, a theme's key puts the text there, u undoes what was done here.
(() => {
  const acts = document.getElementById("acts");
  const refusal = document.getElementById("refusal");
  const tray = () => document.querySelector(".tray");
  const rows = () => [...tray().querySelectorAll(".thing")];
  const mine = []; // deeds of this page, the last one at the end
  let at = null; // id of the row I am at
  let order = []; // ids of the rows as they stood last, to find the next one when mine has gone
  let waiting = Promise.resolve();

  // --- where I am --------------------------------------------------------------------------------
  const here = () => rows().find((row) => row.id === at) ?? null;
  const go = (row, focus = true) => {
    rows().forEach((each) => each.toggleAttribute("aria-current", false));
    at = row?.id ?? null;
    if (!row) return;
    row.setAttribute("aria-current", "true");
    if (!focus) return;
    row.querySelector("input").focus({ preventScroll: true });
    row.scrollIntoView({ block: "nearest" });
  };
  const step = (by) => {
    const all = rows(), place = all.indexOf(here());
    if (place < 0) return go(all[0] ?? null);
    const next = all[place + by];
    if (next) return go(next);
    const page = tray().querySelector(by > 0 ? "[rel=next]" : "[rel=prev]");
    if (page) page.click();
  };
  const chosen = () => {
    const ticked = [...tray().querySelectorAll("input[name=item]:checked")].map((each) => each.closest(".thing"));
    return ticked.length ? ticked : [here()].filter(Boolean);
  };

  // --- pressing ----------------------------------------------------------------------------------
  const send = async (address, fields) => {
    const body = new FormData();
    body.set("key", freshKey());
    body.set("as", document.body.dataset.me);
    for (const [name, value] of fields) body.append(name, value);
    const headers = { Accept: "application/json", ...JSON.parse(document.body.getAttribute("hx-headers")) };
    const answer = await fetch(address, { method: "POST", body, headers }).catch(() => null);
    const said = await answer?.json().catch(() => null);
    if (answer?.ok && said) return said;
    throw Object.assign(new Error(said?.refused ?? refusal.dataset.notSent), { lost: answer?.status !== 409 });
  };
  const tell = (sentence) => {
    const shown = document.createElement("p");
    shown.textContent = sentence;
    refusal.replaceChildren(shown);
  };
  // one press after the other, each with what the one before has made of its texts
  const press = (address, ids) => {
    refusal.replaceChildren();
    waiting = waiting.then(async () => {
      const items = ids.map((id) => document.getElementById(id)?.dataset.item).filter(Boolean);
      if (!items.length) return;
      const said = await send(address, items.map((item) => ["item", item]));
      if (said.deed && !mine.includes(said.deed)) mine.push(said.deed);
      for (const [id, item] of Object.entries(said.items ?? {})) remember(id, item);
    }).catch((error) => {
      ids.forEach((id) => document.getElementById(id)?.removeAttribute("data-busy"));
      tell(error.message);
    });
  };
  const remember = (id, item) => {
    const row = document.getElementById(id);
    if (!row) return;
    row.dataset.item = item;
    const box = row.querySelector("input[name=item]");
    box.value = item;
    box.checked = false;
  };
  const undo = () => {
    waiting = waiting.then(async () => {
      const deed = mine.pop();
      if (!deed) return document.querySelector("[data-deed]")?.focus();
      await send(acts.dataset.undo.replace("/0/", `/${deed}/`), []).catch((error) => {
        if (error.lost) mine.push(deed);
        throw error;
      });
    }).catch((error) => tell(error.message));
  };
  const under = (key, stay) => {
    const button = document.querySelector(`[data-key="${CSS.escape(key)}"]`);
    const things = chosen();
    if (!button || !things.length) return false;
    things.forEach((each) => each.setAttribute("data-busy", ""));
    press(button.getAttribute("formaction"), things.map((each) => each.id));
    if (!stay && things.length === 1) step(1);
    return true;
  };

  // --- keys --------------------------------------------------------------------------------------
  const tick = () => { const box = here()?.querySelector("input[name=item]"); if (box) box.checked = !box.checked; };
  const fresh = () => {
    const part = document.getElementById("new-theme");
    part.open = true;
    part.querySelector("input:not([type=hidden])").focus();
  };
  const OWN = {
    j: () => step(1), k: () => step(-1), ArrowDown: () => step(1), ArrowUp: () => step(-1), u: undo, n: fresh, x: tick,
    l: () => here()?.querySelector("a[rel=alternate]")?.click(),
  };
  const typing = (target) => target.closest("textarea, select, input:not([type=checkbox])");
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    const digit = /^Digit(\d)$/.exec(event.code)?.[1]; // with Shift a digit types another sign
    const key = digit ?? event.key.toLowerCase();
    const own = OWN[event.key] ?? OWN[key];
    if (!own && !under(key, event.shiftKey)) return;
    event.preventDefault();
    own?.();
  });
  document.addEventListener("focusin", (event) => {
    const row = event.target.closest(".thing");
    if (row && row.id !== at) go(row, false);
  });

  // --- a new picture of the tray: I stay at my text, or go on to the next that is still there ---------
  document.addEventListener("peerwalk:shown", ({ detail: { id } }) => {
    if (id !== tray().id) return;
    const all = rows(), known = new Map(all.map((row) => [row.id, row]));
    const place = order.indexOf(at);
    const next = known.get(at) ?? order.slice(place + 1).map((each) => known.get(each)).find(Boolean) ?? all.at(-1);
    const away = document.activeElement === document.body || tray().contains(document.activeElement);
    if (at && next) go(next, away);
    order = all.map((row) => row.id);
  });
  // what was ticked stays ticked in the next picture
  const ticked = new Set();
  document.addEventListener("change", (event) => {
    if (!event.target.matches("input[name=item]")) return;
    const { id } = event.target.closest(".thing");
    if (event.target.checked) ticked.add(id); else ticked.delete(id);
  });
  document.addEventListener("peerwalk:sent", () => ticked.clear());
  document.addEventListener("peerwalk:shown", () => rows().forEach((row) => {
    if (ticked.has(row.id)) row.querySelector("input[name=item]").checked = true;
  }));

  order = rows().map((row) => row.id);
  if (rows().length) go(rows()[0], false);
})();
