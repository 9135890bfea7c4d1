// What is said in the panel: a quote never without who says it, how, when and where.
const manner = (edge) => (edge.manner ? ` (${edge.manner})` : "");
const sentence = (edge) => `${nodes[edge.from].label} ${edge.label} ${nodes[edge.to].label}${manner(edge)}`;
const nodeButton = (index) => button(nodes[index].label, (e) => show({ node: index }, e.currentTarget), { className: "link" });
const edgeButton = (index, text) => button(text, (e) => show({ edge: index }, e.currentTarget), { className: "link" });
const list = (items) => make("ul", {}, ...items.map((item) => make("li", {}, item)));

function safeLink(url) {
  try {
    const parsed = new URL(url);
    return ["http:", "https:"].includes(parsed.protocol) ? parsed.href : null;
  } catch {
    return null;
  }
}

function pairs(entries) {
  const found = make("dl");
  for (const [name, value, className] of entries) {
    if (value === null || value === undefined || value === "") continue;
    found.append(make("dt", { textContent: name }), make("dd", { className: className || "" }, value));
  }
  return found;
}

/** Give a claim as a reference that can stand in a text: the quote, who says it, where and when. */
function citation(claim) {
  const source = sources[claim.source];
  const parts = [`${quoted(claim.quote)} (${claim.wording})`, `${source.publisher}, ${source.published}`, claim.place, source.url, `claim ${claim.claim}`];
  return `${parts.filter(Boolean).join(", ")}.`;
}

function copy(text, from) {
  const before = from.textContent;
  const done = () => { from.textContent = "Copied"; setTimeout(() => { from.textContent = before; }, 1500); say("Copied."); };
  const plainly = () => {
    const field = make("textarea", { value: text, className: "aside", "aria-label": "Text to copy" });
    from.after(field);
    field.select();
    if (document.execCommand("copy")) field.remove();
    from.focus();
    done();
  };
  if (navigator.clipboard) navigator.clipboard.writeText(text).then(done, plainly);
  else plainly();
}

function claimCard(claim, number, of) {
  const standing = standingOf.get(claim.standing);
  const source = sources[claim.source];
  const address = source.url && safeLink(source.url);
  const link = address ? make("a", { href: address, rel: "noopener noreferrer", target: "_blank", textContent: address }) : null;
  const among = claim.before || claim.after;
  return make("article", { className: claimShown(claim) ? "claim" : "claim out" },
    make("blockquote", {}, quoted(claim.quote)),
    make("p", { className: "voice" }, claim.wording.charAt(0).toUpperCase() + claim.wording.slice(1) + ".",
      claim.attribution ? make("span", { textContent: `In the text: ${quoted(claim.attribution)}` }) : null,
      of > 1 && standing ? make("span", { textContent: `Claim ${number} of ${of}: ${standing.words}` }) : null,
      claimShown(claim) ? null : make("span", { textContent: "Outside the filters, shown all the same: every quote is." })),
    among ? make("p", { className: "among" }, claim.before || "", make("mark", { textContent: claim.quote }), claim.after || "") : null,
    pairs([
      ["How said", (modalityOf.get(claim.modality) || {}).label],
      ["Holds", claim.held || "no date stated"],
      ["Said on", claim.said],
      ["Jurisdiction", claim.jurisdiction],
      ["Accuser", claim.accuser],
      ["Text says", claim.mention && quoted(claim.mention)],
      ["Note", claim.note],
      ["Publisher", source.publisher],
      ["Published", source.published],
      ["Link", link],
      ["Passage", claim.place],
      ["Source", source.id, "id"],
      ["Claim", claim.claim, "id"],
    ]),
    button("Copy as citation", (e) => copy(citation(claim), e.currentTarget), { className: "small" }));
}

// ---- conflicts: what does not agree stands side by side -----------------------------------------------------------
function sideBySide(cells) {
  return make("div", { className: "sides" }, ...cells.map(([head, text, under]) => make("div", {},
    make("strong", { textContent: head }), make("p", { textContent: text }), under ? make("p", { className: "soft", textContent: under }) : null)));
}
function differing(edge) {
  const ways = new Set(edge.claims.map((claim) => `${claim.held || ""}|${claim.modality}|${claim.standing}`));
  if (edge.claims.length < 2 || ways.size < 2) return [];
  return [make("h3", { textContent: "Where the claims differ" }),
    sideBySide(edge.claims.map((claim) => [sources[claim.source].publisher, claim.wording, claim.held ? `holds ${claim.held}` : "no date stated"]))];
}
function contrary(index) {
  const edge = edges[index];
  const against = edgesOf[edge.from].filter((each) => each !== index && edge.sign * edges[each].sign < 0 && otherEnd(edges[each], edge.from) === otherEnd(edge, edge.from));
  if (!against.length) return [];
  return [make("h3", { textContent: "Said to the contrary" }),
    sideBySide([index, ...against].map((each) => [edges[each].label + manner(edges[each]), quoted(edges[each].claims[0].quote), edges[each].claims[0].wording])),
    list(against.map((each) => edgeButton(each, sentence(edges[each]))))];
}

function edgePanel(index) {
  const edge = edges[index];
  const standing = standingOf.get(edge.standing);
  const many = edge.claims.length;
  return [
    make("h2", { id: "panel-name", tabIndex: -1 }, nodeButton(edge.from), ` ${edge.label} `, nodeButton(edge.to)),
    make("p", {}, make("span", { className: `badge ${standing.style}`, textContent: standing.words }),
      make("span", { className: "soft", textContent: `Kind of tie: ${tieOf.get(edge.tie).label}` })),
    ...differing(edge), ...contrary(index),
    make("h3", { textContent: many === 1 ? "The sentence behind it" : `The ${many} claims behind it` }),
    ...edge.claims.map((claim, at) => claimCard(claim, at + 1, many)),
  ];
}

/** Give legal stages by jurisdiction, the latest first; a denial stands beside a stage and removes none. */
function stages(index) {
  const found = new Map();
  for (const each of edgesOf[index]) {
    const edge = edges[each];
    if (edge.stage === undefined || edge.from !== index) continue;
    for (const claim of edge.claims) {
      const where = claim.jurisdiction || "jurisdiction not stated";
      found.set(where, [...(found.get(where) || []), { each, edge, claim }]);
    }
  }
  return [...found].sort(([a], [b]) => a.localeCompare(b)).flatMap(([where, steps]) => [
    make("h4", { textContent: where }),
    list(steps.sort((a, b) => b.edge.stage - a.edge.stage).map(({ each, edge, claim }) =>
      edgeButton(each, `${edge.label} ${nodes[edge.to].label}: ${claim.wording}${claim.held ? `, ${claim.held}` : ""}`)))]);
}

function nodePanel(index) {
  const node = nodes[index];
  const body = [make("h2", { id: "panel-name", tabIndex: -1, textContent: node.label }), make("p", { className: "soft", textContent: node.type })];
  body.push(nodeTools(index));
  if (node.leads) {
    const ways = [["Its page", node.leads.page], ["Open it here", node.leads.opens], ["Its ties alone", node.leads.alone]];
    body.push(make("p", { className: "tools" }, ...ways.filter(([, href]) => href).map(([textContent, href]) => make("a", { className: "small", href, textContent }))));
  }
  if (node.names.length) body.push(make("h3", { textContent: "Also named" }), list(node.names));
  if (node.denied.length) {
    body.push(make("h3", { textContent: "Denied" }), ...node.denied.map((each) => make("div", { className: "sides" },
      make("div", {}, make("strong", { textContent: "Said" }), make("p", { textContent: `«${each.quote}»` })),
      make("div", {}, make("strong", { textContent: "Against it" }), make("p", { textContent: `Denied by ${each.by}` })))));
  }
  const legal = stages(index);
  if (legal.length) body.push(make("h3", { textContent: "Legal stages, as reported" }), ...legal);
  const own = edgesOf[index];
  const out = own.filter((each) => !view.edge[each]).length;
  body.push(make("h3", { textContent: count(own.length, "tie") + (out ? `, ${out} outside the filters` : "") }),
    list(own.map((each) => edgeButton(each, sentence(edges[each])))));
  return body;
}

function foldPanel(title, members) {
  return [make("h2", { id: "panel-name", tabIndex: -1, textContent: title }), list(members.map((each) => edgeButton(each, sentence(edges[each]))))];
}
