// What is shown, to take away as data: one row or one edge a claim, each with its quote and the words beside it.
function save(name, type, ...parts) {
  const address = URL.createObjectURL(new Blob(parts, { type }));
  const link = make("a", { href: address, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10000);
}
// XML has no place for most control characters, nor for half of a surrogate pair.
const cleaned = (text) => String(text ?? "").toWellFormed().replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "\ufffd");
const shownClaims = () => edges.flatMap((edge, index) => (view.edge[index] && matched(edge) ? edge.claims.filter(claimShown).map((claim) => ({ edge, claim })) : []));
const columns = ({ edge, claim }) => ({
  subject: nodes[edge.from].label, relation: edge.label, object: nodes[edge.to].label, tie: tieOf.get(edge.tie).label,
  standing: claim.standing, modality: claim.modality, wording: claim.wording, quote: claim.quote, attribution: claim.attribution || "",
  when: claim.held || "", said_on: claim.said || "", jurisdiction: claim.jurisdiction || "", publisher: sources[claim.source].publisher,
  published: sources[claim.source].published, url: sources[claim.source].url || "", place: claim.place, claim: claim.claim,
});
const shownNodesOf = (claims) => {
  const tied = new Set(claims.flatMap(({ edge }) => [edge.from, edge.to]));
  return nodes.map((_, index) => index).filter((index) => tied.has(index) || (view.node[index] && matches(index) && !edgesOf[index].length));
};
const deniedOf = (node) => node.denied.map((each) => `denied by ${each.by}: «${each.quote}»`).join("; ");

function csvText() {
  const claims = shownClaims();
  // A cell that begins like a formula is given a mark, so that a spreadsheet reads it as words.
  const cell = (value) => `"${String(value).replace(/^[=+\-@\t\r]/, "'$&").replaceAll('"', '""')}"`;
  const head = Object.keys(columns({ edge: edges[0] || { from: 0, to: 0 }, claim: (edges[0] || { claims: [{}] }).claims[0] }));
  const lines = claims.map((each) => Object.values(columns(each)).map(cell).join(","));
  return [head.join(","), ...lines, ...stampLines().map((line) => cell(`# ${line}`) + ",".repeat(head.length - 1))].join("\r\n") + "\r\n";
}

function xmlText(space, root, write) {
  const xml = document.implementation.createDocument(space, root, null);
  const add = (parent, tag, attributes = {}, text) => {
    const element = xml.createElementNS(space, tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, cleaned(value));
    if (text !== undefined) element.textContent = cleaned(text);
    parent.append(element);
    return element;
  };
  write(xml.documentElement, add, xml);
  return `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(xml)}\n`;
}
const NODE_KEYS = ["label", "type", "names", "denied"];
const nodeValues = (node) => [node.label, node.type, node.names.join("; "), deniedOf(node)];

function graphmlText() {
  const claims = shownClaims();
  const keys = claims.length ? Object.keys(columns(claims[0])) : [];
  return xmlText("http://graphml.graphdrawing.org/xmlns", "graphml", (root, add, xml) => {
    root.append(xml.createComment(cleaned(stampLines().join(" ")).replaceAll("--", "– ")));
    NODE_KEYS.forEach((key) => add(root, "key", { id: `n-${key}`, for: "node", "attr.name": key, "attr.type": "string" }));
    keys.forEach((key) => add(root, "key", { id: `e-${key}`, for: "edge", "attr.name": key, "attr.type": "string" }));
    add(root, "key", { id: "stamp", for: "graph", "attr.name": "stamp", "attr.type": "string" });
    const graph = add(root, "graph", { edgedefault: "directed" });
    add(graph, "data", { key: "stamp" }, stampLines().join("\n"));
    shownNodesOf(claims).forEach((index) => {
      const element = add(graph, "node", { id: nodes[index].id });
      nodeValues(nodes[index]).forEach((value, at) => add(element, "data", { key: `n-${NODE_KEYS[at]}` }, value));
    });
    claims.forEach((each, at) => {
      const element = add(graph, "edge", { id: `e${at}`, source: nodes[each.edge.from].id, target: nodes[each.edge.to].id });
      Object.entries(columns(each)).forEach(([key, value]) => add(element, "data", { key: `e-${key}` }, value));
    });
  });
}

function gexfText() {
  const claims = shownClaims();
  const keys = claims.length ? Object.keys(columns(claims[0])) : [];
  return xmlText("http://www.gexf.net/1.2draft", "gexf", (root, add) => {
    root.setAttribute("version", "1.2");
    const meta = add(root, "meta");
    add(meta, "description", {}, stampLines().join("\n"));
    const graph = add(root, "graph", { defaultedgetype: "directed", mode: "static" });
    [["node", NODE_KEYS], ["edge", keys]].forEach(([of, names]) => {
      const group = add(graph, "attributes", { class: of, mode: "static" });
      names.forEach((name, at) => add(group, "attribute", { id: at, title: name, type: "string" }));
    });
    const values = (element, given) => {
      const held = add(element, "attvalues");
      given.forEach((value, at) => add(held, "attvalue", { for: at, value }));
    };
    const allNodes = add(graph, "nodes");
    shownNodesOf(claims).forEach((index) => values(add(allNodes, "node", { id: nodes[index].id, label: nodes[index].label }), nodeValues(nodes[index])));
    const allEdges = add(graph, "edges");
    claims.forEach((each, at) => values(add(allEdges, "edge", { id: at, source: nodes[each.edge.from].id, target: nodes[each.edge.to].id, label: each.edge.label }), Object.values(columns(each))));
  });
}

function jsonldText() {
  const kg = "https://w3id.org/cartel-kg/ontology#";
  const claims = shownClaims();
  const source = (each) => sources[each.claim.source];
  const iri = (text) => encodeURI(text); // an id of a source is data: it must not break the address it is put in
  const graph = [
    ...shownNodesOf(claims).map((index) => ({ "@id": iri(nodes[index].id), "@type": `kg:${nodes[index].class}`, "rdfs:label": nodes[index].label })),
    ...sources.map((each) => ({ "@id": iri(each.id), "@type": "kg:Source", "kg:publisher": each.publisher, "kg:date": each.published })),
    ...claims.map((each) => ({
      "@id": iri(each.claim.claim), "@type": "kg:Claim", "rdf:subject": { "@id": iri(nodes[each.edge.from].id) },
      "rdf:predicate": { "@id": `kg:${each.edge.relation}` }, "rdf:object": { "@id": iri(nodes[each.edge.to].id) },
      "kg:modality": { "@id": `kg:${each.claim.modality}` }, "kg:standing": { "@id": `kg:${each.claim.standing}` },
      "kg:exact": each.claim.quote, "dcterms:source": { "@id": iri(source(each).id) }, "rdfs:comment": each.claim.wording,
    })),
  ];
  return JSON.stringify({
    "@context": { kg, rdf: "http://www.w3.org/1999/02/22-rdf-syntax-ns#", rdfs: "http://www.w3.org/2000/01/rdf-schema#", dcterms: "http://purl.org/dc/terms/" },
    "@graph": [{ "@id": "urn:kg:page", "dcterms:title": facts.title, "rdfs:comment": stampLines().join("\n") }, ...graph],
  }, null, 1);
}

const TAKEN = {
  png: async () => save("picture.png", "image/png", await pngBlob()),
  svg: () => save("picture.svg", "image/svg+xml", svgText()),
  graphml: () => save("network.graphml", "application/xml", graphmlText()),
  gexf: () => save("network.gexf", "application/xml", gexfText()),
  csv: () => save("claims.csv", "text/csv", "\ufeff", csvText()),
  jsonld: () => save("claims.jsonld", "application/ld+json", jsonldText()),
};
for (const each of document.querySelectorAll("#take button[data-form]")) {
  each.addEventListener("click", async () => {
    await TAKEN[each.dataset.form]();
    say(`${each.textContent} of what is shown: ${filtersInWords()}.`);
  });
}
byId("copy-link").addEventListener("click", () => {
  keepAddress();
  copy(location.href, byId("copy-link"));
});
