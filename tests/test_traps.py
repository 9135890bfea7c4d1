"""What the libraries we build on do that is not expected, each with what it means here.

These tests fail when an upgrade mends a trap: the way around it can then go.
"""

import networkx as nx
import pyoxigraph as ox
import pytest
from rdflib import Literal, URIRef
from rdflib.namespace import XSD

U = "PREFIX u: <u:> "


def store(*quads: str) -> ox.Store:
    loaded = ox.Store()
    loaded.bulk_load("\n".join(quads).encode(), format=ox.RdfFormat.N_QUADS)
    return loaded


def test_oxigraph_counts_a_triple_of_two_graphs_twice_in_a_union():
    """So no query here uses a union of graphs."""
    twice = store("<u:a> <u:p> <u:b> <u:g> .", "<u:a> <u:p> <u:b> <u:h> .")
    (row,) = twice.query("SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }", use_default_graph_as_union=True)
    assert row["n"].value == "2"


def test_oxigraph_refuses_a_prefixed_name_with_two_dots():
    """So ids have one dot, and colons."""
    with pytest.raises(SyntaxError):
        store().query(U + "SELECT * WHERE { u:a.b.c ?p ?o }")


def test_oxigraph_takes_numbers_and_languages_to_canonical_form():
    """So quotes are plain strings."""
    changed = store('<u:a> <u:p> "1.50"^^<http://www.w3.org/2001/XMLSchema#decimal> .')
    assert [quad.object.value for quad in changed] == ["1.5"]


def test_oxigraph_substitutes_only_projected_variables_and_bound_does_not_see_them():
    """So a question projects its parameters, and leaves optional ones to plain patterns."""
    bound = {ox.Variable("s"): ox.NamedNode("u:a")}
    with pytest.raises(RuntimeError, match="does not contains variable"):
        store().query("SELECT ?o WHERE { ?s ?p ?o }", substitutions=bound)
    filled = store("<u:a> <u:p> <u:b> .")
    assert not list(filled.query("SELECT ?s ?o WHERE { ?x ?p ?o FILTER(BOUND(?s)) }", substitutions=bound))


def test_an_rdflib_string_differs_from_the_same_string_with_its_type_and_an_iri_from_its_text():
    """So answers drop xsd:string, and networks have plain strings for nodes."""
    assert Literal("Ana") != Literal("Ana", datatype=XSD.string)
    assert URIRef("u:a") not in {"u:a"}


def test_networkx_stamps_the_day_into_gexf():
    """So the renderer takes the stamp out."""
    assert "lastmodifieddate" in "\n".join(nx.generate_gexf(nx.path_graph(2)))


@pytest.mark.filterwarnings("ignore")
def test_pyvis_keeps_one_of_parallel_edges_and_changes_the_graph_it_is_given():
    """So the page fills pyvis's lists itself."""
    from pyvis.network import Network

    parallel = nx.MultiGraph([("a", "b"), ("a", "b"), ("a", "b")])
    page = Network()
    page.from_nx(parallel)
    assert len(page.edges) == 1
    assert parallel.nodes["a"]


@pytest.mark.filterwarnings("ignore")
def test_pyvis_asks_a_server_for_styles_even_in_line():
    """So the page has a template of its own."""
    from pyvis.network import Network

    page = Network(cdn_resources="in_line")
    page.add_node("a")
    assert "https://cdn" in page.generate_html()
