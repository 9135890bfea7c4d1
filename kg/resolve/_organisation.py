"""Names of organisations, vessels and places, compared without what they all have: legal forms, articles, joints."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from anyascii import anyascii

from kg.names import fold
from kg.resolve._lists import GENERIC, LEGAL_FORMS, TRANSLATED
from kg.resolve._spelling import Likeness, likeness
from kg.resolve.score import Score

__all__ = ["OrganisationName", "compare_organisations", "read_organisation"]

_WORD = re.compile(r"[a-z0-9]+")
_ARTICLES = frozenset(
    {"de", "del", "la", "las", "el", "los", "y", "e", "the", "of", "and", "for", "a", "in", "on", "en", "por", "para"}
)
_SPELLED = re.compile(r"\b\w(?:[.\s]+\w\b)+\.?")
_GENERIC_WEIGHT = 0.2
#: What a name alone is worth at most; the rest is for births, papers and places.
_NAMES_AT_MOST = 0.97


@dataclass(frozen=True, slots=True)
class OrganisationName:
    """A name in the words that tell it apart, in English where Spanish and English are both in use.

    `initials` are what it can be abbreviated to; `letters` is the name itself if it looks like an abbreviation.
    """

    text: str
    words: tuple[str, ...]
    initials: frozenset[str]
    letters: str


@lru_cache(maxsize=200_000)
def read_organisation(text: str) -> OrganisationName:
    """Read a name into its words.

    >>> read_organisation("GRUPO SEGTAC, S.A. DE C.V.").words
    ('group', 'segtac')
    """
    plain = fold(anyascii(text)).replace("'", "").replace("`", "")
    # Letters with stops or spaces between them are one word, but for Spanish joints: "Caminos y Puentes".
    plain = _SPELLED.sub(lambda found: re.sub(r"[.\s]", "", found.group()) + " ", plain)
    found = _WORD.findall(plain)
    body = _without_form(found) or found
    content = [word for word in body if word not in _ARTICLES] or body
    initials = {"".join(word[0] for word in body), "".join(word[0] for word in content)}
    alone = re.sub(r"[.\s]", "", text)
    letters = fold(alone) if 2 <= len(alone) <= 6 and alone.isupper() and alone.isalpha() else ""
    words = tuple(TRANSLATED.get(word, word) for word in content)
    return OrganisationName(text, words, frozenset(i for i in initials if len(i) > 2), letters)


def _without_form(words: list[str]) -> list[str]:
    kept = words
    while True:
        form = next((f for f in LEGAL_FORMS if len(f) < len(kept) and tuple(kept[-len(f) :]) == f), None)
        if form is None:
            front = next(
                (f for f in LEGAL_FORMS if len(f) < len(kept) and len(f[0]) > 1 and tuple(kept[: len(f)]) == f), None
            )
            return kept[len(front) :] if front else kept
        kept = kept[: -len(form)]


@lru_cache(maxsize=100_000)
def compare_organisations(left: str, right: str) -> Score:
    """Compare two names of organisations, whichever comes first.

    >>> compare_organisations("Gulf Cartel", "CARTEL DEL GOLFO")
    Score(value=0.97, reasons=('for: every word of the names agrees',))
    """
    if left > right:
        left, right = right, left
    a, b = read_organisation(left), read_organisation(right)
    if not a.words or not b.words:
        return Score(0.0, ("a name is empty",))
    if abbreviated := _abbreviated(a, b) or _abbreviated(b, a):
        return abbreviated
    if a.letters and a.letters == b.letters:
        return Score(
            0.85 if len(a.letters) > 3 else 0.65,
            (f"for: both are abbreviated “{a.text}”", "against: letters stand for many names"),
        )
    pairs, free = _pair(a, b)
    if not pairs:
        return Score(0.0, (f"against: “{left}” and “{right}” share no word",))
    return _score(a, b, pairs, free)


def _abbreviated(short: OrganisationName, full: OrganisationName) -> Score | None:
    if not short.letters or short.letters not in full.initials or full.letters:
        return None
    few = len(short.letters) < 4
    value, rest = (0.55, ["against: three letters stand for many names"]) if few else (0.75, [])
    return Score(value, (f"for: “{short.text}” are the initials of “{full.text}”", *rest))


def _pair(a: OrganisationName, b: OrganisationName) -> tuple[list[tuple[int, int, Likeness]], list[set[int]]]:
    found = sorted(
        (-like[0], i != j, i, j, like)
        for i, x in enumerate(a.words)
        for j, y in enumerate(b.words)
        if (like := likeness(x, y)) and (like[0] == 1.0 or (min(len(x), len(y)) > 4 and like[0] >= 0.9))
    )
    pairs, free = [], [set(range(len(a.words))), set(range(len(b.words)))]
    for _, _, i, j, like in found:
        if i in free[0] and j in free[1]:
            pairs.append((i, j, like))
            free[0].remove(i)
            free[1].remove(j)
    for i, j in _joined(a.words, b.words, free):
        pairs.append((i, j, (0.97, "is written together as")))
    for j, i in _joined(b.words, a.words, [free[1], free[0]]):
        pairs.append((i, j, (0.97, "is written apart as")))
    return pairs, free


def _joined(whole: tuple[str, ...], parts: tuple[str, ...], free: list[set[int]]) -> Iterator[tuple[int, int]]:
    """Pair a word with two neighbours that it is made of, and strike them off the free ones."""
    for i in sorted(free[0]):
        for j in sorted(free[1]):
            if j + 1 in free[1] and parts[j] + parts[j + 1] == whole[i]:
                free[0].discard(i)
                free[1] -= {j, j + 1}
                yield i, j
                break


def _score(
    a: OrganisationName, b: OrganisationName, pairs: list[tuple[int, int, Likeness]], free: list[set[int]]
) -> Score:
    told = " ".join(a.words[i] for i, _, _ in sorted(pairs))
    near = [f"“{a.words[i]}” {how} “{b.words[j]}”" for i, j, (_, how) in sorted(pairs) if how]
    value = 1.0
    for _, _, (much, _) in pairs:
        value *= much
    extra = [[name.words[k] for k in sorted(free[n])] for n, name in enumerate((a, b))]
    head = f"for: both have “{told}”" if any(extra) else "for: every word of the names agrees"
    reasons = [head + (f" ({'; '.join(near)})" if near else "")]
    telling = [[w for w in words if w not in GENERIC] for words in extra]
    if all(w in GENERIC for w in told.split()) and any(telling):
        return Score(0.2, (*reasons, "against: only words that many bodies have are shared"))
    if all(extra):
        reasons.append(f"against: the names differ, “{' '.join(extra[0])}” and “{' '.join(extra[1])}”")
        if all(telling):
            return Score(min(0.4, value), tuple(reasons))
        value -= 0.2 if any(telling) else 0.12
    elif any(extra):
        reasons.append(f"against: “{' '.join(extra[0] or extra[1])}” is in one name only")
    weight = sum(_weight(a.words[i]) for i, _, _ in pairs)
    missing = max(sum(map(_weight, words)) for words in extra)
    value *= 0.3 + 0.7 * weight / (weight + missing) if missing else 1.0
    return Score(round(min(max(value, 0.0), _NAMES_AT_MOST), 3), tuple(reasons))


def _weight(word: str) -> float:
    return _GENERIC_WEIGHT if word in GENERIC else 1.0
