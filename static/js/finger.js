// A press ends on the button it began on: while a finger is down in a picture, what would change it waits.
globalThis.afterPress = (() => {
  const LONGEST = 1000, CLICK = 80; // milliseconds: a finger that rests holds nobody up; a tap's click comes a little later
  const waiting = new Map(); // id of what changes -> the last change to it
  let at = null, timer = 0;

  const go = () => {
    at = null;
    const changes = [...waiting.values()];
    waiting.clear();
    changes.forEach((change) => change());
  };
  const soon = (milliseconds) => { clearTimeout(timer); timer = setTimeout(go, milliseconds); };
  const down = (target) => { at = target; soon(LONGEST); };
  const isIn = (element) => at && element.contains(at);

  addEventListener("pointerdown", (event) => down(event.target), true);
  addEventListener("pointerup", () => at && soon(CLICK), true);
  addEventListener("pointercancel", () => at && soon(0), true);
  addEventListener("keydown", (event) => event.key === " " && down(event.target), true); // clicks when it is let go
  addEventListener("keyup", () => at && soon(CLICK), true);
  addEventListener("click", () => at && soon(0), true);
  document.addEventListener("htmx:beforeSwap", ({ detail }) => {
    if (detail.requestConfig.triggeringEvent?.type !== "peerwalk:poke" || !isIn(detail.target)) return;
    detail.shouldSwap = false;
    waiting.set(detail.target.id, () => document.body.dispatchEvent(new CustomEvent("peerwalk:poke")));
  });
  return (element, change) => (isIn(element) ? waiting.set(element.id, change) : change());
})();
