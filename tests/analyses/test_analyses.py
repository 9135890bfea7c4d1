import importlib
import pkgutil

import networkx as nx

import kg.analyses
from kg.analyses import ANALYSES, brokers, cells, communities, compare, links, timeline


def by_label(network, label):
    (node,) = [node for node, data in network.nodes(data=True) if data["label"] == label]
    return node


def test_every_module_asks_one_question():
    for module in pkgutil.iter_modules(kg.analyses.__path__):
        if not module.name.startswith("_") and module.name != "table":
            doc = importlib.import_module(f"kg.analyses.{module.name}").__doc__ or ""
            assert doc.partition("\n")[0].endswith("?"), module.name


def test_the_registry_names_functions_whose_first_line_is_a_question():
    for name, analysis in ANALYSES.items():
        assert analysis.__name__ == name
        assert (analysis.__doc__ or "").partition("\n")[0].endswith("?")


def test_groups_without_names_are_no_brokers_unless_asked_for(alleged):
    named = {each.party for each in brokers(alleged)}
    counted = {each.party for each in brokers(alleged, unnamed=True)}
    assert not {node for node in named if alleged.nodes[node]["unnamed"]}
    assert {node for node in counted if alleged.nodes[node]["unnamed"]}


def test_an_accusation_is_no_tie_between_accused_and_victim(alleged):
    graph = kg.analyses._ties.party_graph(alleged)
    assert not graph.has_edge(by_label(alleged, "Caro Quintero"), by_label(alleged, "Enrique Camarena"))


def test_a_chain_has_a_quote_at_every_step(alleged):
    steps = links(alleged, by_label(alleged, "Abigael González Valencia"), by_label(alleged, "Caro Quintero"))
    assert len(steps) == 6
    for step in steps:
        assert all(claim.quote for claim in alleged.edges[step.edge]["claims"])


def test_a_country_two_people_share_is_no_link(alleged):
    steps = links(alleged, by_label(alleged, "Abigael González Valencia"), by_label(alleged, "Caro Quintero"))
    assert by_label(alleged, "Mexico") not in {step.target for step in steps}


def test_established_edges_alone_do_not_link_what_only_officials_link(established, alleged):
    cuini, caro = by_label(alleged, "Abigael González Valencia"), by_label(alleged, "Caro Quintero")
    assert links(established, cuini, caro) == []


def test_communities_are_the_same_every_time(alleged):
    assert communities(alleged) == communities(alleged)


def test_the_timeline_is_in_order_and_says_how_sure_each_date_is(alleged):
    entries = timeline(alleged)
    assert [entry.when for entry in entries if entry.relation == "has as actor"] == ["2025-02", "2025-08-12 (inferred)"]
    assert any(entry.wording.startswith("alleged by") and entry.when == "1985" for entry in entries)


def test_two_views_stand_side_by_side(established, alleged):
    columns, rows = compare(brokers, {"established": established, "alleged": alleged})
    assert columns == ("established: party", "established: score", "alleged: party", "alleged: score")
    assert all(len(row) == len(columns) for row in rows)
    empty: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    assert compare(brokers, {"established": empty, "alleged": empty})[1] == []


def test_cells_show_labels_not_ids(alleged):
    assert not any("https://" in cell for row in communities(alleged) for cell in cells(row, alleged))
