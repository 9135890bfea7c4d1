"""How sure is a ranking?"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from kg.analyses._draws import SCORES, Arcs
from kg.network import one_mode

if TYPE_CHECKING:
    from kg.network import Network

__all__ = ["LOST_PARTIES", "LOST_TIES", "READ_AS", "Sureness", "sureness"]

#: The shares of ties and of parties that a draw takes away, as if they had not been recorded.
LOST_TIES, LOST_PARTIES = 0.10, 0.02
#: What the table says, in one sentence a reader can hold on to.
READ_AS = (
    "Drawn {samples} times, each time believing a tie that is only said as often as not (oftener if several sources say it) and "
    "leaving out one tie in ten and one party in fifty as if nobody had recorded them: “2–5” is where the party ranked in nine "
    "draws of ten, “87%” how often it was {among}. A wide range means that the rank says little."
)

Ranks = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Sureness:
    """One party, its rank among what is established and with what is said, and where it ranked in the draws.

    A rank is 0 where there is none: nothing to be ranked by. `low` to `high` holds nine draws of ten; one past the last
    rank stands for none. `in_top` is the share of draws in which it was among the `first` so many.
    """

    party: str
    established: int
    alleged: int
    low: int
    high: int
    in_top: float
    first: int


def sureness(
    network: "Network",
    *,
    by: str = "betweenness",
    top: int = 10,
    unnamed: bool = False,
    samples: int = 1000,
    seed: int = 0,
) -> list[Sureness]:
    """How sure is it who ranks high in this corpus, given what is only said and what nobody recorded?

    `network` has established and alleged edges; `by` is betweenness, core or ties. Ranks with established ties, with
    all, and in `samples` seeded draws that keep a tie with the chance that one of its supports is true, less missing
    data: with a tenth of ties missing rankings are still readable, with a fiftieth of parties they mislead (PLoS ONE
    2021, e0255067). Bootstrapped ranks: Snijders and Borgatti 1999. Ordered by how often a party was among the first
    `top`, or the first third where fewer than three times `top` have a rank at all; `top` rows.

    >>> import networkx as nx
    >>> star = nx.MultiDiGraph([("ana", each) for each in ("luis", "eva", "rey", "sol")])
    >>> sureness(star, by="ties", top=1, samples=100)[0].party
    'ana'
    """
    graph = one_mode(network, unnamed=unnamed)
    nodes = sorted(graph, key=lambda node: (graph.nodes[node].get("label", node), node))
    if not graph.size():
        return []
    number = {node: index for index, node in enumerate(nodes)}
    pairs = np.array([(number[a], number[b]) for a, b in graph.edges()], dtype=np.int64)
    believed = np.array([tie["believed"] for *_, tie in graph.edges(data=True)])
    firm = np.array([tie["standing"] == "Established" for *_, tie in graph.edges(data=True)])
    score, chance = SCORES[by], np.random.default_rng(seed)
    fixed = np.random.default_rng(seed)
    established, alleged = (
        _ranks(score(Arcs(len(nodes), *pairs[kept].T), fixed)) for kept in (firm, np.ones(len(pairs), dtype=bool))
    )
    drawn = np.zeros((samples, len(nodes)), dtype=np.int64)
    there = np.zeros((samples, len(nodes)), dtype=bool)
    for draw in range(samples):
        there[draw] = chance.random(len(nodes)) >= LOST_PARTIES
        kept = chance.random(len(pairs)) < believed * (1 - LOST_TIES)
        kept &= there[draw][pairs[:, 0]] & there[draw][pairs[:, 1]]
        drawn[draw] = _ranks(score(Arcs(len(nodes), *pairs[kept].T), chance))
    ranked = int((alleged > 0).sum())
    first = top if ranked >= 3 * top else max(1, ranked // 3)
    last = max(int(drawn.max()), first)
    placed = np.where(drawn == 0, last + 1, drawn)
    found = []
    for index, node in enumerate(nodes):
        seen = placed[there[:, index], index]
        if alleged[index] and len(seen):
            low, high = np.quantile(seen, [0.05, 0.95], method="inverted_cdf")
            share = round(float((seen <= first).mean()), 2)
            found.append(
                Sureness(node, int(established[index]), int(alleged[index]), int(low), int(high), share, first)
            )
    found.sort(key=lambda each: (-each.in_top, each.alleged, number[each.party]))
    return found[:top]


def _ranks(scores: "npt.NDArray[np.float64]") -> Ranks:
    """Give ranks from 1, equal scores sharing the better one; 0 for those without a score."""
    rounded = np.round(scores, 9)
    order = np.sort(-rounded)
    ranks: Ranks = np.searchsorted(order, -rounded, side="left") + 1
    return np.where(rounded > 0, ranks, 0)
