// Paper cards by keys alone: arrow up and arrow down change the kind while the card is typed.
(() => {
  const form = document.getElementById("card"), text = form.elements.text;
  document.querySelector("[data-keys]").hidden = false;
  text.addEventListener("keydown", (event) => {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!step || event.isComposing) return;
    event.preventDefault();
    const kinds = [...form.elements.kind], at = kinds.findIndex((kind) => kind.checked);
    kinds[(at + step + kinds.length) % kinds.length].checked = true;
  });
})();
