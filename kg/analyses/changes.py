"""Who gained, who lost, who appeared?"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.network import one_mode

if TYPE_CHECKING:
    from kg.network import Network

__all__ = ["Change", "changes"]


@dataclass(frozen=True, slots=True)
class Change:
    """One party, what happened to it in the record, and its ties before and after."""

    party: str
    what: str
    before: int
    after: int
    gained: tuple[str, ...]
    lost: tuple[str, ...]


def changes(before: "Network", after: "Network", *, top: int = 10, unnamed: bool = False) -> list[Change]:
    """Who gained ties, who lost them, who appeared and who vanished between two dates, in this corpus?

    Two networks of the same sources as of two dates. A tie without a date possibly holds on both and changes nothing.
    What is no longer recorded need not have ended: `changes` compares records. Those that changed most first.

    >>> import networkx as nx
    >>> one, two = nx.MultiDiGraph([("ana", "luis")]), nx.MultiDiGraph([("ana", "luis"), ("ana", "eva")])
    >>> [(each.party, each.what, each.gained) for each in changes(one, two)]
    [('ana', 'gained', ('eva',)), ('eva', 'appeared', ('ana',))]
    """
    old, new = one_mode(before, unnamed=unnamed), one_mode(after, unnamed=unnamed)
    found = []
    for party in {*old, *new}:
        was, now = set(old[party]) if party in old else set(), set(new[party]) if party in new else set()
        gained, lost = tuple(sorted(now - was)), tuple(sorted(was - now))
        if gained or lost:
            what = "appeared" if not was else "vanished" if not now else "gained" if len(now) > len(was) else "lost"
            what = "changed" if was and now and len(now) == len(was) else what
            found.append(Change(party, what, len(was), len(now), gained, lost))
    found.sort(key=lambda each: (-abs(each.after - each.before), -len(each.gained) - len(each.lost), each.party))
    return found[:top]
