// How much room is left: a textarea with data-limit tells its ring and number while somebody types.
(() => {
  const show = (field) => {
    const ring = field.closest(".field, .slip, form")?.querySelector(".room-left");
    if (!ring) return;
    const limit = Number(field.dataset.limit);
    const used = [...field.value].length;
    const left = ring.querySelector("[data-left]");
    left.textContent = left.dataset.left.replace("%(left)s", limit - used);
    const share = Math.min(100, Math.round((100 * used) / limit));
    ring.querySelector(".used").setAttribute("stroke-dasharray", `${share} 100`);
  };
  const all = (root) => root.querySelectorAll("[data-limit]").forEach(show);

  document.addEventListener("input", (event) => event.target.matches("[data-limit]") && show(event.target));
  document.addEventListener("reset", (event) => setTimeout(all, 0, event.target));
  document.addEventListener("peerwalk:drafted", () => all(document));
  document.addEventListener("htmx:load", (event) => all(event.target));
  all(document);
})();
