"""What a picture opens on: at most so many, the nearest first, the same each time."""

from dataclasses import replace

import networkx as nx
import pytest

import kg
from kg.network import Evidence
from kg.renderers.selection import selection


@pytest.fixture
def listed(alleged: "nx.MultiDiGraph[str]") -> "nx.MultiDiGraph[str]":
    """The article beside a list of 400 people designated by one agency, of whom p0 knows p1 and p2."""
    net = nx.MultiDiGraph(alleged)
    quoted: Evidence = next(iter(alleged.edges.values()))["claims"][0]
    row = replace(quoted, source="https://example.org/list", row="7", column="remarks")
    like = next(data for *_, data in alleged.edges(data=True))
    for number in range(400):
        net.add_node(
            f"p{number}", label=f"P {number}", type="Person", unnamed=False, shielded=False, names=(), denied=()
        )
    net.add_node("list", label="The agency", type="Agency", unnamed=False, shielded=False, names=(), denied=())
    lines = [("list", f"p{number}") for number in range(400)] + [("p0", "p1"), ("p0", "p2")]
    for start, end in lines:
        net.add_edge(start, end, key="x", **{**like, "claims": (row,)})
    return nx.freeze(net)


def test_a_network_within_the_limit_stays_as_it_is(alleged: "nx.MultiDiGraph[str]") -> None:
    assert selection(alleged) is alleged


def test_what_was_asked_for_comes_with_its_nearest_and_not_with_a_hub(listed: "nx.MultiDiGraph[str]") -> None:
    assert set(selection(listed, limit=4, keep=["p1"])) == {"p1", "p0", "p2", "list"}
    assert selection(listed, limit=4, keep=["p1"]).graph["chosen"] == "nearest to P 1"


def test_what_is_drawn_hangs_together_and_is_not_reached_through_what_is_not_drawn() -> None:
    net: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for number in range(60):
        net.add_node(f"p{number}", label=f"P {number}", type="Person")
        net.add_node(f"d{number}", label=f"D {number}", type="Designation")
        net.add_edges_from([(f"d{number}", f"p{number}"), (f"d{number}", "programme"), (f"d{number}", "agency")])
    net.add_edge("p1", "p2")
    chosen = selection(net, limit=20, keep=["p1"])
    assert set(chosen) == {"p1", "p2", "d1", "programme", "agency"}


def test_where_nobody_asks_articles_go_before_lists(
    listed: "nx.MultiDiGraph[str]", alleged: "nx.MultiDiGraph[str]"
) -> None:
    assert set(selection(listed, limit=60)) == set(alleged)


def test_a_list_alone_opens_on_the_party_with_most_neighbours(listed: "nx.MultiDiGraph[str]") -> None:
    alone = listed.subgraph([node for node in listed if node == "list" or node.startswith("p")])
    chosen = selection(alone, limit=50)
    assert {"p0", "p1", "p2", "list"} <= set(chosen)
    assert len(chosen) == 50
    assert "P 0" in chosen.graph["chosen"]
    assert chosen.graph["out_of"] == (401, 402)


def test_the_choice_does_not_hang_on_the_order_of_insertion(listed: "nx.MultiDiGraph[str]") -> None:
    turned: nx.MultiDiGraph[str] = nx.MultiDiGraph(**listed.graph)
    turned.add_nodes_from(reversed(list(listed.nodes(data=True))))
    turned.add_edges_from(reversed(list(listed.edges(keys=True, data=True))))
    assert set(selection(turned, limit=33)) == set(selection(listed, limit=33))


def test_edges_keep_their_claims_and_the_page_says_what_is_left_out(listed: "nx.MultiDiGraph[str]") -> None:
    chosen = selection(listed, limit=44)
    assert all(chosen.edges[each] == listed.edges[each] for each in chosen.edges)
    text = kg.render(chosen, "html")
    assert f"{len(chosen)} of {len(listed)} entries are shown" in text
    assert "kg view" in text
