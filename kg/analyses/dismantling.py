"""How fast does it fall apart?"""

import random
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import networkx as nx

from kg.analyses.brokers import betweenness
from kg.network import one_mode

if TYPE_CHECKING:
    from kg.network import Network

__all__ = ["Curve", "dismantling"]

#: An order that is made anew after each removal is made anew after each hundredth part of the parties.
_STEPS = 100
_DRAWS = 20


@dataclass(frozen=True, slots=True)
class Curve:
    """One order of removal, its R-index, after how many removals the largest piece is halved, and all its sizes.

    `sizes` is the share of parties in the largest piece, with nobody removed, then after each removal.
    """

    order: str
    r_index: float = field(metadata={"head": "R-index"})
    halved_after: int
    sizes: tuple[float, ...] = field(metadata={"drawn": True})  # as a curve, not in a table


def dismantling(network: "Network", *, top: int = 10, unnamed: bool = False, seed: int = 0) -> list[Curve]:
    """How fast does this corpus's network fall apart when parties are taken out, and in which order?

    Orders: at random (the mean of twenty draws), by ties, by betweenness, and both of them counted again as parties
    go ("adaptive"). The R-index is the mean share of parties left in the largest piece (Schneider et al. 2011): 0 falls
    apart at once, 0.5 holds to the end. It describes a record of ties, not what would happen: removing leaders of
    armed groups has been followed by more killing and by new groups (Phillips 2015). `top` orders, the fastest first.

    >>> star = nx.MultiDiGraph([("ana", each) for each in ("luis", "eva", "rey")])
    >>> fastest = dismantling(star)[0]
    >>> fastest.order, fastest.r_index, fastest.sizes
    ('by ties', 0.188, (1.0, 0.25, 0.25, 0.25, 0.0))
    """
    graph = one_mode(network, unnamed=unnamed)
    graph.remove_nodes_from([node for node, degree in list(graph.degree()) if degree == 0])
    if not graph:
        return []
    orders = {
        "by ties": [_sizes(graph, _ranked(dict(graph.degree())))],
        "by betweenness": [_sizes(graph, _ranked(betweenness(graph)))],
        "by ties, adaptive": [_sizes(graph, _again(graph, lambda left: dict(left.degree())))],
        "by betweenness, adaptive": [_sizes(graph, _again(graph, betweenness))],
        "at random": [_sizes(graph, _shuffled(graph, seed + draw)) for draw in range(_DRAWS)],
    }
    curves = []
    for name, draws in orders.items():
        mean = [sum(each) / len(draws) for each in zip(*draws, strict=True)]
        halved = next(number for number, size in enumerate(mean) if size <= mean[0] / 2)
        curves.append(Curve(name, round(sum(mean[1:]) / len(graph), 3), halved, tuple(round(s, 3) for s in mean)))
    return sorted(curves, key=lambda curve: curve.r_index)[:top]


def _ranked(scores: dict[str, float]) -> list[str]:
    return sorted(scores, key=lambda node: (-round(scores[node], 9), node))


def _shuffled(graph: "nx.Graph[str]", seed: int) -> list[str]:
    order = sorted(graph)
    random.Random(seed).shuffle(order)
    return order


def _again(graph: "nx.Graph[str]", score: "Callable[[nx.Graph[str]], dict[str, float]]") -> Iterator[str]:
    """Give the party with the highest score, and of those left the next, scored anew."""
    left = nx.Graph(graph)
    step = max(1, len(graph) // _STEPS)
    while left:
        for node in _ranked(score(left))[:step]:
            yield node
            left.remove_node(node)


def _sizes(graph: "nx.Graph[str]", order: Iterable[str]) -> list[float]:
    """Give the share of parties in the largest piece before and after each removal: put back in from the end, which is fast."""
    parent: dict[str, str] = {}
    size: dict[str, int] = {}

    def root(node: str) -> str:
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    largest, found = 0, [0.0]
    for node in reversed(list(order)):
        parent[node], size[node] = node, 1
        for other in graph[node]:
            if other in parent and (a := root(node)) != (b := root(other)):
                parent[a] = b
                size[b] += size[a]
        largest = max(largest, size[root(node)])
        found.append(largest / len(graph))
    return found[::-1]
