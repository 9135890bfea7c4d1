"""What the views are made of: claims as read, classes, labels. Gathered while quads are written, or from a store."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import Any

import pyoxigraph as ox
from rdflib import Dataset, URIRef

from kg.graph.names import CANDIDATES
from kg.graph.rows import inner, rows
from kg.vocab import PREFIXES

__all__ = ["Facts", "Reading", "facts_in"]

_KG, _RDF = PREFIXES["kg"], PREFIXES["rdf"]
_CANDIDATES = ox.NamedNode(str(CANDIDATES))
_CLAIMS = """
SELECT ?claim ?subject ?predicate ?object ?modality ?negated ?basis ?review ?claimant WHERE {
  GRAPH ?source {
    ?claim rdf:subject ?subject ; rdf:predicate ?predicate ; rdf:object ?object ;
      kg:modality ?modality ; kg:negated ?negated ; kg:basis ?basis ; kg:review ?review .
    OPTIONAL { ?claim kg:claimant ?claimant }
  }
  FILTER(?source != graph:candidates)
}"""
_ENTITIES = """
SELECT ?entity ?type ?label WHERE {
  GRAPH ?source { ?entity a ?type . OPTIONAL { ?entity rdfs:label ?label } }
  FILTER(?source NOT IN (graph:ontology, graph:candidates, graph:alleged, graph:labels) && ?type NOT IN (kg:Claim, kg:Passage, kg:Relay, kg:Judgement))
}"""
_SOURCES = "SELECT ?source ?publisher ?date WHERE { GRAPH ?source { ?source kg:publisher ?publisher ; kg:date ?date } }"
_WITHDRAWN = "SELECT ?claim WHERE { GRAPH ?source { ?claim kg:withdrawnBy ?source } }"


@dataclass(frozen=True, slots=True)
class Reading:
    """What decides where a claim stands. The object is a ready N-Triples term, `text` the same without its marks."""

    claim: str
    subject: str
    predicate: str
    object: str
    modality: str
    negated: bool
    basis: str
    review: str
    own_voice: bool
    text: str

    @property
    def triple(self) -> tuple[str, str, str]:
        """Give the proposition."""
        return self.subject, self.predicate, self.object


@dataclass(slots=True)
class Facts:
    """All that the derived graphs follow from; candidates are not among it."""

    readings: list[Reading] = field(default_factory=list)
    #: Classes of every entity, as local names.
    types: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    #: Labels of entities that no source names.
    labels: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    #: What a source is called.
    sources: dict[str, str] = field(default_factory=dict)
    #: Claims that a later edition of their list no longer makes.
    withdrawn: set[str] = field(default_factory=set)


def facts_in(dataset: Dataset, entities: Collection[str] | None = None) -> Facts:
    """Read the facts of a store: all, or those that decide what is derived about some entities."""
    found = Facts(withdrawn={claim or "" for (claim,) in rows(dataset, _WITHDRAWN)})
    for source, publisher, day in rows(dataset, _SOURCES):
        found.sources[source or ""] = f"{publisher}, {day}"
    if entities is None:
        found.readings.extend(_readings(dataset))
        _classes(dataset, None, found)
        return found
    store = inner(dataset)
    readings = {reading.claim: reading for entity in entities for reading in _with(store, "subject", entity)}
    # A claim about an event stands no higher than the event's own claim, and a rejection may stand anywhere.
    for other in {reading.text for reading in readings.values() if reading.object.startswith("<")}.difference(entities):
        readings |= {each.claim: each for each in _with(store, "subject", other) if each.predicate == _RDF + "type"}
    for rejection in _with(store, "predicate", _KG + "rejects"):
        readings[rejection.claim] = rejection
        readings |= {target.claim: target for target in _of(store, rejection.text)}
    found.readings.extend(readings.values())
    for entity in entities:
        _classes(dataset, entity, found)
    return found


def _with(store: ox.Store, end: str, iri: str) -> Iterator[Reading]:
    """Give the claims that have an IRI as subject, predicate or object, a pattern at a time.

    Oxigraph 0.5 joins a query's VALUES of more than one row by reading the whole graph.
    """
    for found in store.quads_for_pattern(None, ox.NamedNode(_RDF + end), ox.NamedNode(iri), None):
        yield from _of(store, found.subject.value)  # type: ignore[union-attr]


def _of(store: ox.Store, claim: str) -> Iterator[Reading]:
    """Give a claim that was reviewed, if the store has it."""
    said: dict[str, Any] = {}
    for each in store.quads_for_pattern(ox.NamedNode(claim), None, None, None):
        if each.graph_name == _CANDIDATES:
            return
        said[each.predicate.value.rpartition("#")[2]] = each.object
    if "predicate" not in said:
        return
    yield Reading(
        claim,
        said["subject"].value,
        said["predicate"].value,
        str(said["object"]),
        said["modality"].value.removeprefix(_KG),
        said["negated"].value == "true",
        said["basis"].value.removeprefix(_KG),
        said["review"].value.removeprefix(_KG),
        "claimant" not in said,
        said["object"].value,
    )


def _readings(dataset: Dataset) -> Iterator[Reading]:
    # Rows straight from Oxigraph: an object is kept as the N-Triples term it will be written as.
    answers: Any = inner(dataset).query(_CLAIMS, prefixes=PREFIXES)
    for claim, subject, predicate, value, modality, negated, basis, review, claimant in answers:
        yield Reading(
            claim.value,
            subject.value,
            predicate.value,
            str(value),
            modality.value.removeprefix(_KG),
            negated.value == "true",
            basis.value.removeprefix(_KG),
            review.value.removeprefix(_KG),
            claimant is None,
            value.value,
        )


def _classes(dataset: Dataset, entity: str | None, found: Facts) -> None:
    bound = {"entity": URIRef(entity)} if entity else {}
    for iri, kind, label in rows(dataset, _ENTITIES, bound):
        if iri and kind:
            found.types[iri].add(kind.removeprefix(_KG))
            if label:
                found.labels[iri].add(label)
