// The painter for thousands: sigma on WebGL. It draws the same scene; where WebGL is only imitated, the canvas is faster.
const LARGE = facts.large; // nodes; past it the canvas is too slow
const forced = new URLSearchParams(location.search).get("renderer");
const rendererName = () => {
  const pen = document.createElement("canvas").getContext("webgl2");
  const told = pen && pen.getExtension("WEBGL_debug_renderer_info");
  return pen ? String(pen.getParameter(told ? told.UNMASKED_RENDERER_WEBGL : pen.RENDERER)) : "";
};
const imitated = (name) => name === "" || /swiftshader|llvmpipe|software|softpipe|basic render/i.test(name);
const bySigma = typeof sigmaKit !== "undefined" && (forced === "webgl" || (nodes.length > LARGE && forced !== "canvas" && !imitated(rendererName())));
/** Whether only a part is drawn: the canvas has to do for more than it can. */
const partly = nodes.length > LARGE && !bySigma;

function sigmaPainter(place) {
  const key = String;
  const id = (text) => (/^\d+$/.test(text) ? Number(text) : text);
  const graph = new sigmaKit.Graph({ multi: true, type: "directed" });
  const chosen = { nodes: new Set(), edges: new Set() };
  let paper = scenePaper();
  const size = (each) => Math.min(14, (nodes.length > 5000 ? 1 : 2.5) + Math.sqrt(each.ties) * 0.7);
  const nodeGiven = (each) => ({ x: each.x, y: -each.y, size: size(each), label: each.label.replaceAll("\n", " "), color: each.colour, hidden: !each.shown });
  const edgeGiven = (each) => ({
    size: each.width * 0.6, label: each.label.replaceAll("\n", " "), color: each.colour, hidden: !each.shown,
    type: each.dashed ? (each.arrow ? "dashedArrow" : "dashed") : each.arrow ? "arrow" : "solid",
  });
  const first = scene();
  first.nodes.forEach((each) => graph.addNode(key(each.id), nodeGiven(each)));
  first.edges.forEach((each) => graph.addEdgeWithKey(`e${each.id}`, key(each.from), key(each.to), edgeGiven(each)));
  const shown = new sigmaKit.Sigma(graph, place, {
    edgeProgramClasses: sigmaKit.lines, defaultEdgeType: "solid", enableEdgeEvents: true, renderEdgeLabels: graph.size < 5000, labelFont: FACE, labelSize: 13,
    labelRenderedSizeThreshold: 5, labelDensity: 0.6, labelGridCellSize: 120, edgeLabelSize: 11, hideEdgesOnMove: graph.size > 20000, zIndex: false, minCameraRatio: 0.01, maxCameraRatio: 3,
    labelColor: { color: paper.ink }, edgeLabelColor: { color: paper.ink },
    nodeReducer: (node, given) => (chosen.nodes.has(node) ? { ...given, highlighted: true, forceLabel: true } : given),
    edgeReducer: (edge, given) => (chosen.edges.has(edge) ? { ...given, color: paper.ink, size: 4, forceLabel: true } : given),
    defaultDrawNodeHover: (pen, node) => {
      const words = node.label || "";
      pen.font = `13px ${FACE}`;
      Object.assign(pen, { fillStyle: paper.note, strokeStyle: paper.ink, lineWidth: 1 });
      pen.fillRect(node.x - node.size - 3, node.y - 11, pen.measureText(words).width + 2 * node.size + 14, 22);
      pen.strokeRect(node.x - node.size - 3, node.y - 11, pen.measureText(words).width + 2 * node.size + 14, 22);
      pen.beginPath();
      pen.arc(node.x, node.y, node.size, 0, 2 * Math.PI);
      pen.fillStyle = node.color;
      pen.fill();
      pen.fillStyle = paper.ink;
      pen.fillText(words, node.x + node.size + 4, node.y + 4);
    },
  });
  const camera = shown.getCamera();
  const extra = new Set();

  function paint(given) {
    paper = given;
    for (const each of extra) if (graph.hasNode(each)) graph.dropNode(each);
    extra.clear();
    given.nodes.slice(nodes.length).forEach((each) => { graph.addNode(each.id, nodeGiven(each)); extra.add(each.id); });
    graph.updateEachNodeAttributes((node, old) => (extra.has(node) ? old : { ...old, ...nodeGiven(given.nodes[Number(node)]) }), { attributes: ["color", "hidden"] });
    graph.updateEachEdgeAttributes((edge, old) => ({ ...old, ...edgeGiven(given.edges[Number(edge.slice(1))]) }), { attributes: ["color", "hidden"] });
    given.edges.slice(edges.length).forEach((each) => graph.addEdgeWithKey(`e${each.id}`, key(each.from), key(each.to), edgeGiven(each)));
    shown.setSetting("labelColor", { color: given.ink });
    shown.setSetting("edgeLabelColor", { color: given.ink });
  }
  const scale = () => {
    const [a, b] = [{ x: 0, y: 0 }, { x: 1, y: 0 }].map((point) => shown.graphToViewport(point, { cameraState: camera.getState() }));
    return Math.hypot(a.x - b.x, a.y - b.y);
  };
  const lineId = (edge) => id(edge.slice(1));
  return {
    kind: "webgl", crowded: true, paint, scale,
    ready: (then) => setTimeout(then, 0),
    whole: () => camera.setState({ x: 0.5, y: 0.5, ratio: 1.05, angle: 0 }),
    zoom: (by) => camera.setState({ ratio: camera.ratio / by }),
    at: (node) => ({ x: graph.getNodeAttribute(key(node), "x"), y: -graph.getNodeAttribute(key(node), "y") }),
    select(ids, lines) {
      chosen.nodes = new Set(ids.map(key));
      chosen.edges = new Set(lines.map((each) => `e${each}`));
      shown.refresh({ skipIndexation: true });
    },
    centre(position, wanted, offset) {
      const cameraState = camera.getState(); // what is drawn follows a frame later: ask of the state to come
      if (wanted) cameraState.ratio *= scale() / wanted;
      const there = shown.graphToViewport({ x: position.x, y: -position.y }, { cameraState });
      const { width, height } = shown.getDimensions();
      const to = shown.viewportToFramedGraph({ x: there.x - offset.x, y: there.y - offset.y }, { cameraState });
      const now = shown.viewportToFramedGraph({ x: width / 2, y: height / 2 }, { cameraState });
      camera.setState({ ...cameraState, x: cameraState.x + to.x - now.x, y: cameraState.y + to.y - now.y });
    },
    onClick(then) {
      shown.on("clickNode", ({ node, event }) => then(id(node), undefined, event.x));
      shown.on("clickEdge", ({ edge, event }) => then(undefined, lineId(edge), event.x));
      shown.on("clickStage", () => then());
    },
    onHover(then) {
      shown.on("enterNode", ({ node }) => then(id(node), undefined));
      shown.on("enterEdge", ({ edge }) => then(undefined, lineId(edge)));
      for (const name of ["leaveNode", "leaveEdge"]) shown.on(name, () => then());
    },
  };
}

const choosePainter = (place) => (bySigma ? sigmaPainter(place) : canvasPainter(place));
