"""All that is said about one entity, in the order a reader asks for it."""

from collections.abc import Callable
from dataclasses import dataclass

from rdflib import Dataset

from kg.dates import possibly
from kg.ontology import Ontology, load_ontology
from kg.queries.evidence import Evidence, evidence, near, type_of

__all__ = ["Line", "Profile", "profile", "sentence"]


@dataclass(frozen=True, slots=True)
class Line:
    """One claim about the entity, and how it reads from there."""

    text: str
    claim: Evidence


@dataclass(frozen=True, slots=True)
class Profile:
    """An entity with its label, class, and its claims by section, the empty sections left out."""

    entity: str
    label: str
    type: str
    sections: dict[str, tuple[Line, ...]]


def profile(dataset: Dataset, entity: str, *, as_of: str | None = None) -> Profile:
    """Give everything said about an entity: names, legal stages by jurisdiction, ties, events, what is in no view.

    `as_of` leaves out claims that cannot hold on that date; undated ones stay.
    """
    ontology = load_ontology()
    known = near(dataset, entity)
    sections: dict[str, list[Line]] = {name: [] for name, _ in _SECTIONS}
    for claim in evidence(dataset, entity, known):
        if as_of and not possibly(claim.bounds, as_of):
            continue
        home = next(name for name, belongs in _SECTIONS if belongs(claim, entity, ontology))
        sections[home].append(Line(sentence(claim, known, ontology, seen_from=entity), claim))
    stages = sections["Legal stages"]
    stages.sort(
        key=lambda line: (
            line.claim.jurisdiction or "",
            -(ontology.relations[line.claim.relation].stage or 0),
            line.claim.claim,
        )
    )
    kind = type_of(dataset, entity)
    return Profile(
        entity, known.get(entity, entity), kind, {name: tuple(lines) for name, lines in sections.items() if lines}
    )


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
    ("Negated, unclear or not done: in no view", _is_unsettled),
    ("What it says of others", _is_speech),
)
