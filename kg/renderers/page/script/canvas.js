// The painter for up to some thousands: vis-network, without physics, at the points that the layout gave.

function canvasPainter(place) {
  const shownNodes = new vis.DataSet();
  const shownEdges = new vis.DataSet();
  const before = new Map();
  const crowded = nodes.length > facts.crowded; // names are written where there is room, more of them the closer one looks
  let painted = null;
  const network = new vis.Network(place, { nodes: shownNodes, edges: shownEdges }, {
    physics: false,
    layout: { improvedLayout: false, randomSeed: 0 },
    interaction: { hover: true, selectConnectedEdges: false, dragNodes: true, hideEdgesOnDrag: edges.length > 1500, hideEdgesOnZoom: edges.length > 1500 },
    nodes: { borderWidth: 2, borderWidthSelected: 4, margin: 7, scaling: { label: { drawThreshold: crowded ? 1 : 6, maxVisible: crowded ? 400 : 26 } }, labelHighlightBold: true },
    edges: { selectionWidth: 2, hoverWidth: 1, arrows: { to: { enabled: true, scaleFactor: 0.6 } }, scaling: { label: { drawThreshold: crowded ? 10 : 6, maxVisible: 22 } } },
  });
  const canvas = place.querySelector("canvas");
  if (canvas) canvas.setAttribute("aria-hidden", "true");

  /** In a crowded picture, give the nodes whose names have room at this scale, the most tied first. */
  function roomy(scale) {
    const height = 13 / scale;
    const taken = new Map();
    const cells = (x, y, half) => {
      const found = [];
      for (let column = Math.floor((x - half) / (height * 4)); column <= Math.floor((x + half) / (height * 4)); column += 1) {
        for (let row = Math.floor((y - height) / (height * 2)); row <= Math.floor((y + height) / (height * 2)); row += 1) found.push(`${column},${row}`);
      }
      return found;
    };
    const kept = new Set();
    const order = painted.nodes.filter((each) => each.shown).sort((a, b) => (a.dim - b.dim) || b.ties - a.ties);
    for (const each of order) {
      const half = Math.min(each.label.length, 24) * height * 0.33; // capitals are wide
      const own = [each.x - half, each.x + half, each.y + each.size, each.y + each.size + height * 1.25];
      const near = cells(each.x, each.y + each.size, half);
      const clash = near.some((cell) => (taken.get(cell) || []).some((o) => o[0] < own[1] && o[1] > own[0] && o[2] < own[3] && o[3] > own[2]));
      if (clash) continue;
      kept.add(each.id);
      for (const cell of near) taken.set(cell, [...(taken.get(cell) || []), own]);
    }
    return kept;
  }

  function nodeOptions(each, kept, scale) {
    const inside = INSIDE.has(each.shape) && !crowded;
    const fill = inside ? painted.card : each.colour;
    const chosen = { background: inside ? painted.note : each.colour, border: painted.ink };
    const label = each.label.replace(/\n(?!\[)/g, " ");
    const short = label.length > 24 ? `${label.slice(0, 23)}…` : label;
    return {
      id: each.id, x: each.x, y: each.y, size: crowded ? Math.min(26, 6 + 2 * Math.sqrt(each.ties)) / Math.max(Math.sqrt(scale), 0.4) * 0.7 : each.size,
      shape: crowded && INSIDE.has(each.shape) ? "square" : each.shape, hidden: !each.shown, label: crowded ? (kept.has(each.id) ? short : "") : each.label,
      color: { background: fill, border: each.colour, highlight: chosen, hover: chosen },
      font: { color: each.ink, size: crowded ? 13 / scale : 15, face: FACE, strokeWidth: inside ? 0 : crowded ? 3 / scale : 4, strokeColor: painted.card, vadjust: 0 },
    };
  }
  function edgeOptions(each, scale) {
    const smooth = each.bend ? { enabled: true, type: each.bend > 0 ? "curvedCW" : "curvedCCW", roundness: Math.abs(each.bend) } : false;
    const wide = crowded ? 1 / Math.max(scale, 0.3) * 0.6 : 1;
    return {
      id: each.id, from: each.from, to: each.to, hidden: !each.shown, label: crowded && scale < 0.75 ? "" : each.label, smooth, width: each.width * wide,
      dashes: each.dashed ? [7, 6].map((length) => Math.round(length * Math.max(1, wide))) : false, arrows: each.arrow ? undefined : "",
      ...(each.loop ? { selfReference: each.loop } : {}),
      color: { color: each.colour, highlight: each.strong, hover: each.strong, inherit: false },
      font: { color: each.ink, size: 13, face: FACE, strokeWidth: 5, strokeColor: painted.card, align: "horizontal", vadjust: 0 },
    };
  }

  /** Hand over only what has changed: a filter over thousands must not rebuild them all. */
  function hand(set, options) {
    const changed = options.filter((each) => {
      const text = JSON.stringify(each);
      if (before.get(each.id) === text) return false;
      before.set(each.id, text);
      return true;
    });
    if (changed.length) set.update(changed);
    const now = new Set(options.map((each) => each.id));
    const gone = set.getIds().filter((id) => !now.has(id));
    gone.forEach((id) => before.delete(id));
    if (gone.length) set.remove(gone);
  }
  function paint(given) {
    painted = given || painted;
    const scale = network.getScale();
    const kept = crowded ? roomy(scale) : null;
    hand(shownNodes, painted.nodes.map((each) => nodeOptions(each, kept, scale)));
    hand(shownEdges, painted.edges.map((each) => edgeOptions(each, scale)));
  }
  let later = 0;
  network.on("zoom", () => { if (crowded) { clearTimeout(later); later = setTimeout(() => paint(), 120); } });

  function moveTo(options) {
    const scale = network.getScale();
    network.moveTo(options);
    if (crowded && Math.abs(network.getScale() / scale - 1) > 0.01) paint();
  }

  /** Show all that is not hidden, or, where its names could not be read, the part around the busiest name. */
  function whole(readable = false) {
    const there = painted.nodes.filter((each) => each.shown);
    if (!there.length) return;
    const boxes = there.map((each) => (crowded ? { left: each.x, right: each.x, top: each.y, bottom: each.y } : network.getBoundingBox(each.id)));
    const [left, top] = ["left", "top"].map((side) => boxes.reduce((best, box) => Math.min(best, box[side]), Infinity));
    const [right, bottom] = ["right", "bottom"].map((side) => boxes.reduce((best, box) => Math.max(best, box[side]), -Infinity));
    const [aside, above] = crowded ? [narrow.matches ? 80 : 190, 80] : [24, 24]; // room for names, which do not shrink in a crowd
    const scale = Math.min((place.clientWidth - aside) / Math.max(right - left, 1), (place.clientHeight - above) / Math.max(bottom - top, 1), 1.2);
    const first = there.reduce((best, each) => (each.ties > best.ties ? each : best), there[0]);
    if (readable && scale < 0.48 && !crowded) moveTo({ scale: 0.55, position: { x: first.x, y: first.y } });
    else moveTo({ scale, position: { x: (left + right) / 2, y: (top + bottom) / 2 } });
  }

  return {
    kind: "canvas", paint, whole, crowded,
    ready: (then) => network.once("afterDrawing", then),
    zoom: (by) => moveTo({ scale: network.getScale() * by }),
    scale: () => network.getScale(),
    at: (id) => network.getPosition(id),
    select(ids, lines) {
      network.unselectAll();
      network.selectNodes(ids.filter((id) => shownNodes.get(id)), false);
      network.selectEdges(lines.filter((id) => shownEdges.get(id)));
    },
    centre: (position, scale, offset) => moveTo({ position, scale, offset, animation: false }),
    onClick: (then) => network.on("click", (event) => then(event.nodes[0], event.edges[0], event.pointer.DOM.x)),
    onHover(then) {
      network.on("hoverNode", (event) => then(event.node, undefined));
      network.on("hoverEdge", (event) => then(undefined, event.edge));
      for (const name of ["blurEdge", "blurNode"]) network.on(name, () => then());
    },
  };
}
