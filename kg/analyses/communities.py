"""Who hangs together?"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import networkx as nx

from kg.analyses._ties import party_graph

if TYPE_CHECKING:
    from kg.network import Network

__all__ = ["Community", "communities"]


@dataclass(frozen=True, slots=True)
class Community:
    """One set of parties with more ties among themselves than to others; number 1 is the largest."""

    number: int
    parties: tuple[str, ...]


def communities(network: "Network", *, top: int = 10, unnamed: bool = False, seed: int = 0) -> list[Community]:
    """Who hangs together, in this corpus?

    The Louvain method (Blondel et al. 2008), seeded; parties without ties are left out. Largest first, then by name.

    >>> communities(nx.MultiDiGraph([("ana", "luis"), ("luis", "eva"), ("eva", "ana"), ("rey", "sol")]))
    [Community(number=1, parties=('ana', 'eva', 'luis')), Community(number=2, parties=('rey', 'sol'))]
    """
    graph = party_graph(network, unnamed=unnamed)
    graph.remove_nodes_from([node for node, degree in list(graph.degree()) if degree == 0])
    found = nx.community.louvain_communities(graph, seed=seed) if graph else []
    sets = sorted((tuple(sorted(each)) for each in found), key=lambda each: (-len(each), each))
    return [Community(number, each) for number, each in enumerate(sets[:top], 1)]
