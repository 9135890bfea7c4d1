// When: a window that moves over the dates at which something begins or ends. What has no date is always shown.
const ticks = [...new Set(edges.flatMap((edge) => edge.claims.flatMap((claim) => [claim.from, claim.until])).filter(Boolean))].sort();
let playing = 0;

function showWindow() {
  const off = state.from === null;
  const at = (day, otherwise) => (off ? otherwise : Math.max(0, ticks.indexOf(day)));
  byId("from").value = at(state.from, 0);
  byId("until").value = at(state.until, ticks.length - 1);
  for (const id of ["from", "until"]) byId(id).setAttribute("aria-valuetext", ticks[byId(id).value] || "");
  const seen = view.edge.filter(Boolean).length;
  byId("window").textContent = off ? `Any time: ${ticks[0] || "no dates"}${ticks.length > 1 ? ` to ${ticks.at(-1)}` : ""}.`
    : `${state.from === state.until ? state.from : `${state.from} to ${state.until}`}: ${count(seen - view.undated, "tie")} that can hold then.`;
  byId("undated").textContent = `${count(view.undated, "tie")} without a date, shown at any time.`;
  byId("any-time").hidden = off;
}
function setWindow(first, last) {
  const [a, b] = [Math.min(first, last), Math.max(first, last)];
  change({ from: ticks[a], until: ticks[b] });
}
/** Move the window by one date; from any time, begin at the first. Tell whether there was a further one. */
function step(by) {
  const width = state.from === null ? 0 : ticks.indexOf(state.until) - ticks.indexOf(state.from);
  const first = state.from === null ? (by > 0 ? 0 : ticks.length - 1) : ticks.indexOf(state.from) + by;
  if (first < 0 || first + width >= ticks.length) return false;
  setWindow(first, first + width);
  say(`${byId("window").textContent} ${byId("undated").textContent}`);
  return true;
}
function stop() {
  clearInterval(playing);
  playing = 0;
  byId("play").textContent = "Play";
}
byId("when").hidden = !ticks.length;
for (const id of ["from", "until"]) {
  byId(id).max = Math.max(0, ticks.length - 1);
  byId(id).addEventListener("input", () => { stop(); setWindow(Number(byId("from").value), Number(byId("until").value)); });
}
byId("earlier").addEventListener("click", () => { stop(); step(-1); });
byId("later").addEventListener("click", () => { stop(); step(1); });
byId("any-time").addEventListener("click", () => { stop(); change({ from: null, until: null }); });
byId("play").addEventListener("click", () => {
  if (playing) return stop();
  if (state.until === ticks.at(-1)) change({ from: null, until: null });
  step(1);
  playing = setInterval(() => { if (!step(1)) stop(); }, 1200);
  byId("play").textContent = "Pause";
});
listeners.push(showWindow);
