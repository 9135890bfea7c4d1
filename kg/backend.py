"""A networkx backend that hands each measure to the fastest library that is installed: networkit or igraph.

networkx finds it by the entry point `networkx.backends`; code stays `nx.…`. It is used inside `accelerated()`, after
`nx.config.backend_priority = ["kg"]`, or for one call with `backend="kg"`. networkit (MIT) comes with the extra [fast]; igraph
(GPL) is used where somebody has installed it.

measure                 libraries, the faster first   limits
betweenness_centrality  igraph, networkit             unweighted; with k and igraph from the nodes networkx draws
core_number             igraph, networkit
clustering              igraph, networkit             unweighted, of all nodes
pagerank                igraph                        no personalisation
louvain_communities     networkit, igraph             a partition of its own, as good as networkx's within 1%
leiden_communities      networkit, igraph             networkx itself has none

All of them: simple undirected graphs without loops. Components stay with networkx: finding them takes it less time than converting.
"""

import random
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from importlib.util import find_spec
from inspect import signature
from itertools import chain
from typing import Any

import networkx as nx
import numpy as np

from kg.errors import MissingExtra

__all__ = ["Backend", "Fast", "accelerated", "backend", "get_info", "leiden_communities"]

#: Below this many edges converting costs about what it saves.
SMALL = 2_000
_LIBRARIES = {
    "betweenness_centrality": ("igraph", "networkit"),
    "clustering": ("igraph", "networkit"),
    "core_number": ("igraph", "networkit"),
    "leiden_communities": ("networkit", "igraph"),
    "louvain_communities": ("networkit", "igraph"),
    "pagerank": ("igraph",),
}
#: Arguments that another library has no answer to unless they are as they are by default.
_DEFAULTS: dict[str, Any] = {
    "dangling": None, "endpoints": False, "max_level": None, "nodes": None, "nstart": None, "personalization": None, "threshold": 1e-07,
}  # fmt: skip
_SEEDS = 2**31


class Fast:
    """A graph as arrays, and as each library has it once it is asked for; networkx keeps it beside its own graph."""

    __networkx_backend__ = "kg"

    def __init__(self, graph: "nx.Graph[Any]", weight: str | None = None) -> None:
        self.nodes = list(graph)
        number = dict(zip(self.nodes, range(len(self.nodes)), strict=True))
        inside = _inside(graph)
        rows = np.repeat(np.arange(len(self.nodes)), [len(inside[node]) for node in self.nodes])
        others = np.fromiter(
            map(number.__getitem__, chain.from_iterable(inside[node] for node in self.nodes)), np.int64
        )
        once = rows < others
        self.a, self.b = rows[once], others[once]
        self.weights: Any = None
        if weight is not None:
            values = np.fromiter(
                (data.get(weight, 1) for node in self.nodes for data in inside[node].values()), float, len(rows)
            )
            self.weights = None if (values == 1).all() else values[once]

    def is_directed(self) -> bool:
        """Tell networkx that the graph is not."""
        return False

    def is_multigraph(self) -> bool:
        """Tell networkx that the graph is not."""
        return False

    @cached_property
    def igraph(self) -> Any:
        """Give the graph as igraph has it."""
        import igraph

        return igraph.Graph(n=len(self.nodes), edges=list(zip(self.a.tolist(), self.b.tolist(), strict=True)))

    @cached_property
    def networkit(self) -> Any:
        """Give the graph as networkit has it."""
        import networkit

        if self.weights is not None:
            coordinates = (self.weights, (self.a, self.b))
            return networkit.GraphFromCoo(coordinates, n=len(self.nodes), weighted=True)
        graph = networkit.Graph(len(self.nodes))
        graph.addEdges((self.a.astype(np.uint64), self.b.astype(np.uint64)))
        return graph

    def by_node(self, values: Sequence[Any]) -> dict[Any, Any]:
        """Give one value a node."""
        return dict(zip(self.nodes, values, strict=True))

    def sets(self, numbers: Sequence[int]) -> list[set[Any]]:
        """Give the nodes that have the same number as a set, in the order of their first nodes."""
        found: dict[int, set[Any]] = {}
        for node, number in zip(self.nodes, numbers, strict=True):
            found.setdefault(number, set()).add(node)
        return list(found.values())


class Backend:
    """What networkx asks of a backend: may it, should it, convert, and the measures."""

    @staticmethod
    def convert_from_nx(graph: Any, *, edge_attrs: Any = None, **_: Any) -> Fast:
        """Give a graph of networkx as arrays; networkx keeps it until the graph is changed through its methods."""
        return Fast(graph, next(iter(edge_attrs), None) if edge_attrs else None)

    @staticmethod
    def convert_to_nx(result: Any, *, name: str | None = None) -> Any:
        """Give results back as they are: they are plain."""
        return result

    @staticmethod
    def can_run(name: str, args: Sequence[Any], kwargs: dict[str, Any]) -> bool:
        """Tell whether a library is there that gives the same answer to this call."""
        if library(name) is None:
            return False
        try:
            given = signature(getattr(Backend, name)).bind(*args, **kwargs).arguments
        except TypeError:
            return False  # an argument that only networkx has
        graph = given["G"]
        if graph.is_directed() or graph.is_multigraph():
            return False
        if name in {"betweenness_centrality", "clustering"} and given.get("weight") is not None:
            return False
        if any(given[key] != default for key, default in _DEFAULTS.items() if key in given):
            return False
        if isinstance(graph, Fast) or _converted(graph):
            return True
        return not any(node in others for node, others in _inside(graph).items())

    @staticmethod
    def should_run(name: str, args: Sequence[Any], kwargs: dict[str, Any]) -> bool:
        """Tell whether the graph is large enough for converting to pay."""
        graph = args[0] if args else kwargs["G"]
        return isinstance(graph, Fast) or graph.number_of_edges() >= SMALL or name == "leiden_communities"

    @staticmethod
    def betweenness_centrality(
        G: Fast,  # noqa: N803
        k: int | None = None,
        normalized: bool = True,
        weight: None = None,
        endpoints: bool = False,
        seed: Any = None,
    ) -> dict[Any, float]:
        """Give the share of shortest paths through each node."""
        n = len(G.nodes)
        if n < 3:
            return G.by_node([0.0] * n)  # networkit divides by the number of pairs of others, which is none
        if k is not None and k < n and library("betweenness_centrality") == "networkit":
            import networkit

            with _seeded(seed):
                found = networkit.centrality.EstimateBetweenness(G.networkit, k, normalized).run().scores()
            return G.by_node(found if normalized else [score / 2 for score in found])
        if library("betweenness_centrality") == "networkit":
            import networkit

            found = networkit.centrality.Betweenness(G.networkit, normalized).run().scores()
            return G.by_node(found if normalized else [score / 2 for score in found])
        if k is None or k >= n:
            scores = np.array(G.igraph.betweenness(directed=False))
        else:
            sources = sorted(_random(seed).sample(range(n), k))
            scores = np.array(G.igraph.betweenness(directed=False, sources=sources))
            drawn = np.zeros(n, dtype=bool)
            drawn[sources] = True
            # As networkx scales: a node that was drawn has one starting point fewer that can count for it.
            scores *= np.where(drawn, (n - 1) / max(k - 1, 1), (n - 1) / k)
        pairs = (n - 1) * (n - 2) / 2
        return G.by_node((scores / pairs if normalized else scores).tolist())

    @staticmethod
    def core_number(G: Fast) -> dict[Any, int]:  # noqa: N803
        """Give the largest k for which each node is in the k-core."""
        if library("core_number") == "igraph":
            return G.by_node(G.igraph.coreness())
        import networkit

        return G.by_node([int(each) for each in networkit.centrality.CoreDecomposition(G.networkit).run().scores()])

    @staticmethod
    def clustering(G: Fast, nodes: None = None, weight: None = None) -> dict[Any, float]:  # noqa: N803
        """Give the share of pairs of each node's neighbours that are joined."""
        if library("clustering") == "igraph":
            return G.by_node(G.igraph.transitivity_local_undirected(mode="zero"))
        import networkit

        return G.by_node(networkit.centrality.LocalClusteringCoefficient(G.networkit).run().scores())

    @staticmethod
    def pagerank(
        G: Fast,  # noqa: N803
        alpha: float = 0.85,
        personalization: None = None,
        max_iter: int = 100,
        tol: float = 1.0e-6,
        nstart: None = None,
        weight: str | None = "weight",
        dangling: None = None,
    ) -> dict[Any, float]:
        """Give the PageRank of each node, exactly: networkx's own stops at its `tol`."""
        weights = G.weights if weight is not None else None
        return G.by_node(G.igraph.pagerank(directed=False, damping=alpha, weights=weights))

    @staticmethod
    def louvain_communities(
        G: Fast,  # noqa: N803
        weight: str | None = "weight",
        resolution: float = 1,
        threshold: float = 1e-07,
        max_level: None = None,
        seed: Any = None,
    ) -> list[set[Any]]:
        """Give communities by Louvain's method, the same for the same seed."""
        if library("louvain_communities") == "igraph":
            with _igraph_seeded(seed):
                return G.sets(G.igraph.community_multilevel(weights=G.weights, resolution=resolution).membership)
        import networkit

        with _seeded(seed):
            found = networkit.community.PLM(G.networkit, refine=True, gamma=resolution).run().getPartition()
        return G.sets(found.getVector())

    @staticmethod
    def leiden_communities(
        G: Fast,  # noqa: N803
        weight: str | None = "weight",
        resolution: float = 1,
        max_level: None = None,
        seed: Any = None,
    ) -> list[set[Any]]:
        """Give communities by Leiden's method, the same for the same seed."""
        if library("leiden_communities") == "igraph":
            with _igraph_seeded(seed):
                found = G.igraph.community_leiden(
                    "modularity", weights=G.weights, resolution=resolution, n_iterations=10
                )
                return G.sets(found.membership)
        import networkit

        with _seeded(seed):
            partition = (
                networkit.community.ParallelLeiden(G.networkit, iterations=10, gamma=resolution).run().getPartition()
            )
        return G.sets(partition.getVector())


backend = Backend()


def library(name: str) -> str | None:
    """Give the fastest installed library for a measure; None if there is none."""
    return next((each for each in _LIBRARIES.get(name, ()) if find_spec(each) is not None), None)


def get_info() -> dict[str, Any]:
    """Tell networkx what this backend is."""
    return {
        "backend_name": "kg",
        "project": "cartel-kg",
        "package": "kg",
        "short_summary": "Hands measures to networkit or igraph, whichever is installed and faster.",
        "functions": {name: {} for name in sorted(_LIBRARIES)},
    }


@contextmanager
def accelerated() -> Iterator[None]:
    """Use this backend for every networkx call inside, where it can help.

    networkx warns that a converted graph is kept although somebody might have written into its edge data; ours are frozen.
    """
    with nx.config(backend_priority=["kg"], warnings_to_ignore={*nx.config.warnings_to_ignore, "cache"}):
        yield


def leiden_communities(graph: "nx.Graph[Any]", *, seed: int = 0) -> list[set[Any]]:
    """Give communities by Leiden's method, unweighted. Raises MissingExtra without a library that has it."""
    if library("leiden_communities") is None:
        raise MissingExtra("Leiden's method needs networkit; pip install 'cartel-kg[fast]'")
    return Backend.leiden_communities(Fast(graph), seed=random.Random(seed))


def _converted(graph: Any) -> bool:
    """Tell whether networkx keeps this graph converted, which was looked at then; a change to the graph drops what it keeps."""
    return bool(getattr(graph, "__networkx_cache__", {}).get("backends", {}).get("kg"))


def _inside(graph: Any) -> Any:
    """Give the neighbours by node as plain dicts where networkx has them so: through its views they take ten times as long."""
    found = getattr(graph, "_adj", graph.adj)
    return found if isinstance(found, dict) else graph.adj


def _random(seed: Any) -> random.Random:
    return seed if isinstance(seed, random.Random) else random.Random(seed)


@contextmanager
def _seeded(seed: Any) -> Iterator[None]:
    """Let networkit run on one thread from a seed: on several its partitions differ from run to run."""
    import networkit

    threads = networkit.getMaxNumberOfThreads()
    networkit.setSeed(_random(seed).randrange(_SEEDS), False)
    networkit.setNumberOfThreads(1)
    try:
        yield
    finally:
        networkit.setNumberOfThreads(threads)


@contextmanager
def _igraph_seeded(seed: Any) -> Iterator[None]:
    import igraph

    igraph.set_random_number_generator(_random(seed))
    try:
        yield
    finally:
        igraph.set_random_number_generator(random)
