"""Do allies share their enemies?"""

from dataclasses import dataclass, field
from itertools import combinations
from typing import TYPE_CHECKING

import networkx as nx

from kg.network import one_mode

if TYPE_CHECKING:
    from kg.network import Network

__all__ = ["Balance", "balance"]

#: Up to this many parties with signed ties every division is tried, so that the frustration is exact.
_EXACT = 16


@dataclass(frozen=True, slots=True)
class Balance:
    """Signed ties and triads by kind, and the fewest ties that must go so that two camps have no quarrel inside.

    `plus_plus_plus` and the rest count triads by their signs; the first and the third are balanced. `frustration` is
    exact when `exact`, otherwise the best that was found. `camps` are the two sides, and `against` the ties that no
    division into these two explains.
    """

    allied: int
    hostile: int
    plus_plus_plus: int = field(metadata={"head": "+++"})
    plus_plus_minus: int = field(metadata={"head": "++−"})
    plus_minus_minus: int = field(metadata={"head": "+−−"})
    minus_minus_minus: int = field(metadata={"head": "−−−"})
    frustration: int
    exact: bool
    camps: tuple[tuple[str, ...], tuple[str, ...]]
    against: tuple[tuple[str, str], ...]


def balance(network: "Network", *, top: int = 10, unnamed: bool = True) -> list[Balance]:
    """Do alliances and rivalries in this corpus fall into two camps, and which ties do not?

    Structural balance of triads (Cartwright and Harary 1956) and the frustration index (Harary 1959; Aref and Wilson
    2019). Signs come from the ontology: alliance and cooperation +, conflict and rivalry -; parties that have both are
    left out. One row, or none where there are no signed ties; `top` is not used.

    >>> net = nx.MultiDiGraph()
    >>> _ = [net.add_edge(a, b, sign=s) for a, b, s in [("a", "b", 1), ("b", "c", -1), ("a", "c", 1)]]
    >>> found = balance(net)[0]
    >>> found.plus_plus_minus, found.frustration, found.against
    (1, 1, (('b', 'c'),))
    """
    whole = one_mode(network, unnamed=unnamed)
    graph = nx.Graph([(a, b, {"sign": data["sign"]}) for a, b, data in whole.edges(data=True) if data["sign"]])
    if not graph:
        return []
    signs = nx.get_edge_attributes(graph, "sign")
    triads = [0, 0, 0, 0]
    for a in graph:
        for b, c in combinations(sorted(n for n in graph[a] if n > a), 2):
            if graph.has_edge(b, c):
                triads[sum(graph.edges[pair]["sign"] < 0 for pair in ((a, b), (a, c), (b, c)))] += 1
    side, exact = _camps(graph)
    against = tuple(sorted((min(e), max(e)) for e, sign in signs.items() if (side[e[0]] == side[e[1]]) != (sign > 0)))
    camps = tuple(tuple(sorted(node for node in graph if side[node] == which)) for which in (True, False))
    positive = sum(sign > 0 for sign in signs.values())
    return [
        Balance(
            allied=positive,
            hostile=len(signs) - positive,
            plus_plus_plus=triads[0],
            plus_plus_minus=triads[1],
            plus_minus_minus=triads[2],
            minus_minus_minus=triads[3],
            frustration=len(against),
            exact=exact,
            camps=(camps[0], camps[1]),
            against=against,
        )
    ]


def _camps(graph: "nx.Graph[str]") -> tuple[dict[str, bool], bool]:
    """Divide parties into two camps with as few quarrels inside and alliances across as can be found; each piece apart."""
    side: dict[str, bool] = {}
    exact = True
    for piece in sorted(nx.connected_components(graph), key=min):
        nodes = sorted(piece)
        part = graph.subgraph(piece)
        if len(nodes) <= _EXACT:
            divisions = _divisions(nodes)
            quarrels = [_frustrated(part, each) for each in divisions]
            side |= divisions[quarrels.index(min(quarrels))]
        else:
            exact = False
            side |= _settled(part, dict.fromkeys(nodes, True))
    return side, exact


def _divisions(nodes: list[str]) -> list[dict[str, bool]]:
    return [
        {node: not (number >> place) & 1 for place, node in enumerate(nodes)} for number in range(2 ** (len(nodes) - 1))
    ]


def _frustrated(graph: "nx.Graph[str]", side: dict[str, bool]) -> int:
    return sum((side[a] == side[b]) != (data["sign"] > 0) for a, b, data in graph.edges(data=True))


def _settled(graph: "nx.Graph[str]", side: dict[str, bool]) -> dict[str, bool]:
    """Let one party after another change camps while that lessens the frustration."""
    moved = True
    while moved:
        moved = False
        for node in sorted(graph):
            quarrel = sum(data["sign"] if side[node] == side[n] else -data["sign"] for n, data in graph[node].items())
            if quarrel < 0:
                side[node], moved = not side[node], True
    return side
