// The words a note taker is typing belong to whoever had the floor when they began: a new turn does not take them.
(() => {
  let had;
  const look = () => {
    const now = document.querySelector(".speakers")?.dataset;
    const form = document.getElementById("form-statement");
    if (!now || !form) return;
    const { text, speaker } = form.elements;
    if (had?.speaker && had.turn !== now.turn && text.value.trim() && !speaker.value) speaker.value = had.speaker;
    had = { turn: now.turn, speaker: now.speaker };
    const told = form.querySelector(".said-by");
    told.hidden = !now.name;
    told.querySelector("bdi").textContent = now.name;
  };
  document.addEventListener("peerwalk:shown", look);
  document.addEventListener("htmx:afterSwap", look);
  look();
})();
