// What the reader has asked to see, and what follows from it. Everything that filters reads it from here.
const state = {
  query: "", hidden: { standing: new Set(), tie: new Set(), kind: new Set(), source: new Set(), modality: new Set() },
  from: null, until: null, around: null, depth: 1, way: null, folded: new Set(), open: null,
};
const listeners = [];
let view = null; // what is to be seen now: {node: bool[], edge: bool[], undated}

const haystacks = nodes.map((node) => [node.label, ...node.names].map(fold));
const matches = (node) => state.query === "" || haystacks[node].some((text) => text.includes(state.query));
const matched = (edge) => matches(edge.from) || matches(edge.to);

/** Tell whether a claim can hold in the window of time; one without a date can hold at any time. */
function inWindow(claim) {
  if (!claim.dated || state.from === null) return true;
  return (!claim.until || claim.until >= state.from) && (!claim.from || claim.from <= state.until);
}
const claimShown = (claim) =>
  !state.hidden.modality.has(claim.modality) && !state.hidden.source.has(String(claim.source)) && inWindow(claim);

function edgeAllowed(edge) {
  return !state.hidden.tie.has(edge.tie) && !state.hidden.standing.has(edge.standing) &&
    !state.hidden.kind.has(nodes[edge.from].kind) && !state.hidden.kind.has(nodes[edge.to].kind) &&
    edge.claims.some(claimShown);
}

/** Give the nodes within some steps of one, by the edges that are allowed. */
function reach(start, depth, allowed) {
  const found = new Map([[start, 0]]);
  for (const node of found.keys()) {
    if (found.get(node) === depth) break;
    for (const each of edgesOf[node]) {
      const other = otherEnd(edges[each], node);
      if (allowed[each] && !found.has(other)) found.set(other, found.get(node) + 1);
    }
  }
  return found;
}

function look() {
  const edge = edges.map(edgeAllowed);
  let node = nodes.map((each, index) => !state.hidden.kind.has(each.kind) &&
    (!edgesOf[index].length || edgesOf[index].some((at) => edge[at])));
  if (state.around !== null) {
    const near = reach(state.around, state.depth, edge);
    node = node.map((there, index) => near.has(index));
  }
  // On a canvas that has to do, the far ones are drawn where somebody asks for what lies around a name, or for a way.
  if (partly && state.around === null && !state.way) node = node.map((there, index) => there && !nodes[index].far);
  if (state.way) {
    const on = new Set(state.way.nodes);
    const along = new Set(state.way.edges);
    node = node.map((there, index) => on.has(index));
    edge.forEach((there, index) => { edge[index] = along.has(index); });
  }
  edges.forEach((each, index) => { edge[index] = edge[index] && node[each.from] && node[each.to]; });
  const undated = edges.filter((each, index) => edge[index] && !each.claims.some((claim) => claim.dated)).length;
  return { node, edge, undated };
}

/** Change what is asked for, and let everything follow. */
function change(what = {}) {
  Object.assign(state, what);
  view = look();
  for (const listener of listeners) listener();
}

/** Say in words what is left out, for the reader and for the foot of everything that is taken away. */
function filtersInWords() {
  const label = (axis, name) => {
    if (axis === "source") return sources[name].publisher;
    const list = { standing: standingOf, tie: tieOf, kind: kindOf, modality: modalityOf }[axis];
    return list.get(name).label;
  };
  const words = Object.entries(state.hidden).filter(([, names]) => names.size)
    .map(([axis, names]) => `without ${[...names].map((name) => label(axis, name)).join(", ")}`);
  if (state.query) words.push(`names with “${state.query}”`);
  if (state.from !== null) words.push(`what can hold from ${state.from} to ${state.until}, and what is undated`);
  if (state.around !== null) words.push(`within ${count(state.depth, "step")} of ${nodes[state.around].label}`);
  if (state.way) words.push(`the way from ${nodes[state.way.nodes[0]].label} to ${nodes[state.way.nodes.at(-1)].label}`);
  return words.join("; ") || "no filter";
}

// ---- deep links: the address holds all of it -------------------------------------------------------------------
function toHash() {
  const said = new URLSearchParams();
  if (state.open) for (const [what, number] of Object.entries(state.open)) said.set(what, number);
  for (const [axis, names] of Object.entries(state.hidden)) if (names.size) said.set(`no-${axis}`, [...names].join(","));
  if (state.query) said.set("find", state.query);
  if (state.from !== null) said.set("when", `${state.from}_${state.until}`);
  if (state.around !== null) said.set("around", `${state.around}_${state.depth}`);
  if (state.way) said.set("way", `${state.way.nodes[0]}_${state.way.nodes.at(-1)}`);
  if (state.folded.size) said.set("folded", [...state.folded].join(","));
  return said.toString();
}

function fromHash(text) {
  const said = new URLSearchParams(text);
  const number = (value, below) => (/^\d{1,7}$/.test(value || "") && Number(value) < below ? Number(value) : null);
  const two = (name) => (said.get(name) || "").split("_");
  for (const [axis, names] of Object.entries(state.hidden)) {
    names.clear();
    const known = { standing: standingOf, tie: tieOf, kind: kindOf, modality: modalityOf }[axis];
    for (const name of (said.get(`no-${axis}`) || "").split(",")) {
      if (axis === "source" ? number(name, sources.length) !== null : known.has(name)) names.add(name);
    }
  }
  const [from, until] = two("when");
  const dates = [from, until].every((day) => /^\d{4}-\d\d-\d\d$/.test(day || ""));
  const [around, depth] = two("around");
  const ends = two("way").map((each) => number(each, nodes.length));
  state.folded = new Set((said.get("folded") || "").split(",").map((each) => number(each, 10000)).filter((each) => each !== null));
  const edge = number(said.get("edge"), edges.length);
  const node = number(said.get("node"), nodes.length);
  return {
    change: {
      query: fold(said.get("find") || ""), from: dates ? from : null, until: dates ? until : null,
      around: number(around, nodes.length), depth: number(depth, 10) || 1, way: null,
    },
    ends: ends.length === 2 && ends.every((each) => each !== null) ? ends : null,
    open: edge !== null ? { edge } : node !== null ? { node } : null,
  };
}
const keepAddress = () => history.replaceState(null, "", `#${toHash()}`);
