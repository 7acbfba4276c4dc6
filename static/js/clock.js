// Clocks by the server's time: data-ends counts down and then up with a plus, data-started counts up; a pause stands.
(() => {
  const spoken = new Set();
  const text = (seconds) => {
    const whole = Math.abs(seconds), minutes = Math.floor(whole / 60), rest = String(whole % 60).padStart(2, "0");
    const hours = Math.floor(minutes / 60);
    const clock = hours ? `${hours}:${String(minutes % 60).padStart(2, "0")}:${rest}` : `${minutes}:${rest}`;
    return seconds < 0 ? `+${clock}` : clock;
  };
  const seconds = (clock) => {
    const { pausedLeft, ends, started } = clock.dataset;
    if (pausedLeft !== undefined) return Number(pausedLeft);
    const now = serverNow();
    return ends ? Math.round((Date.parse(ends) - now) / 1000) : Math.max(0, Math.round((now - Date.parse(started)) / 1000));
  };
  const tick = () => document.querySelectorAll("time.clock").forEach((clock) => {
    const left = seconds(clock), shown = text(left);
    if (clock.textContent !== shown) clock.textContent = shown;
    const over = clock.dataset.ends ? left < 0 : left > Number(clock.dataset.limit || Infinity);
    clock.classList.toggle("over", over);
    tell(clock, left);
  });
  // said once, politely: a minute left, ten seconds, time is up
  const tell = (clock, left) => {
    const words = clock.dataset[{ 60: "sayMinute", 10: "saySoon", 0: "sayOver" }[left]];
    const once = `${clock.dataset.ends} ${left}`;
    if (!words || spoken.has(once)) return;
    spoken.add(once);
    document.getElementById("announce").textContent = words;
  };
  setInterval(tick, 500);
  document.addEventListener("peerwalk:shown", tick);
  document.addEventListener("htmx:afterSettle", tick);
  tick();
})();
