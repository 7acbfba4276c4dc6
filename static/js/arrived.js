// A form of the console that has arrived says so: a tick at its button for a moment, and the word to who listens.
(() => {
  const FOR = 4000; // milliseconds
  document.addEventListener("peerwalk:sent", ({ detail: { form } }) => {
    const word = form.closest("[data-done]")?.dataset.done;
    if (!word) return;
    const button = form.querySelector("button:focus") ?? form.querySelector(".btn");
    button.toggleAttribute("data-arrived", true);
    setTimeout(() => button.removeAttribute("data-arrived"), FOR);
    document.getElementById("announce").textContent = word;
  });
})();
