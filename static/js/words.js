// Counts the words of a long text while somebody writes it; the server has counted the saved ones.
(() => {
  const words = (text) => text.replace(/^## /gm, "").split(/\s+/).filter(Boolean).length;
  const count = (event) => {
    const shown = document.querySelector(`[data-words-of="${CSS.escape(event.target.id)}"] span`);
    if (shown) shown.textContent = words(event.target.value);
  };
  document.addEventListener("input", count);
})();
