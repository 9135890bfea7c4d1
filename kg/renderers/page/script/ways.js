// Parts of the picture that a reader asks for: around one node, from one to another, groups folded.
function nodeTools(index) {
  const depth = make("select", { "aria-label": "How many steps around" }, ...[1, 2, 3, 4].map((each) => make("option", { value: each, textContent: count(each, "step") })));
  depth.value = String(state.around === index ? state.depth : 1);
  const only = () => { change({ around: index, depth: Number(depth.value), way: null }); afterChange(); };
  depth.addEventListener("change", () => { if (state.around === index) only(); });
  return make("div", { className: "tools" },
    button("Only what lies around", only, { className: "small" }), depth,
    button("Way from here to …", () => { byId("way-from").value = nodes[index].label; openTools("ways"); byId("way-to").focus(); }, { className: "small" }));
}
function openTools(id) {
  byId(id).open = true;
  byId(id).scrollIntoView({ block: "nearest" });
}
function afterChange() {
  painter.whole();
  keepAddress();
}

// ---- the way between two -------------------------------------------------------------------------------------------
/** Weigh an edge: whatever is said counts a little more than what is established, so of two ways the firmer is taken. */
const firmest = (edge) => Math.min(...edge.claims.filter(claimShown).map((claim) => (modalityOf.get(claim.modality) || { rank: 9 }).rank));
const weakness = (edge) => [standingOf.get(edge.standing).style === "dashed" ? 1 : 0, firmest(edge), -edge.claims.length];

function wayBetween(start, end) {
  const allowed = edges.map(edgeAllowed);
  const far = new Map([[start, 0]]);
  const came = new Map();
  const waiting = new Set([start]);
  while (waiting.size) {
    const node = [...waiting].reduce((best, each) => (far.get(each) < far.get(best) ? each : best));
    waiting.delete(node);
    if (node === end) break;
    for (const each of edgesOf[node]) {
      if (!allowed[each]) continue;
      const [said, rank] = weakness(edges[each]);
      const other = otherEnd(edges[each], node);
      const length = far.get(node) + 1 + 0.001 * said + 0.0001 * rank;
      if (!far.has(other) || length < far.get(other)) {
        far.set(other, length);
        came.set(other, each);
        waiting.add(other);
      }
    }
  }
  if (!far.has(end)) return null;
  const way = { nodes: [end], edges: [] };
  while (way.nodes[0] !== start) {
    way.edges.unshift(came.get(way.nodes[0]));
    way.nodes.unshift(otherEnd(edges[way.edges[0]], way.nodes[0]));
  }
  return way;
}
function weakest(way) {
  const less = (a, b) => { for (let at = 0; at < a.length; at += 1) if (a[at] !== b[at]) return a[at] - b[at]; return 0; };
  return [...way.edges].sort((a, b) => less(weakness(edges[b]), weakness(edges[a])))[0];
}
function showWay(start, end) {
  const way = start === end ? null : wayBetween(start, end);
  change({ way, around: null });
  const body = byId("way-found");
  if (!way) {
    const words = start === end ? "Choose two different names." : `No ties that are shown lead from ${nodes[start].label} to ${nodes[end].label}.`;
    body.replaceChildren(make("p", { textContent: words }));
    say(words);
    return;
  }
  const weak = weakest(way);
  const words = `${count(way.edges.length, "step")}. The weakest: ${sentence(edges[weak])}, ${edges[weak].claims[0].wording}.`;
  body.replaceChildren(make("p", { textContent: words }),
    make("ol", {}, ...way.edges.map((each) => make("li", { className: each === weak ? "weakest" : "" }, edgeButton(each, sentence(edges[each]) + (each === weak ? " ← the weakest" : ""))))),
    button("Show the whole picture again", () => { change({ way: null }); body.replaceChildren(); afterChange(); }, { className: "small" }));
  say(words);
  afterChange();
}
const byName = (text) => {
  const exact = nodes.findIndex((node) => [node.label, ...node.names].some((name) => fold(name) === fold(text)));
  return exact >= 0 ? exact : haystacks.findIndex((names) => fold(text) !== "" && names.some((name) => name.includes(fold(text))));
};
byId("names").append(...nodes.slice(0, 3000).map((node) => make("option", { value: node.label })));
acts(byId("way-form"), () => {
  const [start, end] = ["way-from", "way-to"].map((id) => byName(byId(id).value));
  if (start < 0 || end < 0) byId("way-found").replaceChildren(make("p", { textContent: "No name like this." }));
  else showWay(start, end);
});

// ---- groups -----------------------------------------------------------------------------------------------------------
function refold(numbers) {
  change({ folded: new Set(numbers) });
  fillGroups();
  afterChange();
}
const unfold = (number) => refold([...state.folded].filter((each) => each !== number));
function fillGroups() {
  byId("groups").hidden = !groups.length;
  byId("group-list").replaceChildren(...groups.map((_, number) => {
    const box = make("input", { type: "checkbox", checked: state.folded.has(number), name: "group", value: number });
    box.addEventListener("change", () => refold(box.checked ? [...state.folded, number] : [...state.folded].filter((each) => each !== number)));
    return make("li", {}, make("label", { className: "choice" }, box, make("span"), make("span", { textContent: groupName(number) }), make("span")));
  }));
}
byId("fold-all").addEventListener("click", () => refold(groups.keys()));
byId("unfold-all").addEventListener("click", () => refold([]));
