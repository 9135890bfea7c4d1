"""A network seen as ties between parties: one mode (who is tied to whom) or two (who is tied to what).

What joins a party to an offence or a claim, an accusation or a denial, is no tie between parties; nor is an entry of a
list, which joins whoever is on it to whoever writes it. Positions read from these graphs are positions in this corpus.
"""

from collections.abc import Collection, Iterator
from itertools import combinations
from typing import TYPE_CHECKING, Any

import networkx as nx

from kg.ontology import load_ontology

if TYPE_CHECKING:
    from kg.network.project import Network

    Simple = nx.Graph[str]

__all__ = ["BELIEVED", "one_mode", "parties", "two_mode"]

#: How often a claim that is only said is believed in a draw: as often as not.
BELIEVED = 0.5


def parties(network: "Network", *, kind: str = "Party", unnamed: bool = False) -> set[str]:
    """Give the nodes of a class, people and organisations if none is given; those without names only when asked for.

    Nodes without a type count as named parties, so that small networks can be written by hand.
    """
    ontology = load_ontology()
    fits = {each: ontology.is_a(each, kind) for each in {_type(data) for data in network.nodes.values()} - {""}}
    return {
        node
        for node, data in network.nodes(data=True)
        if fits.get(_type(data), True) and (unnamed or not data.get("unnamed", False))
    }


def one_mode(network: "Network", *, kind: str = "Party", unnamed: bool = False) -> "Simple":
    """Give the simple undirected graph in which two parties are joined by any tie, or by taking part in one event.

    Parallel edges are folded into one tie that keeps them all. Its data: `edges` (the edges of the network behind it),
    `ties` (their categories), `standing` ("Established" if one support alone is), `sign` (-1, 0 or 1), `believed` (the
    chance that the tie is there when each claim only said is believed as often as not, sources being independent),
    and `weight`: 1 for each direct edge, and 1/(k-1) for each event with k parties (Newman 2001, Phys. Rev. E 64, 016132).

    >>> graph = one_mode(nx.MultiDiGraph([("ana", "luis"), ("luis", "ana"), ("ana", "eva")]))
    >>> sorted(graph.edges(data="weight"))
    [('ana', 'eva', 1.0), ('ana', 'luis', 2.0)]
    """
    kept = parties(network, kind=kind, unnamed=unnamed)
    graph: Simple = nx.Graph()
    graph.add_nodes_from((node, {"label": network.nodes[node].get("label", node)}) for node in sorted(kept))
    for u, v, key, data in network.edges(keys=True, data=True):
        if u in kept and v in kept and u != v:
            _support(graph, u, v, 1.0, [((u, v, key), data)])
    for members in _shared(network, kept):
        for a, b in combinations(sorted(members), 2):
            _support(graph, a, b, 1 / (len(members) - 1), [*members[a], *members[b]])
    return graph


def two_mode(network: "Network", *, kind: str = "Person", other: str = "Event") -> "Simple":
    """Give the graph between the nodes of one class and those of another, such as people and events or organisations.

    Nodes have `mode` 0 or 1; a tie has the data of `one_mode`.

    >>> sorted(two_mode(nx.MultiDiGraph([("ana", "cjng")])).nodes(data="mode"))
    []
    """
    left, right = parties(network, kind=kind), parties(network, kind=other)
    left, right = ({node for node in side if _type(network.nodes[node])} for side in (left, right))
    graph: Simple = nx.Graph()
    for u, v, key, data in network.edges(keys=True, data=True):
        if (u in left and v in right) or (u in right and v in left):
            for node in (u, v):
                graph.add_node(node, label=network.nodes[node].get("label", node), mode=int(node in right))
            _support(graph, u, v, 1.0, [((u, v, key), data)])
    return graph


Edge = tuple[tuple[str, str, Any], dict[str, Any]]


def _shared(network: "Network", kept: Collection[str]) -> Iterator[dict[str, list[Edge]]]:
    """Give, for each event, the parties in it with the edges that put them there."""
    ontology = load_ontology()
    for event, data in network.nodes(data=True):
        if ontology.is_a(_type(data), "Event") and not ontology.marked(_type(data), "linksNobody"):
            members: dict[str, list[Edge]] = {}
            for u, v, key, edge in [
                *network.out_edges(event, keys=True, data=True),
                *network.in_edges(event, keys=True, data=True),
            ]:
                if (member := v if u == event else u) in kept:
                    members.setdefault(member, []).append(((u, v, key), edge))
            if len(members) > 1:
                yield members


def _support(graph: "Simple", a: str, b: str, weight: float, edges: list[Edge]) -> None:
    """Let some edges together support a tie between two parties."""
    if not graph.has_edge(a, b):
        graph.add_edge(a, b, weight=0.0, edges=(), ties=(), standing="Said", sign=0, believed=0.0)
    tie = graph.edges[a, b]
    tie["weight"] += weight
    tie["edges"] += tuple(edge for edge, _ in edges)
    tie["ties"] = tuple(sorted({*tie["ties"], *(data["tie"] for _, data in edges if data.get("tie"))}))
    sign = sum(data.get("sign") or 0 for _, data in edges)
    tie["sign"] = max(-1, min(1, tie["sign"] + sign))
    if all(data.get("standing", "Established") == "Established" for _, data in edges):
        tie["standing"] = "Established"
    chance = 1.0
    for _, data in edges:
        chance *= _believed(data)
    tie["believed"] = 1 - (1 - tie["believed"]) * (1 - chance)


def _believed(data: dict[str, Any]) -> float:
    if data.get("standing", "Established") == "Established":
        return 1.0
    sources = {brief.source for brief in data["claims"].briefs} if "claims" in data else {""}
    return 1 - (1 - BELIEVED) ** len(sources)


def _type(data: dict[str, Any]) -> str:
    return str(data.get("type", ""))
