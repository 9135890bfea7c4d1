// The picture to take away, as SVG and as PNG: what is shown, with its caveat, sources and filters underneath.
function stamp() {
  const seen = new Set(edges.flatMap((edge, index) => (view.edge[index] ? edge.claims.filter(claimShown).map((claim) => claim.source) : [])));
  return {
    title: facts.title, day: new Date().toISOString().slice(0, 10), filter: filtersInWords(),
    sources: count(seen.size, "source") + (seen.size ? `: ${[...seen].sort((a, b) => a - b).slice(0, 4).map((each) => `${sources[each].publisher}, ${sources[each].published}`).join("; ")}${seen.size > 4 ? " …" : ""}` : ""),
    shown: `${count(view.node.filter(Boolean).length, "entry", "entries")}, ${count(view.edge.filter(Boolean).length, "tie")}`,
    caveat: "Solid: established. Dashed: said, not established. To be named here is not to be guilty.",
  };
}
const stampLines = () => {
  const each = stamp();
  return [each.title, `${each.shown} · ${each.filter} · ${each.sources}`, `${facts.as_of ? `As of ${facts.as_of}. ` : ""}Taken from the page on ${each.day}. ${each.caveat}`];
};

/** Give how far from its middle a node ends in a direction, and half the room of a name that is written inside. */
const halfSize = (each) => {
  const lines = each.label.split("\n");
  const wide = Math.max(...lines.map((line) => line.length)) * 3.8;
  return each.shape === "ellipse" ? [wide + 14, lines.length * 13] : INSIDE.has(each.shape) ? [wide + 8, lines.length * 9 + 6] : [each.size, each.size];
};
function edgeOf(each, x, y) {
  const [wide, high] = halfSize(each);
  if (INSIDE.has(each.shape) && each.shape !== "ellipse") return Math.min(wide / Math.abs(x || 1e-9), high / Math.abs(y || 1e-9));
  return (wide * high) / Math.hypot(high * x, wide * y);
}

/** Draw the scene on a surface that can draw lines, polygons, ellipses, boxes and words. */
function drawOn(surface, given) {
  const there = new Map(given.nodes.filter((each) => each.shown).map((each) => [each.id, each]));
  for (const line of given.edges.filter((each) => each.shown && there.has(each.from) && there.has(each.to))) {
    const [a, b] = [there.get(line.from), there.get(line.to)];
    if (line.from === line.to) { surface.curve([[a.x, a.y - 10], [a.x + 60, a.y - 60], [a.x + 10, a.y]], line); continue; }
    const bend = line.bend;
    const middle = [(a.x + b.x) / 2 + (b.y - a.y) * bend / 2, (a.y + b.y) / 2 - (b.x - a.x) * bend / 2];
    const control = [(a.x + b.x) / 2 + (b.y - a.y) * bend, (a.y + b.y) / 2 - (b.x - a.x) * bend];
    surface.curve([[a.x, a.y], control, [b.x, b.y]], line);
    if (line.arrow) {
      const angle = Math.atan2(b.y - control[1], b.x - control[0]);
      const gap = edgeOf(b, Math.cos(angle), Math.sin(angle)) + 3;
      const tip = [b.x - Math.cos(angle) * gap, b.y - Math.sin(angle) * gap];
      surface.polygon([tip, ...[2.7, -2.7].map((turn) => [tip[0] + Math.cos(angle + turn) * 9, tip[1] + Math.sin(angle + turn) * 9])], line.colour, null);
    }
    if (given.edges.length < 400) surface.words(line.label, ...middle, 13, line.ink, given.card, "middle");
  }
  for (const each of there.values()) {
    const size = each.size;
    const [wide, high] = halfSize(each);
    if (each.shape === "ellipse") surface.ellipse(each.x, each.y, wide, high, given.card, each.colour);
    else if (INSIDE.has(each.shape)) surface.polygon([[-1, -1], [1, -1], [1, 1], [-1, 1]].map(([x, y]) => [each.x + x * wide, each.y + y * high]), given.card, each.colour);
    else if (OUTLINES[each.shape]) surface.polygon(OUTLINES[each.shape].map(([x, y]) => [each.x + (x - 8) / 8 * size, each.y + (y - 8) / 8 * size]), each.colour, each.colour);
    else surface.ellipse(each.x, each.y, size, size, each.colour, each.colour);
    if (INSIDE.has(each.shape)) surface.words(each.label, each.x, each.y, 15, each.ink, null, "middle");
    else surface.words(each.label, each.x, each.y + size + 4, 15, each.ink, given.card, "top");
  }
}

function frame(given) {
  const there = given.nodes.filter((each) => each.shown);
  const far = (axis, side) => there.reduce((best, each) => Math[side](best, each[axis]), there.length ? there[0][axis] : 0);
  const [left, right, top, bottom] = [far("x", "min") - 110, far("x", "max") + 110, far("y", "min") - 60, far("y", "max") + 80];
  const width = Math.max(right - left, 760);
  return { left: left - (width - right + left) / 2, top, width, height: bottom - top, foot: Math.max(26, width / 50) };
}

function svgText() {
  const given = scene();
  const box = frame(given);
  const xml = document.implementation.createDocument(SVG, "svg", null);
  const add = (parent, tag, attributes, text) => {
    const element = xml.createElementNS(SVG, tag);
    for (const [name, value] of Object.entries(attributes)) if (value !== null) element.setAttribute(name, value);
    if (text !== undefined) element.textContent = cleaned(text);
    parent.append(element);
    return element;
  };
  const round = (value) => Math.round(value * 10) / 10;
  const root = xml.documentElement;
  const size = [box.left, box.top, box.width, box.height + box.foot * 3].map(round);
  for (const [name, value] of Object.entries({ viewBox: size.join(" "), width: size[2], height: size[3], "font-family": FACE })) root.setAttribute(name, value);
  add(root, "title", {}, facts.title);
  add(root, "desc", {}, stampLines().join("\n"));
  add(root, "rect", { x: size[0], y: size[1], width: size[2], height: size[3], fill: given.card });
  drawOn({
    curve: ([[x1, y1], [cx, cy], [x2, y2]], line) => add(root, "path", { d: `M${round(x1)} ${round(y1)}Q${round(cx)} ${round(cy)} ${round(x2)} ${round(y2)}`, fill: "none", stroke: line.colour, "stroke-width": line.width, "stroke-dasharray": line.dashed ? "7 6" : null }),
    polygon: (corners, fillIn, stroke) => add(root, "polygon", { points: corners.map((corner) => corner.map(round).join(",")).join(" "), fill: fillIn, stroke, "stroke-width": 2 }),
    ellipse: (cx, cy, rx, ry, fillIn, stroke) => add(root, "ellipse", { cx: round(cx), cy: round(cy), rx: round(rx), ry: round(ry), fill: fillIn, stroke, "stroke-width": 2 }),
    words(text, x, y, height, ink, halo, anchor) {
      const lines = text.split("\n");
      const start = anchor === "top" ? y + height * 0.8 : y - (lines.length - 1) * height * 0.55 + height * 0.35;
      lines.forEach((line, at) => add(root, "text", { x: round(x), y: round(start + at * height * 1.1), "font-size": height, "text-anchor": "middle", fill: ink, stroke: halo, "stroke-width": halo ? 4 : null, "paint-order": halo ? "stroke" : null }, line));
    },
  }, given);
  stampLines().forEach((line, at) => add(root, "text", { x: round(box.left + 12), y: round(box.top + box.height + box.foot * (at + 0.8)), "font-size": round(at ? box.foot * 0.45 : box.foot * 0.6), fill: given.ink }, line));
  return new XMLSerializer().serializeToString(root);
}

function pngBlob() {
  const given = scene();
  const box = frame(given);
  const scale = Math.min(2, 8000 / box.width, 8000 / (box.height + box.foot * 3));
  const canvas = make("canvas", { width: Math.round(box.width * scale), height: Math.round((box.height + box.foot * 3) * scale) });
  const pen = canvas.getContext("2d");
  pen.scale(scale, scale);
  pen.fillStyle = given.card;
  pen.fillRect(0, 0, box.width, box.height + box.foot * 3);
  pen.translate(-box.left, -box.top);
  const finish = (fillIn, stroke) => { if (fillIn) { pen.fillStyle = fillIn; pen.fill(); } if (stroke) { pen.strokeStyle = stroke; pen.lineWidth = 2; pen.stroke(); } };
  drawOn({
    curve([a, control, b], line) {
      pen.setLineDash(line.dashed ? [7, 6] : []);
      Object.assign(pen, { strokeStyle: line.colour, lineWidth: line.width });
      pen.beginPath();
      pen.moveTo(...a);
      pen.quadraticCurveTo(...control, ...b);
      pen.stroke();
      pen.setLineDash([]);
    },
    polygon(corners, fillIn, stroke) { pen.beginPath(); corners.forEach((corner) => pen.lineTo(...corner)); pen.closePath(); finish(fillIn, stroke); },
    ellipse(x, y, rx, ry, fillIn, stroke) { pen.beginPath(); pen.ellipse(x, y, rx, ry, 0, 0, 2 * Math.PI); finish(fillIn, stroke); },
    words(text, x, y, height, ink, halo, anchor) {
      Object.assign(pen, { font: `${height}px ${FACE}`, textAlign: "center", lineWidth: 4, strokeStyle: halo || ink, fillStyle: ink, lineJoin: "round" });
      const lines = text.split("\n");
      const start = anchor === "top" ? y + height * 0.8 : y - (lines.length - 1) * height * 0.55 + height * 0.35;
      lines.forEach((line, at) => { if (halo) pen.strokeText(line, x, start + at * height * 1.1); pen.fillText(line, x, start + at * height * 1.1); });
    },
  }, given);
  Object.assign(pen, { fillStyle: given.ink, textAlign: "left" });
  stampLines().forEach((line, at) => { pen.font = `${at ? box.foot * 0.45 : box.foot * 0.6}px ${FACE}`; pen.fillText(line, box.left + 12, box.top + box.height + box.foot * (at + 0.8), box.width - 24); });
  return new Promise((done) => canvas.toBlob(done, "image/png"));
}
