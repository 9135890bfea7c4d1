"""Analyses: networkx code on the backend against plain networkx and the raw libraries; and how long it takes to be sure."""

import random
import time
from collections.abc import Callable
from importlib.util import find_spec

import networkx as nx
import pytest

import kg.backend
from kg.analyses import sureness
from kg.backend import Backend, Fast, accelerated

MEASURES = {
    "core number": (nx.core_number, {}),
    "clustering": (nx.clustering, {}),
    "betweenness, 10 starting points": (nx.betweenness_centrality, {"k": 10, "seed": 1}),
    "Louvain": (nx.community.louvain_communities, {"seed": 1}),
}
TENFOLD = {"core number", "clustering", "betweenness, 10 starting points", "Louvain"}


def drawn(edges: int, seed: int = 1) -> "nx.Graph[int]":
    """Give a graph with as many parties as a third of its ties, whose degrees and triangles are those of a list."""
    return nx.powerlaw_cluster_graph(max(edges // 3, 12), 3, 0.3, seed=seed)


def cpu(action: Callable[[], object]) -> float:
    start = time.process_time()
    action()
    return time.process_time() - start


def raw(name: str, graph: "nx.Graph[int]") -> float:
    """Give the CPU time of the faster raw library, with making its graph from networkx's edges."""
    found = []
    if find_spec("igraph") is not None:
        import igraph

        calls = {
            "core number": lambda g: g.coreness(),
            "clustering": lambda g: g.transitivity_local_undirected(mode="zero"),
            "betweenness, 10 starting points": lambda g: g.betweenness(directed=False, sources=list(range(10))),
            "Louvain": lambda g: g.community_multilevel(),
        }
        found.append(cpu(lambda: calls[name](igraph.Graph(n=len(graph), edges=list(graph.edges())))))
    if find_spec("networkit") is not None:
        import networkit

        others = {
            "core number": lambda g: networkit.centrality.CoreDecomposition(g).run().scores(),
            "Louvain": lambda g: networkit.community.PLM(g, refine=True).run().getPartition().getVector(),
        }
        if name in others:
            found.append(cpu(lambda: others[name](networkit.nxadapter.nx2nk(graph))))
    return min(found)


@pytest.fixture(scope="module")
def curve(measured):
    found: list[list[object]] = []
    yield found
    measured.table(
        "networkx code on the backend, CPU seconds",
        [
            "measure",
            "edges",
            "plain networkx",
            "backend, first call",
            "backend, converted",
            "raw library",
            "times faster",
        ],
        found,
        "The first call converts the graph; networkx keeps it. The raw library is the faster of igraph and networkit, making "
        "its graph included. networkit runs Louvain on one thread here, so that a seed gives the same answer.",
    )


@pytest.mark.parametrize("edges", [10_000, 100_000, 1_000_000])
@pytest.mark.parametrize("name", list(MEASURES))
def test_networkx_code_on_the_backend(name, edges, measured, scale, curve, need):
    need(find_spec("igraph") is not None and find_spec("networkit") is not None, "pip install '.[fast,igraph]'")
    edges = int(edges * scale)
    graph, (measure, options) = drawn(edges), MEASURES[name]
    Backend.louvain_communities(Fast(nx.path_graph(3)), seed=1)  # imports are not measured
    Backend.core_number(Fast(nx.path_graph(3)))
    known = raw(name, graph)
    with accelerated():
        first = cpu(lambda: measure(graph, **options))
        again = cpu(lambda: measure(graph, **options))
    # Plain Louvain takes minutes at a million edges; its curve is clear before.
    plain = cpu(lambda: measure(graph, **options)) if edges <= 100_000 or name != "Louvain" else float("nan")
    curve.append([name, f"{graph.size():,}", plain, first, again, known, plain / first])
    if edges == 100_000 and name in TENFOLD:
        measured.short(f"{name}, 100,000 edges, `[fast,igraph]`", f"{again:.2g} s", f"plain networkx: {plain:.2g} s")
    measured.holds(f"{name}: within twice the raw library", first <= 2 * known + 0.05)
    if edges == 100_000 and name in TENFOLD:
        measured.holds(f"{name}: ten times as fast as plain networkx", again > 0 and plain >= 10 * again)


def test_how_sure_a_ranking_is_on_a_thousand_draws(measured, scale):
    rows = []
    samples = max(int(1000 * scale), 10)
    for edges in (500, 5_000):
        graph = drawn(edges)
        chance = random.Random(1)
        network = nx.MultiDiGraph()
        for a, b in list(graph.edges())[:edges]:
            network.add_edge(str(a), str(b), standing=chance.choice(["Established", "Said"]))
        for by in ("betweenness", "core", "ties"):
            spent = cpu(lambda network=network, by=by: sureness(network, by=by, samples=samples))
            rows.append([by, f"{network.size():,}", samples, spent])
            if edges == 5_000:
                measured.holds(f"{by} on a thousand draws within a minute", spent <= 60)
    measured.table("How sure a ranking is", ["ranked by", "edges", "draws", "CPU s"], rows, "On one core.")


def test_how_many_edges_pay_for_converting(measured, scale):
    rows = []
    for edges in (500, 2_000, 8_000):
        graph = drawn(edges)
        plain = cpu(lambda graph=graph: nx.core_number(graph))
        fast = cpu(lambda graph=graph: nx.core_number(graph, backend="kg"))
        rows.append([f"{graph.size():,}", plain, fast])
    measured.table(
        f"When converting pays (networkx keeps graphs below {kg.backend.SMALL:,} edges)",
        ["edges", "core number, plain, CPU s", "backend with converting, CPU s"],
        rows,
    )
