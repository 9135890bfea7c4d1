// The same ties in words: same filters, in the order the reader wants, for the keyboard and for being read aloud.
function row(edge, index) {
  const standing = standingOf.get(edge.standing);
  const voices = [...new Set(edge.claims.map((claim) => claim.wording))];
  const held = [...new Set(edge.claims.map((claim) => claim.held).filter(Boolean))];
  const cell = (properties, ...children) => make("td", { role: "cell", ...properties }, ...children);
  const tie = cell({ className: "tie" }, edgeButton(index, `${edge.label}${manner(edge)}`));
  tie.firstChild.setAttribute("aria-label", `Open: ${sentence(edge)}`);
  tie.firstChild.dataset.edge = index;
  return make("tr", { role: "row" }, cell({}, nodeButton(edge.from)), tie, cell({}, nodeButton(edge.to)),
    cell({}, make("strong", { textContent: standing.label }), `: ${voices.join("; ")}`),
    cell({ className: "wide", textContent: held.join("; ") }));
}
rows.push(...edges.map(row));
byId("rows").replaceChildren(...rows);

const SORTED = [
  (edge) => fold(nodes[edge.from].label), (edge) => fold(edge.label), (edge) => fold(nodes[edge.to].label),
  (edge) => `${edge.standing}|${edge.claims[0].wording}`,
  (edge) => edge.claims.map((claim) => claim.from || claim.until || "").filter(Boolean).sort()[0] || "9999", // undated last
];
document.querySelectorAll("#table thead th").forEach((head, column) => {
  head.firstElementChild.addEventListener("click", () => {
    const down = head.getAttribute("aria-sort") === "ascending";
    document.querySelectorAll("#table thead th").forEach((each) => each.removeAttribute("aria-sort"));
    head.setAttribute("aria-sort", down ? "descending" : "ascending");
    const keys = edges.map(SORTED[column]);
    const order = edges.map((_, index) => index).sort((a, b) => (keys[a] < keys[b] ? -1 : keys[a] > keys[b] ? 1 : a - b));
    if (down) order.reverse();
    byId("rows").replaceChildren(...order.map((index) => rows[index]));
    byId("shown").textContent = `${shownInTable()} Sorted by ${head.textContent.trim().toLowerCase()}, ${down ? "descending" : "ascending"}.`;
  });
});

function shownInTable() {
  let there = 0;
  rows.forEach((each, index) => {
    const seen = view.edge[index] && matched(edges[index]);
    if (each.hidden === seen) each.hidden = !seen;
    there += seen;
  });
  return there === edges.length ? `All ${there.toLocaleString("en")} ties of the picture.` : `${there.toLocaleString("en")} of ${count(edges.length, "tie")}.`;
}
function colourRows() {
  rows.forEach((each, index) => { each.children[1].style.borderLeftColor = themed(tieOf.get(edges[index].tie).colour); });
}
colourRows();
listeners.push(() => { byId("shown").textContent = shownInTable(); });
