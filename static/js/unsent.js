// Words that were typed here and not sent: no page goes along over them, and no form is filled over them.
(() => {
  const FIELDS = "textarea, input:not([type=hidden], [type=checkbox], [type=radio])";
  const typed = (field) => field.value.trim() && field.value !== field.defaultValue;
  globalThis.holdsWords = (root) => [...root.querySelectorAll(FIELDS)].some(typed);
  globalThis.mustStay = () => document.body.hasAttribute("data-keep-open") || holdsWords(document); // the outbox may be only here
})();
