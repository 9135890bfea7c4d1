"""Which entity of one claim file is which of another, by what they are called and by what is said of them."""

from collections.abc import Callable, Iterable, Mapping
from itertools import product

from kg.evaluate.story import HAPPENED, Party, Stated, Story
from kg.names import words
from kg.ontology import load_ontology
from kg.vocab import BASE, PREFIXES

__all__ = ["Alignment", "akin", "align", "alike"]

#: Families one reader may take for another: prosecutors, a group or an office; Mexico, a government or a place.
_SOURCE = f"{BASE}source/"
_PARTIES = frozenset({"Person", "Organisation", "UnnamedGroup", "Place"})


class Alignment:
    """Pairs of entities, one to one. What both files take from the ontology (kg:Unspecified) is itself."""

    def __init__(self) -> None:
        self.predicted: dict[str, str] = {}
        self.gold: dict[str, str] = {}

    def add(self, gold: str, predicted: str) -> None:
        """Pair two entities that are both free."""
        if gold not in self.predicted and predicted not in self.gold:
            self.predicted[gold] = predicted
            self.gold[predicted] = gold

    def same(self, gold: str, predicted: str) -> bool:
        """Tell whether the two are one."""
        if gold.startswith(_SOURCE) and predicted.startswith(_SOURCE):
            return True  # both read one text
        return self.predicted.get(gold) == predicted or (gold == predicted and gold.startswith(PREFIXES["kg"]))


def align(gold: Story, predicted: Story) -> Alignment:
    """Pair the entities of two readings of one text; their keys say nothing.

    1. By name, those named in overlapping text before others: an equal name first, then a name that holds all words of the other ("Quimí", "Darío Quimí Bastidas").
       Equal names also pair a government with a country, or a group with an agency; the class then counts as wrong.
    2. What has no name (an event, an offence, a group) by what is said of it: both stand at the same end of the same
       relation in claims whose quotes overlap, with the other end equal if it can be; both took place, as the same class,
       in overlapping quotes; both speak in overlapping words; or both have the same label.
    """
    found = Alignment()
    _greedy(found, gold, predicted, _called)
    for _ in range(2):
        _greedy(found, gold, predicted, _described(_said(gold, predicted, found)))
    return found


def _greedy(found: Alignment, gold: Story, predicted: Story, score: Callable[[Party, Party], float]) -> None:
    scored = [
        (-value, place, one.id, other.id)
        for place, (one, other) in enumerate(product(gold.parties.values(), predicted.parties.values()))
        if one.id not in found.predicted and other.id not in found.gold and (value := score(one, other)) > 0
    ]
    for _, _, one_id, other_id in sorted(scored):
        found.add(one_id, other_id)


def _called(one: Party, other: Party) -> float:
    same_family = one.family == other.family
    if not (same_family or {one.family, other.family} <= _PARTIES):
        return 0.0
    together = any(a < d and c < b for (a, b), (c, d) in product(one.places, other.places))
    if one.names & other.names:
        return (3.0 if same_family else 1.0) + together * 0.5
    if same_family and any(a <= b or b <= a for a, b in product(one.names, other.names)):
        return 2.0 + together * 0.5
    return 0.0


def _described(said: Mapping[tuple[str, str], float]) -> Callable[[Party, Party], float]:
    return lambda one, other: said.get((one.id, other.id), 0.0) + _label(one, other)


def _label(one: Party, other: Party) -> float:
    ours, theirs = one.names | {one.label}, other.names | {other.label}
    return 1.0 if one.family == other.family and (ours & theirs) - {frozenset()} else 0.0


def _said(gold: Story, predicted: Story, found: Alignment) -> dict[tuple[str, str], float]:
    """Give for pairs of entities how much is said of both alike."""
    scores: dict[tuple[str, str], float] = {}

    def count(one: str, other: str, worth: float) -> None:
        ours, theirs = gold.parties.get(one), predicted.parties.get(other)
        if ours and theirs and (ours.family == theirs.family or {ours.family, theirs.family} <= _PARTIES):
            if ours.names and theirs.names:
                return  # both are named, and not alike
            scores[one, other] = scores.get((one, other), 0.0) + worth

    for ours, theirs in _overlapping(gold.claims, predicted.claims):
        if ours.relation == theirs.relation == HAPPENED:
            if akin(ours.object, theirs.object):
                count(ours.subject, theirs.subject, 0.6)
        elif ours.relation == theirs.relation:
            ends = (ours.subject, theirs.subject), (ours.object, theirs.object)
            equal = [found.same(*end) or (ours.literal and alike(ours.object, theirs.object)) for end in ends]
            count(*ends[0], 1.0 if equal[1] else 0.2)
            count(*ends[1], 1.0 if equal[0] else 0.2)
    for ours, theirs in product(gold.claims, predicted.claims):
        if (a := ours.claim.attribution) and (b := theirs.claim.attribution) and a.start < b.end and b.start < a.end:
            count(str(ours.claim.claimant), str(theirs.claim.claimant), 0.5)
    return scores


def _overlapping(gold: Iterable[Stated], predicted: Iterable[Stated]) -> Iterable[tuple[Stated, Stated]]:
    return ((one, other) for one, other in product(gold, predicted) if one.overlaps(other))


def akin(one: str, other: str) -> bool:
    """Tell whether one term of the ontology is the other or stands above it."""
    ontology = load_ontology()
    return ontology.is_a(one, other) or ontology.is_a(other, one)


def alike(one: str, other: str) -> bool:
    """Tell whether two texts are the same in words: one holds the other, or they share three words in five.

    >>> alike("ordering the murder of an inspector", "the murder of an inspector in March"), alike("29", "26")
    (True, False)
    """
    ours, theirs = words(one), words(other)
    if not ours or not theirs:
        return one == other
    shared = len(set(ours) & set(theirs))
    return set(ours) <= set(theirs) or set(theirs) <= set(ours) or shared / len(set(ours) | set(theirs)) >= 0.6
