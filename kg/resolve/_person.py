"""Names of people, read and compared as their owners write them.

A name has given names and, in the Spanish use, two surnames, the father's first. Lists put a comma after the surnames,
the press leaves the second away, or all surnames ("Abigael N", the Mexican press's mark for a surname withheld).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise

from anyascii import anyascii

from kg.names import fold
from kg.resolve._lists import COMMON_FAMILY, COMMON_GIVEN, HONORIFICS, JUNIOR, PARTICLES, SENIOR
from kg.resolve._spelling import INITIAL, Likeness, likeness

__all__ = ["PeopleCompared", "PersonName", "compare_people", "read_person"]

_QUOTED = re.compile(r"""[“«„"]\s*([^”»“"]+?)\s*[”»“"]|(?<![\w])[‘'’]([^‘’']+)[’'](?!\w)""")
_ALIAS = re.compile(
    r",?\s*(?:\balias\b|\ba\.?\s?k\.?\s?a\.?\b|\(a\)|\bapodad[oa]\b|\bconocid[oa] como\b)\s*(.+)$", re.I
)
_MARIA = re.compile(r"\bM\.?ª\.?")
_WIDOW = re.compile(r"\b(?:viuda|vda\.?) de\b.*$", re.I)
_WORD = re.compile(r"[a-z0-9]+(?:['’`][a-z0-9]+)*\.?")
#: Of a name that is only part of the other, what the missing part takes away.
_LESS = {"second surname": 0.1, "first surname": 0.2, "given name": 0.08, "": 0.0}
_LESS_AT_MOST = 0.28
#: What names are worth at most when a surname or given name differs, when their order does, and when one is a "Jr.".
_DIFFER_AT_MOST = 0.4
_CROSSED_AT_MOST = 0.5
_GENERATIONS_AT_MOST = 0.6


@dataclass(frozen=True, slots=True)
class PersonName:
    """A name in its parts: folded words in the order given–family, and how many of them are given names.

    `sure` says that a comma parted them; otherwise the parting is a guess. `raw` keeps the particles.
    """

    text: str
    words: tuple[str, ...]
    given: int
    sure: bool
    raw: tuple[str, ...]
    nicknames: tuple[str, ...] = ()
    withheld: bool = False
    generation: str = ""


@lru_cache(maxsize=200_000)
def read_person(text: str) -> PersonName:
    """Read a name into its parts.

    >>> read_person("CARO QUINTERO, Rafael").words, read_person("Joaquín «El Chapo» Guzmán").nicknames
    (('rafael', 'caro', 'quintero'), ('el chapo',))
    """
    bare = _MARIA.sub("Maria", text)
    nicknames = [fold(a or b) for a, b in _QUOTED.findall(bare)]
    bare = _QUOTED.sub(lambda found: " N " if fold(found[1] or found[2]) == "n" else " ", bare)
    if alias := _ALIAS.search(bare):
        nicknames.append(fold(alias[1]))
        bare = bare[: alias.start()]
    bare = _WIDOW.sub("", bare)
    family, comma, given = bare.partition(",")
    parts = [_split(given), _split(family)] if comma else [_split(bare)]
    generation = next((g for part in parts for g in [_generation(part)] if g), "")
    parts = [[word for word in part if _generation([word]) == "" or word == part[0]] for part in parts]
    raw = [word for part in parts for word in part]
    kept = [[word for at, word in enumerate(part) if not _is_joint(part, at, bool(comma))] for part in parts]
    words = [word for part in kept for word in part]
    withheld = len(words) > 1 and words[-1] in {"n", "n."}
    words = words[:-1] if withheld else words
    sure = bool(comma and kept[0] and kept[1])
    count = len(kept[0]) if sure else _guess_given(words)
    names = tuple(name for name in nicknames if name and name != "n")
    return PersonName(text, tuple(words), count, sure, tuple(raw), names, withheld, generation)


def _split(text: str) -> list[str]:
    found = _WORD.findall(fold(anyascii(text)).replace("-", " "))
    plain = [re.sub(r"['’`]", "", word) for word in found]
    # A stop marks a word cut short ("Fco.") unless it ends a long one.
    return [word[:-1] if word.endswith(".") and (len(word) > 5 or len(word) == 2) else word for word in plain]


def _generation(words: list[str]) -> str:
    last = words[-1].rstrip(".") if words else ""
    return "junior" if last in JUNIOR else "senior" if last in SENIOR else ""


def _is_joint(words: list[str], at: int, parted: bool) -> bool:
    word = words[at].rstrip(".")
    if at == 0 and word in HONORIFICS and len(words) > 1:
        return True
    if at == 0 and not parted:
        return word in {"de", "del"}  # "Ben" and "Al" are given names too
    return word in PARTICLES and len(words) > 1


def _guess_given(words: list[str]) -> int:
    """Guess how many words are given names: the first, and common ones after it while a surname is left."""
    count = min(1, len(words))
    while count < len(words) - 1 and words[count] in COMMON_GIVEN and words[count] not in COMMON_FAMILY:
        count += 1
    return count


@lru_cache(maxsize=50_000)
def compare_people(left: str, right: str) -> "PeopleCompared":
    """Compare two names of people, whichever comes first.

    >>> compare_people("CARO QUINTERO, Rafael", "Rafael Caro").value
    0.9
    """
    return PeopleCompared(read_person(min(left, right)), read_person(max(left, right)))


@dataclass(frozen=True, slots=True)
class _Match:
    """Two words that are one, by their positions."""

    places: tuple[int, int]
    like: Likeness


class PeopleCompared:
    """What two names have in common, what one of them lacks, and where they differ: a value, and on demand why."""

    def __init__(self, a: PersonName, b: PersonName) -> None:
        self.names = (a, b)
        self.free = (set(range(len(a.words))), set(range(len(b.words))))
        self.joined = 0
        self.matches = self._match()
        self.given = self._part()
        self.value = round(max(0.0, self._value()), 3) if self.matches else 0.0

    def _match(self) -> list[_Match]:
        """Pair words one to one, the most alike first; then words written together with words written apart."""
        a, b = self.names
        found = [
            (-like[0], i != j, i, j, like)
            for i, x in enumerate(a.words)
            for j, y in enumerate(b.words)
            if (like := likeness(x, y))
        ]
        found.sort()
        matches = []
        for _, _, i, j, like in found:
            if i in self.free[0] and j in self.free[1]:
                matches.append(_Match((i, j), like))
                self.free[0].remove(i)
                self.free[1].remove(j)
        for side in (0, 1):
            if self.free[side] and self.free[1 - side]:
                matches += self._join(side)
        matches.sort(key=lambda match: match.places)
        return matches

    def _join(self, side: int) -> Iterator[_Match]:
        """Match words of one name with two or more neighbours of the other that they are made of."""
        whole, parts = self.names[side], self.names[1 - side]
        for i in sorted(self.free[side]):
            word = whole.words[i]
            for start, first in enumerate(parts.raw):
                if len(first) >= len(word) or not word.startswith(first):
                    continue
                end = next((e for e in range(start + 2, start + 5) if "".join(parts.raw[start:e]) == word), None)
                inside = [k for k, w in enumerate(parts.words) if w in parts.raw[start:end]] if end else []
                if inside and self.free[1 - side].issuperset(inside):
                    self.free[side].discard(i)
                    self.free[1 - side].difference_update(inside)
                    self.joined += len(inside) - 1
                    yield _Match((i, inside[-1]) if side == 0 else (inside[-1], i), (0.97, "is written together as"))
                    break

    def _part(self) -> tuple[int, int]:
        """Give how many words of each name are given names; the name with a comma tells it of the other."""
        given = [name.given for name in self.names]
        for one, other in ((0, 1), (1, 0)):
            if self.names[one].sure or not self.names[other].sure:
                continue
            firsts = sorted(m.places[one] for m in self.matches if m.places[other] < given[other])
            lasts = sorted(m.places[one] for m in self.matches if m.places[other] >= given[other])
            words = len(self.names[one].words)
            if lasts and (not firsts or lasts[0] > firsts[-1]):
                if firsts or lasts[0] or words == len(lasts):
                    given[one] = lasts[0]
            elif firsts and not lasts:
                given[one] = min(words, max(firsts[-1] + 1, given[one]))
        return given[0], given[1]

    @cached_property
    def _given(self) -> list[_Match]:
        return [m for m in self.matches if m.places[0] < self.given[0] or m.places[1] < self.given[1]]

    @cached_property
    def _families(self) -> list[_Match]:
        return [m for m in self.matches if m.places[0] >= self.given[0] or m.places[1] >= self.given[1]]

    @cached_property
    def _extra(self) -> tuple[tuple[list[int], list[int]], ...]:
        """The unmatched words of each name: given names, then surnames."""
        return tuple(
            ([k for k in sorted(free) if k < given], [k for k in sorted(free) if k >= given])
            for free, given in zip(self.free, self.given, strict=True)
        )

    @property
    def _withheld(self) -> bool:
        return any(name.withheld for name in self.names)

    def _value(self) -> float:
        (given_a, family_a), (given_b, family_b) = self._extra
        value = 1.0
        for match in self.matches:
            value *= match.like[0]
        if (given_a and given_b) or (family_a and family_b):
            return min(value, _DIFFER_AT_MOST)
        if self._crossed():
            return min(value, _CROSSED_AT_MOST)
        missing = [(side, self._less(side, k)) for side in (0, 1) for k in self.free[side]]
        if any(less == "first surname" and self._extra[1 - side][0] for side, less in missing):
            value = min(value, _CROSSED_AT_MOST)  # one lacks the father's surname, and the other the given name
        value = min(value - min(sum(_LESS[less] for _, less in missing), _LESS_AT_MOST), self._most())
        one_generation = self.names[0].generation == self.names[1].generation
        return value if one_generation else min(value, _GENERATIONS_AT_MOST)

    def _less(self, side: int, place: int) -> str:
        """Say what it is that one name lacks; a name without any given name or surname is held down by that already."""
        if place < self.given[side]:
            return "given name" if self._given else ""
        if not self._families:
            return ""
        return "second surname" if place > min(m.places[side] for m in self._families) else "first surname"

    def _most(self) -> float:
        """Give what names that agree so far are worth at most: a surname or a given name alone fits many people."""
        a, b = self.names
        strong = [a.words[m.places[0]] for m in self.matches if m.like is not INITIAL]
        rare = any(word not in COMMON_GIVEN and word not in COMMON_FAMILY for word in strong)
        if len(a.words) == len(b.words) == 1:
            return 0.75
        if self.joined and not any(self.free):
            return 0.95
        if not strong:
            return 0.2
        if not self._families:
            return 0.7 if self._withheld and (rare or len(strong) > 1) else 0.5
        if not self._given:
            return 0.72 if len(strong) > 1 else 0.45
        if len(strong) == 1:
            return 0.7 if rare or self._withheld else 0.6
        return 0.9 if len(strong) == 2 and not rare else 0.97

    def _crossed(self) -> bool:
        """Tell whether the matched words stand in another order; surnames first is no other order, but with two commas."""
        order = [m.places[1] for m in self.matches]
        falls = sum(x > y for x, y in pairwise(order))
        if self.names[0].sure and self.names[1].sure:
            return falls > 0
        return falls > 1 or (falls == 1 and order[-1] > order[0])

    @cached_property
    def reasons(self) -> tuple[str, ...]:
        """What speaks for and against, in words."""
        a, b = self.names
        if not self.matches:
            return (f"against: “{a.text}” and “{b.text}” share no word",)
        return (self._agreement(), *self._differences())

    def _agreement(self) -> str:
        a, b = self.names
        alike = "; ".join(
            f"“{a.words[m.places[0]].rstrip('.')}” {m.like[1]} “{b.words[m.places[1]].rstrip('.')}”"
            for m in self.matches
            if m.like[1]
        )
        if not any(self.free) and not self._withheld:
            return (
                f"for: the names agree word for word, though {alike}"
                if alike
                else "for: every word of the names agrees"
            )
        told = " ".join(a.words[m.places[0]].rstrip(".") for m in self.matches)
        return f"for: both have “{told}”" + (f" ({alike})" if alike else "")

    def _differences(self) -> Iterator[str]:
        a, b = self.names
        differ = False
        for part, what in enumerate(("given name", "surname")):
            texts = [
                " ".join(n.words[k] for k in extra[part]) for n, extra in zip(self.names, self._extra, strict=True)
            ]
            if all(texts):
                differ = True
                yield f"against: the {what} differs, “{texts[0]}” and “{texts[1]}”"
            elif any(texts):
                yield f"against: “{texts[0] or texts[1]}” ({what}) is in one name only"
        if not differ and self._crossed():
            yield "against: the same words stand in another order, as of another name"
        if self._withheld:
            yield "against: a surname is withheld (“N”)"
        elif not self._families:
            yield "against: no surname is shared"
        if not self._given:
            yield "against: only surnames are given, and relatives share them"
        if a.generation != b.generation:
            yield "against: only one is called the younger or the elder (Jr., hijo, padre)"
