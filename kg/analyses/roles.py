"""Who plays a similar part?"""

from collections import Counter
from dataclasses import dataclass
from itertools import combinations
from math import sqrt
from typing import TYPE_CHECKING

from kg.network import parties

if TYPE_CHECKING:
    from kg.network import Network

__all__ = ["Pair", "roles"]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two parties, how alike their positions are, 0 to 1, and the kinds of tie they have in common."""

    a: str
    b: str
    similarity: float
    shared: tuple[str, ...]


def roles(network: "Network", *, top: int = 10, unnamed: bool = False) -> list[Pair]:
    """Which parties play a similar part in this corpus, whether or not they know each other?

    A position is how many ties of each relation, in each direction, to each class of thing a party has; two are
    compared by the cosine of their counts (White, Boorman and Breiger 1976; Burt 1976). Parties with fewer than two
    ties say too little and are left out. Alike in this record, not alike as people: many share a role because one
    sentence names them together.

    >>> import networkx as nx
    >>> net = nx.MultiDiGraph()
    >>> _ = [net.add_edge(a, b, relation=r, label=r) for a, b, r in [("ana", "x", "leads"), ("ana", "y", "fights"), ("rey", "y", "leads"), ("rey", "x", "fights")]]
    >>> roles(net, top=1)
    [Pair(a='ana', b='rey', similarity=1.0, shared=('fights', 'leads'))]
    """
    kept = parties(network, unnamed=unnamed)
    positions: dict[str, Counter[tuple[str, str, str]]] = {}
    for u, v, data in network.edges(data=True):
        for here, there, way in ((u, v, "to"), (v, u, "from")):
            if here in kept:
                kind = (data.get("label", ""), way, str(network.nodes[there].get("type", "")))
                positions.setdefault(here, Counter())[kind] += 1
    told = sorted(party for party, position in positions.items() if position.total() > 1)
    groups: dict[frozenset[tuple[tuple[str, str, str], int]], list[str]] = {}
    for party in told:
        groups.setdefault(frozenset(positions[party].items()), []).append(party)
    pairs = [_pair(a, b, positions) for members in groups.values() for a, b in list(combinations(members, 2))[:top]]
    # Of parties with equal positions one stands for all: on a whole list thousands have the same.
    heads = sorted(members[0] for members in groups.values())[:2000]
    pairs += [_pair(a, b, positions) for a, b in combinations(heads, 2) if positions[a].keys() & positions[b].keys()]
    pairs.sort(key=lambda pair: (-pair.similarity, -len(pair.shared), pair.a, pair.b))
    return pairs[:top]


def _pair(a: str, b: str, positions: dict[str, Counter[tuple[str, str, str]]]) -> Pair:
    one, other = positions[a], positions[b]
    common = one.keys() & other.keys()
    dot = sum(one[kind] * other[kind] for kind in common)
    length = sqrt(sum(n * n for n in one.values()) * sum(n * n for n in other.values()))
    return Pair(a, b, round(dot / length, 3), tuple(sorted({label for label, *_ in common})))
