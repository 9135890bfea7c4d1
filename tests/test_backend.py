"""The backend for networkx: the same answers as networkx, from whichever library is there."""

import random
from importlib.util import find_spec

import networkx as nx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import kg.backend
from kg.analyses import communities
from kg.backend import Backend, Fast, accelerated, get_info
from kg.errors import MissingExtra

LIBRARIES = ("networkit", "igraph")
EXACT = {
    "betweenness_centrality": [{}, {"normalized": False}],
    "clustering": [{}],
    "core_number": [{}],
    "pagerank": [{"tol": 1e-12, "max_iter": 10_000}],
}


@pytest.fixture(autouse=True)
def kept_graphs_are_no_news():
    with nx.config(warnings_to_ignore={"cache"}):
        yield


@pytest.fixture(params=LIBRARIES)
def library(request, need, monkeypatch):
    """Leave one library to the backend."""
    name = request.param
    need(find_spec(name) is not None, f"{name} is not installed; pip install '.[fast,igraph]'")
    monkeypatch.setattr(
        kg.backend, "library", lambda measure: name if name in kg.backend._LIBRARIES.get(measure, ()) else None
    )
    return name


def graphs(seed):
    chance = random.Random(seed)
    n = chance.randrange(2, 60)
    graph = nx.gnm_random_graph(n, chance.randrange(0, 3 * n), seed=seed)
    return nx.relabel_nodes(graph, {node: f"p{node}" for node in graph})


@pytest.mark.parametrize("measure", sorted(EXACT))
@given(seed=st.integers(0, 10_000))
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
def test_a_measure_is_that_of_networkx(library, measure, seed):
    if kg.backend.library(measure) is None:
        return
    graph = graphs(seed)
    for options in EXACT[measure]:
        plain = getattr(nx, measure)(graph, backend="networkx", **options)
        assert getattr(nx, measure)(graph, backend="kg", **options) == pytest.approx(plain, abs=1e-9)


def test_a_seeded_estimate_starts_from_the_nodes_networkx_draws(need):
    need(find_spec("igraph") is not None, "igraph is not installed; pip install '.[igraph]'")
    graph = nx.gnm_random_graph(80, 200, seed=1)
    for normalized in (True, False):
        plain, fast = (
            nx.betweenness_centrality(graph, k=20, seed=5, normalized=normalized, backend=name)
            for name in ("networkx", "kg")
        )
        assert fast == pytest.approx(plain)


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("weighted", [False, True])
def test_communities_are_as_good_as_those_of_networkx(library, seed, weighted):
    graph = nx.planted_partition_graph(6, 40, 0.3, 0.02, seed=seed)
    if weighted:
        chance = random.Random(seed)
        nx.set_edge_attributes(graph, {edge: chance.randrange(1, 9) for edge in graph.edges()}, "weight")
    plain = nx.community.modularity(graph, nx.community.louvain_communities(graph, seed=seed, backend="networkx"))
    for method in (nx.community.louvain_communities, nx.community.leiden_communities):
        found, again = (method(graph, seed=seed, backend="kg") for _ in range(2))
        assert found == again
        assert set().union(*found) == set(graph)
        assert nx.community.modularity(graph, found) >= 0.99 * plain


def test_what_no_library_answers_alike_is_left_to_networkx(library):
    graph = nx.gnm_random_graph(10, 20, seed=1)
    loop = nx.Graph([(1, 1), (1, 2)])
    for other, name, options in (
        (nx.DiGraph(graph), "core_number", {}),
        (nx.MultiGraph(graph), "core_number", {}),
        (loop, "core_number", {}),
        (graph, "betweenness_centrality", {"endpoints": True}),
        (graph, "betweenness_centrality", {"weight": "weight"}),
        (graph, "clustering", {"nodes": [1]}),
        (graph, "pagerank", {"personalization": {1: 1}}),
        (graph, "core_number", {"depth": 3}),
        (graph, "shortest_path", {}),
    ):
        assert not Backend.can_run(name, (other,), options), name


def test_small_graphs_stay_with_networkx_and_large_ones_are_converted_once(library, monkeypatch):
    made = []
    plain = Fast.__init__
    monkeypatch.setattr(Fast, "__init__", lambda self, *args: (made.append(1), plain(self, *args))[1])
    with accelerated():
        nx.core_number(nx.path_graph(50))
        assert not made
        graph = nx.gnm_random_graph(1000, 3000, seed=1)
        nx.core_number(graph)
        nx.community.louvain_communities(graph, weight=None, seed=1)
        assert len(made) == 1
        graph.add_edge("new", "edge")
        assert nx.core_number(graph)["new"] == 1
        assert len(made) == 2
    assert nx.config.backend_priority.algos == []


def test_networkx_knows_the_backend():
    assert "kg" in nx.utils.backends.backends
    assert get_info()["backend_name"] == "kg"
    assert all(hasattr(Backend, name) for name in get_info()["functions"])


def test_leiden_without_a_library_says_what_to_install(monkeypatch):
    monkeypatch.setattr(kg.backend, "library", lambda measure: None)
    with pytest.raises(MissingExtra, match=r"pip install 'cartel-kg\[fast\]'"):
        communities(nx.MultiDiGraph([("ana", "luis")]), method="leiden")
