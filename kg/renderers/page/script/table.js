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
// Of thousands of rows only so many are made at a time; the button below the table makes more.
const PORTION = 500;
let most = PORTION;
let order = edges.map((_, index) => index);
const rowOf = (index) => {
  rows[index] ||= row(edges[index], index);
  rows[index].children[1].style.borderLeftColor = themed(tieOf.get(edges[index].tie).colour);
  rows[index].classList.toggle("open", Boolean(state.open) && state.open.edge === index);
  return rows[index];
};

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
    order = edges.map((_, index) => index).sort((a, b) => (keys[a] < keys[b] ? -1 : keys[a] > keys[b] ? 1 : a - b));
    if (down) order.reverse();
    fillTable();
    byId("shown").textContent += ` Sorted by ${head.textContent.trim().toLowerCase()}, ${down ? "descending" : "ascending"}.`;
  });
});

function fillTable() {
  const there = order.filter((index) => view.edge[index] && matched(edges[index]));
  byId("rows").replaceChildren(...there.slice(0, most).map(rowOf));
  byId("more").hidden = there.length <= most;
  byId("more").textContent = `Show ${Math.min(PORTION, there.length - most)} more of ${there.length.toLocaleString("en")}`;
  byId("shown").textContent = there.length === edges.length ? `All ${there.length.toLocaleString("en")} ties of the picture.` : `${there.length.toLocaleString("en")} of ${count(edges.length, "tie")}.`;
}
byId("more").addEventListener("click", () => {
  const first = most;
  most += PORTION;
  fillTable();
  byId("rows").children[first].querySelector("button").focus();
});
listeners.push(fillTable);
