// What is mine on the wall is marked: my notes, where I said "true for my city too", my dots. Only my own part knows which.
(() => {
  const ids = (mine, name) => (mine?.dataset[name] || "").split(" ").filter(Boolean).map((id) => `note-${id}`);
  const mark = () => {
    const mine = document.getElementById("mine");
    const own = new Set(ids(mine, "notes")), echoes = ids(mine, "echoes"), dots = ids(mine, "dots");
    const full = Number(mine?.dataset.dotsOnOne || 1);
    document.querySelectorAll(".wall .note").forEach((note) => {
      yours(note, own.has(note.id), mine);
      press(note.querySelector(".echo"), echoes.includes(note.id));
      press(note.querySelector(".dot-here"), dots.filter((id) => id === note.id).length >= full);
    });
  };
  const yours = (note, is, mine) => {
    const sign = note.querySelector(".own");
    note.classList.toggle("is-own", is);
    if (is === Boolean(sign)) return;
    if (sign) return sign.remove();
    const word = document.createElement("span");
    word.className = "own";
    word.textContent = mine.dataset.own;
    note.querySelector("header").append(word);
  };
  // a pressed button takes back what it did
  const press = (button, is) => {
    if (!button) return;
    button.setAttribute("aria-pressed", is);
    button.value = is ? "0" : "1";
  };
  document.addEventListener("peerwalk:shown", mark);
  document.addEventListener("htmx:afterSwap", mark);
  mark();
})();
