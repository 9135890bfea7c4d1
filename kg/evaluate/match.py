"""Which claim of one claim file is which of another."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from itertools import product

from kg.evaluate.align import Alignment, akin, alike
from kg.evaluate.story import HAPPENED, Stated, Story
from kg.ontology import load_ontology

__all__ = ["Likeness", "Pair", "one_to_one", "pairs"]


class Likeness(IntEnum):
    """How far two claims say the same, whatever their modality and polarity."""

    KIN = 1
    SAME = 2


@dataclass(frozen=True, slots=True)
class Pair:
    """A gold claim and a predicted one that say the same, or something near, of the same parties."""

    gold: Stated
    predicted: Stated
    likeness: Likeness

    @property
    def near(self) -> bool:
        """Whether both rest on overlapping text."""
        return self.gold.overlaps(self.predicted)

    @property
    def same_polarity(self) -> bool:
        """Whether both are negated or neither is."""
        return self.gold.claim.negated == self.predicted.claim.negated

    @property
    def strict(self) -> bool:
        """Same ends, relation and polarity, in overlapping quotes."""
        return self.likeness is Likeness.SAME and self.near and self.same_polarity


def pairs(gold: Story, predicted: Story, found: Alignment) -> list[Pair]:
    """Give every pair of claims that are alike.

    SAME: subjects are one, relations equal, objects one (numbers equal; texts alike in words; an event of the same class).
    KIN: the ends are one, in either order, and the relations are related: one stands above the other in the ontology,
    or both make the same kind of tie. Or: the relation is the same, the quotes overlap, one end is one, and the
    other end is something without a name, of the same family, that could not be told apart.
    """
    compared = _Compared(gold, predicted, found)
    return [
        Pair(one, other, likeness)
        for one, other in product(gold.facts, predicted.facts)
        if (likeness := compared.likeness(one, other))
    ]


def one_to_one(candidates: Iterable[Pair]) -> list[Pair]:
    """Choose pairs so that no claim is in two: the same before kin, near before far, equal modality first."""
    taken: set[str] = set()
    chosen = []
    ranked = sorted(
        candidates,
        key=lambda pair: (
            -pair.likeness,
            not pair.near,
            not pair.same_polarity,
            pair.gold.claim.modality != pair.predicted.claim.modality,
            abs(pair.gold.claim.passage.start - pair.predicted.claim.passage.start),
        ),
    )
    for pair in ranked:
        ends = {f"gold {pair.gold.claim.id}", f"predicted {pair.predicted.claim.id}"}
        if not ends & taken:
            taken |= ends
            chosen.append(pair)
    return chosen


class _Compared:
    def __init__(self, gold: Story, predicted: Story, found: Alignment) -> None:
        self.gold, self.predicted, self.found = gold, predicted, found
        self.ontology = load_ontology()
        self.claims = {str(each.claim.id): each for story in (gold, predicted) for each in story.claims}

    def likeness(self, one: Stated, other: Stated) -> Likeness | None:
        subject, target = self._same_subject(one, other), self._same_object(one, other)
        if one.relation == other.relation:
            if subject and target:
                return Likeness.SAME if one.relation != HAPPENED or one.object == other.object else Likeness.KIN
            if self._symmetric(one) and self._crossed(one, other):
                return Likeness.SAME
            open_object = subject and self._unnamed(one.object, other.object)
            open_subject = target and not one.literal and self._unnamed(one.subject, other.subject)
            return Likeness.KIN if one.overlaps(other) and (open_object or open_subject) else None
        tie = self._tie(one, self.gold)
        related = akin(one.relation, other.relation) or (tie is not None and tie == self._tie(other, self.predicted))
        return Likeness.KIN if related and ((subject and target) or self._crossed(one, other)) else None

    def _same_subject(self, one: Stated, other: Stated) -> bool:
        if one.relation == other.relation and self._links(one, "domain"):
            return self._one_claim(one.subject, other.subject)
        return self.found.same(one.subject, other.subject)

    def _same_object(self, one: Stated, other: Stated) -> bool:
        if one.relation == other.relation == HAPPENED:
            return akin(one.object, other.object)
        if one.literal and other.literal:
            texts = self.ontology.relations[one.relation].range == "string"
            return alike(one.object, other.object) if texts else one.object == other.object
        if one.relation == other.relation and self._links(one, "range"):
            return self._one_claim(one.object, other.object)
        return self.found.same(one.object, other.object)

    def _links(self, stated: Stated, end: str) -> bool:
        """Tell whether the relation has a claim at this end."""
        return stated.relation != HAPPENED and getattr(self.ontology.relations[stated.relation], end) == "Claim"

    def _one_claim(self, one: str, other: str) -> bool:
        """Tell whether the claims that two links lead to are the same, or stand in the same text about the same."""
        ours, theirs = self.claims.get(one), self.claims.get(other)
        if ours is None or theirs is None:
            return False
        about_one = self.found.same(ours.subject, theirs.subject) and ours.relation == theirs.relation
        return about_one or ours.overlaps(theirs)

    def _crossed(self, one: Stated, other: Stated) -> bool:
        return self.found.same(one.subject, other.object) and self.found.same(one.object, other.subject)

    def _symmetric(self, stated: Stated) -> bool:
        return stated.relation != HAPPENED and "SymmetricProperty" in self.ontology.relations[stated.relation].kinds

    def _unnamed(self, one: str, other: str) -> bool:
        ours, theirs = self.gold.parties.get(one), self.predicted.parties.get(other)
        return bool(ours and theirs and ours.family == theirs.family and not (ours.names and theirs.names))

    def _tie(self, stated: Stated, story: Story) -> str | None:
        if stated.relation == HAPPENED:
            return None
        party = story.parties.get(stated.subject)
        return self.ontology.tie_of(stated.relation, party.type if party else "Entity")
