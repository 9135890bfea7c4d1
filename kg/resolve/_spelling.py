"""Two written words: the same, the same by ear, one short for the other, a slip of the pen, or two words."""

import re
from functools import lru_cache

from rapidfuzz.distance import OSA

from kg.resolve._lists import COMMON_FAMILY, COMMON_GIVEN, SHORT_FORMS

__all__ = ["INITIAL", "Likeness", "likeness", "sound"]

#: How much a match of this kind counts, and how it is said; in this order, best first.
Likeness = tuple[float, str]

_EQUAL: Likeness = (1.0, "")
_SOUND: Likeness = (0.97, "sounds like")
_SHORT: Likeness = (0.96, "is short for")
_FRAME: Likeness = (0.9, "is another transcription of")
_SLIP: Likeness = (0.9, "is one slip from")
_SLIPS: Likeness = (0.82, "is two slips from")
INITIAL: Likeness = (0.85, "is the initial of")

_COMMON = COMMON_GIVEN | COMMON_FAMILY
#: Spanish spelling by ear, after the words were folded: seseo, betacismo, yeísmo, silent h; in order.
_BY_EAR = tuple(
    (re.compile(pattern), put)
    for pattern, put in (
        (r"tch|ch", "C"),
        (r"ph", "f"),
        (r"sh", "C"),
        (r"qu(?=[ei])", "k"),
        (r"gu(?=[ei])", "G"),
        (r"g(?=[eiy])", "j"),
        (r"c(?=[eiy])", "s"),
        (r"[cq]", "k"),
        (r"ll|(?<=[aeiou])y(?=[aeiou])|^y(?=[aeiou])|^j(?=hon|on)", "Y"),
        (r"^[xg](?=i)|^x|^gi?(?=o)", "j"),
        (r"x", "s"),
        (r"h", ""),
        (r"v|w", "b"),
        (r"z", "s"),
        (r"y", "i"),
        (r"G", "g"),
        (r"(.)\1+", r"\1"),
        (r"[sz]$", "s"),
    )
)


@lru_cache(maxsize=200_000)
def sound(word: str) -> str:
    """Give how a folded word sounds to a Spanish ear.

    >>> sound("gonzales") == sound("gonzalez"), sound("ximena") == sound("jimena"), sound("veltran") == sound("beltran")
    (True, True, True)
    """
    heard = word
    for pattern, put in _BY_EAR:
        heard = pattern.sub(put, heard)
    return heard or word


@lru_cache(maxsize=500_000)
def likeness(left: str, right: str) -> Likeness | None:
    """Tell how two folded words are alike, or None if they are two words.

    >>> likeness("oseguera", "osegera"), likeness("hernandez", "fernandez"), likeness("mario", "maria")
    ((0.9, 'is one slip from'), None, None)
    """
    left, right = sorted((left, right))
    if left == right:
        return _EQUAL
    if len(left) == 1 or len(right) == 1:
        return INITIAL if left[0] == right[0] and left[:1].isalpha() else None
    if any(c.isdigit() for c in left + right):
        return None
    bare = left.rstrip("."), right.rstrip(".")
    if bare[0] == bare[1] or SHORT_FORMS.get(bare[0]) == bare[1] or SHORT_FORMS.get(bare[1]) == bare[0]:
        return _SHORT
    if left.endswith(".") or right.endswith("."):
        return _SHORT if _abbreviates(left, right) or _abbreviates(right, left) else None
    if sound(left) == sound(right):
        return _SOUND
    if (left in _COMMON and right in _COMMON) or _genders(left, right):
        return None
    shorter = min(len(left), len(right))
    distance = OSA.distance(left, right, score_cutoff=3)
    if shorter >= 5 and distance == 1:
        return _SLIP
    heard = OSA.distance(sound(left), sound(right), score_cutoff=2)
    if shorter >= 6 and heard == 1:
        return _SLIP
    if shorter >= 6 and distance <= 3 and len(_frame(left)) >= 4 and _frame(left) == _frame(right):
        return _FRAME
    return _SLIPS if shorter >= 8 and min(distance, heard) <= 2 else None


def _abbreviates(short: str, full: str) -> bool:
    """Tell whether `fco.` can be cut from `francisco`: its first letter, and the others in their order."""
    if not short.endswith(".") or short[:-1] in SHORT_FORMS or len(short) - 1 >= len(full) or short[0] != full[0]:
        return False
    letters = iter(full)
    return all(c in letters for c in short[:-1])


def _genders(left: str, right: str) -> bool:
    """Tell whether the words are the male and the female form of one given name."""
    stem = re.sub(r"(o|os|es|e)$", "", left), re.sub(r"(o|os|es|e)$", "", right)
    return left in {f"{stem[1]}a", f"{right}a"} or right in {f"{stem[0]}a", f"{left}a"}


def _frame(word: str) -> str:
    return re.sub(r"[aeiouy]", "", sound(word.replace("x", "ks")))
