"""Points whose distances follow the hops between nodes."""

import math

import networkx as nx
import numpy as np
import numpy.typing as npt

from kg.renderers.page._boxes import HOP, STRETCH

__all__ = ["Points", "loosened", "spread", "stress"]

Points = npt.NDArray[np.float64]


def stress(graph: "nx.Graph[int]", members: list[int]) -> Points:
    """Give points whose distances follow the hops, by majorization from the pivots' points."""
    count = len(members)
    wanted = _hops(graph, members, members)
    at = spread(graph, members) / HOP
    weights = np.where(wanted > 0, wanted, np.inf) ** -2.0
    pulls = weights * wanted
    inverse = np.linalg.inv(np.diag(weights.sum(1)) - weights + 1 / count) - 1 / count
    for _ in range(120 if count < 400 else 25):
        x, y = at.T
        distance = np.hypot(x[:, None] - x, y[:, None] - y)
        pull = -pulls / np.maximum(distance, 1e-9)
        np.fill_diagonal(pull, 0)
        np.fill_diagonal(pull, -pull.sum(1))
        at = inverse @ (pull @ at)
    return _turned(at) * HOP


def spread(graph: "nx.Graph[int]", members: list[int]) -> Points:
    """Give points for a part too large for a full matrix: PivotMDS (Brandes and Pich 2007) over 60 pivots."""
    step = max(1, len(members) // 60)
    squared = _hops(graph, members, members[::step]).T ** 2
    centred = squared - squared.mean(0) - squared.mean(1)[:, None] + squared.mean()
    _, axes = np.linalg.eigh(centred.T @ centred)  # in ascending order
    at = centred @ axes[:, :-3:-1]
    room = math.sqrt(len(members)) * HOP / max(float(np.abs(at).max()), 1e-9)
    return _turned(at) * room + _jitter(len(members)) * HOP * 4


def _hops(graph: "nx.Graph[int]", members: list[int], sources: list[int]) -> Points:
    """Give how many steps each member is from each source: breadth first, from all sources at once."""
    rank = {node: index for index, node in enumerate(members)}
    ends = np.array([(rank[a], rank[b]) for a, b in graph.edges(members) if a != b], dtype=np.int64).reshape(-1, 2)
    towards, away = np.concatenate([ends, ends[:, ::-1]]).T
    order = np.argsort(towards, kind="stable")
    heads, firsts = np.unique(towards[order], return_index=True)
    away = away[order]
    found = np.full((len(members), len(sources)), -1, dtype=np.int32)
    for column, source in enumerate(sources):
        found[rank[source], column] = 0
    for step in range(1, len(members)):
        met = np.logical_or.reduceat(found[away] == step - 1, firsts, axis=0)
        fresh = np.zeros_like(found, dtype=bool)
        fresh[heads] = met
        fresh &= found < 0
        if not fresh.any():
            break
        found[fresh] = step
    steps: Points = np.maximum(found, 0).T.astype(np.float64)
    return steps


def loosened(at: Points, share: float) -> Points:
    """Give points of a crowd with air between them: partly as they lie, partly (`share`) evenly along each axis by rank."""
    ranks = at.argsort(0, kind="stable").argsort(0, kind="stable") / max(len(at) - 1, 1) - 0.5
    wide = np.maximum(np.ptp(at, axis=0), 1e-9)
    even = (at - at.min(0)) / wide - 0.5
    spaced: Points = ((1 - share) * even + share * ranks) * np.array([STRETCH, 1.0]) * math.sqrt(len(at)) * HOP * 0.7
    return spaced


def _jitter(count: int) -> Points:
    """Give small fixed displacements: leaves of one hub start at the same point."""
    return np.random.default_rng(0).normal(scale=0.05, size=(count, 2))


def _turned(at: Points) -> Points:
    """Give the points with the longer axis lying and a fixed orientation, for an eigenvector has no sign."""
    at = at[:, ::-1] if np.ptp(at[:, 0]) < np.ptp(at[:, 1]) else at
    signs = np.where(at[np.abs(at).argmax(0), [0, 1]] < 0, -1.0, 1.0)
    return at * signs
