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
#: Standings from the highest down.
_RANK = ("Established", "Said", "Contested", "Withheld")
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
    text: str

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
    standings = _standings(readings, ontology)
    for reading in readings:
        yield quad(reading.claim, KG.standing, f"<{_KG}{standings[reading.claim]}>", STANDING)
    types, named = _entities(dataset, readings, standings)
    yield from _individuals(ontology)
    for entity, names in sorted(named.items()):
        yield quad(entity, RDFS.label, literal(min(names)[-1]), LABELS)
    established = {reading.triple for reading in readings if standings[reading.claim] == "Established"}
    said = {reading.triple for reading in readings if standings[reading.claim] == "Said"}
    for graph, view in ((None, established), (str(ALLEGED), established | said)):
        for subject, predicate, value in sorted(view):
            yield quad(subject, predicate, value, graph)
        used = {s for s, _, _ in view} | {o[1:-1] for _, _, o in view if o.startswith("<")}
        # What somebody only says an entity is called is not its label among established facts.
        shown = {e: [n for n in names if graph or not n[0]] for e, names in named.items()}
        yield from _described(sorted(used & types.keys()), types, shown, ontology, graph)


def _standings(readings: list[_Reading], ontology: Ontology) -> dict[str, str]:
    """Give where each claim stands. A claim about an event stands no higher than that the event took place."""
    rejected_events, rejected = _contested(readings, ontology)
    found = {}
    for reading in readings:
        contested = bool({reading.subject, reading.object[1:-1]} & rejected_events)
        contested = contested or not rejected.isdisjoint(_readings_of(reading.triple, ontology))
        found[reading.claim] = standing_of(reading, ontology, contested)
    took_place: dict[str, str] = {}
    for reading in readings:
        if reading.predicate == str(RDF.type):
            best = took_place.get(reading.subject, "Withheld")
            took_place[reading.subject] = min(best, found[reading.claim], key=_RANK.index)
    for reading in readings:
        for event in (reading.subject, reading.object[1:-1]):
            at_most = took_place.get(event, "Established")
            if _RANK.index(at_most) > _RANK.index(found[reading.claim]):
                found[reading.claim] = at_most
    return found


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
            value.value,
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


def _entities(
    dataset: Dataset, readings: list[_Reading], standings: dict[str, str]
) -> tuple[dict[str, set[str]], dict[str, list[tuple[bool, int, str]]]]:
    """Give the classes of every entity, and what it may be called: (only said, rank of the kind of name, name)."""
    types: dict[str, set[str]] = defaultdict(set)
    names: dict[str, list[tuple[bool, int, str]]] = defaultdict(list)
    for entity, kind, label in rows(dataset, _ENTITIES):
        if entity and kind:
            types[entity].add(kind.removeprefix(_KG))
            if label:
                names[entity].append((False, len(NAME_ORDER), label))
    ranks = {_KG + name: rank for rank, name in enumerate(NAME_ORDER)}
    for reading in readings:
        standing = standings[reading.claim]
        if reading.predicate in ranks and standing in {"Established", "Said"}:
            names[reading.subject].append((standing == "Said", ranks[reading.predicate], reading.text))
    for source, publisher, date in rows(dataset, _SOURCES):
        if source:
            names[source] = [(False, 0, f"{publisher}, {date}")]
    return types, names


def _individuals(ontology: Ontology) -> Iterator[str]:
    """Write the labels of entities that the ontology itself has, such as kg:Unspecified."""
    for term in ontology.terms.values():
        if any(ontology.is_a(kind, "Entity") for kind in term.kinds if kind in ontology.classes):
            yield quad(term.iri, RDFS.label, literal(term.label()), LABELS)


def _described(
    entities: list[str],
    types: dict[str, set[str]],
    names: dict[str, list[tuple[bool, int, str]]],
    ontology: Ontology,
    graph: str | None,
) -> Iterator[str]:
    for entity in entities:
        for name in sorted({above for kind in types[entity] for above in ontology.ancestors(kind)}):
            yield quad(entity, RDF.type, f"<{_KG}{name}>", graph)
        if names.get(entity):
            yield quad(entity, RDFS.label, literal(min(names[entity])[-1]), graph)
