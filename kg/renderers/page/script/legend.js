// The legend is the filter: each line and mark is named, counted, and can be taken out.
const SVG = "http://www.w3.org/2000/svg";
function svg(width, tag, attributes) {
  const frame = document.createElementNS(SVG, "svg");
  const shape = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries({ viewBox: `0 0 ${width} 16`, width, height: 16, "aria-hidden": "true" })) frame.setAttribute(name, value);
  for (const [name, value] of Object.entries(attributes)) shape.setAttribute(name, value);
  frame.append(shape);
  return frame;
}
const sample = (colour, style) => svg(40, "line", { x1: 1, x2: 39, y1: 8, y2: 8, stroke: colour, "stroke-width": style === "dashed" ? 2 : 4, "stroke-dasharray": style === "dashed" ? "7 5" : "none" });
function mark(shape, colour) {
  if (OUTLINES[shape]) return svg(16, "polygon", { points: OUTLINES[shape].map((corner) => corner.join(",")).join(" "), fill: colour });
  if (shape === "box") return svg(22, "rect", { x: 1, y: 3, width: 20, height: 10, rx: 2, fill: "none", stroke: colour, "stroke-width": 2 });
  if (INSIDE.has(shape)) return svg(22, "ellipse", { cx: 11, cy: 8, rx: 10, ry: 6, fill: "none", stroke: colour, "stroke-width": 2 });
  return svg(16, "circle", { cx: 8, cy: 8, r: 7, fill: colour });
}

function choice(axis, name, words, many, picked) {
  const box = make("input", { type: "checkbox", checked: !state.hidden[axis].has(name), name: axis, value: name });
  box.addEventListener("change", () => {
    state.hidden[axis][box.checked ? "delete" : "add"](name);
    change();
  });
  return make("label", { className: "choice" }, box, picked || make("span"), make("span", { textContent: words }),
    make("span", { className: "count", textContent: many.toLocaleString("en") }));
}
function fill(id, choices) {
  const group = byId(id);
  group.replaceChildren(group.firstElementChild, ...choices);
  group.hidden = !choices.length;
}
function legend() {
  fill("standings", standings.map((each) => choice("standing", each.name, each.words, each.count, sample(variable("--ink"), each.style))));
  fill("ties", ties.map((each) => choice("tie", each.name, each.label, each.count, sample(themed(each.colour), "solid"))));
  fill("kinds", kinds.map((each) => choice("kind", each.name, each.label, each.count, mark(each.shape, themed(each.colour)))));
  fill("modalities", modalities.length < 2 ? [] : modalities.map((each) => choice("modality", each.name, each.label, each.count)));
  fill("sources", sources.length < 2 ? [] : sources.map((each, index) => choice("source", String(index), `${each.publisher}, ${each.published}`, each.count)));
}

function search() {
  const typed = byId("search").value;
  const found = fold(typed) === "" ? [] : nodes.map((_, index) => index).filter(matches);
  const items = found.slice(0, 8).map((index) => make("li", {}, nodeButton(index)));
  if (fold(typed) !== "" && !found.length) items.push(make("li", { textContent: "No name like this." }));
  if (found.length > 8) items.push(make("li", { textContent: `and ${found.length - 8} more` }));
  byId("found").replaceChildren(...items);
}
byId("search").addEventListener("input", (event) => {
  change({ query: fold(event.target.value) });
  search();
});
byId("search").addEventListener("keydown", (event) => {
  const first = byId("found").querySelector("button");
  if (event.key === "Enter" && first) first.click();
});

/** Say which filters are on, and how to be rid of them. */
function filtersLine() {
  const words = filtersInWords();
  byId("filters").hidden = words === "no filter";
  byId("filters-words").textContent = `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
}
byId("clear").addEventListener("click", () => {
  byId("search").value = "";
  for (const names of Object.values(state.hidden)) names.clear();
  change({ query: "", from: null, until: null, around: null, way: null, folded: new Set() });
  legend();
  search();
  byId("picture").focus();
});
listeners.push(filtersLine);
