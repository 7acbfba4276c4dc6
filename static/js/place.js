// The keyboard keeps its place on the console: after a press it is at the button, else at its chair or group (never at
// another button, which a second Enter would press), or at what was wrong; Escape closes a menu.
(() => {
  let last = null;
  const lost = () => document.activeElement === document.body || !document.activeElement?.isConnected;
  const GROUP = "[role=group], section, aside";
  const groupOf = (button) => button.closest(".places > [id]")?.id ?? button.closest(GROUP)?.getAttribute("aria-label");
  const told = (button) => ["formaction", "name", "value"].map((name) => button.getAttribute(name)).join(" ");

  const ofForm = (id) => {
    const form = document.getElementById(id);
    return form?.querySelector("[aria-invalid=true]") ?? form?.querySelector("button:not([disabled])");
  };
  const ofActs = ({ what, group }) => {
    const same = [...document.querySelectorAll("button[form=acts]")].find((each) => each.offsetParent && !each.disabled && told(each) === what);
    const around = document.getElementById(group) ?? [...document.querySelectorAll(GROUP)].find((each) => each.getAttribute("aria-label") === group);
    if (!same && around) around.tabIndex = -1;
    return same ?? around;
  };
  const back = () => {
    if (!last || !lost()) return;
    (last.form ? ofForm(last.form) : ofActs(last))?.focus({ preventScroll: !last.form });
  };

  document.addEventListener("htmx:beforeRequest", ({ detail: { elt } }) => {
    const button = elt.matches("form") ? elt.querySelector("button:focus") ?? elt.querySelector(":focus") : elt;
    if (button !== document.activeElement) return;
    last = elt.matches("form") ? { form: elt.id } : { what: told(elt), group: groupOf(elt) };
  });
  document.addEventListener("keydown", (event) => {
    last = null;
    const menu = event.key === "Escape" && event.target.closest?.("details.menu[open]");
    if (!menu) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  }, true);
  document.addEventListener("pointerdown", () => { last = null; }, true);
  // a press waits for its picture, in which its button may have gone; where none comes it is back all the same
  document.addEventListener("htmx:afterSettle", () => setTimeout(back));
  document.addEventListener("peerwalk:shown", () => setTimeout(back));
  document.addEventListener("htmx:afterRequest", () => setTimeout(back, last?.form ? 0 : 800));
})();
