"""Search: the first page, and names while they are typed."""

from typing import Any

from kg.model import local_key
from kg.ontology import load_ontology
from kg.queries.evidence import type_of
from kg.web.live import Build
from kg.web.pages.links import path_of
from kg.web.pages.page import Page
from kg.web.pages.source import sources

__all__ = ["home"]


def home(build: Build, asked: dict[str, Any]) -> Page:
    """Who has a name that fits, the most spoken of first; without a text, what there is to read."""
    text = asked["q"] or ""
    hits = [_hit(build, found) for found in build.names.search(text, asked["limit"])] if text else []
    columns = ("label", "type", "found by", "id")
    rows = [(each["label"], each["type"], each["name"], each["id"]) for each in hits]
    listed = sources(build, {}).shown["listed"]
    return Page(
        "home",
        f"{text}: search" if text else "People, cartels and government actions",
        {"query": text, "hits": hits},
        columns,
        rows,
        [each["iri"] for each in hits],
        {"text": text, "hits": hits, "listed": listed},
    )


def _hit(build: Build, found: Any) -> dict[str, str]:
    kind, classes = type_of(build.dataset, found.entity), load_ontology().classes
    return {
        "label": found.label,
        "type": classes[kind].label() if kind in classes else "",
        "name": found.name if found.name != found.label else "",
        "page": path_of(found.entity),
        "id": local_key(found.entity),
        "iri": found.entity,
    }
