// The circle on my phone: my chair is marked in the picture, and my own part is fetched when the picture says it changed.
(() => {
  const mine = () => document.getElementById("me");
  const words = (text) => (text || "").split(" ").filter(Boolean);

  // what my own part would be called by the public picture; the server says the same in data-sign
  const sign = (circle, person) => `${circle.dataset.phase} ${place(circle.dataset, person)} ${circle.dataset.kind}`.trim();
  const place = ({ chairs, queue, speaker, free, open, anybody }, person) => {
    const [, state, chair] = words(chairs).map((each) => each.split(":")).find(([who]) => who === person) || [];
    if (state === "called") return `called ${chair}`;
    if (state) return `${person === speaker ? "speaking" : "seated"} ${chair} ${speaker}`;
    const before = words(queue).indexOf(person);
    if (before >= 0) return `waiting ${before + 1} ${before === 0 || anybody !== undefined ? free : ""}`.trim();
    return open === "1" ? "open" : "closed";
  };

  const look = () => {
    const [circle, me] = [document.querySelector(".round"), mine()];
    const person = me?.dataset.person;
    if (!circle || !person || person === "0") return;
    circle.querySelectorAll(`[data-person="${person}"]`).forEach((each) => each.classList.add("mine"));
    if (sign(circle, person) !== me.dataset.sign) document.body.dispatchEvent(new CustomEvent("peerwalk:poke"));
  };

  let before = mine()?.dataset.sign;
  const tell = () => {
    const me = mine();
    if (!me || me.dataset.sign === before) return;
    before = me.dataset.sign;
    const said = [...me.querySelectorAll(".you > *")].map((each) => each.textContent.trim().replace(/\.$/, ""));
    document.getElementById("announce").textContent = `${said.join(". ")}.`;
    if (me.dataset.at === "called") navigator.vibrate?.([200, 100, 200]);
  };

  document.addEventListener("peerwalk:shown", look);
  document.addEventListener("htmx:afterSettle", tell);
  document.addEventListener("htmx:responseError", (event) => {
    if (event.detail.xhr.status === 409) document.body.dispatchEvent(new CustomEvent("peerwalk:poke"));
  });
  look();
})();
