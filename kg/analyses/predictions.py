"""Which ties might come next, and how good is such a guess?"""

import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

import networkx as nx

from kg.network import one_mode

if TYPE_CHECKING:
    from kg.network import Network

__all__ = ["Predictor", "predictions"]

_Scores = Iterable[tuple[str, str, float]]
#: Beyond this many pairs without a tie, that many are drawn by a seed, with every tie that came.
_PAIRS = 200_000
_METHODS: dict[str, Callable[..., _Scores]] = {
    "common neighbours": lambda graph, pairs: ((a, b, len(list(nx.common_neighbors(graph, a, b)))) for a, b in pairs),
    "Adamic-Adar": nx.adamic_adar_index,
    "preferential attachment": nx.preferential_attachment,
    "resource allocation": nx.resource_allocation_index,
}


@dataclass(frozen=True, slots=True)
class Predictor:
    """One way of guessing, how often it ranks a tie that came above one that did not, and its best guesses.

    `auc` is 0.5 for a guess no better than chance. `hits` of the `came` ties that came are among as many best guesses.
    """

    method: str
    auc: float
    hits: int
    came: int
    guesses: tuple[tuple[str, str], ...]


def predictions(
    before: "Network", after: "Network", *, top: int = 10, unnamed: bool = False, seed: int = 0
) -> list[Predictor]:
    """Which ties might be recorded next, and how well did such guesses from an earlier date do on a later one?

    Scored on ties recorded between two dates among parties known at the first, never on ties taken away at random,
    which flatters (Yang, Lichtenwalter and Chawla 2015). Measures: Liben-Nowell and Kleinberg 2007. Guesses are those
    from the later network. A guess is where to look next, never a statement about anybody.

    >>> one = nx.MultiDiGraph([("ana", "luis"), ("luis", "eva"), ("rey", "sol")])
    >>> two = nx.MultiDiGraph([("ana", "luis"), ("luis", "eva"), ("rey", "sol"), ("ana", "eva")])
    >>> [(each.method, each.auc, each.hits, each.came) for each in predictions(one, two)][0]
    ('Adamic-Adar', 1.0, 1, 1)
    """
    old, new = one_mode(before, unnamed=unnamed), one_mode(after, unnamed=unnamed)
    old.remove_nodes_from([node for node, degree in list(old.degree()) if degree == 0])
    came = {(a, b) for a, b in _apart(old) if new.has_edge(a, b)}
    pairs = sorted(came | set(_drawn(old, seed)))
    found = []
    for name, method in _METHODS.items():
        scored = sorted(((score, a, b) for a, b, score in method(old, pairs)), key=lambda each: (-each[0], *each[1:]))
        hits = sum((a, b) in came for _, a, b in scored[: len(came)])
        later = sorted(method(new, _drawn(new, seed)), key=lambda each: (-each[2], *each[:2]))
        guesses = tuple((a, b) for a, b, score in later[:top] if score > 0)
        found.append(Predictor(name, round(_auc(scored, came), 3), hits, len(came), guesses))
    return sorted(found, key=lambda each: (-each.auc, each.method))


def _apart(graph: "nx.Graph[str]") -> Iterable[tuple[str, str]]:
    return ((a, b) for a, b in combinations(sorted(graph), 2) if not graph.has_edge(a, b))


def _drawn(graph: "nx.Graph[str]", seed: int) -> list[tuple[str, str]]:
    """Give the pairs without a tie, or a draw of them where they are too many to score."""
    if len(graph) * (len(graph) - 1) // 2 <= _PAIRS:
        return list(_apart(graph))
    nodes, chance = sorted(graph), random.Random(seed)
    pairs = {tuple(sorted(chance.sample(nodes, 2))) for _ in range(_PAIRS)}
    return sorted((a, b) for a, b in pairs if not graph.has_edge(a, b))


def _auc(scored: list[tuple[float, str, str]], came: set[tuple[str, str]]) -> float:
    """Give the chance that a tie that came scores above one that did not, equal scores counting half."""
    groups: dict[float, list[int]] = {}
    for score, a, b in scored:
        groups.setdefault(score, [0, 0])[(a, b) in came] += 1
    others, wins = 0, 0.0
    for score in sorted(groups):
        missed, hit = groups[score]
        wins += hit * (others + missed / 2)
        others += missed
    pairs = others * len(came)
    return wins / pairs if pairs else 0.5
