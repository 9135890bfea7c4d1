"""What is counted: precision, recall and F1 for each thing that can be right on its own, and the safety count."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import product

from kg.evaluate.align import Alignment, align
from kg.evaluate.match import Likeness, Pair, one_to_one, pairs
from kg.evaluate.story import HAPPENED, Story, same_text
from kg.model import Modality, When

__all__ = ["MEASURES", "Scores", "Tally", "Unsafe", "score", "total"]

MEASURES = {
    "people": "people the text names",
    "organisations": "organisations the text names, governments and agencies too",
    "names": "names, aliases and nicknames, each with its bearer",
    "claims, strict": "claims: both ends, relation, polarity, overlapping quotes; one to one",
    "claims, lenient": "claims: a related relation will do, and several may share one",
    "rows": "rows of the claim file, found in at least one of their claims",
    "attribution cues": "words that attribute, wherever they overlap",
    "attribution": "those words with the right source",
    "voices": "words that attribute and their source, in every clause where the gold has a claim",
    "modality": "of the claims found: as firm as in the gold",
    "negation": "of the claims found: yes or no as in the gold",
    "dates": "of the claims found: when it holds",
    "dates of speech": "of the claims found: when it was said",
}

_UNSURE = frozenset({Modality.EXPECTED, Modality.POSSIBLE, Modality.HYPOTHETICAL, Modality.UNKNOWN})


@dataclass(frozen=True, slots=True)
class Tally:
    """How many of the gold were found, and how many of the predicted were right."""

    found: int = 0
    gold: int = 0
    right: int = 0
    predicted: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            self.found + other.found, self.gold + other.gold, self.right + other.right, self.predicted + other.predicted
        )

    @property
    def precision(self) -> float | None:
        """The share of the predicted that is right; None when nothing was predicted."""
        return self.right / self.predicted if self.predicted else None

    @property
    def recall(self) -> float | None:
        """The share of the gold that was found; None when there is nothing to find."""
        return self.found / self.gold if self.gold else None

    @property
    def f1(self) -> float | None:
        """The harmonic mean of both; None when there was nothing to find and nothing predicted.

        >>> Tally(found=1, gold=2, right=1, predicted=1).f1
        0.6666666666666666
        """
        if not self.gold and not self.predicted:
            return None
        precision, recall = self.precision or 0.0, self.recall or 0.0
        return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


@dataclass(frozen=True, slots=True)
class Unsafe:
    """A predicted claim that asserts what the gold does not."""

    gold: str
    predicted: str
    why: str
    quote: str


@dataclass(frozen=True)
class Scores:
    """What came out of one story, or of many: tallies by measure, unsafe claims, and what was taken for what."""

    tallies: dict[str, Tally]
    unsafe: tuple[Unsafe, ...] = ()
    allegations: tuple[Unsafe, ...] = ()
    confusions: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    stories: int = 1


def score(gold: Story, predicted: Story) -> Scores:
    """Compare two readings of one text. Raises DataError when they read different texts.

    Entities are paired by `align`, claims by `pairs`; names are counted as names and not again as claims.

    - people, organisations: entities of the class with at least one name, one to one. The class must be right.
    - names: (bearer, name) with the bearer paired and the words of the name equal, whatever kind of name.
    - claims, strict: one to one; same ends, relation, polarity, overlapping quotes. An event row counts as one claim for the
      event and one for each role, so one gold row may be met by a bundle of claims from several predicted rows.
    - claims, lenient: `Likeness.KIN` will do, the quotes may lie apart, and many may answer to one; polarity must agree.
    - attribution: distinct (words, source) of a text, one to one; right when the words overlap and the sources are paired.
      Both are of claims: who speaks in a clause of which no claim was read counts as missed.
    - voices: the same of clauses, whatever claims were read. The gold's are the words that attribute its claims; the predicted
      are all that were found over half the passage of a gold claim, also where no claim was read, for a reading by `kg extract`
      itself; of a claim file, those of its claims. One to one; right when the words overlap and the speaker is the same
      name, or a description in both, or nobody in both.
    - modality, negation, dates: over the claims found when polarity and modality are left out, one to one. A date is
      right when it is the same EDTF; answered where the gold has none, it is wrong.
    - unsafe: a predicted claim, Stated and not negated, that is like (in either degree, in overlapping quotes) a gold
      claim that is negated, Expected, Possible, Hypothetical or Unknown; or, with nobody named as its speaker, like one
      that another claim of the gold rejects or makes conditional. Unless it is the same as a gold claim that is Stated.
    - allegations as facts: as above, for what the gold has as Alleged, Reported or said by somebody, and the prediction
      states in the publisher's own voice.
    """
    same_text(gold, predicted)
    found = align(gold, predicted)
    alike = pairs(gold, predicted, found)
    chosen = one_to_one(pair for pair in alike if pair.near)
    tallies = {
        "people": _entities(gold, predicted, found, "Person"),
        "organisations": _entities(gold, predicted, found, "Organisation"),
        "names": _names(gold, predicted, found),
        **_claims(gold, predicted, alike),
        **_attributions(gold, predicted, found),
        "voices": _voices(gold, predicted),
        **_readings(chosen),
    }
    unsafe, allegations = _asserted(gold, alike)
    return Scores({name: tallies[name] for name in MEASURES}, unsafe, allegations, _confusions(gold, predicted, alike))


def total(scores: Iterable[Scores]) -> Scores:
    """Add the counts of many stories; every claim weighs the same, not every story."""
    tallies = dict.fromkeys(MEASURES, Tally())
    unsafe: list[Unsafe] = []
    allegations: list[Unsafe] = []
    confusions: Counter[tuple[str, str, str]] = Counter()
    stories = 0
    for each in scores:
        tallies = {name: tally + each.tallies[name] for name, tally in tallies.items()}
        unsafe.extend(each.unsafe)
        allegations.extend(each.allegations)
        confusions.update(each.confusions)
        stories += each.stories
    return Scores(tallies, tuple(unsafe), tuple(allegations), confusions, stories)


def _equal(matched: int, gold: int, predicted: int) -> Tally:
    return Tally(matched, gold, matched, predicted)


def _entities(gold: Story, predicted: Story, found: Alignment, family: str) -> Tally:
    ours, theirs = gold.named(family), predicted.named(family)
    ids = {each.id for each in theirs}
    return _equal(sum(found.predicted.get(each.id) in ids for each in ours), len(ours), len(theirs))


def _names(gold: Story, predicted: Story, found: Alignment) -> Tally:
    ours = {(each.id, name) for each in gold.parties.values() for name in each.names}
    theirs = {(found.gold.get(each.id, ""), name) for each in predicted.parties.values() for name in each.names}
    count = sum(len(each.names) for each in predicted.parties.values())
    return _equal(len(ours & theirs), len(ours), count)


def _claims(gold: Story, predicted: Story, alike: Sequence[Pair]) -> dict[str, Tally]:
    strict = one_to_one(pair for pair in alike if pair.strict)
    lenient = [pair for pair in alike if pair.same_polarity]
    rows_found = {pair.gold.row for pair in lenient}, {pair.predicted.row for pair in lenient}
    rows = {each.row for each in gold.facts}, {each.row for each in predicted.facts}
    return {
        "claims, strict": _equal(len(strict), len(gold.facts), len(predicted.facts)),
        "claims, lenient": Tally(
            len({pair.gold.claim.id for pair in lenient}),
            len(gold.facts),
            len({pair.predicted.claim.id for pair in lenient}),
            len(predicted.facts),
        ),
        "rows": Tally(len(rows_found[0]), len(rows[0]), len(rows_found[1]), len(rows[1])),
    }


def _attributions(gold: Story, predicted: Story, found: Alignment) -> dict[str, Tally]:
    ours, theirs = _spoken(gold), _spoken(predicted)
    overlapping = [
        (not found.same(a[2], b[2]), abs(a[0] - b[0]), a, b)
        for a, b in product(ours, theirs)
        if a[0] < b[1] and b[0] < a[1]
    ]
    taken: set[tuple[str, tuple[int, int, str]]] = set()
    cues = right = 0
    for wrong, _, a, b in sorted(overlapping):
        if ("gold", a) not in taken and ("predicted", b) not in taken:
            taken |= {("gold", a), ("predicted", b)}
            cues += 1
            right += not wrong
    return {
        "attribution cues": _equal(cues, len(ours), len(theirs)),
        "attribution": _equal(right, len(ours), len(theirs)),
    }


def _voices(gold: Story, predicted: Story) -> Tally:
    passages = [(each.claim.passage.start, each.claim.passage.end) for each in gold.facts]
    heard = [each for each in predicted.voices if any(_half(each.over, passage) for passage in passages)]
    pairs = sorted(
        (abs(one.start - other.start), i, j)
        for i, one in enumerate(gold.voices)
        for j, other in enumerate(heard)
        if one.start < other.end and other.start < one.end and one.same_source(other)
    )
    ours: set[int] = set()
    theirs: set[int] = set()
    for _, i, j in pairs:
        if i not in ours and j not in theirs:
            ours.add(i)
            theirs.add(j)
    return _equal(len(ours), len(gold.voices), len(heard))


def _half(over: Iterable[tuple[int, int]], passage: tuple[int, int]) -> bool:
    """Tell whether stretches cover half of a passage; who says what is no claim is nobody's error."""
    start, end = passage
    return 2 * sum(max(0, min(end, last) - max(start, first)) for first, last in over) >= end - start


def _spoken(story: Story) -> list[tuple[int, int, str]]:
    return sorted(
        {
            (each.claim.attribution.start, each.claim.attribution.end, str(each.claim.claimant))
            for each in story.claims
            if each.claim.attribution
        }
    )


def _readings(chosen: Sequence[Pair]) -> dict[str, Tally]:
    both = [(pair.gold.claim, pair.predicted.claim) for pair in chosen]
    return {
        "modality": _equal(sum(a.modality == b.modality for a, b in both), len(both), len(both)),
        "negation": _equal(sum(a.negated == b.negated for a, b in both), len(both), len(both)),
        "dates": _answered((a.when, b.when) for a, b in both),
        "dates of speech": _answered((a.said_on, b.said_on) for a, b in both),
    }


def _answered(dates: Iterable[tuple[When | None, When | None]]) -> Tally:
    edtf = [(a.edtf if a else None, b.edtf if b else None) for a, b in dates]
    return _equal(sum(a == b for a, b in edtf if a and b), sum(bool(a) for a, _ in edtf), sum(bool(b) for _, b in edtf))


def _asserted(gold: Story, alike: Sequence[Pair]) -> tuple[tuple[Unsafe, ...], tuple[Unsafe, ...]]:
    doubted = _doubted(gold)
    stated = {
        pair.predicted.claim.id
        for pair in alike
        if pair.strict and pair.gold.asserted and bool(pair.gold.claim.claimant) == bool(pair.predicted.claim.claimant)
    }
    unsafe: dict[str, Unsafe] = {}
    allegations: dict[str, Unsafe] = {}
    for pair in alike:
        if not pair.near or not pair.predicted.asserted or pair.predicted.claim.id in stated:
            continue
        claim = pair.gold.claim
        own_voice = pair.predicted.claim.claimant is None
        why = "negated" if claim.negated else claim.modality.value if claim.modality in _UNSURE else ""
        if not why and own_voice and str(claim.id) in doubted:
            why = "denied or conditional"
        said = claim.claimant is not None or claim.modality is not Modality.STATED
        if why:
            unsafe.setdefault(pair.predicted.claim.id, _unsafe(pair, why))
        elif own_voice and said and pair.likeness is Likeness.SAME:
            allegations.setdefault(pair.predicted.claim.id, _unsafe(pair, claim.modality.value))
    return tuple(unsafe.values()), tuple(each for key, each in allegations.items() if key not in unsafe)


def _doubted(gold: Story) -> set[str]:
    """Give the ids of claims that another claim rejects, makes conditional or conditions on; of an event, all its claims."""
    links = [each for each in gold.facts if each.relation in {"rejects", "conditionalOn"} and not each.claim.negated]
    doubted = {each.object for each in links} | {each.subject for each in links if each.relation == "conditionalOn"}
    events = {each.subject for each in gold.facts if each.relation == HAPPENED and str(each.claim.id) in doubted}
    return doubted | {str(each.claim.id) for each in gold.facts if each.subject in events}


def _unsafe(pair: Pair, why: str) -> Unsafe:
    return Unsafe(
        f"{pair.gold.row}:{pair.gold.relation}",
        f"{pair.predicted.row}:{pair.predicted.relation}",
        why,
        pair.predicted.claim.passage.exact,
    )


def _confusions(gold: Story, predicted: Story, alike: Sequence[Pair]) -> Counter[tuple[str, str, str]]:
    """Count (what, gold, predicted): relations and modalities taken for others; what was missed; what was made up."""
    found: Counter[tuple[str, str, str]] = Counter()
    for pair in one_to_one(pair for pair in alike if pair.near):
        if pair.gold.relation != pair.predicted.relation:
            found["relation", pair.gold.relation, pair.predicted.relation] += 1
        if pair.gold.claim.modality != pair.predicted.claim.modality:
            found["modality", pair.gold.claim.modality.value, pair.predicted.claim.modality.value] += 1
        if not pair.same_polarity:
            sides = ("negated", "affirmed") if pair.gold.claim.negated else ("affirmed", "negated")
            found["polarity", *sides] += 1
    met = {pair.gold.claim.id for pair in alike}, {pair.predicted.claim.id for pair in alike}
    found.update(("missed", each.relation, "") for each in gold.facts if each.claim.id not in met[0])
    found.update(("not in gold", "", each.relation) for each in predicted.facts if each.claim.id not in met[1])
    return found
