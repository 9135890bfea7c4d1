"""Two records compared: names first, then births, papers, places; every reason in plain words."""

import heapq
from functools import lru_cache

from kg.names import fold
from kg.resolve._organisation import compare_organisations, read_organisation
from kg.resolve._person import compare_people, read_person
from kg.resolve._spelling import sound
from kg.resolve.records import Party
from kg.resolve.score import Score

__all__ = ["comparable", "compare", "could_reach"]

#: What a nickname, a weak alias or a given name can bring two records to at most: under every sensible threshold.
_WEAK_AT_MOST = 0.5
#: What a nickname, a birth and a country can add together to what the names are worth.
_MOST_SUPPORT = 0.17
#: Of the names of two records, how many pairs are compared in full.
_COMPARED_NAMES = 6
_ARTICLES = ("el ", "la ", "los ", "las ", "the ")


def compare(left: Party, right: Party) -> Score:
    """Say how much speaks for two records being one party, and why; the order of the two does not matter.

    Dates of birth that cannot both be true give 0, whatever else agrees.
    """
    if left.id > right.id:
        left, right = right, left
    if reason := _births_differ(left, right):
        return Score(0.0, (reason,))
    names = _names(left, right)
    value, reasons = names.value, list(names.reasons)
    for much, least, reason in (_nickname(left, right, value), _papers(left, right), *_facts(left, right)):
        if reason:
            value = max(value + much, least) if value > 0.2 or least else value
            reasons.append(reason)
    return Score(round(min(1.0, max(0.0, value)), 3), tuple(reasons))


def could_reach(left: Party, right: Party, threshold: float) -> bool:
    """Tell whether two records may score the threshold, in a fraction of the time: most pairs are far below."""
    if _births_differ(left, right):
        return False
    if left.numbers and right.numbers and left.numbers.keys() & right.numbers.keys():
        return True
    people = "Person" in (left.type, right.type)
    judge = compare_people if people else compare_organisations
    needed = threshold - _MOST_SUPPORT
    return needed <= 0.4 or any(judge(*names).value >= needed for names in _worth_comparing(left, right, people))


@lru_cache(maxsize=4096)
def comparable(left: str, right: str) -> bool:
    """Tell whether things of two classes can be one at all: two people, two organisations, two of one other class."""
    if "Party" in (left, right):
        return True
    return _family(left) == _family(right)


@lru_cache(maxsize=512)
def _family(kind: str) -> str:
    from kg.ontology import load_ontology

    ontology = load_ontology()
    return next((top for top in ("Person", "Organisation", "Place") if ontology.is_a(kind, top)), kind)


def _names(left: Party, right: Party) -> Score:
    """Give the best of all pairs of names that speak for themselves, held down where the fuller names differ."""
    people = "Person" in (left.type, right.type)
    judge = compare_people if people else compare_organisations
    best = Score(0.0, ("against: no names to compare but nicknames and weak aliases",))
    chosen = ("", "")
    for one, other in _worth_comparing(left, right, people):
        found = judge(one, other)
        former = "former name" in (left.kinds[one], right.kinds[other])
        value = found.value - 0.05 if former else found.value
        if value > best.value or not chosen[0]:
            best, chosen = Score(value, found.reasons), (one, other)
    if not chosen[0]:
        return best
    told = " and ".join(f"“{name}” ({party.kinds[name]})" for name, party in zip(chosen, (left, right), strict=True))
    reasons = (f"{'for' if best.value > _WEAK_AT_MOST else 'against'}: compared by {told}", *best.reasons)
    if people and best.value > 0.65 and min(len(read_person(name).words) for name in chosen) <= 2:
        for one in left.primary:
            for other in right.primary:
                full = min(len(read_person(one).words), len(read_person(other).words)) > 2
                if full and judge(one, other).value <= _WEAK_AT_MOST:
                    return Score(0.65, (*reasons, f"against: the fuller names differ, “{one}” and “{other}”"))
    return Score(best.value, reasons)


def _worth_comparing(left: Party, right: Party, people: bool) -> list[tuple[str, str]]:
    """Give the pairs of names that share most words by ear; a list may give a party fifty names."""
    one, other = left.strong, right.strong
    if len(one) * len(other) <= 2:
        return [(a, b) for a in one for b in other]
    shared = [
        (-len(_heard(a, people) & _heard(b, people)), i, j) for i, a in enumerate(one) for j, b in enumerate(other)
    ]
    return [(one[i], other[j]) for much, i, j in heapq.nsmallest(_COMPARED_NAMES, shared) if much or len(shared) < 9]


@lru_cache(maxsize=200_000)
def _heard(name: str, person: bool) -> frozenset[str]:
    words = read_person(name).words if person else read_organisation(name).words
    return frozenset(sound(word)[:4] for word in words)


def _births_differ(left: Party, right: Party) -> str:
    one, other = left.born, right.born
    if not one or not other:
        return ""
    for a in one:
        for b in other:
            if a[0] <= b[1] and b[0] <= a[1]:
                return ""
    return f"against: born {' or '.join(left.births)} in one record, {' or '.join(right.births)} in the other"


def _nickname(left: Party, right: Party, value: float) -> tuple[float, float, str]:
    shared = sorted(_nicknames(left).keys() & _nicknames(right).keys())
    if not shared:
        return 0.0, 0.0, ""
    told = _nicknames(left)[shared[0]]
    if left.type != "Person" and read_organisation(told).letters and value > _WEAK_AT_MOST:
        return 0.02, 0.0, f"for: both are abbreviated “{told}”"
    if value <= _WEAK_AT_MOST:
        return 0.0, min(_WEAK_AT_MOST, 0.4), f"for: both are called “{told}”, which alone never decides"
    return 0.05, 0.0, f"for: both are called “{told}”"


def _nicknames(party: Party) -> dict[str, str]:
    """Give the nicknames of a party by what is compared: folded, without article."""
    texts = list(party.weak)
    if party.type == "Person":
        texts += [nick for name in party.strong for nick in read_person(name).nicknames]
    else:
        texts += [
            name.text for name in party.names if name.kind == "abbreviation" or read_organisation(name.text).letters
        ]
    found = {}
    for text in texts:
        bare = fold(text)
        found[next((bare.removeprefix(a) for a in _ARTICLES if bare.startswith(a)), bare)] = text
    return found


def _papers(left: Party, right: Party) -> tuple[float, float, str]:
    one, other = left.numbers, right.numbers
    if shared := sorted(one.keys() & other.keys()):
        return 0.0, 0.9, f"for: both have {one[shared[0]]}"
    curps = [{n for n, paper in each.items() if "C.U.R.P" in paper.upper() or "CURP" in paper.upper()} for each in (one, other)]  # fmt: skip
    if all(curps):
        return -0.2, 0.0, "against: the CURPs differ, and a person has one"
    return 0.0, 0.0, ""


def _facts(left: Party, right: Party) -> list[tuple[float, float, str]]:
    found: list[tuple[float, float, str]] = []
    same = [(a, b) for a in left.births for b in right.births if a == b]
    if same:
        exact = len(same[0][0]) == 10
        found.append((0.1 if exact else 0.04, 0.0, f"for: born {same[0][0]} in both"))
    elif left.born and right.born:
        found.append((0.03, 0.0, f"for: born {' or '.join(left.births)} fits {' or '.join(right.births)}"))
    if left.genders and right.genders and not set(left.genders) & set(right.genders):
        found.append(
            (
                -0.25,
                0.0,
                f"against: {' or '.join(left.genders)} in one record, {' or '.join(right.genders)} in the other",
            )
        )
    one, other = _countries(left), _countries(right)
    if one and other:
        both = sorted(one & other)
        if both:
            found.append((0.02, 0.0, f"for: both of {both[0].title()}"))
        else:
            found.append(
                (-0.08, 0.0, f"against: of {', '.join(sorted(one)).title()} and of {', '.join(sorted(other)).title()}")
            )
    return found


def _countries(party: Party) -> set[str]:
    return {fold(text.rpartition(",")[2]) for text in (*party.places, *party.nationalities)}
