"""Does it hold? Quotes against their texts, data against the shapes, the ontology against its own."""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from rdflib import Dataset, Graph
from rdflib.namespace import SH

from kg.errors import Fault
from kg.graph import DERIVED, rows
from kg.model import local_key
from kg.ontology import folder
from kg.quotes import nearest
from kg.shapes import broken
from kg.vocab import BASE, PREFIXES

__all__ = ["check_ontology", "check_quotes", "check_shapes"]

_PASSAGES = """
SELECT ?passage ?exact ?start ?end ?sha WHERE {
  GRAPH ?g { ?passage kg:inSource ?source ; kg:exact ?exact ; kg:start ?start ; kg:end ?end }
  GRAPH ?source { ?source kg:sha256 ?sha }
  FILTER NOT EXISTS { GRAPH ?g { ?passage kg:row ?row } }
} ORDER BY ?passage"""
_CLAIMS = "SELECT (COUNT(?claim) AS ?n) WHERE { GRAPH ?g { ?claim a kg:Claim } }"
#: Claims past which the shapes are asked of Oxigraph, which answers as pySHACL does some hundred times as fast.
_MANY = 300
_CURE = "correct the source that says so"


def check_quotes(dataset: Dataset, texts: dict[str, Path]) -> list[Fault]:
    """Compare every passage of a dataset with its source, letter by letter; `texts` gives the files by sha256.

    Passages of lists are cells that the loader cut out itself; the file's sha256 stands for them.
    """
    faults: list[Fault] = []
    read: dict[str, str | None] = {}
    for passage, exact, start, end, digest in rows(dataset, _PASSAGES):
        if passage is None or exact is None or digest is None:
            continue
        if digest not in read:
            read[digest] = _read(texts.get(digest), digest, faults)
        text = read[digest]
        if text is not None and text[int(start or 0) : int(end or 0)] != exact:
            faults.append(
                Fault(
                    f"passage {local_key(passage)}",
                    f"«{exact}» does not stand at code points {start} to {end}",
                    f"build again; the nearest text is «{nearest(text, exact)}»",
                )
            )
    return faults


def _read(path: Path | None, digest: str, faults: list[Fault]) -> str | None:
    if path is None or not path.is_file():
        faults.append(
            Fault(
                str(path or digest[:12]),
                "the text of a source is not here, so its quotes cannot be compared",
                "bring the file back",
            )
        )
        return None
    raw = path.read_bytes()
    if hashlib.sha256(raw).hexdigest() != digest:
        faults.append(
            Fault(
                str(path),
                "is not the text that was read: its sha256 differs",
                "bring back the text, or read the claims again",
            )
        )
        return None
    return raw.decode("utf-8")


def check_shapes(dataset: Dataset) -> list[Fault]:
    """Validate the claims, passages, sources and judgements of a dataset with pySHACL.

    The dataset holds the ontology in its own graph, which the shapes look classes and relations up in.
    """
    (count,) = next(rows(dataset, _CLAIMS))
    if int(count or 0) > _MANY:
        return sorted(Fault(_short(node), message, _CURE) for node, message in broken(dataset))
    data = Graph()
    for graph in dataset.graphs():
        if str(graph.identifier) not in DERIVED and graph.identifier != dataset.default_graph.identifier:
            data += graph
    return _validate(data, "claims.ttl")


def check_ontology() -> list[Fault]:
    """Validate the ontology, its words and its display with the shapes over terms."""
    graph = Graph()
    for path in sorted(folder().glob("*.ttl")):
        graph.parse(path)
    return _validate(graph, "terms.ttl")


def _validate(data: Graph, shapes: str) -> list[Fault]:
    # pySHACL takes half a second to import: only checks need it.
    from pyshacl import validate

    conforms, report, _ = validate(
        data, shacl_graph=Graph().parse(folder() / "shapes" / shapes), inference="none", advanced=False
    )
    return [] if conforms else sorted(_faults(report))


def _faults(report: Any) -> Iterator[Fault]:
    for result in report.subjects(SH.resultSeverity, None):
        focus, value = report.value(result, SH.focusNode), report.value(result, SH.value)
        # A rule over the whole dataset has the ontology as its focus; what breaks it is the value.
        whole = str(focus) == BASE + "ontology"
        shown = "" if whole or value is None else f" ({_short(str(value))})"
        yield Fault(
            _short(str(value if whole else focus)),
            f"{report.value(result, SH.resultMessage)}{shown}",
            _CURE,
        )


def _short(iri: str) -> str:
    return f"kg:{iri.partition('#')[2]}" if iri.startswith(PREFIXES["kg"]) else local_key(iri) or iri
