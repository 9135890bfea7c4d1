"""Find entities by name, as people type them: without accents, by alias, by id."""

import re
from collections import Counter
from dataclasses import dataclass

from rdflib import Dataset, URIRef

from kg.errors import LookupFailed
from kg.graph import rows
from kg.graph.search import NAMES
from kg.model import local_key
from kg.names import fold, words
from kg.ontology import load_ontology
from kg.queries.evidence import type_of
from kg.vocab import BASE, PREFIXES

__all__ = ["Hit", "find", "find_entity", "label_of"]

_ID = re.compile(r"(source)?:?[A-Za-z0-9_.%-]+")

_LABEL = "SELECT ?label ?entity WHERE { GRAPH graph:labels { ?entity rdfs:label ?label } }"

#: The entity under which a merged record is kept.
_KEPT = "SELECT ?record ?kept WHERE { GRAPH ?source { ?kept kg:recordedAs ?record } }"


@dataclass(frozen=True, slots=True, order=True)
class Hit:
    """One entity that fits a text: how well (1 the whole name, less a part), its label, id, type and matching name."""

    rank: int
    label: str
    entity: str
    type: str
    name: str


def find(dataset: Dataset, text: str) -> list[Hit]:
    """Give the entities one of whose names holds the text, whole names first, or its words in any order.

    "Rafael Caro Quintero" finds "CARO QUINTERO, Rafael".
    """
    wanted = fold(text)
    asked = sorted(words(text))
    best: dict[str, tuple[int, str]] = {}
    for entity, name in (row for query in NAMES for row in rows(dataset, query)):
        if entity is None or name is None:
            continue
        rank = _rank(wanted, asked, fold(name))
        if rank is None:
            continue
        best[entity] = min(best.get(entity, (9, "")), (rank, name))
    return sorted(
        Hit(rank, label_of(dataset, entity), entity, type_of(dataset, entity), name)
        for entity, (rank, name) in best.items()
    )


def _rank(wanted: str, asked: list[str], folded: str) -> int | None:
    """Tell how well a folded name fits: 0 the whole name, 1 whole words of it, 2 a part, None not at all."""
    if folded == wanted:
        return 0
    if f" {wanted} " in f" {folded} ":
        return 1
    # Most names share no beginning of a word with the text; only the others are taken apart.
    if asked and all(word in folded for word in asked):
        written = sorted(words(folded))
        if written == asked:
            return 0
        if not Counter(asked) - Counter(written):
            return 1
    return 2 if wanted in folded else None


def find_entity(dataset: Dataset, text: str) -> str:
    """Give the IRI of the one entity meant by an IRI, an id or a name. Raises LookupFailed with the choices.

    It is a plain string, as the nodes of a network are: an rdflib URIRef does not equal the string it holds.
    """
    if text.startswith(("http://", "https://")):
        if label_of(dataset, text) == (local_key(text) or text):
            raise LookupFailed(f"nothing here has the id {text}; try a name with `kg find`")
        return text
    for prefix in ("", "source") if _ID.fullmatch(text) else ():
        iri = PREFIXES[prefix] + text.removeprefix(f"{prefix}:")
        if label_of(dataset, iri) != local_key(iri):
            return iri
        for _, kept in rows(dataset, _KEPT, {"record": URIRef(iri)}):
            return kept or iri
    hits = find(dataset, text)
    whole = [hit for hit in hits if hit.rank == 0] or [hit for hit in hits if hit.rank == 1]
    # Of a person and the offence they are the victim of, the person is meant.
    ontology = load_ontology()
    whole = [hit for hit in whole if ontology.is_a(hit.type, "Party") and hit.type != "UnnamedGroup"] or whole
    if not hits:
        raise LookupFailed(f"nobody here is called {text!r}; try a shorter part of the name with `kg find`")
    if len(whole) != 1:
        choices = "; ".join(f"{local_key(hit.entity)} ({hit.label}, {hit.type})" for hit in (whole or hits)[:6])
        raise LookupFailed(f"{text!r} fits {len(whole or hits)} entities: {choices}; use one of these ids")
    return whole[0].entity


def label_of(dataset: Dataset, entity: str) -> str:
    """Give the label of an entity, else the short form of its IRI."""
    found = next(rows(dataset, _LABEL, {"entity": URIRef(entity)}), None)
    return (found[0] if found else None) or local_key(entity) or entity.removeprefix(BASE)
