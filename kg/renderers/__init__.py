"""Renderers: a network in, text out. The caller writes it, in UTF-8."""

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["RENDERERS", "render"]

#: Where each renderer lives; it is imported when it is used (pyvis alone takes half a second).
RENDERERS: dict[str, str] = {
    "csv": "kg.renderers.tables",
    "gexf": "kg.renderers.graphs",
    "graphml": "kg.renderers.graphs",
    "html": "kg.renderers.html",
}


def render(network: "nx.MultiDiGraph[str]", format: str = "html", **options: Any) -> str:  # noqa: A002
    """Give a network as text: html (a page), graphml, gexf (for Gephi) or csv (one row a claim).

    The same network gives the same text. Raises ValueError for another format.
    """
    if format not in RENDERERS:
        raise ValueError(f"there is no renderer {format!r}; choose one of {', '.join(sorted(RENDERERS))}")
    module = import_module(RENDERERS[format])
    write: Callable[..., str] = getattr(module, "render" if format == "html" else f"render_{format}")
    return write(network, **options)
