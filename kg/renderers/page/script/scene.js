// What is to be painted: every node and edge with its look, groups folded into one where the reader wants it so.
// Painters (canvas here, sigma for thousands) draw a scene and know nothing else.
const THRONG = 1000; // lines; past it each is paler, for names must be read through them
const groups = [];
nodes.forEach((node, index) => { if (node.group !== undefined && node.group !== null) (groups[node.group] ||= []).push(index); });
const busiestOf = (members) => members.reduce((best, each) => (edgesOf[each].length > edgesOf[best].length ? each : best), members[0]);
const groupName = (number) => `${nodes[busiestOf(groups[number])].label} and ${groups[number].length - 1} more`;
const folded = (node) => state.folded.has(nodes[node].group);
const faded = (colour) => mix(colour, variable("--card"), 0.82);

function nodeLook(index, paint) {
  const given = drawn.nodes[index];
  const dim = state.query !== "" && !matches(index) && !edgesOf[index].some((each) => matched(edges[each]));
  return {
    id: index, label: given.label, shape: given.shape, x: given.x, y: given.y, size: given.size, ties: edgesOf[index].length,
    shown: view.node[index] && !folded(index), colour: dim ? faded(themed(given.color)) : themed(given.color),
    ink: dim ? mix(paint.ink, paint.card, 0.75) : paint.ink, dim,
  };
}

function edgeLook(index, paint) {
  const edge = edges[index];
  const given = drawn.edges[index];
  const dim = !matched(edge);
  const own = themed(given.color);
  return {
    id: index, from: edge.from, to: edge.to, label: given.label, width: given.width, dashed: Boolean(given.dashes),
    bend: given.smooth ? (given.smooth.type === "curvedCW" ? 1 : -1) * given.smooth.roundness : 0,
    arrow: given.arrows !== "", loop: given.selfReference || null,
    shown: view.edge[index] && !folded(edge.from) && !folded(edge.to),
    colour: dim ? faded(own) : edges.length > THRONG ? mix(own, paint.card, 0.6) : own, strong: own, ink: dim ? faded(mix(own, paint.ink, 0.4)) : mix(own, paint.ink, 0.4), dim,
  };
}

/** Give groups that are folded as one node each, and what ties them to others as one line each. */
function foldedLooks(paint) {
  const made = { nodes: [], edges: [] };
  if (!state.folded.size) return made;
  for (const number of state.folded) {
    const members = (groups[number] || []).filter((each) => view.node[each]);
    if (!members.length) continue;
    const middle = (axis) => members.reduce((sum, each) => sum + drawn.nodes[each][axis], 0) / members.length;
    made.nodes.push({
      id: `g${number}`, label: `${nodes[busiestOf(members)].label}\nand ${members.length - 1} more`, shape: "ellipse", x: middle("x"), y: middle("y"),
      size: 12, ties: members.length, shown: true, colour: paint.ink, ink: paint.ink, dim: false,
    });
  }
  const standFor = (node) => (folded(node) ? `g${nodes[node].group}` : node);
  const between = new Map();
  edges.forEach((edge, index) => {
    const [from, to] = [standFor(edge.from), standFor(edge.to)];
    if (!view.edge[index] || from === to || (from === edge.from && to === edge.to)) return;
    const key = [from, to].map(String).sort().join("~");
    between.set(key, [...(between.get(key) || []), index]);
  });
  for (const [key, members] of between) {
    const said = members.every((each) => standingOf.get(edges[each].standing).style === "dashed");
    const [from, to] = key.split("~").map((each) => (each.startsWith("g") ? each : Number(each)));
    made.edges.push({
      id: `e${key}`, from, to, label: count(members.length, "tie"), width: said ? 1.5 : 2.6, dashed: said, bend: 0, arrow: false, loop: null,
      shown: true, colour: themed("#777777"), strong: themed("#777777"), ink: paint.ink, dim: false, members,
    });
  }
  return made;
}

const scenePaper = () => ({ ink: variable("--ink"), card: variable("--card"), note: variable("--note") });
function scene() {
  const paint = scenePaper();
  const extra = foldedLooks(paint);
  return {
    ...paint,
    nodes: [...nodes.map((_, index) => nodeLook(index, paint)), ...extra.nodes],
    edges: [...edges.map((_, index) => edgeLook(index, paint)), ...extra.edges],
  };
}
