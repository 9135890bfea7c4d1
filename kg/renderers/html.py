"""A network as one offline page: a picture in which every line opens the sentences behind it.

The page asks nothing of any server. Its data lie in inert blocks, its script makes text nodes only, and its content
security policy allows the three pieces it carries, by their hashes, and nothing else.
"""

import base64
import hashlib
import json
import re
import textwrap
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from pyvis.edge import Edge
from pyvis.network import Network as Pyvis
from pyvis.node import Node

from kg.ontology import load_ontology
from kg.renderers.page.layout import Box, Link, place
from kg.renderers.page.records import CROWDED, LARGE, NEUTRAL, Records, manner

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["EvidencePage", "render"]

_TITLE = "Who says what about whom"
_UNSAFE = {c: f"\\u{ord(c):04x}" for c in "<>&\u2028\u2029"}
_INSIDE = {"box", "ellipse", "circle", "database", "text"}  # vis-network writes the label inside these shapes
_SIZE, _NAME_FONT, _LINE_FONT = 12, 15, 13
_FIRM, _SAID = 2.6, 1.5  # widths of lines
#: The page's script, in the order in which its parts are put together; each may use what stands before it.
_PARTS = (
    "data", "state", "scene", "canvas", "sigma", "words", "panel", "table", "legend", "time", "ways", "story", "drawing", "files", "start",
)  # fmt: skip


def render(
    network: "nx.MultiDiGraph[str]",
    *,
    title: str = _TITLE,
    texts: Mapping[str, str] | None = None,
    pages: Mapping[str, Mapping[str, str]] | None = None,
) -> str:
    """Give a network as a page. The same network gives the same text; the caller writes it, in UTF-8.

    `texts` are the raw texts of sources, by the source's IRI: where one is given, quotes are shown among the words
    around them. A page that is served, not saved, leads on: `pages` gives for each node the address of its own page
    (`page`), of a picture into which it opens beside what is drawn (`opens`, may be empty) and of one around it (`alone`).
    """
    page = EvidencePage(network, title=title, texts=texts or {})
    page.records.pages = dict(pages or {})
    return page.generate_html()


class EvidencePage(Pyvis):  # type: ignore[misc]  # pyvis is not typed
    """A pyvis network whose page is our own: pyvis holds nodes and edges as vis-network reads them.

    Its `add_node` and `add_edge` look through all that is there for each new one, so the lists are filled directly.
    Nodes and edges are numbered, so no text of a source is ever an identifier.
    """

    def __init__(
        self, network: "nx.MultiDiGraph[str]", *, title: str = _TITLE, texts: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(directed=True, cdn_resources="in_line")
        self.network, self.title, self.ontology = network, title, load_ontology()
        self.crowded = len(network) > CROWDED
        number = {node: index for index, node in enumerate(network)}
        # Claims may lie in a store until they are looked at: they are read here, once.
        lines = [
            (number[s], number[t], {**data, "claims": tuple(data["claims"])}) for s, t, data in network.edges(data=True)
        ]
        bends = _bends([(start, end) for start, end, _ in lines])
        self.edges = [self._edge(index, *line, bends[index]) for index, line in enumerate(lines)]
        self.nodes = [self._node(index, data) for index, data in enumerate(network.nodes.values())]
        self.node_ids = list(range(len(self.nodes)))
        self.node_map = dict(enumerate(self.nodes))
        links = [
            Link(start, end, _room(edge["label"], _LINE_FONT), bend)
            for (start, end, _), edge, bend in zip(lines, self.edges, bends, strict=True)
        ]
        for node, (x, y) in zip(self.nodes, place([_node_room(each) for each in self.nodes], links), strict=True):
            node.update(x=x, y=y)
        self.records = Records(network, lines, self.ontology, texts or {})

    def _node(self, index: int, data: dict[str, Any]) -> dict[str, Any]:
        shape = self.ontology.inherited(data["type"], "shape") or "dot"
        colour = self.ontology.inherited(data["type"], "colour") or NEUTRAL
        # In a crowd names stand on one line, where there is room for them.
        label = data["label"] if self.crowded else _wrapped(data["label"], 26 if shape == "ellipse" else 22, 3)
        if data["denied"]:
            label += f"\n[denied: {len(data['denied'])}]"
        options: dict[str, Any] = Node(index, shape, label, color=colour, size=_SIZE).options
        return options

    def _edge(self, index: int, start: int, end: int, data: dict[str, Any], bend: float) -> dict[str, Any]:
        tie = self.ontology.ties.get(data["tie"] or "")
        label = _wrapped(data["label"], 20, 2)
        if how := manner(data, self.ontology):
            label += f"\n({how})"
        looks: dict[str, Any] = {"smooth": False}
        if start == end:
            looks = {"selfReference": {"size": 24, "angle": round(0.8 + 5 * bend, 3), "renderBehindTheNode": True}}
        elif bend:
            looks = {
                "smooth": {"enabled": True, "type": "curvedCW" if bend > 0 else "curvedCCW", "roundness": abs(bend)}
            }
        if "SymmetricProperty" in self.ontology.relations[data["relation"]].kinds:
            looks["arrows"] = ""  # it holds both ways, so an arrow would mislead
        dashed = self.ontology.terms[data["standing"]].line_style == "dashed"
        looks |= {"dashes": [7, 6] if dashed else False, "width": _SAID if dashed else _FIRM}
        colour = (tie and tie.colour) or NEUTRAL
        options: dict[str, Any] = Edge(start, end, True, id=index, label=label, color=colour, **looks).options
        return options

    def generate_html(self, name: str = "index.html", local: bool = True, notebook: bool = False) -> str:
        """Give the page. The parameters are pyvis's own and change nothing: the page is always one whole file."""
        style, script = files("kg.renderers.page").joinpath("page.css").read_text(encoding="utf-8"), _script()
        sigma = _sigma() if len(self.nodes) > LARGE else ""
        page_text: str = _template().render(
            title=self.title,
            served=bool(self.records.pages),
            policy=_policy([style], [_vis(), sigma, script] if sigma else [_vis(), script]),
            style=Markup(style),
            vis=Markup(_vis()),
            sigma=Markup(sigma),
            script=Markup(script),
            drawing=_json({"nodes": self.nodes, "edges": [_look(each) for each in self.edges]}),
            records=_json(self.records.plain(self.title)),
            standings=self.records.standings(),
            counts=(len(self.nodes), len(self.edges), self.records.claims()),
            graph=self.network.graph,
        )
        return page_text


@cache
def _script() -> str:
    """Give the page's own script: its parts in one closed scope."""
    folder = files("kg.renderers.page") / "script"
    parts = [folder.joinpath(f"{name}.js").read_text(encoding="utf-8") for name in _PARTS]
    return '"use strict";\n(() => {\n' + "\n".join(parts) + "})();\n"


@cache
def _template() -> Any:
    loader = PackageLoader("kg.renderers", "page")
    environment = Environment(
        loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return environment.get_template("page.html.jinja")


@cache
def _vis() -> str:
    """Give vis-network as the installed pyvis carries it.

    Its style sheet is left out: it draws tooltips, buttons and editing, none of which this page has.
    """
    library = files("pyvis") / "lib"
    versions = [each.name for each in library.iterdir() if re.fullmatch(r"vis-\d+(\.\d+)*", each.name)]
    newest = max(versions, key=lambda name: [int(part) for part in name.removeprefix("vis-").split(".")])
    text = (library / newest / "vis-network.min.js").read_text(encoding="utf-8").replace("\r\n", "\n")
    # A source map would be asked for by developer tools; an end tag in a string would end the script.
    return re.sub(r"^//# sourceMappingURL=.*$", "", text, flags=re.M).replace("</script", "<\\/script")


@cache
def _sigma() -> str:
    """Give sigma and graphology, which draw what is too much for a canvas; see vendor/README.md."""
    text = (files("kg.renderers.page") / "vendor" / "sigma.min.js").read_text(encoding="utf-8")
    return text.replace("</script", "<\\/script")


def _policy(styles: Sequence[str], scripts: Sequence[str]) -> str:
    def hashes(texts: Sequence[str]) -> str:
        return " ".join(f"'sha256-{base64.b64encode(hashlib.sha256(t.encode()).digest()).decode()}'" for t in texts)

    # vis-network styles its canvas through element.style, which a policy does not govern: no 'unsafe-inline' is needed.
    return f"default-src 'none'; style-src {hashes(styles)}; script-src {hashes(scripts)}; base-uri 'none'; form-action 'none'"


def _json(value: object) -> Markup:
    """Give JSON that cannot end its block or start a tag."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for unsafe, safe in _UNSAFE.items():
        text = text.replace(unsafe, safe)
    return Markup(text)


def _look(edge: dict[str, Any]) -> dict[str, Any]:
    """Give how an edge is drawn without what the records say already."""
    return {key: value for key, value in edge.items() if key not in {"id", "from", "to"}}


def _bends(pairs: Sequence[tuple[int, int]]) -> list[float]:
    """Give each line its bend: 0 where it is alone between two nodes, else apart from its neighbours.

    >>> _bends([(0, 1), (1, 2), (1, 0)])
    [-0.15, 0.0, -0.15]
    """
    together: dict[tuple[int, int], list[int]] = {}
    for index, (start, end) in enumerate(pairs):
        together.setdefault((min(start, end), max(start, end)), []).append(index)
    bends = [0.0] * len(pairs)
    for (low, high), members in together.items():
        for place_in, index in enumerate(members):
            offset = place_in if low == high else place_in - (len(members) - 1) / 2
            # The side is seen from the start, so a line that runs back bends to the other side of itself.
            step = min(0.3, 1.6 / len(members))
            bends[index] = round(offset * step * (1 if pairs[index][0] == low else -1), 3)
    return bends


@lru_cache(maxsize=4096)
def _wrapped(text: str, width: int, most: int) -> str:
    r"""Give a label on even lines of a picture; the whole of it stands in the panel and in the table.

    >>> _wrapped("is a brother-in-law of", 20, 2)
    'is a\nbrother-in-law of'
    """
    lines = textwrap.wrap(text, width, break_on_hyphens=False) or ["—"]
    for narrow in range(width // 3, width):
        tried = textwrap.wrap(text, narrow, break_on_hyphens=False, break_long_words=False)
        if len(tried) == len(lines) and max(map(len, tried)) <= width:
            lines = tried
            break
    return "\n".join(lines[:most]) + ("…" if len(lines) > most else "")


def _room(label: str, font: int) -> Box:
    lines = label.split("\n")
    return Box(max(map(len, lines)) * font * 0.5 + 6, len(lines) * font * 1.15)


def _node_room(node: dict[str, Any]) -> Box:
    text = _room(node["label"], _NAME_FONT)
    if node["shape"] == "ellipse":  # vis-network draws it twice as high as its text
        return Box(text.width + 2 * text.height, 2 * text.height)
    if node["shape"] in _INSIDE:
        return Box(text.width + 20, text.height + 16)
    return Box(max(text.width, 2 * _SIZE), text.height + 2 * _SIZE + 4, (text.height + 4) / 2)
