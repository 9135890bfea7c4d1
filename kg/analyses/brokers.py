"""Who lies between others?"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import networkx as nx

from kg.analyses._ties import party_graph

if TYPE_CHECKING:
    from kg.network import Network

__all__ = ["Broker", "brokers"]


@dataclass(frozen=True, slots=True)
class Broker:
    """One party, and the share of pairs of others whose shortest paths run through it, 0 to 1."""

    party: str
    score: float


def brokers(network: "Network", *, top: int = 10, unnamed: bool = False) -> list[Broker]:
    """Who lies between others most often, in this corpus?

    Betweenness centrality (Freeman 1977), normalised, on the parties joined by ties or by events; parties that lie
    between nobody are left out. Ties in rank are broken by name. Groups without names count only with `unnamed`.

    >>> brokers(nx.MultiDiGraph([("ana", "sinaloa"), ("ana", "cjng"), ("luis", "cjng")]), top=1)
    [Broker(party='ana', score=0.667)]
    """
    graph = party_graph(network, unnamed=unnamed)
    scores = nx.betweenness_centrality(graph)
    ranked = sorted(scores.items(), key=lambda item: (-round(item[1], 9), graph.nodes[item[0]]["label"], item[0]))
    return [Broker(party, round(score, 3)) for party, score in ranked if score > 0][:top]
