"""What a picture opens on when the network is too large to be read: never the hairball."""

import math
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

import networkx as nx

from kg.ontology import load_ontology

if TYPE_CHECKING:
    from kg.network import Network

__all__ = ["LIMIT", "selection"]

#: How many entries a picture opens on.
LIMIT = 300

_BEHIND = ("GovernmentBody", "MediaOutlet")  # parties that stand behind many ties and in the middle of none


def selection(network: "Network", *, limit: int = LIMIT, keep: Iterable[str] = ()) -> "Network":
    """Give at most `limit` nodes of a network: those nearest to what was asked for, and how they were chosen.

    The nearest to `keep` come first. Where nobody asked, that is what running text speaks of (a list is looked up, not
    looked at), and in lists the party with most neighbours. A step through a node is as long as the logarithm of the
    number of its neighbours, so a list's publisher, tied to all it lists, brings nothing near; the entries themselves
    are drawn beside the centre only. Ties go by neighbours, label and id. The graph's data say `chosen` (words for the
    page) and `out_of` (how many nodes and edges there were); a network within the limit is given back as it is.

    >>> star = nx.MultiDiGraph([("list", f"p{n}") for n in range(50)] + [("p1", "p2"), ("p2", "p3")])
    >>> sorted(selection(star, limit=4, keep=["p1"]))
    ['list', 'p1', 'p2', 'p3']
    """
    if len(network) <= limit:
        return network
    plain = nx.Graph(network)
    label: dict[str, str] = dict(network.nodes.data("label", default=""))  # type: ignore[arg-type]

    degree = dict(plain.degree)

    def order(node: str) -> tuple[int, str, str]:
        return -degree[node], label[node], node

    def step(start: str, _end: str, _data: object) -> float:
        return math.log2(1 + degree[start])

    centres, words = _centres(network, {node for node in keep if node in network}, limit, order)
    beside = {other for node in centres for other in (node, *plain[node])}
    plain = nx.Graph(plain.subgraph(set(plain) - (_paperwork(network, plain, limit) - beside)))
    far = nx.multi_source_dijkstra_path_length(plain, centres, weight=step)
    chosen = sorted(far, key=lambda node: (far[node], *order(node)))[:limit]
    drawn: Network = network.subgraph(chosen).copy()
    drawn.graph.update(chosen=words, out_of=(len(network), network.number_of_edges()))
    nx.freeze(drawn)
    return drawn


def _paperwork(network: "Network", plain: "nx.Graph[str]", limit: int) -> set[str]:
    """Give the events that tie no two parties but by what hundreds are tied to: each entry of a list is one."""
    ontology = load_ontology()
    hubs = {node for node, degree in plain.degree if degree > limit}
    parties = {node for node, data in network.nodes.items() if ontology.is_a(data.get("type", ""), "Party")} - hubs
    return {
        node
        for node, data in network.nodes.items()
        if ontology.is_a(data.get("type", ""), "Occurrence")
        and not hubs.isdisjoint(plain[node])
        and len(parties.intersection(plain[node])) <= 1
    }


def _centres(
    network: "Network", asked: set[str], limit: int, order: Callable[[str], tuple[int, str, str]]
) -> tuple[set[str], str]:
    """Give the nodes that a picture spreads from, and what they are in words."""
    if asked:
        first = sorted(asked, key=order)
        return asked, f"nearest to {network.nodes[first[0]].get('label')}" + (
            f" and {len(first) - 1} more" if first[1:] else ""
        )
    texts = _texts(network)
    told = {
        node
        for start, end, data in network.edges(data=True)
        if any(each.source in texts for each in getattr(data["claims"], "briefs", data["claims"]))
        for node in (start, end)
    }
    if told and len(told) <= limit:
        return told, "that articles speak of, and the nearest to them in lists"
    ontology = load_ontology()
    parties = [
        node
        for node, data in network.nodes.items()
        if ontology.is_a(data["type"], "Party") and not any(ontology.is_a(data["type"], each) for each in _BEHIND)
    ]
    busiest = min(told & set(parties) or parties or network, key=order)
    return {busiest}, f"nearest to {network.nodes[busiest].get('label')}, who has most neighbours here"


def _texts(network: "Network") -> set[str]:
    """Give the sources that are running text, not the rows of a list; one claim of each is looked at."""
    by_rows: dict[str, bool] = {}
    for *_, data in network.edges(data=True):
        for index, each in enumerate(getattr(data["claims"], "briefs", data["claims"])):
            if each.source not in by_rows:
                by_rows[each.source] = bool(data["claims"][index].row)
    return {source for source, rows in by_rows.items() if not rows}
