"""What the views are made of: claims as read, classes, labels. Gathered while quads are written, or from a store."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import Any

from rdflib import Dataset

from kg.graph.rows import inner, rows
from kg.vocab import PREFIXES

__all__ = ["Facts", "Reading", "facts_in"]

_KG = PREFIXES["kg"]
_CLAIMS = """
SELECT ?claim ?subject ?predicate ?object ?modality ?negated ?basis ?review ?claimant WHERE {
  #ONLY#
  GRAPH ?source {
    ?claim rdf:subject ?subject ; rdf:predicate ?predicate ; rdf:object ?object ;
      kg:modality ?modality ; kg:negated ?negated ; kg:basis ?basis ; kg:review ?review .
    OPTIONAL { ?claim kg:claimant ?claimant }
  }
  FILTER(?source != graph:candidates)
}"""
_ENTITIES = """
SELECT ?entity ?type ?label WHERE {
  #ONLY#
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
        found.readings.extend(_readings(dataset, ""))
        _classes(dataset, "", found)
        return found
    readings: dict[str, Reading] = {}
    for part in _values("?subject", entities):
        readings |= {reading.claim: reading for reading in _readings(dataset, part)}
    # A claim about an event stands no higher than the event's own claim, and a rejection may stand anywhere.
    events = {reading.text for reading in readings.values() if reading.object.startswith("<")}.difference(entities)
    rejections = {reading.claim: reading for reading in _readings(dataset, f"VALUES ?predicate {{ <{_KG}rejects> }}")}
    readings |= rejections
    for part in _values("?subject", events):
        readings |= {
            reading.claim: reading for reading in _readings(dataset, f"VALUES ?predicate {{ rdf:type }} {part}")
        }
    for part in _values("?claim", {reading.text for reading in rejections.values()}):
        readings |= {reading.claim: reading for reading in _readings(dataset, part)}
    found.readings.extend(readings.values())
    for part in _values("?entity", entities):
        _classes(dataset, part, found)
    return found


def _values(variable: str, iris: Collection[str]) -> Iterator[str]:
    for part in _batched(sorted(iris), 500):
        yield f"VALUES {variable} {{ {' '.join(f'<{iri}>' for iri in part)} }}"


def _batched(items: list[str], size: int) -> Iterator[list[str]]:
    """Give a list in parts of a size (itertools has it from Python 3.12 on)."""
    return (items[start : start + size] for start in range(0, len(items), size))


def _readings(dataset: Dataset, only: str) -> Iterator[Reading]:
    # Rows straight from Oxigraph: an object is kept as the N-Triples term it will be written as.
    answers: Any = inner(dataset).query(_CLAIMS.replace("#ONLY#", only), prefixes=PREFIXES)
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


def _classes(dataset: Dataset, only: str, found: Facts) -> None:
    for entity, kind, label in rows(dataset, _ENTITIES.replace("#ONLY#", only)):
        if entity and kind:
            found.types[entity].add(kind.removeprefix(_KG))
            if label:
                found.labels[entity].add(label)
