"""Who lies between others?"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import networkx as nx
import numpy as np

from kg.analyses._draws import PIVOTS, Arcs
from kg.analyses._draws import betweenness as estimate
from kg.network import one_mode

if TYPE_CHECKING:
    from kg.network import Network

__all__ = ["Broker", "betweenness", "brokers"]

#: Beyond this many parties the shares are estimated, from starting points drawn by a seed.
_EXACT = 500


@dataclass(frozen=True, slots=True)
class Broker:
    """One party; the share of pairs of others whose shortest paths run through it, 0 to 1; and the gaps it spans.

    `effective_size` is the number of its contacts that do not know each other another way, `constraint` (0 free, 1 and
    more bound) how far they hold it between them.
    """

    party: str
    score: float
    effective_size: float
    constraint: float


def brokers(network: "Network", *, top: int = 10, unnamed: bool = False) -> list[Broker]:
    """Who lies between others most often, in this corpus?

    Betweenness centrality (Freeman 1977), normalised, on the parties joined by ties or by events, with effective size
    and constraint (Burt 1992); parties that lie between nobody are left out. Ties in rank are broken by name. Groups
    without names count only with `unnamed`. With more than five hundred parties betweenness is estimated
    (Brandes and Pich 2007).

    >>> brokers(nx.MultiDiGraph([("ana", "sinaloa"), ("ana", "cjng"), ("luis", "cjng")]), top=1)
    [Broker(party='ana', score=0.667, effective_size=2.0, constraint=0.5)]
    """
    graph = one_mode(network, unnamed=unnamed)
    ranked = sorted(betweenness(graph).items(), key=lambda each: (-round(each[1], 9), _name(graph, each[0])))
    found = [(party, score) for party, score in ranked if score > 0][:top]
    # Of all at once: of a few nodes networkx takes another way, hundreds of times as long.
    constraint = nx.constraint(nx.Graph(graph.edges())) if found else {}
    size = nx.effective_size(nx.Graph(graph.edges()), nodes=[party for party, _ in found]) if found else {}
    return [
        Broker(party, round(score, 3), round(size[party], 2), round(constraint[party], 3)) for party, score in found
    ]


def betweenness(graph: "nx.Graph[str]") -> dict[str, float]:
    """Give the betweenness of each party: exactly up to five hundred, else an estimate that is the same everywhere."""
    if len(graph) <= _EXACT:
        found: dict[str, float] = nx.betweenness_centrality(graph)
        return found
    nodes = sorted(graph)
    number = {node: index for index, node in enumerate(nodes)}
    ends = np.array([(number[a], number[b]) for a, b in graph.edges()], dtype=np.int64).reshape(-1, 2)
    arcs = Arcs(len(nodes), ends[:, 0], ends[:, 1])
    share = estimate(arcs, np.random.default_rng(0))
    pairs = (len(nodes) - 1) * (len(nodes) - 2)
    scale = len(arcs.tied) / min(len(arcs.tied), PIVOTS) / pairs if len(arcs.tied) else 0.0
    return dict(zip(nodes, (share * scale).tolist(), strict=True))


def _name(graph: "nx.Graph[str]", node: str) -> tuple[str, str]:
    return graph.nodes[node].get("label", node), node
