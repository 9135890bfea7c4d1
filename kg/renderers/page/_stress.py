"""Points whose distances follow the hops between nodes."""

import math

import networkx as nx
import numpy as np
import numpy.typing as npt

from kg.renderers.page._boxes import HOP

__all__ = ["Points", "spread", "stress"]

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
    _, _, axes = np.linalg.svd(centred, full_matrices=False)
    at = centred @ axes[:2].T
    room = math.sqrt(len(members)) * HOP / max(float(np.abs(at).max()), 1e-9)
    return _turned(at) * room + _jitter(len(members)) * HOP * 4


def _hops(graph: "nx.Graph[int]", members: list[int], sources: list[int]) -> Points:
    rank = {node: index for index, node in enumerate(members)}
    found = np.zeros((len(sources), len(members)))
    for row, source in enumerate(sources):
        for node, hops in nx.single_source_shortest_path_length(graph, source).items():
            found[row, rank[node]] = hops
    return found


def _jitter(count: int) -> Points:
    """Give small fixed displacements: leaves of one hub start at the same point."""
    return np.random.default_rng(0).normal(scale=0.05, size=(count, 2))


def _turned(at: Points) -> Points:
    """Give the points with the longer axis lying and a fixed orientation, for an eigenvector has no sign."""
    at = at[:, ::-1] if np.ptp(at[:, 0]) < np.ptp(at[:, 1]) else at
    signs = np.where(at[np.abs(at).argmax(0), [0, 1]] < 0, -1.0, 1.0)
    return at * signs
