"""Pairs of records that a person should look at, the likeliest first. Nothing is merged here."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from rdflib import Dataset

from kg.resolve.blocking import pairs
from kg.resolve.compare import comparable, compare, could_reach
from kg.resolve.decisions import Decision, canonical_ids
from kg.resolve.records import Party, parties
from kg.resolve.score import Score

__all__ = ["THRESHOLD", "Candidate", "Settled", "candidates", "propose"]

#: The highest score at which surnames alone and a withheld surname are still proposed, and no relative of the Spanish
#: slice is: tests/benchmarks/results/resolve.md.
THRESHOLD = 0.7


@dataclass(frozen=True, slots=True)
class Candidate:
    """Two records that may be one party, and why; `earlier` is a judgement of Unsure that stands."""

    left: Party
    right: Party
    score: Score
    earlier: Decision | None = None


def candidates(
    dataset: Dataset, decisions: Iterable[Decision] = (), *, threshold: float = THRESHOLD, within: bool = False
) -> list[Candidate]:
    """Give the pairs of a dataset that score at least the threshold, the likeliest first.

    A pair judged Same or Different, by itself or through others judged Same, is never given again.
    """
    return propose(parties(dataset), decisions, threshold=threshold, within=within)


def propose(
    found: Sequence[Party], decisions: Iterable[Decision] = (), *, threshold: float = THRESHOLD, within: bool = False
) -> list[Candidate]:
    """Give the pairs among records, as `candidates` does."""
    settled = Settled(decisions)
    proposed = []
    for one, other in pairs(found, within):
        left, right = found[one], found[other]
        if not comparable(left.type, right.type) or not could_reach(left, right, threshold):
            continue
        if settled.is_settled(left.id, right.id):
            continue
        score = compare(left, right)
        if score.value >= threshold:
            proposed.append(Candidate(left, right, score, settled.unsure(left.id, right.id)))
    rivals = Counter(side.id for each in proposed for side in (each.left, each.right))
    return sorted(
        (_with_rivals(each, rivals) for each in proposed),
        key=lambda each: (-each.score.value, each.left.id, each.right.id),
    )


def _with_rivals(each: Candidate, rivals: Counter[str]) -> Candidate:
    """Add that other records fit as well: one name is often borne by several people."""
    told = [
        f"against: “{side.label}” fits {rivals[side.id] - 1} other record{'s' if rivals[side.id] > 2 else ''} as well"
        for side in (each.left, each.right)
        if rivals[side.id] > 1
    ]
    return replace(each, score=Score(each.score.value, (*each.score.reasons, *told))) if told else each


class Settled:
    """What earlier judgements say of a pair, also through records judged the same as one of the two."""

    def __init__(self, decisions: Iterable[Decision]) -> None:
        decisions = tuple(decisions)
        self.same = {str(iri): str(root) for iri, root in canonical_ids(decisions).items()}
        self.different = {self._pair(d.left, d.right) for d in decisions if d.verdict == "Different"}
        self.open = {self._pair(d.left, d.right): d for d in decisions if d.verdict == "Unsure"}

    def _pair(self, left: str, right: str) -> frozenset[str]:
        return frozenset(self.same.get(str(each), str(each)) for each in (left, right))

    def is_settled(self, left: str, right: str) -> bool:
        """Tell whether two records, by id, are judged Same or Different."""
        pair = self._pair(left, right)
        return len(pair) == 1 or pair in self.different

    def unsure(self, left: str, right: str) -> Decision | None:
        """Give the judgement of Unsure about two records, if that is the last one."""
        return self.open.get(self._pair(left, right))
