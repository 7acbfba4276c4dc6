// The server's time in milliseconds: this phone's clock and what it is behind, as the page says it, then as live.js learns it.
globalThis.serverNow = (() => {
  const { dataset } = document.body, { kept } = document.documentElement.dataset;
  const came = kept ? Date.parse(kept) : Date.now(); // a kept copy is as old as its keeping
  const first = Date.parse(dataset.now) - came || 0;
  return () => Date.now() + Number(dataset.ahead ?? first);
})();
