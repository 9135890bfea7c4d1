"""A network as a Mermaid flowchart, which GitHub and many wikis draw where it is pasted."""

from typing import TYPE_CHECKING

from kg.ontology import load_ontology
from kg.renderers.page.records import NEUTRAL, manner

if TYPE_CHECKING:
    from kg.network import Network

__all__ = ["render_mermaid"]

_SHAPES = {"ellipse": ("([", "])"), "box": ("[", "]"), "hexagon": ("{{", "}}"), "diamond": ("{", "}")}
_ROUND = ("(", ")")


def render_mermaid(network: "Network", *, title: str = "Who says what about whom") -> str:
    """Give a network as a flowchart: what is established as a line, what is said as a dotted one with the word for it."""
    ontology = load_ontology()
    number = {node: f"n{index}" for index, node in enumerate(network)}
    lines = ["---", f"title: {_quoted(title)}", "---", "flowchart LR"]
    kinds: dict[str, list[str]] = {}
    for node, data in network.nodes.items():
        denied = f" [denied: {len(data['denied'])}]" if data["denied"] else ""
        opening, closing = _SHAPES.get(ontology.inherited(data["type"], "shape") or "", _ROUND)
        lines.append(f"  {number[node]}{opening}{_quoted(data['label'] + denied)}{closing}")
        kinds.setdefault(ontology.inherited(data["type"], "colour") or NEUTRAL, []).append(number[node])
    for start, end, data in network.edges(data=True):
        how = manner(data, ontology)
        both = "SymmetricProperty" in ontology.relations[data["relation"]].kinds
        line = ("-.-" if both else "-.->") if how else ("---" if both else "-->")
        lines.append(f"  {number[start]} {line}|{_quoted(data['label'] + (f' ({how})' if how else ''))}| {number[end]}")
    for index, (colour, members) in enumerate(sorted(kinds.items())):
        lines.append(f"  classDef k{index} fill:#ffffff,stroke:{colour},stroke-width:2px,color:#1c1b19")
        lines.append(f"  class {','.join(members)} k{index}")
    lines.append("  %% A full line is stated by the publisher, a dotted one is said, not established.")
    lines.append("  %% To be named here is not to be guilty.")
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    """Give a text as a label: quoted, on one line, with entity codes for what would end or style it."""
    plain = " ".join(text.split())
    return '"' + "".join(c if c.isalnum() or c in " ,.:()[]'’-–—/…" else f"#{ord(c)};" for c in plain) + '"'
