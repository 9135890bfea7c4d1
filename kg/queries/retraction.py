"""What would leave the views with a source: the question `retract`, answered a claim at a time, quickly in a store of any size."""

from collections.abc import Iterable
from dataclasses import dataclass

from rdflib import Dataset

from kg.graph import match
from kg.queries.evidence import Evidence, Reader
from kg.vocab import PREFIXES

__all__ = ["Gone", "would_go"]

_SUBJECT = PREFIXES["rdf"] + "subject"
_FIRM = frozenset({"Established"})
_ANY = frozenset({"Established", "Said"})


@dataclass(frozen=True, slots=True)
class Gone:
    """A claim whose statement would leave a view: "established", or "alleged"."""

    view: str
    claim: Evidence


def would_go(dataset: Dataset, claims: Iterable[str]) -> list[Gone]:
    """Give what no other source supports as strongly, of the claims of a source; established first, then by claim.

    A statement leaves the established view if nobody else states it outright, the alleged one if nobody else says it.
    """
    reader = Reader(dataset)
    beside: dict[str, list[tuple[str, str, str, str]]] = {}
    found = []
    for claim in filter(None, map(reader.read, claims)):
        if claim.standing not in _ANY:
            continue
        if claim.subject not in beside:
            beside[claim.subject] = _about(reader, claim.subject)
        stand = {
            standing
            for relation, value, source, standing in beside[claim.subject]
            if (relation, value) == (claim.relation, claim.object) and source != claim.source
        }
        if claim.standing == "Established" and not stand & _FIRM:
            found.append(Gone("established", claim))
        if not stand & _ANY:
            found.append(Gone("alleged", claim))
    return sorted(found, key=lambda each: (each.view != "established", each.claim.claim))


def _about(reader: Reader, subject: str) -> list[tuple[str, str, str, str]]:
    """Give relation, object, source and standing of every claim about a subject."""
    found = []
    for claim, *_ in match(reader.dataset, predicate=_SUBJECT, object=subject):
        said, source = reader.said(claim)
        if "predicate" in said:
            found.append((said["predicate"], said["object"], source, said.get("standing", "")))
    return found
