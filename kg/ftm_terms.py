"""How FollowTheMoney's schemata and properties meet our terms: read from ontology/alignments.ttl, nowhere else."""

from dataclasses import dataclass, field
from functools import cache

import pyoxigraph as ox

from kg.ontology import load_ontology
from kg.vocab import PREFIXES

__all__ = ["FTM", "FtmTerms", "ftm_terms"]

#: The namespace of their terms.
FTM = "https://schema.followthemoney.tech/#"
_SKOS = PREFIXES["skos"]
#: How near a match is, nearest first. A broader match of ours is never read into our narrower term.
_INWARD = ("exactMatch", "closeMatch", "narrowMatch")


@dataclass(frozen=True, slots=True)
class FtmTerms:
    """Their name -> our name; and the two properties of a link that hold our subject and our object."""

    classes: dict[str, str] = field(default_factory=dict)
    relations: dict[str, str] = field(default_factory=dict)
    links: dict[str, str] = field(default_factory=dict)
    ends: dict[str, tuple[str, str]] = field(default_factory=dict)
    #: Properties that are one kind of a wider relation of ours, whose name is kept in the value.
    kinds: frozenset[str] = frozenset()


@cache
def ftm_terms() -> FtmTerms:
    """Read the alignments."""
    ontology = load_ontology()
    found: dict[str, list[tuple[int, str]]] = {}
    ends: dict[str, dict[str, str]] = {}
    for triple in ontology.triples:
        subject, predicate, value = triple.subject, triple.predicate.value, triple.object
        if not isinstance(subject, ox.NamedNode) or not isinstance(value, ox.NamedNode):
            continue
        if not value.value.startswith(FTM):
            continue
        foreign, how = value.value.removeprefix(FTM), predicate.removeprefix(_SKOS)
        if subject.value.startswith(FTM):
            ends.setdefault(subject.value.removeprefix(FTM), {})[predicate.removeprefix(PREFIXES["kg"])] = foreign
        elif how in _INWARD:
            found.setdefault(foreign, []).append((_INWARD.index(how), subject.value.removeprefix(PREFIXES["kg"])))
    best = {foreign: min(ours) for foreign, ours in found.items()}
    classes = {foreign: name for foreign, (_, name) in best.items() if ontology.is_a(name, "Entity")}
    return FtmTerms(
        classes,
        {f: name for f, (_, name) in best.items() if name in ontology.relations and f not in ends},
        {f: name for f, (_, name) in best.items() if name in ontology.relations and f in ends},
        {f: (each["subjectProperty"], each["objectProperty"]) for f, each in ends.items()},
        frozenset(f for f, (rank, name) in best.items() if rank == 2 and name == "identifier"),
    )
