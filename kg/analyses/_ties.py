"""What analyses of position count as a tie between two parties."""

from typing import TYPE_CHECKING

import networkx as nx

from kg.ontology import load_ontology

if TYPE_CHECKING:
    from kg.network import Network

    Simple = nx.Graph[str]

__all__ = ["parties", "party_graph"]


def parties(network: "Network", *, unnamed: bool = False) -> set[str]:
    """Give the nodes that are people or organisations; those without names only when asked for.

    Nodes without a type count as named parties, so that small networks can be written by hand.
    """
    ontology = load_ontology()
    return {
        node
        for node, data in network.nodes(data=True)
        if ontology.is_a(data.get("type", "Party"), "Party") and (unnamed or not data.get("unnamed", False))
    }


def party_graph(network: "Network", *, unnamed: bool = False) -> "Simple":
    """Give the simple undirected graph in which two parties are joined by any tie, or by taking part in one event.

    Accusations and denials join a party to an offence or a claim, not to another party, and so are no ties here.
    """
    ontology = load_ontology()
    kept = parties(network, unnamed=unnamed)
    graph: Simple = nx.Graph()
    graph.add_nodes_from((node, {"label": network.nodes[node].get("label", node)}) for node in sorted(kept))
    graph.add_edges_from((a, b) for a, b in network.edges() if a in kept and b in kept and a != b)
    for event, data in network.nodes(data=True):
        if ontology.is_a(data.get("type", "Party"), "Event"):
            members = sorted(kept & {*network.successors(event), *network.predecessors(event)})
            graph.add_edges_from((a, b) for i, a in enumerate(members) for b in members[i + 1 :])
    return graph
