// The floor's edge is the clock of a turn: it fills as somebody speaks, by the server's time.
(() => {
  const fill = (edge) => {
    const passed = (serverNow() - Date.parse(edge.dataset.started)) / 1000 / Number(edge.dataset.seconds);
    edge.setAttribute("stroke-dasharray", `${Math.min(100, Math.max(0, 100 * passed)).toFixed(1)} 100`);
  };
  setInterval(() => document.querySelectorAll(".timed[data-started]").forEach(fill), 1000);
})();
