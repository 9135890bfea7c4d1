"""How are two parties linked?"""

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import networkx as nx

from kg.ontology import load_ontology

if TYPE_CHECKING:
    from kg.network import Network

__all__ = ["Step", "links"]


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a chain: from one node to the next by a relation, which may be read against its direction."""

    source: str
    relation: str
    target: str
    forward: bool

    @property
    def edge(self) -> tuple[str, str, str]:
        """The edge of the network that the step goes along: its start, its end, its relation."""
        ends = (self.source, self.target) if self.forward else (self.target, self.source)
        return (*ends, self.relation)


def links(network: "Network", a: str, b: str) -> list[Step]:
    """How are two nodes linked, by the shortest chain of edges, whichever way they point?

    A place two nodes share is no link. Of chains equally short, one with more established edges is taken, then the
    first by name. Empty when there is no chain, or when a node is not in the network.

    >>> links(nx.MultiDiGraph([("ana", "cjng"), ("luis", "cjng")]), "ana", "luis")
    [Step(source='ana', relation='0', target='cjng', forward=True), Step(source='cjng', relation='0', target='luis', forward=False)]
    """
    a, b = str(a), str(b)  # an rdflib URIRef does not equal the string it holds, and nodes are strings
    if a not in network or b not in network:
        return []
    ontology = load_ontology()
    kept = [
        node
        for node, data in network.nodes(data=True)
        if node in {a, b} or not ontology.is_a(data.get("type", "Party"), "Place")
    ]
    graph = nx.Graph(network.subgraph(kept))
    try:
        chains = list(nx.all_shortest_paths(graph, a, b))
    except nx.NetworkXNoPath:
        return []
    best = min(chains, key=lambda chain: (_doubt(network, chain), chain))
    return [_step(network, *pair) for pair in itertools.pairwise(best)]


def _edges(network: "Network", u: str, v: str) -> list[tuple[bool, bool, str, dict[str, Any]]]:
    """Give the edges between two nodes, established ones first: (said only, backward, relation, data)."""
    found = []
    for start, end in ((u, v), (v, u)):
        for key, data in (network.get_edge_data(start, end) or {}).items():
            found.append((data.get("standing") == "Said", start != u, str(key), data))
    return sorted(found, key=lambda each: each[:3])


def _doubt(network: "Network", chain: list[str]) -> int:
    return sum(_edges(network, u, v)[0][0] for u, v in itertools.pairwise(chain))


def _step(network: "Network", u: str, v: str) -> Step:
    _, backward, relation, _ = _edges(network, u, v)[0]
    return Step(u, relation, v, not backward)
