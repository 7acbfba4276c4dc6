// The live room in the browser: one socket that only listens, the newest picture wins, and it always comes back.
(() => {
  const body = document.body;
  if (!body.dataset.live) return;
  const FINAL = 4400; // our own "do not come back" codes are 44xx; every other end is followed by another try
  const SILENT = 25000, STALE = 16000, TELL = 5000, LONGEST = 5000, ASK = 4000, OPENING = 5000;
  const seen = new Map(); // element id -> [epoch, revision] of what it shows
  let epoch = body.dataset.epoch, revision = Number(body.dataset.revision);
  let socket = null, tries = 0, ended = false, heardAt = Date.now(), retry = 0, asking = 0, lostSince = 0, hiddenAt = 0;

  // what the page shows already need not be sent again
  const shownOf = (name) => {
    const id = name.replace(":", "-"), element = document.getElementById(id);
    const [ofEpoch, ofRevision] = seen.get(id) ?? [element?.dataset.epoch, element?.dataset.revision];
    return ofEpoch === epoch ? ofRevision : "-";
  };
  const query = () => new URLSearchParams({
    see: body.dataset.see, language: document.documentElement.lang, epoch,
    since: body.dataset.see.split(",").map(shownOf).join(","),
  });

  // --- showing -----------------------------------------------------------------------------------
  const newer = (id, ofEpoch, ofRevision) => {
    const element = document.getElementById(id);
    const [hadEpoch, hadRevision] = seen.get(id) ?? [element?.dataset.epoch, Number(element?.dataset.revision)];
    return element && (hadEpoch !== ofEpoch || ofRevision > hadRevision);
  };
  const show = (picture) => {
    const element = document.getElementById(picture.id);
    if (element) afterPress(element, () => draw(picture));
  };
  const draw = ({ id, html, revision: ofRevision, epoch: ofEpoch }) => {
    if (!newer(id, ofEpoch, ofRevision)) return;
    seen.set(id, [ofEpoch, ofRevision]);
    const element = document.getElementById(id);
    const said = announced(element);
    const kept = whereIs(element);
    htmx.swap(element, html, { swapStyle: "outerHTML", swapDelay: 0, settleDelay: 0 });
    const fresh = document.getElementById(id);
    if (fresh) keep(fresh, kept);
    if (fresh && announced(fresh) && announced(fresh) !== said) announce(announced(fresh));
    document.dispatchEvent(new CustomEvent("peerwalk:shown", { detail: { id } }));
  };
  // what somebody holds in a picture stays in the next: the opened parts, and the focus, by its action, its words, its place
  const FOCUSABLE = "a, button, summary";
  const words = (each) => each.getAttribute("aria-label") || each.textContent.trim();
  const action = (each) => each.getAttribute("formaction") || each.getAttribute("href");
  const whereIs = (root) => ({
    opened: [...root.querySelectorAll("details[open] > summary")].map(words),
    focus: root.contains(document.activeElement) ? document.activeElement : null,
    place: [...root.querySelectorAll(FOCUSABLE)].indexOf(document.activeElement),
  });
  const keep = (root, { opened, focus, place }) => {
    root.querySelectorAll("details > summary").forEach((each) => {
      if (opened.includes(words(each))) each.parentElement.open = true;
    });
    if (focus) focusAgain([...root.querySelectorAll(FOCUSABLE)], focus, place);
  };
  const focusAgain = (all, focus, place) => {
    const alike = [
      (each) => focus.id && each.id === focus.id,
      (each) => action(each) === action(focus) && words(each) === words(focus),
      (each) => action(focus) && action(each) === action(focus),
      (each) => each === all[place],
    ];
    alike.flatMap((like) => all.filter(like)).find((each) => {
      each.focus({ preventScroll: true }); // what is closed or hidden does not take it
      return document.activeElement === each;
    });
  };
  const announced = (element) => element.dataset.announce ?? element.querySelector(":scope > [data-announce]")?.dataset.announce;
  const announce = (text) => { document.getElementById("announce").textContent = text; };

  // The server's clock before ours, in milliseconds. Every message arrives late, never early: the largest figure is the
  // truest, until this phone's clock is set or the phone has slept.
  let ahead = -Infinity, drift = Date.now() - performance.now();
  const learn = (now) => {
    const drifted = Date.now() - performance.now();
    if (Math.abs(drifted - drift) > 500) ahead = -Infinity;
    drift = drifted;
    ahead = Math.max(ahead, Date.parse(now) - Date.now());
    body.dataset.ahead = String(Math.round(ahead));
  };
  if (!document.documentElement.dataset.kept) learn(body.dataset.now); // a kept copy was made long ago

  // --- what is heard -----------------------------------------------------------------------------
  const hear = (message) => {
    connected();
    if (message.now) learn(message.now);
    if (message.poke) return body.dispatchEvent(new CustomEvent("peerwalk:poke"));
    if (message.epoch !== epoch) { epoch = message.epoch; revision = -1; }
    revision = Math.max(revision, message.revision);
    if (message.id) show(message);
  };

  // --- the socket --------------------------------------------------------------------------------
  const open = () => {
    clearTimeout(retry);
    if (ended || (socket && socket.readyState < 2)) return;
    const url = new URL(`${body.dataset.live}?${query()}`, location.href);
    url.protocol = url.protocol.replace("http", "ws");
    const mine = (socket = new WebSocket(url));
    const late = setTimeout(() => mine.readyState === 0 && mine.close(), OPENING);
    mine.onopen = () => { clearTimeout(late); tries = 0; heardAt = Date.now(); stopAsking(); connected(); pokeOnReturn(); };
    mine.onmessage = (event) => { heardAt = Date.now(); hear(JSON.parse(event.data)); };
    mine.onclose = (event) => { clearTimeout(late); if (socket === mine) closed(event.code); };
  };
  const closed = (code) => {
    socket = null;
    if (code >= FINAL && code < FINAL + 100) return end(code);
    lost();
    tries += 1;
    retry = setTimeout(open, Math.random() * Math.min(LONGEST, 200 * 2 ** tries));
    if (tries > 2) startAsking(); // sockets may be blocked here, whatever was possible before
  };
  // sent away: the page itself would be refused now, and says so better than we could; what was typed stays
  const end = (code) => {
    ended = true;
    stopAsking();
    lost();
    if (code === 4403 || mustStay() || recently()) return;
    location.reload();
  };
  const recently = () => {
    try {
      const before = Number(sessionStorage.getItem("sent away"));
      sessionStorage.setItem("sent away", String(Date.now()));
      return Date.now() - before < 60000;
    } catch { return true; }
  };
  const again = () => {
    if (document.visibilityState === "hidden") return (hiddenAt = Date.now());
    if (ended) return;
    if (hiddenAt && Date.now() - hiddenAt > 2000) ask(); // phones freeze sockets without a word: the state tells at once
    hiddenAt = 0;
    if (socket && socket.readyState === 1 && Date.now() - heardAt < STALE) return;
    const old = socket;
    socket = null;
    old?.close();
    tries = 0;
    open();
  };
  let wasLost = false;
  const pokeOnReturn = () => {
    if (wasLost) body.dispatchEvent(new CustomEvent("peerwalk:poke"));
    wasLost = false;
  };

  // --- connected or not, visibly -----------------------------------------------------------------
  let heardOf = false;
  const connected = () => {
    if (lostSince || !heardOf) document.dispatchEvent(new Event("peerwalk:connected"));
    heardOf = true;
    lostSince = 0;
    document.documentElement.removeAttribute("data-connection");
  };
  const lost = () => {
    wasLost = true;
    lostSince ||= Date.now();
  };
  setInterval(() => {
    if (lostSince && Date.now() - lostSince > TELL) document.documentElement.dataset.connection = "offline";
    if (socket?.readyState === 1 && Date.now() - heardAt > SILENT) again();
  }, 1000);

  // --- where sockets are blocked: ask every few seconds ------------------------------------------
  const ask = async () => {
    try {
      const answer = await fetch(`${body.dataset.state}?see=${encodeURIComponent(body.dataset.see)}`, {
        headers: { Accept: "application/json" }, signal: AbortSignal.timeout?.(OPENING),
      });
      if (!answer.ok) return lost();
      const state = await answer.json();
      const changed = state.epoch !== epoch || state.revision !== revision;
      hear({ epoch: state.epoch, revision: state.revision, now: state.now });
      for (const each of state.fragments) show({ ...each, epoch: state.epoch });
      if (changed) body.dispatchEvent(new CustomEvent("peerwalk:poke"));
    } catch { lost(); }
  };
  const startAsking = () => { asking ||= setInterval(ask, ASK * (0.8 + 0.4 * Math.random())); };
  const stopAsking = () => { clearInterval(asking); asking = 0; };

  addEventListener("online", again);
  addEventListener("offline", lost);
  addEventListener("pageshow", (event) => event.persisted && again());
  document.addEventListener("visibilitychange", again);
  open();
})();
