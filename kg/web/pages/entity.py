"""The page of a person, an organisation, an event or whatever else claims are about."""

from collections.abc import Iterable
from typing import Any

from kg.graph import match
from kg.model import local_key
from kg.names import fold
from kg.ontology import Ontology, load_ontology
from kg.queries.evidence import type_of
from kg.queries.plain import profile_data
from kg.queries.profile import Profile, profile
from kg.vocab import PREFIXES
from kg.web.live import Build
from kg.web.pages.asked import Bad, Missing
from kg.web.pages.links import path_of
from kg.web.pages.page import Page
from kg.web.pages.shown import COLUMNS, Fact, Said, dated_order, fact, record, row, said

__all__ = ["MOST", "entity", "named", "read_entity"]

#: Claims that are read for one page; more are on the next.
MOST = 300
#: Entries of a timeline on a page.
_DATED = 60


def entity(build: Build, asked: dict[str, Any]) -> Page:
    """Everything said about an entity."""
    iri = read_entity(build, asked["key"])
    number = max(1, asked["part"])
    found = profile(build.dataset, iri, as_of=asked["on"], part=((number - 1) * MOST, number * MOST))
    if number > 1 and (number - 1) * MOST >= found.out_of:
        raise Bad(f"part {number} is past the end; there are {-(-found.out_of // MOST)}")
    ontology = load_ontology()
    known = build.labels(iri, (each for lines in found.sections.values() for line in lines for each in line.claims))
    facts = {name: [fact(line, iri, known) for line in lines] for name, lines in found.sections.items()}
    rows = [row(name, each.text, one) for name, section in facts.items() for each in section for one in each.said]
    return Page(
        "entity",
        found.label,
        {**profile_data(found), "page": path_of(iri), "part": number, "parts": -(-found.out_of // MOST) or 1},
        COLUMNS,
        rows,
        _nodes(iri, facts),
        {
            "found": found,
            "key": local_key(iri),
            "kind": _kind(found.type, ontology),
            "on": asked["on"] or "",
            "names": _names_by_source(facts.get("Names", ())),
            "stages": _by_jurisdiction(facts.get("Legal stages", ())),
            "ties": _by_tie(facts.get("Ties and events", ()), found, ontology),
            "events": [each for each in facts.get("Ties and events", ()) if _tie(each, found, ontology) is None],
            "dated": _timeline(facts),
            "rest": [(name, facts[name]) for name in facts if name not in {"Names", "Legal stages", "Ties and events"}],
            "organisation": ontology.is_a(found.type, "Organisation"),
            "say": said,
            "part": number,
            "parts_number": -(-found.out_of // MOST) or 1,
            "undated": sum(not one.when for section in facts.values() for each in section for one in each.said),
        },
    )


def read_entity(build: Build, key: str) -> str:
    """Give the IRI of the entity a key is of, or under which its record is kept. Raises Missing."""
    iri = record("entity", key)
    if type_of(build.dataset, iri):
        return iri
    for kept, *_ in match(build.dataset, predicate=PREFIXES["kg"] + "recordedAs", object=iri):
        return kept
    raise Missing(f"nobody and nothing here has the id {key}")


def named(build: Build, text: str) -> str:
    """Give the IRI of the entity meant by an id, or by a name only one has. Raises Missing with the choices."""
    try:
        return read_entity(build, text)
    except Missing:
        hits = build.names.search(text, 6)
        whole = [hit for hit in hits if fold(hit.name) == fold(text)] or hits
    if len(whole) == 1:
        return whole[0].entity
    choices = "; ".join(f"{hit.label} ({local_key(hit.entity)})" for hit in whole)
    raise Missing(f"{text} fits several: {choices}; use one of these ids" if whole else f"nobody here is called {text}")


def _kind(name: str, ontology: Ontology) -> str:
    return ontology.classes[name].label() if name in ontology.classes else name


def _nodes(iri: str, facts: dict[str, list[Fact]]) -> list[str]:
    claims = [one.claim for section in facts.values() for each in section for one in each.said]
    return [iri, *(each.claim for each in claims), *{each.source for each in claims}]


def _names_by_source(names: Iterable[Fact]) -> list[tuple[Said, list[tuple[str, Fact, Said]]]]:
    """Give the names a source at a time: its first claim, which tells the source, and the names with their kinds."""
    found: dict[str, list[tuple[str, Fact, Said]]] = {}
    relations = load_ontology().relations
    for each in names:
        for one in each.said:
            found.setdefault(one.claim.source, []).append((relations[one.claim.relation].label(), each, one))
    return [(listed[0][2], listed) for _, listed in sorted(found.items())]


def _by_jurisdiction(stages: Iterable[Fact]) -> list[tuple[str, list[Fact]]]:
    found: dict[str, list[Fact]] = {}
    for each in stages:
        where = each.said[0].claim.jurisdiction
        found.setdefault("jurisdiction not stated" if where in {None, "not stated"} else str(where), []).append(each)
    return sorted(found.items())


def _tie(each: Fact, found: Profile, ontology: Ontology) -> str | None:
    relation = ontology.relations.get(each.said[0].claim.relation)
    return relation.tie if relation else None


def _by_tie(lines: Iterable[Fact], found: Profile, ontology: Ontology) -> list[tuple[str, list[Fact]]]:
    """Give the ties by their category in words; for an organisation, who leads it and who belongs to it come first."""
    ties: dict[str, list[Fact]] = {}
    for each in lines:
        if name := _tie(each, found, ontology):
            ties.setdefault(name, []).append(each)
    first = ("Command", "Membership") if ontology.is_a(found.type, "Organisation") else ("Kinship", "Membership")
    order = sorted(ties, key=lambda name: (name not in first, ontology.ties[name].label()))
    return [(ontology.ties[name].label(), ties[name]) for name in order]


def _timeline(facts: dict[str, list[Fact]]) -> list[tuple[Fact, Said]]:
    dated = [(each, one) for section in facts.values() for each in section for one in each.said if one.when]
    dated.sort(key=lambda pair: (dated_order(pair[1].claim.bounds), pair[1].key))
    return dated[:_DATED]
