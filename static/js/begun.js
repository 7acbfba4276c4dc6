// A note belongs to the round in which its first letter was typed, however late it is sent: the form remembers which.
(() => {
  const rounds = () => (document.getElementById("mine")?.dataset.rounds || "").split(";").filter(Boolean).map((each) => each.split(" "));
  const now = (at) => rounds().find(([, from, until]) => Date.parse(from) <= at && (!until || at < Date.parse(until)))?.[0] ?? "0";
  document.addEventListener("input", ({ target }) => {
    const form = target.form;
    if (form?.id !== "write" || form.dataset.seen) return;
    form.dataset.seen = "yes";
    if (rounds().length) form.elements.seen.value = now(serverNow());
  });
  document.addEventListener("peerwalk:left", ({ detail: { form } }) => {
    delete form.dataset.seen;
    delete form.dataset.begun;
  });
})();
