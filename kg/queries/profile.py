"""All that is said about one entity, in the order a reader asks for it."""

import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import combinations

from rdflib import Dataset

from kg.dates import Bounds, certainly, day_range, possibly
from kg.ontology import Ontology, load_ontology
from kg.queries.across import Difference, Join, apart, differences, fact_of, joins, of_a_list
from kg.queries.evidence import Evidence, Reader, claims_about, near, type_of

__all__ = ["Line", "Profile", "profile", "sentence"]


@dataclass(frozen=True, slots=True)
class Line:
    """One fact about the entity as it reads from there, the claims that say it, and marks where answers differ."""

    text: str
    claims: tuple[Evidence, ...]
    marks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Profile:
    """An entity with its label, class, and its facts by section, the empty sections left out.

    `joins` are the judgements about its records, `differences` the questions to which its sources give several answers,
    and `list_and_text` the publishers of the lists and of the texts that are read together, where both are there.
    """

    entity: str
    label: str
    type: str
    sections: dict[str, tuple[Line, ...]]
    joins: tuple[Join, ...] = ()
    differences: tuple[Difference, ...] = ()
    list_and_text: tuple[tuple[str, ...], tuple[str, ...]] | None = None
    #: Reviewed and unreviewed claims about the entity, of which `part` were read.
    out_of: int = 0


def profile(
    dataset: Dataset, entity: str, *, as_of: str | None = None, part: tuple[int, int] = (0, sys.maxsize)
) -> Profile:
    """Give everything said about an entity: names, legal stages by jurisdiction, ties, events, what is in no view.

    What several sources say is one fact with all their claims. `as_of` leaves out claims that cannot hold on that
    date; undated ones stay. Of who has tens of thousands of claims, such as the publisher of a list, `part` reads those
    from one number up to another, in the order of their ids.
    """
    ontology = load_ontology()
    about = claims_about(dataset, entity)
    chosen = about[slice(*part)]
    reader = Reader(dataset, keep=True)
    known = near(dataset, entity, chosen, reader)
    read = filter(None, map(reader.read, chosen))
    claims = [claim for claim in read if not as_of or possibly(claim.bounds, as_of)]
    facts: dict[tuple[str, ...], list[Evidence]] = {}
    for claim in claims:
        home = next(name for name, belongs in _SECTIONS if belongs(claim, entity, ontology))
        facts.setdefault((home, *fact_of(claim)), []).append(claim)
    found = differences(claims, entity, ontology)
    on = {claim.claim: each.mark for each in found for answer in each.answers for claim in answer.claims}
    sections: dict[str, list[Line]] = {name: [] for name, _ in _SECTIONS}
    for (home, *_), said in facts.items():
        marks = {on[claim.claim] for claim in said if claim.claim in on}
        if any(apart(one.bounds, other.bounds) for one, other in combinations(said, 2)):
            marks.add("sources differ on its date")
        if as_of and (how := held(said, as_of)):
            marks.add(how)
        text = sentence(said[0], known, ontology, seen_from=entity)
        sections[home].append(Line(text, tuple(said), tuple(sorted(marks))))
    sections["Legal stages"].sort(key=lambda line: _stage_order(line.claims[0], ontology))
    return Profile(
        entity,
        known.get(entity, entity),
        type_of(dataset, entity),
        {name: tuple(lines) for name, lines in sections.items() if lines},
        joins(dataset, entity),
        found,
        _list_and_text(claims, entity),
        len(about),
    )


def held(claims: Iterable[Evidence], on: str) -> str:
    """Say how sure it is that something held on a date; empty for what nobody dates.

    After the last edition of a list it is possible, never certain, and the day it was last seen is told.
    """
    dated = [claim.bounds for claim in claims if claim.bounds != Bounds()]
    if any(certainly(each, on) for each in dated):
        return f"certainly on {on}"
    if not dated:
        return ""
    first, _ = day_range(on)
    seen = [each.earliest_end for each in dated if each.earliest_end and each.latest_end is None]
    last = f", last seen on {max(seen)}" if seen and max(seen) < first else ""
    return f"possibly on {on}{last}"


def _stage_order(claim: Evidence, ontology: Ontology) -> tuple[str, int, str]:
    return claim.jurisdiction or "", -(ontology.relations[claim.relation].stage or 0), claim.claim


def _list_and_text(claims: list[Evidence], entity: str) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    about = [claim for claim in claims if entity in {claim.subject, claim.object}]
    lists = tuple(sorted({claim.publisher for claim in about if of_a_list(claim)}))
    texts = tuple(sorted({claim.publisher for claim in about if not of_a_list(claim)}))
    return (lists, texts) if lists and texts else None


def sentence(claim: Evidence, known: dict[str, str], ontology: Ontology, seen_from: str | None = None) -> str:
    """Say what a claim says, with labels; from its object's side if that is who is asked about.

    Negation and denial stand in front, so that nobody reads over them.
    """
    term = ontology.relations.get(claim.relation)
    subject = known.get(claim.subject, claim.subject)
    target = claim.object if claim.literal else known.get(claim.object, claim.object)
    if term is None:
        text = f"{subject} took place"
    elif seen_from == claim.object and term.inverse_label:
        text = f"{term.inverse_label} {subject}"
    elif seen_from == claim.object:
        text = f"{term.label()} {subject}"
    elif seen_from == claim.subject:
        text = f"{term.label()} {target}"
    else:
        text = f"{subject} {term.label()} {target}"
    if term and term.stage:
        text += f" ({'jurisdiction not stated' if claim.jurisdiction in {None, 'not stated'} else claim.jurisdiction})"
    if claim.standing == "Contested":
        text = f"DENIED: {text}"
    return f"NOT so: {text}" if claim.negated else text


def _is_name(claim: Evidence, entity: str, ontology: Ontology) -> bool:
    return (
        claim.relation in ontology.relations
        and ontology.is_a(claim.relation, "name")
        and claim.standing in {"Established", "Said"}
    )


def _is_stage(claim: Evidence, entity: str, ontology: Ontology) -> bool:
    term = ontology.relations.get(claim.relation)
    return bool(term and term.stage) and claim.subject == entity and claim.standing in {"Established", "Said"}


def _is_denied(claim: Evidence, entity: str, ontology: Ontology) -> bool:
    return claim.standing == "Contested"


def _is_view(claim: Evidence, entity: str, ontology: Ontology) -> bool:
    return claim.standing in {"Established", "Said"} and entity in {claim.subject, claim.object}


def _is_judgement(claim: Evidence, entity: str, ontology: Ontology) -> bool:
    term = ontology.relations.get(claim.relation)
    return (
        bool(term and "assessment" in term.flags)
        and entity in {claim.subject, claim.object}
        and claim.review == "Accepted"
    )


def _is_withdrawn(claim: Evidence, entity: str, ontology: Ontology) -> bool:
    return claim.standing == "Withdrawn"


def _is_unsettled(claim: Evidence, entity: str, ontology: Ontology) -> bool:
    return entity in {claim.subject, claim.object}


def _is_speech(claim: Evidence, entity: str, ontology: Ontology) -> bool:
    return True


_SECTIONS: tuple[tuple[str, Callable[[Evidence, str, Ontology], bool]], ...] = (
    ("Names", _is_name),
    ("Legal stages", _is_stage),
    ("Ties and events", _is_view),
    ("Denied", _is_denied),
    ("How sources judge it", _is_judgement),
    ("What a list no longer says", _is_withdrawn),
    ("Negated, unclear or not done: in no view", _is_unsettled),
    ("What it says of others", _is_speech),
)
