// Reading without network: asks the worker to keep the gallery's pages, and marks a kept copy until the room is back.
(() => {
  const { dataset: page } = document.documentElement, { dataset: body } = document.body;

  // --- a kept copy says so, and gives way to the living page ----------------------------------------
  if (page.kept) {
    const told = document.querySelector(".kept-copy"), when = told.querySelector("time");
    when.dateTime = page.kept;
    when.textContent = new Date(page.kept).toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
    told.hidden = false;
    let back = false;
    const renew = () => {
      if (!back || mustStay()) return;
      recently() ? setTimeout(renew, 20000) : location.reload();
    };
    document.addEventListener("peerwalk:connected", () => { back = true; renew(); });
    document.addEventListener("peerwalk:sent", () => setTimeout(renew, 600));
  }
  const recently = () => {
    try {
      const before = Number(sessionStorage.getItem("renewed"));
      sessionStorage.setItem("renewed", String(Date.now()));
      return Date.now() - before < 20000;
    } catch { return true; }
  };

  // --- a page that is not kept leads to those that are ----------------------------------------------
  const code = location.pathname.match(/^\/w\/[^/]+\//)?.[0];
  for (const way of code ? document.querySelectorAll("a[data-way]") : []) globalThis.caches?.match(code + way.dataset.way).then((kept) => {
    way.href = code + way.dataset.way;
    way.hidden = !kept;
  });

  // --- at the door the outbox is fetched only where something waits ---------------------------------
  const scripts = document.getElementById("outbox")?.dataset.scripts;
  const waits = (() => { try { return localStorage.getItem("waits"); } catch { return null; } })();
  if (scripts && waits) for (const src of scripts.split(" ")) {
    document.head.append(Object.assign(document.createElement("script"), { src, async: false }));
  }

  // --- keeping (only over https, or on this very machine) -------------------------------------------
  if (!navigator.serviceWorker) return;
  const LATER = 1500; // the page itself comes first
  const files = () => performance.getEntriesByType("resource").map(({ name }) => name.replace(location.origin, ""));
  const keep = async () => {
    const registration = await navigator.serviceWorker.ready;
    registration.update().catch(() => {}); // browsers look for a newer one in their own time
    registration.active?.postMessage({ pages: body.keepPages.split(" "), here: location.pathname, files: files() });
  };
  navigator.serviceWorker.register("/sw.js", { updateViaCache: "none" }).catch(() => {});
  let soon = 0;
  const keepSoon = () => {
    clearTimeout(soon);
    if (body.keepPages && !page.kept) soon = setTimeout(() => keep().catch(() => {}), LATER);
  };
  navigator.serviceWorker.addEventListener("controllerchange", keepSoon); // a new version begins with empty hands
  keepSoon();
})();
