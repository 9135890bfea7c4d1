// Everything is there: paint, and open what the address asks for.
listeners.push(() => painter.paint(scene()), keepAddress);
if (narrow.matches) for (const each of document.querySelectorAll(".side details")) each.open = false;
narrow.addEventListener("change", () => { byId("legend").open = !narrow.matches; });
function repaint() {
  legend();
  fillTable();
  painter.paint(scene());
}
darkScheme.addEventListener("change", repaint);
window.addEventListener("beforeprint", () => { printing = true; repaint(); });
window.addEventListener("afterprint", () => { printing = false; repaint(); });
if (partly) {
  byId("partly").hidden = false;
  byId("partly").textContent = `This browser draws without a graphics processor: ${count(nodes.filter((each) => !each.far).length, "entry", "entries")} of ${nodes.length.toLocaleString("en")} are drawn and listed. Search finds all of them; “Only what lies around” draws any of them.`;
}
const asked = location.hash.slice(1);
change();
legend();
fillGroups();
showStory();
painter.ready(() => {
  painter.whole(true);
  if (asked) goTo(asked);
  window.addEventListener("hashchange", () => { if (location.hash.slice(1) !== toHash()) goTo(location.hash.slice(1)); });
  document.documentElement.dataset.ready = "yes";
});
