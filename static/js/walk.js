// The walk by the server's clock: at its deadline one phase gives way to the next, also where no news comes.
(() => {
  const opened = serverNow();
  const looked = new Set();
  const moment = (text, otherwise) => (text && text !== "None" ? Date.parse(text) : otherwise);
  const show = (phase, now) => {
    const on = now >= moment(phase.dataset.from, -Infinity) && now < moment(phase.dataset.until, Infinity);
    if (phase.hidden !== on) return;
    phase.hidden = !on;
    if (on && phase.closest("#my-walk")) lookAtMine();
    const words = on && phase.querySelector("[data-announce]")?.dataset.announce;
    if (!words) return;
    document.getElementById("announce").textContent = words;
    navigator.vibrate?.(300);
  };
  // what is mine may be another thing in this part (the vote is open or not); not asked by all phones at once
  let looking = 0;
  const lookAtMine = () => {
    clearTimeout(looking);
    looking = setTimeout(() => document.body.dispatchEvent(new CustomEvent("peerwalk:mine")), 500 + Math.random() * 3000);
  };
  // a picture holds two phases; a little after a deadline the page is asked for the next, not by all at once
  const lookAgain = (root, now) => {
    for (const at of root.dataset.lookAgain.split(" ").filter(Boolean).map(Date.parse)) {
      if (at < opened || now < at || looked.has(at)) continue;
      looked.add(at);
      const { id } = root.closest("[data-revision]");
      setTimeout(() => htmx.ajax("GET", location.href, { target: `#${id}`, select: `#${id}`, swap: "outerHTML" }), 3500 + Math.random() * 1500);
    }
  };
  const tick = () => {
    const now = serverNow();
    document.querySelectorAll(".phases:not([data-held]) .phase").forEach((phase) => show(phase, now));
    document.querySelectorAll("[data-look-again]").forEach((root) => lookAgain(root, now));
  };
  setInterval(tick, 500);
  document.addEventListener("peerwalk:shown", tick);
})();
