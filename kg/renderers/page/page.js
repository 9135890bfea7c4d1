"use strict";
(() => {
  // Text of sources reaches the page through textContent only; nothing here parses markup.
  const byId = (id) => document.getElementById(id);
  const drawing = JSON.parse(byId("drawing").textContent);
  const { nodes, edges, ties, standings } = JSON.parse(byId("records").textContent);
  const tieOf = new Map(ties.map((each) => [each.name, each]));
  const standingOf = new Map(standings.map((each) => [each.name, each]));
  const edgesOf = nodes.map(() => []);
  edges.forEach((edge, index) => {
    edgesOf[edge.from].push(index);
    if (edge.to !== edge.from) edgesOf[edge.to].push(index);
  });

  function make(tag, properties = {}, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(properties)) {
      if (name === "onclick") element.addEventListener("click", value);
      else if (name in element) element[name] = value;
      else element.setAttribute(name, value);
    }
    element.append(...children.filter((child) => child !== null));
    return element;
  }

  // ---- drawing -------------------------------------------------------------------------------------------------
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  const narrow = window.matchMedia("(max-width: 760px)");

  function mix(colour, other, share) {
    const part = (text, at) => parseInt(text.slice(at, at + 2), 16);
    const mixed = [1, 3, 5].map((at) => Math.round(part(colour, at) * (1 - share) + part(other, at) * share));
    return "#" + mixed.map((value) => value.toString(16).padStart(2, "0")).join("");
  }
  const themed = (colour) => (dark.matches ? mix(colour, "#ffffff", 0.4) : colour);
  const variable = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const faded = (colour) => mix(colour, variable("--card"), 0.82);
  const INSIDE = new Set(["box", "ellipse", "circle", "database", "text"]);
  const FACE = "Arial, Liberation Sans, sans-serif";

  const hidden = { tie: new Set(), standing: new Set() };
  let query = "";
  let opener = null;

  const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/\s+/g, " ").trim();
  const haystacks = nodes.map((node) => [node.label, ...node.names].map(fold));
  const matches = (node) => haystacks[node].some((text) => text.includes(query));
  const edgeShown = (edge) => !hidden.tie.has(edge.tie) && !hidden.standing.has(edge.standing);
  const nodeShown = (index) => !edgesOf[index].length || edgesOf[index].some((each) => edgeShown(edges[each]));

  function nodeLook(index) {
    const given = drawing.nodes[index];
    const dim = query !== "" && !matches(index) && !edgesOf[index].some((e) => matches(edges[e].from) || matches(edges[e].to));
    const colour = dim ? faded(themed(given.color)) : themed(given.color);
    const ink = dim ? mix(variable("--ink"), variable("--card"), 0.75) : variable("--ink");
    const fill = INSIDE.has(given.shape) ? variable("--card") : colour;
    const chosen = { background: INSIDE.has(given.shape) ? variable("--note") : colour, border: variable("--ink") };
    return {
      id: index,
      hidden: !nodeShown(index),
      color: { background: fill, border: colour, highlight: chosen, hover: chosen },
      font: { color: ink, size: 15, face: FACE, strokeWidth: INSIDE.has(given.shape) ? 0 : 4, strokeColor: variable("--card"), vadjust: 0 },
    };
  }
  function edgeLook(index) {
    const edge = edges[index];
    const dim = query !== "" && !matches(edge.from) && !matches(edge.to);
    const own = themed(drawing.edges[index].color);
    const colour = dim ? faded(own) : own;
    const ink = mix(own, variable("--ink"), 0.4); // words need more contrast than lines
    return {
      id: index,
      hidden: !edgeShown(edge),
      color: { color: colour, highlight: own, hover: own, inherit: false },
      font: { color: dim ? faded(ink) : ink, size: 13, face: FACE, strokeWidth: 5, strokeColor: variable("--card"), align: "horizontal", vadjust: 0 },
    };
  }

  const shownNodes = new vis.DataSet(drawing.nodes.map((node, index) => ({ ...node, ...nodeLook(index) })));
  const shownEdges = new vis.DataSet(drawing.edges.map((edge, index) => ({ ...edge, ...edgeLook(index) })));
  const picture = byId("picture");
  const network = new vis.Network(picture, { nodes: shownNodes, edges: shownEdges }, {
    physics: false,
    layout: { improvedLayout: false, randomSeed: 0 },
    interaction: { hover: true, selectConnectedEdges: false, dragNodes: true },
    nodes: { borderWidth: 2, borderWidthSelected: 4, margin: 7, scaling: { label: { drawThreshold: 6, maxVisible: 26 } }, labelHighlightBold: true },
    edges: { width: 1.8, selectionWidth: 3, hoverWidth: 1, arrows: { to: { enabled: true, scaleFactor: 0.6 } }, scaling: { label: { drawThreshold: 6, maxVisible: 22 } } },
  });
  const canvas = picture.querySelector("canvas");
  if (canvas) canvas.setAttribute("aria-hidden", "true");

  /** Show all that is not hidden, or, where its names could not be read, the part around the busiest name. */
  function whole(readable = false) {
    const boxes = nodes.map((_, index) => index).filter(nodeShown).map((index) => network.getBoundingBox(index));
    if (!boxes.length) return;
    const [left, top] = ["left", "top"].map((side) => boxes.reduce((best, box) => Math.min(best, box[side]), Infinity));
    const [right, bottom] = ["right", "bottom"].map((side) => boxes.reduce((best, box) => Math.max(best, box[side]), -Infinity));
    const scale = Math.min((picture.clientWidth - 24) / (right - left), (picture.clientHeight - 24) / (bottom - top), 1.2);
    const busiest = edgesOf.reduce((best, own, index) => (own.length > edgesOf[best].length ? index : best), 0);
    if (readable && scale < 0.48 && nodes.length < 400) network.moveTo({ scale: 0.55, position: network.getPosition(busiest) });
    else network.moveTo({ scale, position: { x: (left + right) / 2, y: (top + bottom) / 2 } });
  }
  network.once("afterDrawing", () => whole(true));
  byId("whole").addEventListener("click", () => whole());
  byId("closer").addEventListener("click", () => network.moveTo({ scale: network.getScale() * 1.35 }));
  byId("farther").addEventListener("click", () => network.moveTo({ scale: network.getScale() / 1.35 }));
  // The wheel scrolls the page until somebody is at work in the picture.
  picture.addEventListener("wheel", (event) => {
    if (!event.ctrlKey && document.activeElement !== picture) event.stopPropagation();
  }, { capture: true, passive: true });
  picture.addEventListener("pointerdown", () => picture.focus({ preventScroll: true }));

  // ---- words ---------------------------------------------------------------------------------------------------
  const manner = (edge) => (edge.manner ? ` (${edge.manner})` : "");
  const sentence = (edge) => `${nodes[edge.from].label} ${edge.label} ${nodes[edge.to].label}${manner(edge)}`;
  const nodeButton = (index) => make("button", { type: "button", className: "link", textContent: nodes[index].label, onclick: (e) => show({ node: index }, e.currentTarget) });
  const quoted = (text) => `“${text}”`;

  function safeLink(url) {
    try {
      const parsed = new URL(url);
      return ["http:", "https:"].includes(parsed.protocol) ? parsed.href : null;
    } catch {
      return null;
    }
  }

  function pairs(entries) {
    const list = make("dl");
    for (const [name, value, className] of entries) {
      if (value === null || value === "") continue;
      list.append(make("dt", { textContent: name }), make("dd", { className: className || "" }, value));
    }
    return list;
  }

  function claimCard(claim, number, count) {
    const standing = standingOf.get(claim.standing);
    const address = claim.url && safeLink(claim.url);
    const link = address ? make("a", { href: address, rel: "noopener noreferrer", target: "_blank", textContent: address }) : null;
    return make("article", { className: "claim" },
      make("blockquote", { textContent: quoted(claim.quote) }),
      make("p", { className: "voice" }, claim.wording.charAt(0).toUpperCase() + claim.wording.slice(1) + ".",
        claim.attribution ? make("span", { textContent: `In the text: ${quoted(claim.attribution)}` }) : null,
        count > 1 && standing ? make("span", { textContent: `Claim ${number} of ${count}: ${standing.words}` }) : null),
      pairs([
        ["Holds", claim.held || "no date stated"],
        ["Said on", claim.said],
        ["Jurisdiction", claim.jurisdiction],
        ["Accuser", claim.accuser],
        ["Text says", claim.mention && quoted(claim.mention)],
        ["Note", claim.note],
        ["Publisher", claim.publisher],
        ["Published", claim.published],
        ["Link", link],
        ["Passage", claim.place],
        ["Source", claim.source, "id"],
        ["Claim", claim.claim, "id"],
      ]));
  }

  function edgePanel(index) {
    const edge = edges[index];
    const standing = standingOf.get(edge.standing);
    const tie = tieOf.get(edge.tie);
    const count = edge.claims.length;
    return [
      make("h2", { id: "panel-name", tabIndex: -1 }, nodeButton(edge.from), ` ${edge.label} `, nodeButton(edge.to)),
      make("p", {}, make("span", { className: `badge ${standing.style}`, textContent: standing.words }),
        make("span", { className: "soft", textContent: `Kind of tie: ${tie.label}` })),
      make("h3", { textContent: count === 1 ? "The sentence behind it" : `The ${count} claims behind it` }),
      ...edge.claims.map((claim, at) => claimCard(claim, at + 1, count)),
    ];
  }

  function nodePanel(index) {
    const node = nodes[index];
    const body = [make("h2", { id: "panel-name", tabIndex: -1, textContent: node.label }),
      make("p", { className: "soft", textContent: node.type })];
    const names = node.names.filter((name) => name !== node.label);
    if (names.length) body.push(make("h3", { textContent: "Also named" }), make("ul", {}, ...names.map((name) => make("li", { textContent: name }))));
    if (node.denied.length) {
      body.push(make("h3", { textContent: "Denied" }), make("ul", {}, ...node.denied.map((each) => make("li", { textContent: `Denied by ${each.by}: «${each.quote}»` }))));
    }
    body.push(make("h3", { textContent: edgesOf[index].length === 1 ? "1 tie" : `${edgesOf[index].length} ties` }),
      make("ul", {}, ...edgesOf[index].map((each) => make("li", {}, edgeButton(each, sentence(edges[each]))))));
    return body;
  }

  const edgeButton = (index, text) => make("button", { type: "button", className: "link", textContent: text, onclick: (e) => show({ edge: index }, e.currentTarget) });

  // ---- panel ---------------------------------------------------------------------------------------------------
  const panel = byId("panel");
  const rows = [];

  function show(what, from = null, move = true) {
    if (from && !panel.contains(from)) opener = from;
    byId("panel-body").replaceChildren(...("edge" in what ? edgePanel(what.edge) : nodePanel(what.node)),
      make("p", { className: "reminder", textContent: "To be named here is not to be guilty. What is said is not established; read the whole source before you use it." }));
    panel.hidden = false;
    panel.scrollTop = 0;
    byId("panel-name").focus({ preventScroll: true });
    rows.forEach((row, index) => row.classList.toggle("open", what.edge === index));
    network.unselectAll();
    network.selectNodes("edge" in what ? [] : [what.node], false);
    if ("edge" in what) network.selectEdges([what.edge]);
    if (move) reveal("edge" in what ? [edges[what.edge].from, edges[what.edge].to] : [what.node]);
    history.replaceState(null, "", "edge" in what ? `#edge=${what.edge}` : `#node=${what.node}`);
  }

  function close() {
    if (panel.hidden) return;
    panel.hidden = true;
    network.unselectAll();
    rows.forEach((row) => row.classList.remove("open"));
    history.replaceState(null, "", "#");
    (opener && opener.isConnected ? opener : picture).focus({ preventScroll: true });
    opener = null;
  }

  /** Bring nodes to the part of the picture that the panel leaves free. */
  function reveal(members) {
    const points = members.map((each) => network.getPosition(each));
    const middle = { x: points.reduce((sum, p) => sum + p.x, 0) / points.length, y: points.reduce((sum, p) => sum + p.y, 0) / points.length };
    const box = picture.getBoundingClientRect();
    const over = panel.getBoundingClientRect();
    const offset = narrow.matches
      ? { x: 0, y: -Math.max(0, Math.min(box.bottom, innerHeight) - over.top) / 2 }
      : { x: -Math.max(0, box.right - over.left) / 2, y: 0 };
    const span = Math.max(...points.map((p) => Math.max(Math.abs(p.x - middle.x), Math.abs(p.y - middle.y)))) * 2 + 160;
    const room = Math.min(box.width + 2 * offset.x, box.height + 2 * offset.y);
    const scale = Math.min(Math.max(network.getScale(), 0.8), Math.max(0.3, room / span));
    network.moveTo({ position: middle, scale, offset, animation: false });
  }

  byId("close").addEventListener("click", close);
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") close(); });
  network.on("click", (event) => {
    if (event.nodes.length) show({ node: event.nodes[0] }, picture, hiddenByPanel(event));
    else if (event.edges.length) show({ edge: event.edges[0] }, picture, hiddenByPanel(event));
    else close();
  });
  const hiddenByPanel = (event) => narrow.matches || event.pointer.DOM.x > picture.clientWidth - 560;
  network.on("hoverEdge", (event) => { picture.style.cursor = "pointer"; byId("status").textContent = sentence(edges[event.edge]); });
  network.on("hoverNode", (event) => { picture.style.cursor = "pointer"; byId("status").textContent = `${nodes[event.node].label}, ${nodes[event.node].type}`; });
  for (const name of ["blurEdge", "blurNode"]) network.on(name, () => { picture.style.cursor = ""; byId("status").textContent = ""; });

  let walked = -1;
  picture.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    const there = edges.map((_, index) => index).filter((index) => edgeShown(edges[index]));
    if (step && there.length) {
      event.preventDefault();
      const at = there.indexOf(walked);
      walked = there[at < 0 ? (step > 0 ? 0 : there.length - 1) : (at + step + there.length) % there.length];
      network.unselectAll();
      network.selectEdges([walked]);
      reveal([edges[walked].from, edges[walked].to]);
      byId("status").textContent = sentence(edges[walked]);
    } else if (event.key === "Enter" && walked >= 0) {
      event.preventDefault();
      show({ edge: walked }, picture);
    }
  });

  // ---- table ---------------------------------------------------------------------------------------------------
  function row(edge, index) {
    const standing = standingOf.get(edge.standing);
    const voices = [...new Set(edge.claims.map((claim) => claim.wording))];
    const held = [...new Set(edge.claims.map((claim) => claim.held).filter(Boolean))];
    const cell = (properties, ...children) => make("td", { role: "cell", ...properties }, ...children);
    const tie = cell({ className: "tie" }, edgeButton(index, `${edge.label}${manner(edge)}`));
    tie.style.borderLeftColor = themed(tieOf.get(edge.tie).colour);
    tie.firstChild.setAttribute("aria-label", `Open: ${sentence(edge)}`);
    tie.firstChild.dataset.edge = index;
    return make("tr", { role: "row" }, cell({}, nodeButton(edge.from)), tie, cell({}, nodeButton(edge.to)),
      cell({}, make("strong", { textContent: standing.label }), `: ${voices.join("; ")}`),
      cell({ className: "wide", textContent: held.join("; ") }));
  }
  rows.push(...edges.map(row));
  byId("rows").replaceChildren(...rows);

  // ---- legend, filters, search ---------------------------------------------------------------------------------
  const SVG = "http://www.w3.org/2000/svg";
  function svg(width, tag, attributes) {
    const frame = document.createElementNS(SVG, "svg");
    const shape = document.createElementNS(SVG, tag);
    frame.setAttribute("viewBox", `0 0 ${width} 16`);
    frame.setAttribute("width", width);
    frame.setAttribute("height", 16);
    frame.setAttribute("aria-hidden", "true");
    for (const [name, value] of Object.entries(attributes)) shape.setAttribute(name, value);
    frame.append(shape);
    return frame;
  }
  const sample = (colour, style) => svg(40, "line", { x1: 1, x2: 39, y1: 8, y2: 8, stroke: colour, "stroke-width": 3, "stroke-dasharray": style === "dashed" ? "7 5" : "none" });
  const OUTLINES = {
    square: "2,2 14,2 14,14 2,14", diamond: "8,0 16,8 8,16 0,8", triangle: "8,1 16,15 0,15", triangleDown: "0,1 16,1 8,15",
    hexagon: "4,1 12,1 16,8 12,15 4,15 0,8", star: "8,0 10,6 16,6 11,10 13,16 8,12 3,16 5,10 0,6 6,6",
  };
  function mark(shape, colour) {
    if (OUTLINES[shape]) return svg(16, "polygon", { points: OUTLINES[shape], fill: colour });
    if (shape === "box") return svg(22, "rect", { x: 1, y: 3, width: 20, height: 10, rx: 2, fill: "none", stroke: colour, "stroke-width": 2 });
    if (INSIDE.has(shape)) return svg(22, "ellipse", { cx: 11, cy: 8, rx: 10, ry: 6, fill: "none", stroke: colour, "stroke-width": 2 });
    return svg(16, "circle", { cx: 8, cy: 8, r: 7, fill: colour });
  }

  function choice(axis, each, picked) {
    const box = make("input", { type: "checkbox", checked: !hidden[axis].has(each.name), name: axis, value: each.name });
    box.addEventListener("change", () => {
      hidden[axis][box.checked ? "delete" : "add"](each.name);
      refresh();
    });
    return make("label", { className: "choice" }, box, picked, make("span", { textContent: each.words || each.label }),
      make("span", { className: "count", textContent: each.count }));
  }
  function legend() {
    for (const id of ["standings", "ties", "kinds"]) byId(id).replaceChildren(byId(id).firstElementChild);
    byId("standings").append(...standings.map((each) => choice("standing", each, sample(variable("--ink"), each.style))));
    byId("ties").append(...ties.map((each) => choice("tie", each, sample(themed(each.colour), "solid"))));
    byId("kinds").append(...drawing.kinds.map((each) => make("div", { className: "kind" }, mark(each.shape, themed(each.colour)),
      make("span", { textContent: each.label }), make("span", { className: "count", textContent: each.count }))));
  }

  function refresh() {
    shownNodes.update(nodes.map((_, index) => nodeLook(index)));
    shownEdges.update(edges.map((_, index) => edgeLook(index)));
    let count = 0;
    rows.forEach((each, index) => {
      const edge = edges[index];
      const there = edgeShown(edge) && (query === "" || matches(edge.from) || matches(edge.to));
      each.hidden = !there;
      count += there;
    });
    byId("shown").textContent = count === edges.length ? `All ${count} ties of the picture.` : `${count} of ${edges.length} ties.`;
  }

  byId("search").addEventListener("input", (event) => {
    query = fold(event.target.value);
    const found = query === "" ? [] : nodes.map((_, index) => index).filter(matches);
    const list = found.slice(0, 8).map((index) => make("li", {}, nodeButton(index)));
    if (query !== "" && !found.length) list.push(make("li", { textContent: "No name like this." }));
    if (found.length > 8) list.push(make("li", { textContent: `and ${found.length - 8} more` }));
    byId("found").replaceChildren(...list);
    refresh();
  });
  byId("search").addEventListener("keydown", (event) => {
    const first = byId("found").querySelector("button");
    if (event.key === "Enter" && first) first.click();
  });

  function follow() {
    const [, what, number] = /^#(edge|node)=(\d{1,7})$/.exec(location.hash) || [];
    if (what && Number(number) < (what === "edge" ? edges : nodes).length) show({ [what]: Number(number) });
  }
  if (narrow.matches) byId("legend").open = false;
  narrow.addEventListener("change", () => { byId("legend").open = !narrow.matches; });
  dark.addEventListener("change", () => {
    legend();
    rows.forEach((each, index) => { each.children[1].style.borderLeftColor = themed(tieOf.get(edges[index].tie).colour); });
    refresh();
  });
  legend();
  refresh();
  window.addEventListener("hashchange", follow);
  network.once("afterDrawing", follow);
  document.documentElement.dataset.ready = "yes";
})();
