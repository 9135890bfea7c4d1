"""Scores of many slightly different graphs on the same parties, as arrays: what thousands of draws need."""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

__all__ = ["SCORES", "Arcs"]

Numbers = npt.NDArray[np.float64]
#: Starting points of an estimate of betweenness; a graph with fewer parties is counted exactly.
PIVOTS = 48


class Arcs:
    """A simple undirected graph on nodes 0 to n-1, both directions of each tie, sorted by the end they arrive at."""

    def __init__(self, n: int, a: npt.NDArray[np.int64], b: npt.NDArray[np.int64]) -> None:
        ends, starts = np.concatenate([a, b]), np.concatenate([b, a])
        order = np.argsort(ends, kind="stable")
        self.n, self.starts, self.ends = n, starts[order], ends[order]
        self.degree: Numbers = np.bincount(ends, minlength=n).astype(float)
        self.tied = np.flatnonzero(self.degree)  # reduceat would give a node without ties those of the next
        self.first = np.searchsorted(self.ends, self.tied)

    def gather(self, values: Numbers) -> Numbers:
        """Give, for each node, the sum of the values of its neighbours, column by column."""
        found = np.zeros_like(values)
        if len(self.starts):
            found[self.tied] = np.add.reduceat(values.take(self.starts, axis=0), self.first, axis=0)
        return found


def betweenness(arcs: Arcs, chance: np.random.Generator) -> Numbers:
    """Give the betweenness of each node up to a factor, by Brandes' algorithm (2001) from many nodes at once.

    From all nodes with ties, or from PIVOTS of them drawn by `chance` (Brandes and Pich 2007).
    """
    sources = arcs.tied if len(arcs.tied) <= PIVOTS else np.sort(chance.choice(arcs.tied, PIVOTS, replace=False))
    columns = np.arange(len(sources))
    paths = np.zeros((arcs.n, len(sources)))
    paths[sources, columns] = 1.0
    front, fronts = paths, [paths]  # the paths to the nodes at each distance
    while True:
        front = arcs.gather(front)
        front *= paths == 0
        if not front.any():
            break
        paths = paths + front
        fronts.append(front)
    share = np.zeros_like(paths)
    beyond = np.zeros_like(paths)
    for front in reversed(fronts[1:]):
        here = arcs.gather(beyond) * front if beyond.any() else beyond
        share += here
        beyond = np.divide(1 + here, front, out=np.zeros_like(front), where=front > 0)
    found: Numbers = share.sum(axis=1)
    return found


def core_number(arcs: Arcs, chance: np.random.Generator) -> Numbers:
    """Give the largest k for which each node is in the k-core, by peeling; `chance` is not used."""
    core, degree = np.zeros(arcs.n), arcs.degree.copy()
    left = degree > 0
    k = 0
    while left.any():
        k = max(k, int(degree[left].min()))
        while (gone := left & (degree <= k)).any():
            core[gone] = k
            left &= ~gone
            degree -= arcs.gather(gone.astype(float)[:, None])[:, 0]
    return core


def ties(arcs: Arcs, chance: np.random.Generator) -> Numbers:
    """Give the number of ties of each node; `chance` is not used."""
    return arcs.degree


#: What parties can be ranked by, in draws.
SCORES: dict[str, Callable[[Arcs, np.random.Generator], Numbers]] = {
    "betweenness": betweenness,
    "core": core_number,
    "ties": ties,
}
