"""Where a record of the graph has its page, and which record a page is about."""

from urllib.parse import quote

from kg.renderers.links import link
from kg.vocab import PREFIXES

__all__ = ["iri_of", "outside", "path_of"]

_HOMES = {
    "entity": PREFIXES[""],
    "claim": PREFIXES["claim"],
    "source": PREFIXES["source"],
    "ontology": PREFIXES["kg"],
}


def path_of(iri: str, page: str = "") -> str:
    """Give the address of the page of a record, or of another page about it; empty for what has none.

    >>> path_of("https://w3id.org/cartel-kg/id/bbc-2025-08-13.cjng"), path_of("javascript:alert(1)")
    ('/entity/bbc-2025-08-13.cjng', '')
    """
    for kind, base in _HOMES.items():
        if iri.startswith(base) and len(iri) > len(base):
            return f"/{page or kind}/{quote(iri.removeprefix(base), safe=':')}"
    return ""


def iri_of(kind: str, key: str) -> str:
    """Give the IRI of the record that a page is about.

    >>> iri_of("entity", "bbc-2025-08-13.cjng")
    'https://w3id.org/cartel-kg/id/bbc-2025-08-13.cjng'
    """
    return _HOMES[kind] + key


def outside(url: str | None) -> str:
    """Give the address of another site if it may be opened, else nothing: http or https, and nothing that hides in it."""
    return link(url) or ""
