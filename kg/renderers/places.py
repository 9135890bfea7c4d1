"""A map of places: states and countries shaded by how many claims name them. No points: a place is not an address."""

import json
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import networkx as nx

from kg.names import fold
from kg.network import Evidence, wording
from kg.ontology import load_ontology
from kg.renderers.page.still import Still
from kg.renderers.svg import add, text_of

if TYPE_CHECKING:
    from kg.network import Network

__all__ = ["render_map"]

_SHADES = ("#dcebf7", "#a9cbe6", "#6aa3cf", "#2f76b0", "#0b4a80")
#: Names that maps abbreviate, and states that are also written otherwise.
_ALSO = {
    "united states": "united states of america",
    "us": "united states of america",
    "usa": "united states of america",
    "state of mexico": "méxico",
    "ciudad de méxico": "mexico city",
}


def render_map(network: "Network", *, title: str = "Places that are named") -> str:
    """Give a page with two maps, Mexico by state and the world by country, and every claim that names a place."""
    found = sorted(_named(network), key=lambda row: (row[0], row[1].claim))
    counts: dict[tuple[str, str], int] = {}
    for *_, where in found:
        if where:
            counts[where] = counts.get(where, 0) + 1
    off = sorted({place for place, _, _, where in found if where is None})
    notes = [
        "A shade is how many claims of this corpus name the place: it says nothing about how much happened there.",
        f"Not on these maps: {', '.join(off)}." if off else "",
        "Shapes: Mexico by Victor Cazanave (CC BY 4.0), the world from Natural Earth.",
    ]
    rows = tuple(
        (place, tie, f"«{each.quote}»", f"{wording(each)}; {each.publisher}, {each.published}")
        for place, each, tie, _ in found
    )
    maps = "".join(_drawn(name, counts) for name in ("mexico", "world"))
    return Still(title, tuple(filter(None, notes)), maps, ("Place", "Claim", "Quote", "Who says so"), rows).page(
        network
    )


def _named(network: "Network") -> Iterator[tuple[str, Evidence, str, tuple[str, str] | None]]:
    """Give each claim that names a place: the place's label, the claim, what it says, and the shape it lies in."""
    ontology = load_ontology()
    places = {node for node, data in network.nodes.items() if ontology.is_a(data["type"], "Place")}
    within = nx.DiGraph((s, t) for s, t, data in network.edges(data=True) if {s, t} <= places)
    for start, end, data in network.edges(data=True):
        for place in sorted({start, end} & places):
            line = [place, *(sorted(nx.descendants(within, place)) if place in within else [])]
            shapes = [shape for each in line if (shape := _shape(network.nodes[each]["label"]))]
            where = min(shapes, key=lambda shape: shape[0], default=None)  # a state says more than a country
            told = f"{network.nodes[start]['label']} {data['label']} {network.nodes[end]['label']}"
            for each in data["claims"]:
                yield network.nodes[place]["label"], each, told, where


def _shape(label: str) -> tuple[str, str] | None:
    name = fold(_ALSO.get(label.lower(), label))
    if label.lower() == "mexico":  # the country: the map of its states is of no use to it
        return "world", name
    return next(
        (
            (kind, name)
            for kind in ("mexico", "world")
            if any(fold(s["name"]) == name for s in _shapes()[kind]["shapes"])
        ),
        None,
    )


@cache
def _shapes() -> Any:
    text = (files("kg.renderers.page") / "vendor" / "shapes.json").read_text(encoding="utf-8")
    return json.loads(text)


def _drawn(name: str, counts: dict[tuple[str, str], int]) -> str:
    here = {place: number for (kind, place), number in counts.items() if kind == name}
    if not here:
        return ""
    given = _shapes()[name]
    most = max(here.values())
    root = ET.Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "viewBox": given["viewBox"],
            "role": "img",
            "aria-label": f"Map of {name.title()}; the table below holds the same",
        },
    )
    for shape in given["shapes"]:
        number = here.get(fold(shape["name"]), 0)
        shade = _SHADES[min(len(_SHADES) - 1, (number * len(_SHADES) - 1) // most)] if number else "#f4f4f1"
        wide = 0.2 if name == "world" else 0.8
        looks: dict[str, Any] = {"fill": shade, "stroke": "#777777", "stroke-width": wide}
        drawn = add(root, "path", d=shape["path"], **looks)
        add(drawn, "title", f"{shape['name']}: {number} claims" if number else shape["name"])
    return text_of(root)
