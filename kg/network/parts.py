"""A part of a network: what lies around somebody, without victims, of some ties, relations, sources or modalities."""

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

import networkx as nx

from kg.ontology import load_ontology

if TYPE_CHECKING:
    from kg.network.project import Network

__all__ = ["around", "only", "picture"]

#: Entries of lists that a picture has room for.
_ENTRIES = 12


def around(network: "Network", centre: Iterable[str], *, depth: int = 1) -> "Network":
    """Give the part of a network within some steps of the given nodes, whichever way the edges point.

    >>> sorted(around(nx.MultiDiGraph([("ana", "cjng"), ("luis", "cjng")]), ["ana"], depth=1))
    ['ana', 'cjng']
    """
    undirected = nx.Graph(network)
    reached = {node for each in centre if each in network for node in nx.ego_graph(undirected, each, radius=depth)}
    return _frozen(network.subgraph(reached).copy())


def picture(network: "Network", *, keep: Iterable[str] = ()) -> "Network":
    """Give the part of a network that belongs in a picture, and note how much is left out.

    Victims are left out where nobody asked for them, and where there are many, the entries of lists: events that tie
    one party to an authority and a programme, and say nothing of who is tied to whom. What stood only beside those goes
    too. `keep` names those that were asked for; their entries are drawn.
    """
    keep = set(keep)
    victims = {node for node, shielded in network.nodes(data="shielded") if shielded} - keep
    entries = {
        node
        for node in _entries(network)
        if node not in keep and keep.isdisjoint({*network.pred[node], *network.succ[node]})
    }
    hidden = victims | (entries if len(entries) > _ENTRIES else set())
    beside = {other for node in hidden for other in nx.all_neighbors(network, node)}
    alone = {other for other in beside if set(nx.all_neighbors(network, other)) <= hidden} - keep
    drawn = network.subgraph(set(network) - hidden - alone).copy()
    drawn.graph.update(left_out=len(victims), entries=len(hidden - victims))
    return _frozen(drawn)


def _entries(network: "Network") -> set[str]:
    ontology = load_ontology()
    kinds = {node: str(data.get("type", "")) for node, data in network.nodes.items()}
    return {
        node for node, kind in kinds.items() if ontology.is_a(kind, "Event") and ontology.marked(kind, "linksNobody")
    }


def only(
    network: "Network",
    *,
    ties: Collection[str] = (),
    relations: Collection[str] = (),
    sources: Collection[str] = (),
    modalities: Collection[str] = (),
    standings: Collection[str] = (),
) -> "Network":
    """Give the part of a network whose edges are of these ties and relations, by claims of these sources and so on.

    What is left empty is not asked about. Ties, relations, modalities and standings are local names of the ontology (`Kinship`,
    `memberOf`, `Alleged`), sources are IRIs. An edge keeps the claims that pass, and is as established as they are;
    nodes that lose all their edges go. In the established view an edge that only says remain of goes too.
    """
    kept: Network = nx.MultiDiGraph(**network.graph)
    for subject, target, key, data in network.edges(keys=True, data=True):
        if (ties and data["tie"] not in ties) or (relations and data["relation"] not in relations):
            continue
        claims = data["claims"].keep(
            lambda brief: (
                (not sources or brief.source in sources)
                and (not modalities or brief.modality in modalities)
                and (not standings or brief.standing in standings)
            )
        )
        standing = min((brief.standing for brief in claims.briefs), default="")
        if not standing or (standing == "Said" and network.graph.get("include") == "established"):
            continue
        for node in (subject, target):
            if node not in kept:
                kept.add_node(node, **network.nodes[node])
        kept.add_edge(subject, target, key=key, **{**data, "standing": standing, "claims": claims})
    return _frozen(kept)


def _frozen(network: "Network") -> "Network":
    """Freeze a network: caches of other libraries do not see direct edits of edge data."""
    nx.freeze(network)
    return network
