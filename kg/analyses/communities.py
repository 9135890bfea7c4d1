"""Who hangs together?"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import networkx as nx

from kg.network import one_mode

if TYPE_CHECKING:
    from kg.network import Network

__all__ = ["Community", "communities", "partition"]


@dataclass(frozen=True, slots=True)
class Community:
    """One set of parties with more ties among themselves than to others; number 1 is the largest."""

    number: int
    parties: tuple[str, ...]


def communities(
    network: "Network", *, top: int = 10, unnamed: bool = False, seed: int = 0, method: str = "louvain"
) -> list[Community]:
    """Who hangs together, in this corpus?

    The Louvain method (Blondel et al. 2008), seeded, or "leiden" (Traag et al. 2019), which needs the extra [fast];
    parties without ties are left out. Largest first, then by name. Raises MissingExtra.

    >>> communities(nx.MultiDiGraph([("ana", "luis"), ("luis", "eva"), ("eva", "ana"), ("rey", "sol")]))
    [Community(number=1, parties=('ana', 'eva', 'luis')), Community(number=2, parties=('rey', 'sol'))]
    """
    graph = one_mode(network, unnamed=unnamed)
    graph.remove_nodes_from([node for node, degree in list(graph.degree()) if degree == 0])
    sets = sorted((tuple(sorted(each)) for each in partition(graph, seed=seed, method=method)), key=_order)
    return [Community(number, each) for number, each in enumerate(sets[:top], 1)]


def partition(graph: "nx.Graph[str]", *, seed: int = 0, method: str = "louvain") -> list[set[str]]:
    """Give the communities of a graph of parties as sets."""
    if not graph.size():
        return [{node} for node in graph]
    if method == "leiden":
        from kg.backend import leiden_communities

        return leiden_communities(graph, seed=seed)
    found: list[set[str]] = nx.community.louvain_communities(graph, weight=None, seed=seed)
    return found


def _order(parties: tuple[str, ...]) -> tuple[int, tuple[str, ...]]:
    return -len(parties), parties
