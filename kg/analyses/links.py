"""How are two parties linked?"""

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import networkx as nx

from kg.ontology import load_ontology

if TYPE_CHECKING:
    from kg.network import Network

__all__ = ["Step", "links", "routes"]


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

    A place or a sanctions programme two nodes share is no link, nor is an entry of a list. Of chains equally short, one with more established edges is taken, then the
    first by name. Empty when there is no chain, or when a node is not in the network.

    >>> links(nx.MultiDiGraph([("ana", "cjng"), ("luis", "cjng")]), "ana", "luis")
    [Step(source='ana', relation='0', target='cjng', forward=True), Step(source='cjng', relation='0', target='luis', forward=False)]
    """
    graph = _walkable(network, a, b)
    if graph is None:
        return []
    try:
        chains = list(nx.all_shortest_paths(graph, str(a), str(b)))
    except nx.NetworkXNoPath:
        return []
    best = min(chains, key=lambda chain: (_doubt(network, chain), chain))
    return [_step(network, *pair) for pair in itertools.pairwise(best)]


def routes(network: "Network", a: str, b: str, *, top: int = 3) -> list[list[Step]]:
    """In which ways are two nodes linked, the way whose weakest link is surest first, then the shorter one?

    A chain is as sure as its weakest link: established, said by several sources, said by one. Of the fifty shortest
    chains without a detour of more than two steps. A chain of ties says nothing of guilt.

    >>> net = nx.MultiDiGraph([("ana", "cjng"), ("luis", "cjng")])
    >>> _ = net.add_edge("ana", "luis", standing="Said")
    >>> [len(steps) for steps in routes(net, "ana", "luis")]
    [2, 1]
    """
    graph = _walkable(network, a, b)
    if graph is None or not nx.has_path(graph, str(a), str(b)):
        return []
    found: list[list[str]] = []
    for chain in itertools.islice(nx.shortest_simple_paths(graph, str(a), str(b)), 50):
        if found and len(chain) > len(found[0]) + 2:
            break
        found.append(chain)
    found.sort(key=lambda chain: (_weakest(network, chain), len(chain), _doubt(network, chain), chain))
    return [[_step(network, *pair) for pair in itertools.pairwise(chain)] for chain in found[:top] if len(chain) > 1]


def _walkable(network: "Network", a: str, b: str) -> "nx.Graph[str] | None":
    """Give the graph that chains may run through: a place, a programme or an entry of a list is no link."""
    a, b = str(a), str(b)  # an rdflib URIRef does not equal the string it holds, and nodes are strings
    if a not in network or b not in network:
        return None
    ontology = load_ontology()
    kept = [
        node
        for node, data in network.nodes(data=True)
        if node in {a, b} or not ontology.marked(data.get("type", "Party"), "linksNobody")
    ]
    return nx.Graph(network.subgraph(kept))


def _weakest(network: "Network", chain: list[str]) -> int:
    """Tell how weak the weakest link of a chain is: 0 established, 1 said by several sources, 2 said by one."""
    return max((_weakness(_edges(network, u, v)[0][3]) for u, v in itertools.pairwise(chain)), default=0)


def _weakness(data: dict[str, Any]) -> int:
    if data.get("standing", "Established") == "Established":
        return 0
    return 1 if len({brief.source for brief in data["claims"].briefs} if "claims" in data else ()) > 1 else 2


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
