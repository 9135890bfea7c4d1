"""Renderers: a network in, text out. The caller writes it, in UTF-8."""

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["RENDERERS", "render"]

#: Where each renderer lives; it is imported when it is used (pyvis alone takes half a second).
RENDERERS: dict[str, str] = {
    "csv": "kg.renderers.tables:render_csv",
    "gexf": "kg.renderers.graphs:render_gexf",
    "graphml": "kg.renderers.graphs:render_graphml",
    "html": "kg.renderers.html:render",
    "map": "kg.renderers.places:render_map",
    "mermaid": "kg.renderers.mermaid:render_mermaid",
    "svg": "kg.renderers.svg:render_svg",
    "timeline": "kg.renderers.chronicle:render_timeline",
}


def render(network: "nx.MultiDiGraph[str]", format: str = "html", **options: Any) -> str:  # noqa: A002
    """Give a network as text.

    html (a page), timeline and map (pages), svg and mermaid (pictures for texts), graphml, gexf (for Gephi) or csv (one
    row a claim). The pictures take a `title`. The same network gives the same text. Raises ValueError for another format.
    """
    if format not in RENDERERS:
        raise ValueError(f"there is no renderer {format!r}; choose one of {', '.join(sorted(RENDERERS))}")
    home, _, name = RENDERERS[format].partition(":")
    write: Callable[..., str] = getattr(import_module(home), name)
    return write(network, **options)
