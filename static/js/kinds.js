// What leads to the note form does so without a new page: the three kinds at the foot of a poster, which makes room in
// sight of it, and "leave a note on this" below a section.
(() => {
  const form = () => document.getElementById("write");
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-kind], a[data-about]"), { kind, about } = link?.dataset ?? {};
    if (!link || !form()) return;
    event.preventDefault();
    if (kind) form().querySelector(`[name=kind][value=${kind}]`).checked = true;
    if (about && form().elements.about) form().elements.about.value = about;
    form().scrollIntoView({ block: "start" });
    form().elements.text.focus({ preventScroll: true });
  });

  const watch = new IntersectionObserver((seen) => {
    document.body.classList.toggle("writing", seen.at(-1).isIntersecting);
  }, { threshold: 0.2 });
  const look = () => form() && watch.observe(form());
  document.addEventListener("htmx:load", look);
  look();
})();
