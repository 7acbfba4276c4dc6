// When the room moves on, the page goes along, unless somebody is in the middle of writing; the console takes up its forms.
(() => {
  // the stage this page was gone to for: the room may have moved on while it was on its way
  const LED = "peerwalk led to";
  const ledTo = () => { try { const stage = sessionStorage.getItem(LED); sessionStorage.removeItem(LED); return stage; } catch { return null; } };
  const remember = (stage) => { try { sessionStorage.setItem(LED, stage); } catch { /* a reload may be late, no more */ } };
  const page = document.body.dataset.stageId === undefined ? undefined : ledTo() ?? document.body.dataset.stageId;
  let left = 0;
  const follow = () => {
    const now = document.getElementById("now") ?? document.getElementById("day");
    if (page === undefined || !now || now.dataset.stageId === page) return;
    if (mustStay()) return now.setAttribute("data-waiting", "");
    if (Date.now() - left < 3000) return; // already on the way: asking again would only begin it anew
    left = Date.now();
    remember(now.dataset.stageId);
    const goto = now.dataset.goto ?? location.pathname;
    if (new URL(goto, location.href).pathname === location.pathname) return location.reload();
    location.assign(goto);
  };
  document.addEventListener("peerwalk:shown", follow);
  for (const gone of ["sent", "arrived"]) document.addEventListener(`peerwalk:${gone}`, () => setTimeout(follow, 400));
  follow();
})();
