// The side panel, and what the picture does with it.
const panel = byId("panel");
const place = byId("picture");
view = look();
const painter = choosePainter(place);
const rows = []; // made when they are needed
let opener = null;

function fillPanel(body) {
  byId("panel-body").replaceChildren(...body, make("p", { className: "reminder", textContent: "To be named here is not to be guilty. What is said is not established; read the whole source before you use it." }));
  panel.hidden = false;
  panel.scrollTop = 0;
  byId("panel-name").focus({ preventScroll: true });
}

function show(what, from = null, move = true) {
  if (from && !panel.contains(from)) opener = from;
  state.open = what;
  fillPanel("edge" in what ? edgePanel(what.edge) : nodePanel(what.node));
  rows.forEach((row, index) => row.classList.toggle("open", what.edge === index));
  if ("node" in what) walked = what.node;
  painter.select("edge" in what ? [] : [what.node], "edge" in what ? [what.edge] : []);
  if (move) reveal("edge" in what ? [edges[what.edge].from, edges[what.edge].to] : [what.node]);
  keepAddress();
}

function close() {
  if (panel.hidden) return;
  panel.hidden = true;
  state.open = null;
  painter.select([], []);
  rows.forEach((row) => row.classList.remove("open"));
  keepAddress();
  (opener && opener.isConnected ? opener : place).focus({ preventScroll: true });
  opener = null;
}

/** Bring nodes to the part of the picture that the panel leaves free. */
function reveal(members) {
  const points = members.map((each) => painter.at(each));
  const middle = { x: points.reduce((sum, p) => sum + p.x, 0) / points.length, y: points.reduce((sum, p) => sum + p.y, 0) / points.length };
  const box = place.getBoundingClientRect();
  const over = panel.hidden ? { left: box.right, top: box.bottom } : panel.getBoundingClientRect();
  const offset = narrow.matches
    ? { x: 0, y: -Math.max(0, Math.min(box.bottom, innerHeight) - over.top) / 2 }
    : { x: -Math.max(0, box.right - over.left) / 2, y: 0 };
  const span = Math.max(...points.map((p) => Math.max(Math.abs(p.x - middle.x), Math.abs(p.y - middle.y)))) * 2 + 160;
  const room = Math.min(box.width + 2 * offset.x, box.height + 2 * offset.y);
  const scale = Math.min(Math.max(painter.scale(), 0.8), Math.max(0.3, room / span));
  painter.centre(middle, scale, offset);
}

byId("close").addEventListener("click", close);
document.addEventListener("keydown", (event) => { if (event.key === "Escape") close(); });
byId("whole").addEventListener("click", () => painter.whole());
byId("closer").addEventListener("click", () => painter.zoom(1.35));
byId("farther").addEventListener("click", () => painter.zoom(1 / 1.35));
// The wheel scrolls the page until somebody is at work in the picture.
place.addEventListener("wheel", (event) => {
  if (!event.ctrlKey && document.activeElement !== place) event.stopPropagation();
}, { capture: true, passive: true });
place.addEventListener("pointerdown", () => place.focus({ preventScroll: true }));

painter.onClick((node, edge, x) => {
  const move = narrow.matches || x > place.clientWidth - 560;
  if (typeof node === "string") unfold(Number(node.slice(1)));
  else if (node !== undefined) show({ node }, place, move);
  else if (typeof edge === "string") {
    const lines = scene().edges.find((each) => each.id === edge);
    opener = place;
    fillPanel(foldPanel(`The ${count(lines.members.length, "tie")} between them`, lines.members));
  } else if (edge !== undefined) show({ edge }, place, move);
  else close();
});
painter.onHover((node, edge) => {
  place.style.cursor = node === undefined && edge === undefined ? "" : "pointer";
  if (typeof node === "string") say(`${groupName(Number(node.slice(1)))}, folded; a click unfolds them.`);
  else if (node !== undefined) say(`${nodes[node].label}, ${nodes[node].type}`);
  else if (typeof edge === "string" || edge === undefined) say("");
  else say(sentence(edges[edge]));
});

// ---- by keyboard: an arrow goes to the nearest neighbour that lies that way -----------------------------------------
let walked = -1;
const DIRECTIONS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };

function nextFrom(node, [dx, dy]) {
  const here = painter.at(node);
  const away = (other) => {
    const there = painter.at(other);
    const [x, y] = [there.x - here.x, there.y - here.y];
    const along = x * dx + y * dy;
    const across = Math.abs(x * dy) + Math.abs(y * dx);
    return along <= 0 || across > 2 * along ? Infinity : Math.hypot(x, y);
  };
  const nearest = (list) => list.reduce((best, each) => (away(each) < best[1] ? [each, away(each)] : best), [-1, Infinity])[0];
  const there = (each) => view.node[each] && !folded(each) && each !== node;
  const tied = [...new Set(edgesOf[node].filter((each) => view.edge[each]).map((each) => otherEnd(edges[each], node)))].filter(there);
  const found = nearest(tied);
  return found >= 0 ? found : nearest(nodes.map((_, index) => index).filter(there));
}

place.addEventListener("keydown", (event) => {
  const direction = DIRECTIONS[event.key];
  const there = nodes.map((_, index) => index).filter((index) => view.node[index] && !folded(index));
  if (direction && there.length) {
    event.preventDefault();
    const next = walked >= 0 && view.node[walked] ? nextFrom(walked, direction) : busiestOf(there);
    if (next < 0) return say("There is nothing that way.");
    walked = next;
    painter.select([walked], []);
    reveal([walked]);
    const seen = edgesOf[walked].filter((each) => view.edge[each]).length;
    say(`${nodes[walked].label}, ${nodes[walked].type}, ${count(seen, "tie")}. Enter opens it.`);
  } else if (event.key === "Enter" && walked >= 0) {
    event.preventDefault();
    show({ node: walked }, place);
  }
});
