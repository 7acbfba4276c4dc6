// Where words wait until they are sent: in IndexedDB, which outlives page and browser; in memory where that is refused.
globalThis.waiting = (() => {
  const PATIENCE = 3000; // a browser that refuses does not always say so
  const memory = new Map();
  const missed = new Map(); // what the database did not take any more: n -> its news, null where it is gone
  let opening = null;

  const open = () => new Promise((resolve, reject) => {
    setTimeout(reject, PATIENCE, new Error("no answer"));
    const asked = indexedDB.open("peerwalk", 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore("outbox", { keyPath: "n", autoIncrement: true });
    asked.onsuccess = () => {
      asked.result.onclose = asked.result.onversionchange = () => { opening = null; asked.result.close(); };
      resolve(asked.result);
    };
    asked.onerror = () => reject(asked.error);
  });
  const run = async (mode, act) => {
    const database = await (opening ??= open());
    return new Promise((resolve, reject) => {
      const change = database.transaction("outbox", mode, { durability: "strict" });
      const asked = act(change.objectStore("outbox"));
      change.oncomplete = () => resolve(asked.result);
      change.onabort = change.onerror = () => reject(change.error);
    });
  };
  // a phone that was asleep may have lost its connection to the database: a second one is tried
  const reach = async (mode, act) => {
    try { return await run(mode, act); } catch { opening = null; }
    return run(mode, act);
  };

  // items in the order in which they came; n is the place, and the name for change and drop
  const all = async () => {
    const kept = await reach("readonly", (store) => store.getAll()).catch(() => []);
    const stands = kept.filter(({ n }) => missed.get(n) !== null).map((each) => ({ ...each, ...missed.get(each.n) }));
    return [...stands, ...memory.values()];
  };
  const add = async (item) => {
    try {
      return await reach("readwrite", (store) => store.add(item));
    } catch {
      const n = `open page ${memory.size + 1} ${item.key}`;
      memory.set(n, { ...item, n });
      return n;
    }
  };
  // what another page has sent meanwhile is not brought back by a change
  const change = async (n, news) => {
    if (memory.has(n)) return void memory.set(n, { ...memory.get(n), ...news });
    const all = { ...missed.get(n), ...news };
    await reach("readwrite", (store) => {
      const asked = store.get(n);
      asked.onsuccess = () => asked.result && store.put({ ...asked.result, ...all });
      return asked;
    }).then(() => missed.delete(n), () => missed.set(n, all));
  };
  const drop = async (n) => memory.delete(n) || reach("readwrite", (store) => store.delete(n)).catch(() => missed.set(n, null));
  const onlyHere = () => memory.size; // how many would be gone with this page

  addEventListener("beforeunload", (event) => onlyHere() && event.preventDefault());
  return { all, add, change, drop, onlyHere };
})();
