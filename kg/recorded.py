"""What the graph said on a day: only the sources recorded by then, and only the identity decisions taken by then."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pyoxigraph as ox
from rdflib import Dataset, URIRef

from kg.errors import DataError, Fault
from kg.graph import ONTOLOGY, append, memory_store, rows
from kg.graph.facts import facts_in
from kg.graph.rows import inner
from kg.graph.views import view_quads
from kg.model import local_key
from kg.ontology import load_ontology
from kg.resolve import canonical_ids, decision_quads, decisions_in
from kg.vocab import KG

__all__ = ["recorded"]

_SOURCES = "SELECT ?source ?retrieved WHERE { GRAPH ?source { ?source a kg:Source OPTIONAL { ?source kg:retrieved ?retrieved } } }"
_RECORDED_AS = (
    "SELECT ?source ?merged ?local WHERE { GRAPH ?source { ?merged kg:recordedAs ?local } } ORDER BY ?merged ?local"
)


def recorded(dataset: Dataset, on: date) -> Dataset:
    """Give, in memory, the dataset as it was recorded at the end of a day; candidates nobody has reviewed are left out.

    Records that were merged later stand apart again, unless both came from one source. Raises DataError where a source
    does not say when it was retrieved.
    """
    retrieved = {source or "": day for source, day in rows(dataset, _SOURCES)}
    if undated := sorted(local_key(source) for source, day in retrieved.items() if day is None):
        cure = "add retrieved to its table in sources.toml and build again"
        raise DataError([Fault(", ".join(undated), "does not say when it was retrieved", cure)])
    decisions = tuple(each for each in decisions_in(dataset) if each.decided_on <= on)
    same = canonical_ids(decisions)
    copy = memory_store(decision_quads(decisions))
    store, target = inner(dataset), inner(copy)
    target.bulk_extend(store.quads_for_pattern(None, None, None, ox.NamedNode(str(ONTOLOGY))))
    for source, day in sorted(retrieved.items()):
        if date.fromisoformat(str(day)) <= on:
            target.bulk_extend(_apart(store, source, _ids(dataset, source, same)))
    append(copy, view_quads(facts_in(copy), load_ontology()))
    return copy


def _ids(dataset: Dataset, source: str, same: dict[URIRef, URIRef]) -> dict[str, str]:
    """Give, for the ids that a source's graph is written with, the ids that hold under other decisions."""
    local: dict[str, set[str]] = {}
    for _, merged, own in rows(dataset, _RECORDED_AS, {"source": URIRef(source)}):
        local.setdefault(merged or "", set()).add(own or "")
    ids = {str(one): str(other) for one, other in same.items()}
    for merged, owns in local.items():
        if len(owns) == 1:
            own = next(iter(owns))
            ids[merged] = ids.get(own, own)
    return ids


def _apart(store: ox.Store, source: str, ids: dict[str, str]) -> Iterator[ox.Quad]:
    def moved(term: Any) -> Any:
        return ox.NamedNode(ids[term.value]) if isinstance(term, ox.NamedNode) and term.value in ids else term

    recorded_as = str(KG.recordedAs)
    for each in store.quads_for_pattern(None, None, None, ox.NamedNode(source)):
        if each.predicate.value == recorded_as:
            subject = moved(each.subject)
            if subject != each.object:
                yield ox.Quad(subject, each.predicate, each.object, each.graph_name)
        else:
            yield ox.Quad(moved(each.subject), each.predicate, moved(each.object), each.graph_name)
