// Keeps the gallery readable without network: the pages that the server marks, and the files they are drawn with.
// Everything else goes to the network as if this worker were not there: posts, state, what is mine, the socket.
const [FILES, PAGES] = ["files", "pages"].map((what) => `peerwalk ${what} VERSION`);
const MARK = "Peerwalk-Keep", KEPT_AT = "Peerwalk-Kept-At", UNREACHABLE = "/unreachable/";
const PATIENCE = 6000; // milliseconds until a kept copy stands in for a page that does not come
const DOWN = [502, 503, 504];

addEventListener("install", (event) => event.waitUntil(begin()));
addEventListener("activate", (event) => event.waitUntil(takeOver()));
addEventListener("message", (event) => event.waitUntil(keepAll(event.data)));
addEventListener("fetch", (event) => {
  const { request } = event, { origin, pathname } = new URL(request.url);
  if (origin !== location.origin) return;
  if (request.mode === "navigate" && entering(request.method, pathname)) return void event.waitUntil(caches.delete(PAGES));
  if (request.method !== "GET") return;
  if (isFile(pathname)) event.respondWith(file(request));
  else if (request.mode === "navigate" && pathname.startsWith("/w/")) event.respondWith(page(event, pathname));
});

const begin = async () => {
  await skipWaiting();
  const answer = await fetch(UNREACHABLE).catch(() => null);
  if (!answer?.ok) return;
  const text = await answer.clone().text();
  await (await caches.open(FILES)).put(UNREACHABLE, answer);
  await keepFiles(filesIn(text));
};
const takeOver = async () => {
  const old = (await caches.keys()).filter((name) => name.startsWith("peerwalk ") && ![FILES, PAGES].includes(name));
  await Promise.all(old.map((name) => caches.delete(name)));
  await clients.claim();
};

// whoever comes in or leaves at this browser finds nothing of somebody else
const entering = (method, path) => /^\/(link|sign-in|sign-out)\//.test(path) || (method === "POST" && /\/(join|return)\/$/.test(path));

// --- files: their names change with their content ---------------------------------------------------
const isFile = (path) => path.startsWith("/static/") || /^\/w\/[^/]+\/gallery\/\d+\/cover\.svg(\?|$)/.test(path);
const file = async (request) => {
  const kept = await caches.match(request, { ignoreVary: true });
  if (kept) return kept;
  const answer = await fetch(request);
  if (answer.ok && answer.status === 200) await (await caches.open(FILES)).put(request, answer.clone());
  return answer;
};
const filesIn = (text) => [...text.matchAll(/(?:href|src)="(\/[^"]+)"/g)].map(([, path]) => path).filter(isFile);
const keepFiles = async (paths) => { // whether all of them are here now
  const tries = paths.map((path) => file(new Request(path)).then(() => true, () => false));
  return (await Promise.all(tries)).every(Boolean);
};

// --- pages: the network first, else the copy with its time on it -------------------------------------
const page = async (event, path) => {
  const kept = await caches.match(path, { cacheName: PAGES });
  const fresh = live(event, path);
  if (!kept) return fresh.catch(() => instead(path));
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE));
  const answer = await Promise.race([fresh.catch(() => null), late]);
  return answer || marked(kept);
};
const live = async (event, path) => {
  const answer = await fetch(event.request);
  if (DOWN.includes(answer.status)) throw new Error("down");
  if (!new URL(event.request.url).search) event.waitUntil(keep(path, answer.clone())); // with a question it is another page
  return answer;
};
const marked = async (kept) => {
  const text = (await kept.text()).replace("<html ", `<html data-kept="${kept.headers.get(KEPT_AT)}" `);
  return new Response(text, { headers: kept.headers });
};
const instead = async (path) => {
  const gallery = path.match(/^\/w\/[^/]+\//)[0] + "gallery/";
  if (gallery.startsWith(path) && (await caches.match(gallery, { cacheName: PAGES }))) return Response.redirect(gallery);
  return (await caches.match(UNREACHABLE)) ?? Response.error();
};

const keep = async (path, answer) => {
  const pages = await caches.open(PAGES), mark = answer.ok && answer.headers.get(MARK);
  const gone = answer.ok || answer.type === "opaqueredirect" || [403, 404, 410].includes(answer.status);
  if (!mark && gone && (await pages.match(path))) return forget(pages, path, ""); // not mine to read any more
  if (!mark) return;
  await forget(pages, path, mark);
  const headers = new Headers(answer.headers);
  for (const name of ["Content-Encoding", "Content-Length", "Vary"]) headers.delete(name);
  headers.set(KEPT_AT, new Date().toISOString());
  const text = await answer.text();
  if (await keepFiles(filesIn(text))) await pages.put(path, new Response(text, { headers })); // else it would be read without its scripts
};
// copies of the same workshop that were made for somebody else
const forget = async (pages, path, mark) => {
  const workshop = path.match(/^\/w\/[^/]+\//)[0];
  for (const request of await pages.keys()) {
    const kept = await pages.match(request);
    if (new URL(request.url).pathname.startsWith(workshop) && kept.headers.get(MARK) !== mark) await pages.delete(request);
  }
};

// what the open page asks to keep: its own files, itself where it is kept, then the pages around it, one after the other
const keepAll = async ({ pages, here, files }) => {
  await keepFiles(files.filter(isFile));
  for (const path of pages.sort((one, other) => (other === here) - (one === here))) {
    if (await caches.match(path, { cacheName: PAGES })) continue;
    const answer = await fetch(path, { headers: { Purpose: "prefetch" }, redirect: "manual" }).catch(() => null);
    if (answer) await keep(path, answer);
  }
};
