// What the page carries, and how its elements are made.
// Text of sources reaches the page through textContent only; nothing here parses markup.
const pristine = document.documentElement.cloneNode(true); // for saving the page with a story in it
const byId = (id) => document.getElementById(id);
const carried = (id) => JSON.parse(byId(id).textContent);
const drawn = carried("drawing");
const { nodes, edges, kinds, ties, standings, modalities, sources, facts, texts } = carried("records");
nodes.forEach((node) => { node.id = facts.bases[0] + node.id; });
edges.forEach((edge) => edge.claims.forEach((claim) => {
  claim.claim = facts.bases[1] + claim.claim;
  for (const key of facts.numbered) if (key in claim) claim[key] = texts[claim[key]];
}));
edges.forEach((edge) => { edge.sign ??= 0; });
const named = (list) => new Map(list.map((each) => [each.name, each]));
const tieOf = named(ties);
const standingOf = named(standings);
const modalityOf = named(modalities);
const kindOf = named(kinds);
const edgesOf = nodes.map(() => []);
edges.forEach((edge, index) => {
  edgesOf[edge.from].push(index);
  if (edge.to !== edge.from) edgesOf[edge.to].push(index);
});
const otherEnd = (edge, node) => (edge.from === node ? edge.to : edge.from);

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
const button = (text, onclick, more = {}) => make("button", { type: "button", textContent: text, onclick, ...more });
/** Let a group of fields act by its button and by Enter: a form would be a request, if only to this page. */
function acts(group, then) {
  group.querySelector("button").addEventListener("click", then);
  group.addEventListener("keydown", (event) => { if (event.key === "Enter" && event.target.tagName === "INPUT") then(); });
}
const count = (number, one, many) => `${number.toLocaleString("en")} ${number === 1 ? one : many || one + "s"}`;
const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/\s+/g, " ").trim();
const quoted = (text) => `“${text}”`;
const say = (text) => { byId("status").textContent = text; };

// ---- colours: one set of terms, two themes, and paper ---------------------------------------------------------
const darkScheme = window.matchMedia("(prefers-color-scheme: dark)");
const narrow = window.matchMedia("(max-width: 760px)");
let printing = false;
const dark = () => darkScheme.matches && !printing;

function mix(colour, other, share) {
  const part = (text, at) => parseInt(text.slice(at, at + 2), 16);
  const mixed = [1, 3, 5].map((at) => Math.round(part(colour, at) * (1 - share) + part(other, at) * share));
  return "#" + mixed.map((value) => value.toString(16).padStart(2, "0")).join("");
}
const themed = (colour) => (dark() ? mix(colour, "#ffffff", 0.4) : colour);
const variable = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const FACE = "Arial, Liberation Sans, sans-serif";
const INSIDE = new Set(["box", "ellipse", "circle", "database", "text"]);

// ---- shapes, for the legend and for pictures to take away: corners in a square from 0 to 16 ---------------------
const OUTLINES = {
  square: [[2, 2], [14, 2], [14, 14], [2, 14]],
  diamond: [[8, 0], [16, 8], [8, 16], [0, 8]],
  triangle: [[8, 1], [16, 15], [0, 15]],
  triangleDown: [[0, 1], [16, 1], [8, 15]],
  hexagon: [[4, 1], [12, 1], [16, 8], [12, 15], [4, 15], [0, 8]],
  star: [[8, 0], [10, 6], [16, 6], [11, 10], [13, 16], [8, 12], [3, 16], [5, 10], [0, 6], [6, 6]],
};
