"""What a dataset says of each party and place that could be one with another: names, births, places, papers."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from rdflib import Dataset

from kg.dates import day_range
from kg.graph import rows
from kg.names import fold
from kg.ontology import load_ontology
from kg.queries.evidence import labels
from kg.vocab import PREFIXES

__all__ = ["Name", "Party", "parties"]

_KG = PREFIXES["kg"]
_TYPES = """
SELECT DISTINCT ?entity ?type ?source WHERE {
  GRAPH ?source { ?source a kg:Source }
  GRAPH ?source { ?entity a ?type }
  FILTER(?type NOT IN (kg:Claim, kg:Passage, kg:Relay, kg:Source))
}"""
_SAID = """
SELECT DISTINCT ?subject ?relation ?value WHERE {
  VALUES ?relation { kg:birthDate kg:birthPlace kg:nationality kg:citizenship kg:gender kg:identifier }
  GRAPH ?source { ?claim rdf:predicate ?relation ; rdf:subject ?subject ; rdf:object ?value }
  GRAPH graph:standing { ?claim kg:standing ?standing }
  FILTER(?standing IN (kg:Established, kg:Said))
}"""
_NAMES = """
SELECT DISTINCT ?subject ?relation ?value WHERE {
  GRAPH graph:ontology { ?relation rdfs:subPropertyOf* kg:name }
  GRAPH ?source { ?claim rdf:predicate ?relation ; rdf:subject ?subject ; rdf:object ?value }
  GRAPH graph:standing { ?claim kg:standing ?standing }
  FILTER(?standing IN (kg:Established, kg:Said))
}"""
#: Kinds of name, the ones to compare first; what follows says how the kind is called.
KINDS = {
    "name": "name",
    "legalName": "legal name",
    "label": "name",
    "alias": "alias",
    "formerName": "former name",
    "abbreviation": "abbreviation",
    "nickname": "nickname",
    "weakAlias": "weak alias",
}
_WEAK = frozenset({"nickname", "weakAlias"})
#: A list's alias of this form is a nickname, whatever the list calls it.
_NICKNAME = re.compile(r"(?:el|la|los|las|the|don|doña)\s+\S.*|\S+", re.I)
#: The longest word of a paper's text that has digits is its number.
_NUMBER = re.compile(r"[\w./-]*\d[\w./-]*")
_COMPARED = ("Party", "Place", "Position")


@dataclass(frozen=True, slots=True)
class Name:
    """A name, and of which kind it is: a key of KINDS."""

    text: str
    kind: str


@dataclass(frozen=True)
class Party:
    """What is said of one party or place, all sources together; dates of birth as EDTF, papers as `kind number`."""

    id: str
    type: str
    label: str
    sources: frozenset[str]
    names: tuple[Name, ...]
    births: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    nationalities: tuple[str, ...] = ()
    genders: tuple[str, ...] = ()
    papers: tuple[str, ...] = ()

    @cached_property
    def strong(self) -> tuple[str, ...]:
        """The names that can speak for themselves."""
        return tuple(n.text for n in self.names if not self._is_weak(n))

    @cached_property
    def primary(self) -> tuple[str, ...]:
        """The names by which a source calls the party first."""
        return tuple(n.text for n in self.names if n.kind in {"name", "legalName"})

    @cached_property
    def kinds(self) -> dict[str, str]:
        """The kind of each name, in words; of several the first."""
        return {n.text: KINDS[n.kind] for n in reversed(self.names)}

    @cached_property
    def weak(self) -> tuple[str, ...]:
        """Nicknames and weak aliases: they support, and never decide."""
        return tuple(n.text for n in self.names if self._is_weak(n))

    def _is_weak(self, name: Name) -> bool:
        if name.kind in _WEAK:
            return True
        return self.type == "Person" and name.kind == "alias" and bool(_NICKNAME.fullmatch(name.text))

    @cached_property
    def born(self) -> tuple[tuple[date, date], ...]:
        """The first and last day of each date of birth that can be read."""
        return tuple(_spans(self.births))

    @cached_property
    def numbers(self) -> dict[str, str]:
        """The numbers of the papers, without joints, and the paper each is of."""
        found = {}
        for paper in self.papers:
            number = max((n for n in _NUMBER.findall(paper)), key=len, default="")
            bare = re.sub(r"[\W_]", "", number).upper()
            if len(bare) >= 6 and sum(c.isdigit() for c in bare) >= 4:
                found[bare] = paper
        return found


def _spans(dates: tuple[str, ...]) -> Iterator[tuple[date, date]]:
    for text in dates:
        try:
            yield day_range(text)
        except ValueError:
            continue  # a date no calendar knows speaks neither for nor against


def parties(dataset: Dataset) -> list[Party]:
    """Give every person, organisation, place and post of a dataset that has a name, by id.

    Names and facts that are denied, negated or not accepted are left out, and so are parties that a source counts
    without naming them.
    """
    ontology = load_ontology()
    types: dict[str, str] = {}
    sources: dict[str, set[str]] = defaultdict(set)
    for entity, kind, source in rows(dataset, _TYPES):
        name = (kind or "").removeprefix(_KG)
        if name != "UnnamedGroup" and any(ontology.is_a(name, top) for top in _COMPARED):
            types[entity or ""] = min(name, types.get(entity or "", name))
            sources[entity or ""].add(source or "")
    names: dict[str, set[tuple[int, str, str]]] = defaultdict(set)
    order = list(KINDS)
    for entity, relation, text in rows(dataset, _NAMES):
        kind = (relation or "").removeprefix(_KG)
        if entity in types and text and kind in KINDS:
            names[entity].add((order.index(kind), text, kind))
    said: dict[tuple[str, str], set[str]] = defaultdict(set)
    for entity, relation, text in rows(dataset, _SAID):
        if entity in types and text:
            said[entity, (relation or "").removeprefix(_KG)].add(text)
    known = labels(dataset)

    def all_of(entity: str, *relations: str) -> tuple[str, ...]:
        return tuple(sorted({text for relation in relations for text in said[entity, relation]}))

    found = []
    for entity in sorted(types):
        label = known.get(entity, "")
        called = [Name(text, kind) for _, text, kind in sorted(names[entity])] or (
            [Name(label, "label")] if label else []
        )
        if called:
            found.append(
                Party(
                    entity,
                    types[entity],
                    label or called[0].text,
                    frozenset(sources[entity]),
                    tuple(called),
                    births=all_of(entity, "birthDate"),
                    places=all_of(entity, "birthPlace"),
                    nationalities=all_of(entity, "nationality", "citizenship"),
                    genders=tuple(fold(text) for text in all_of(entity, "gender")),
                    papers=all_of(entity, "identifier"),
                )
            )
    return found
