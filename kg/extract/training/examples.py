"""Examples for the model: triggers that are meant or not, and who takes part in which role."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.claim_file import Row
from kg.extract.arguments import (
    Argument,
    arguments,
    features_of_argument,
    features_of_hit,
    votes_of,
    wide_hits,
)
from kg.extract.gazetteer import gazetteer
from kg.extract.hits import Hit
from kg.extract.kinds import NO_NAME, features_of_name
from kg.extract.mentions import find_mentions
from kg.extract.roles import NOBODY, role_of
from kg.extract.training.gold import Gold, bare
from kg.ontology import load_ontology

__all__ = ["Example", "examples", "name_examples"]


#: The classes of names that are told apart, the narrower before the wider.
_KINDS = (
    "Person",
    "CriminalOrganisation",
    "Court",
    "Government",
    "Agency",
    "GovernmentBody",
    "Company",
    "MediaOutlet",
    "Organisation",
    "Country",
    "Place",
)


@dataclass(frozen=True, slots=True)
class Example:
    """One thing to learn: which model, the features, the right answer, and for a trigger what it may speak of."""

    model: str
    features: tuple[str, ...]
    label: str
    kind: str = ""


def examples(gold: Gold) -> Iterator[Example]:
    """Give the examples of one text."""
    story = gold.story
    for scene in story.scenes:
        parties = arguments(story, scene)
        for hit in wide_hits(scene):
            start = scene.at(hit.start)
            rows = gold.over(start, start + len(hit.word))
            roles: dict[int, str] = {}
            met = False
            for kind in kinds_of(hit):
                said = [row for row in rows if _speaks(gold, row, kind)]
                met = met or bool(said)
                yield Example("hits", tuple(features_of_hit(scene, hit, kind)), "yes" if said else "no", kind)
                for number, argument in enumerate(parties):
                    for row in said:
                        role = _role(gold, row, hit, kind, argument)
                        if role and roles.get(number, NOBODY) == NOBODY:
                            roles[number] = role
            if not met:
                continue
            votes = votes_of(scene, hit)
            for number, argument in enumerate(parties):
                role = roles.get(number, NOBODY)
                if role == NOBODY and not gold.keys(argument.mention, argument.key):
                    continue  # who it is the gold does not tell: it may be the one that takes part
                if argument.implied and any(parties[n].key == argument.key for n in roles if n != number):
                    role = NOBODY
                yield Example("roles", tuple(features_of_argument(scene, hit, argument, votes)), role)


def kinds_of(hit: Hit) -> list[str]:
    """Give what a trigger may speak of: its class or relation, and for a legal stage the act in court."""
    return [hit.trigger.evokes, *([hit.trigger.also] if hit.trigger.also else [])]


def _speaks(gold: Gold, row: Row, kind: str) -> bool:
    ontology = load_ontology()
    if kind in ontology.classes:
        return bool(row.event) and gold.file.entities[row.event or ""].type == kind
    return not row.event and kind in row.says


def _role(gold: Gold, row: Row, hit: Hit, kind: str, argument: Argument) -> str | None:
    keys = gold.keys(argument.mention, argument.key)
    if row.event:
        for relation, values in row.says.items():
            if keys & set(values) and (role := role_of(hit, relation)):
                return role
        return None
    ends = ("patient", "agent") if hit.trigger.swap else ("agent", "patient")
    stage = load_ontology().relations[kind].stage
    if keys & {row.subject}:
        return "patient" if stage else ends[0]
    if keys & set(row.says[kind]):
        return ends[1]
    if stage and keys & {row.accuser}:
        return "agent"
    return None


def name_examples(gold: Gold) -> Iterator[Example]:
    """Give the names of one text with the kind the gold gives them, as the rules meet them first."""
    found: list[Example] = []
    document = gold.story.document

    def record(text: str, start: int, end: int, rule: str | None, known: Sequence[bool]) -> str | None:
        label = _kind_of(gold, text[start:end])
        if label:
            found.append(Example("kinds", tuple(features_of_name(text, start, end, rule, known)), label))
        return rule

    for scene in gold.story.scenes:
        sentence = scene.sentence
        text = gold.story.reading.text
        find_mentions(text, sentence.start, sentence.end, document.language, gazetteer(), {}, record)
    yield from found


def _kind_of(gold: Gold, name: str) -> str | None:
    """Give the coarse kind of what the gold calls by a name; `NO_NAME` for what it never names, None where it is not plain."""
    ours = bare(name)
    if not ours:
        return NO_NAME
    kinds = {
        coarse(gold.file.entities[key].type)
        for key, names in gold.names.items()
        if key in gold.file.entities and any(ours <= theirs for theirs in names)
    }
    if len(kinds) > 1:
        kinds -= {"Position"}
    return next(iter(kinds)) if len(kinds) == 1 else None if kinds else NO_NAME


def coarse(kind: str) -> str:
    """Give the kind the model tells apart that stands for a class of the ontology."""
    ontology = load_ontology()
    return next((each for each in _KINDS if ontology.is_a(kind, each)), NO_NAME)
