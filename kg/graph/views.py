"""Where each claim stands, and the plain triples of the established and the alleged view.

Derived: it reads the claims of the source graphs and can be thrown away and made again.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from rdflib import Dataset
from rdflib.namespace import RDF, RDFS

from kg.graph.names import ALLEGED, LABELS, STANDING
from kg.graph.quads import literal, quad
from kg.graph.rows import inner, rows
from kg.model import Basis, Modality, Review
from kg.ontology import Ontology
from kg.vocab import KG, PREFIXES

__all__ = ["NAME_ORDER", "standing_of", "view_quads"]

#: Which name an entity is called by, best first.
NAME_ORDER = ("name", "legalName", "alias", "nickname", "formerName", "abbreviation", "weakAlias")

_KG = PREFIXES["kg"]
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
  FILTER(?source NOT IN (graph:ontology, graph:candidates) && ?type NOT IN (kg:Claim, kg:Passage, kg:Relay, kg:Judgement))
}"""
_SOURCES = "SELECT ?source ?publisher ?date WHERE { GRAPH ?source { ?source kg:publisher ?publisher ; kg:date ?date } }"


@dataclass(frozen=True, slots=True)
class _Reading:
    """What decides where a claim stands. The object is a ready N-Triples term."""

    claim: str
    subject: str
    predicate: str
    object: str
    modality: str
    negated: bool
    basis: str
    review: str
    own_voice: bool

    @property
    def triple(self) -> tuple[str, str, str]:
        return self.subject, self.predicate, self.object


def standing_of(reading: _Reading, ontology: Ontology, contested: bool) -> str:
    """Give the name of the kg:Standing of a claim. The one place where this rule is written."""
    term = ontology.relations.get(reading.predicate.removeprefix(_KG))
    if reading.review != Review.ACCEPTED:
        return "Withheld"
    if contested:
        return "Contested"
    if reading.negated or (term and "assessment" in term.flags):
        return "Withheld"
    if reading.modality not in {Modality.STATED, Modality.ALLEGED, Modality.REPORTED}:
        return "Withheld"
    if reading.own_voice and reading.modality == Modality.STATED and reading.basis == Basis.TEXT:
        return "Established"
    return "Said"


def view_quads(dataset: Dataset, ontology: Ontology) -> Iterator[str]:
    """Write the derived graphs of a store: standing, labels, the default graph and graph:alleged."""
    readings = sorted(_readings(dataset), key=lambda reading: reading.claim)
    rejected_events, rejected = _contested(readings, ontology)
    triples: dict[str, set[tuple[str, str, str]]] = {"Established": set(), "Said": set()}
    for reading in readings:
        contested = reading.subject in rejected_events or not rejected.isdisjoint(
            _readings_of(reading.triple, ontology)
        )
        standing = standing_of(reading, ontology, contested)
        yield quad(reading.claim, KG.standing, f"<{_KG}{standing}>", STANDING)
        if standing in triples:
            triples[standing].add(reading.triple)
    types, labels = _entities(dataset, readings)
    yield from _individuals(ontology)
    for entity, label in sorted(labels.items()):
        yield quad(entity, RDFS.label, literal(label), LABELS)
    established = triples["Established"]
    for graph, view in ((None, established), (str(ALLEGED), established | triples["Said"])):
        for subject, predicate, value in sorted(view):
            yield quad(subject, predicate, value, graph)
        used = {s for s, _, _ in view} | {o[1:-1] for _, _, o in view if o.startswith("<")}
        yield from _described(sorted(used & types.keys()), types, labels, ontology, graph)


def _readings(dataset: Dataset) -> Iterator[_Reading]:
    # Rows straight from Oxigraph: an object is kept as the N-Triples term it will be written as.
    found: Any = inner(dataset).query(_CLAIMS, prefixes=PREFIXES)
    for row in found:
        claim, subject, predicate, value, modality, negated, basis, review, claimant = row
        yield _Reading(
            claim.value,
            subject.value,
            predicate.value,
            str(value),
            modality.value.removeprefix(_KG),
            negated.value == "true",
            basis.value.removeprefix(_KG),
            review.value.removeprefix(_KG),
            claimant is None,
        )


def _contested(readings: list[_Reading], ontology: Ontology) -> tuple[set[str], set[tuple[str, str, str]]]:
    """Give the events and the propositions that an accepted, stated rejection contests, in every source."""
    by_claim = {f"<{reading.claim}>": reading for reading in readings}
    events: set[str] = set()
    propositions: set[tuple[str, str, str]] = set()
    for reading in readings:
        if reading.predicate != str(KG.rejects) or reading.negated:
            continue
        if reading.review != Review.ACCEPTED or reading.modality != Modality.STATED:
            continue
        target = by_claim.get(reading.object)
        if target is None:
            continue
        if target.predicate == str(RDF.type):
            events.add(target.subject)
        else:
            propositions.update(_readings_of(target.triple, ontology))
    return events, propositions


def _readings_of(triple: tuple[str, str, str], ontology: Ontology) -> set[tuple[str, str, str]]:
    """Give a triple, and its mirror image if the relation is symmetric."""
    subject, predicate, value = triple
    term = ontology.relations.get(predicate.removeprefix(_KG))
    if term and "SymmetricProperty" in term.kinds:
        return {triple, (value[1:-1], predicate, f"<{subject}>")}
    return {triple}


def _entities(dataset: Dataset, readings: list[_Reading]) -> tuple[dict[str, set[str]], dict[str, str]]:
    types: dict[str, set[str]] = defaultdict(set)
    names: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for entity, kind, label in rows(dataset, _ENTITIES):
        if entity and kind:
            types[entity].add(kind.removeprefix(_KG))
            if label:
                names[entity].append((len(NAME_ORDER), label))
    ranks = {_KG + name: rank for rank, name in enumerate(NAME_ORDER)}
    for reading in readings:
        if reading.predicate in ranks and reading.review == Review.ACCEPTED and not reading.negated:
            names[reading.subject].append((ranks[reading.predicate], _text(reading.object)))
    labels = {entity: min(found)[1] for entity, found in names.items()}
    labels |= {source: f"{publisher}, {date}" for source, publisher, date in rows(dataset, _SOURCES) if source}
    return types, labels


def _individuals(ontology: Ontology) -> Iterator[str]:
    """Write the labels of entities that the ontology itself has, such as kg:Unspecified."""
    for term in ontology.terms.values():
        if any(ontology.is_a(kind, "Entity") for kind in term.kinds if kind in ontology.classes):
            yield quad(term.iri, RDFS.label, literal(term.label()), LABELS)


def _described(
    entities: list[str], types: dict[str, set[str]], labels: dict[str, str], ontology: Ontology, graph: str | None
) -> Iterator[str]:
    for entity in entities:
        for name in sorted({above for kind in types[entity] for above in ontology.ancestors(kind)}):
            yield quad(entity, RDF.type, f"<{_KG}{name}>", graph)
        if entity in labels:
            yield quad(entity, RDFS.label, literal(labels[entity]), graph)


def _text(term: str) -> str:
    """Give the text of a plain N-Triples string."""
    return term[1:-1].replace('\\"', '"').replace("\\n", "\n").replace("\\r", "\r").replace("\\\\", "\\")
