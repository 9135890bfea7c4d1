"""The raw texts of sources, where they are still at hand: a quote is read among the words around it."""

import hashlib
from collections.abc import Mapping
from pathlib import Path

from rdflib import Dataset

from kg.graph import rows

__all__ = ["texts"]

_DIGESTS = "SELECT ?source ?digest WHERE { GRAPH ?source { ?source kg:sha256 ?digest } }"


def texts(dataset: Dataset, files: Mapping[str, Path]) -> dict[str, str]:
    """Give the raw text of each source by its IRI; `files` are by sha256, and one that has changed is left out."""
    found = {}
    for source, digest in rows(dataset, _DIGESTS):
        path = files.get(digest or "")
        if source and path and path.is_file():
            raw = path.read_bytes()
            if hashlib.sha256(raw).hexdigest() == digest:
                found[source] = raw.decode("utf-8")
    return found
