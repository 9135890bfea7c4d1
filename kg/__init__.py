"""A knowledge graph of people, cartels and government actions, in which every edge opens the sentence behind it.

>>> import kg
>>> sorted(set(kg.__all__) - set(dir(kg)))
[]

Nothing heavy is imported before it is used: names below are loaded on first access.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kg import analyses as analyses
    from kg import errors as errors
    from kg.graph import Row as Row
    from kg.graph import open_store as open
    from kg.network import network as network
    from kg.pipeline import build as build
    from kg.queries import select as select
    from kg.renderers import render as render
    from kg.vocab import KG as KG

_HOMES = {
    "KG": "kg.vocab:KG",
    "Row": "kg.graph:Row",
    "analyses": "kg.analyses:",
    "build": "kg.pipeline:build",
    "errors": "kg.errors:",
    "network": "kg.network:",
    "open": "kg.graph:open_store",
    "render": "kg.renderers:render",
    "select": "kg.queries:select",
}

__all__ = ["KG", "Row", "analyses", "build", "errors", "network", "open", "render", "select"]
__version__ = "0.1.0"


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'kg' has no attribute {name!r}")
    module, _, attribute = _HOMES[name].partition(":")
    home = import_module(module)
    value = getattr(home, attribute) if attribute else home
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *_HOMES})
