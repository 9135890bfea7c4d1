"""Whom to take out together, or to tell together?"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import networkx as nx

from kg.network import one_mode

if TYPE_CHECKING:
    from kg.network import Network

__all__ = ["KeyPlayers", "fragmentation", "key_players", "reach"]

#: How many parties a set has.
_SIZE = 3
Measure = Callable[["nx.Graph[str]", list[str]], float]


@dataclass(frozen=True, slots=True)
class KeyPlayers:
    """One set of parties, what it is best at, and how well, 0 to 1."""

    problem: str
    score: float
    parties: tuple[str, ...]


def key_players(network: "Network", *, top: int = 10, unnamed: bool = False) -> list[KeyPlayers]:
    """Which few parties together hold this corpus together, and which reach most of it?

    The two key player problems (Borgatti 2006). "fragments": the set without which most pairs of the others are no
    longer joined by any chain. "reaches": the set of which most parties are at most one tie away. Sets of `top`,
    grown one by one and then improved by swaps, which finds a good set, not surely the best. The best set is not the
    best few of a ranking. Removing leaders of armed groups has been followed by more killing (Phillips 2015).

    >>> star = nx.MultiDiGraph([("ana", each) for each in ("luis", "eva", "rey")])
    >>> key_players(star, top=1)
    [KeyPlayers(problem='fragments', score=1.0, parties=('ana',)), KeyPlayers(problem='reaches', score=1.0, parties=('ana',))]
    """
    graph = one_mode(network, unnamed=unnamed)
    graph.remove_nodes_from([node for node, degree in list(graph.degree()) if degree == 0])
    found = []
    for problem, measure in (("fragments", fragmentation), ("reaches", reach)):
        chosen = _best(graph, min(top, _SIZE, len(graph) - 1), measure) if graph else []
        if chosen:
            found.append(KeyPlayers(problem, round(measure(graph, chosen), 3), tuple(sorted(chosen))))
    return found


def fragmentation(graph: "nx.Graph[str]", without: list[str]) -> float:
    """Give the share of pairs of the other parties that no chain joins once some are gone (KPP-Neg), 0 to 1.

    >>> fragmentation(nx.path_graph(["ana", "luis", "eva"]), ["luis"])
    1.0
    """
    rest = graph.subgraph(set(graph) - set(without))
    pairs = len(rest) * (len(rest) - 1)
    joined = sum(len(each) * (len(each) - 1) for each in nx.connected_components(rest))
    return 1 - joined / pairs if pairs else 0.0


def reach(graph: "nx.Graph[str]", among: list[str]) -> float:
    """Give the share of parties that are in a set or one tie away from it (KPP-Pos), 0 to 1.

    >>> reach(nx.path_graph(["ana", "luis", "eva"]), ["luis"])
    1.0
    """
    return len({*among, *(other for each in among for other in graph[each])}) / len(graph)


def _best(graph: "nx.Graph[str]", size: int, measure: Measure) -> list[str]:
    """Grow a set by the party that helps most, then swap members for others while that helps.

    Only the sixty parties with most ties are tried: one with few ties fragments and reaches little.
    """
    tried = sorted(graph, key=lambda node: (-graph.degree(node), graph.nodes[node].get("label", node), node))[:60]
    chosen: list[str] = []
    while len(chosen) < size:
        rest = [node for node in tried if node not in chosen]
        if not rest:
            break
        chosen.append(max(rest, key=lambda node: measure(graph, [*chosen, node])))
    better = True
    while better:
        better = False
        for old in list(chosen):
            others = [node for node in chosen if node != old]
            new = max(tried, key=lambda node: measure(graph, [*others, node]) if node not in others else -1.0)
            if measure(graph, [*others, new]) > measure(graph, chosen) + 1e-12:
                chosen, better = [*others, new], True
    return chosen
