// Several circles: when I am in another one than this page shows, or there are more than it knows, the page goes along.
(() => {
  const mine = () => document.getElementById("me");
  const several = () => document.querySelector("[data-several]")?.dataset.several ?? "";
  const stage = () => document.getElementById("day")?.dataset.stageId;
  const atFirst = several(), stageAtFirst = stage();
  let left = false;
  const goAlong = () => {
    if (left || mustStay()) return;
    left = true;
    location.reload();
  };
  const look = () => {
    const shown = document.querySelector(".round")?.dataset.bowl ?? "";
    if (mine() && (mine().dataset.bowl ?? "") !== shown) return goAlong();
    if (stage() === stageAtFirst && several() !== atFirst) goAlong();
  };
  document.addEventListener("peerwalk:shown", look);
  document.addEventListener("htmx:afterSettle", look);
})();
