"""Which pairs are worth comparing: those that share two words by ear, one rare word, an abbreviation or a paper."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

from kg.names import fold
from kg.resolve._organisation import read_organisation
from kg.resolve._person import read_person
from kg.resolve._spelling import sound
from kg.resolve.records import Party

__all__ = ["keys", "pairs"]

#: A word that more records have than this is no reason by itself to compare them.
_RARE = 40
#: A key of two words that more records have than this is dropped; their third words bring them together.
_CROWD = 400
_PREFIX = 4


def keys(party: Party) -> frozenset[str]:
    """Give what a record is looked up by. A key of one word begins with `1`, and counts only where it is rare."""
    found: set[str] = set()
    for name in party.strong:
        if party.type == "Person":
            words: Sequence[str] = read_person(name).words
        else:
            organisation = read_organisation(name)
            words = organisation.words
            found.update(f"={each}" for each in organisation.initials if len(each) < 7)
            if organisation.letters:
                found.add(f"={organisation.letters}")
        heard = sorted({sound(word.rstrip(".")) for word in words if len(word.rstrip(".")) > 1})
        found.update(f"1{word}" for word in heard)
        found.update(f"2{a} {b}" for a, b in combinations(sorted({word[:_PREFIX] for word in heard}), 2))
        found.add("0" + "".join(heard)[:12] if len(heard) == 1 else "0" + "".join(words))
    found.update(f"#{number}" for number in party.numbers)
    found.update(f"~{fold(name)}" for name in party.weak)
    return frozenset(found)


def pairs(parties: Sequence[Party], within: bool = False) -> Iterator[tuple[int, int]]:
    """Yield the positions of the pairs worth comparing, each once, the lower first.

    Two records of which one source has both are left out, unless `within` asks for just those.
    """
    blocks: dict[str, list[int]] = defaultdict(list)
    for at, party in enumerate(parties):
        for key in keys(party):
            blocks[key].append(at)
    seen: set[int] = set()
    size = len(parties)
    groups = [party.sources for party in parties]
    for key, members in blocks.items():
        if len(members) < 2 or len(members) > (_RARE if key[0] in "1~" else _CROWD):
            continue
        for one, other in _meet(members, groups, within):
            code = one * size + other
            if code not in seen:
                seen.add(code)
                yield one, other


def _meet(members: list[int], groups: Sequence[frozenset[str]], within: bool) -> Iterable[tuple[int, int]]:
    if within:
        return ((a, b) for a, b in combinations(members, 2) if groups[a] & groups[b])
    if all(groups[at] == groups[members[0]] for at in members):
        return ()
    return ((a, b) for a, b in combinations(members, 2) if not groups[a] & groups[b])
