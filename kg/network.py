"""A dataset as a network of named parties, groups, events and offences. RDF stops here.

Each edge is one relation between two nodes and carries every claim behind it, with quote, speaker, modality and date.
`kg.network(dataset)` and `from kg.network import ...` both work: the module can be called.
"""

import sys
from collections.abc import Iterable, Mapping
from types import ModuleType
from typing import TYPE_CHECKING, Any

import networkx as nx

from kg.dates import certainly, possibly
from kg.graph import rows
from kg.ontology import Ontology, load_ontology
from kg.queries.evidence import Evidence, dated, evidence, wording
from kg.queries.evidence import labels as evidence_labels
from kg.queries.evidence import types as evidence_types

if TYPE_CHECKING:
    from rdflib import Dataset

    #: Nodes are IRIs; node data: label, type (a class of the ontology), names, unnamed, shielded (a victim), denied.
    #: Edge data: relation, label, tie, sign, standing ("Established" or "Said"), claims (tuple of Evidence).
    Network = nx.MultiDiGraph[str]

__all__ = ["Evidence", "around", "dated", "network", "picture", "wording"]

_NAMES = """
SELECT ?entity ?name WHERE {
  GRAPH graph:standing { ?claim kg:standing ?standing } FILTER(?standing IN (kg:Established, kg:Said))
  GRAPH graph:ontology { ?p rdfs:subPropertyOf* kg:name }
  GRAPH ?source { ?claim rdf:predicate ?p ; rdf:subject ?entity ; rdf:object ?name }
} ORDER BY ?entity ?name"""


def network(
    dataset: "Dataset", *, as_of: str | None = None, sure: bool = False, include: str = "established"
) -> "Network":
    """Project a dataset to a frozen network.

    `include` is "established" (what publishers state in their own voice) or "alleged" (that, and what is said).
    `as_of` is an EDTF day, month or year: edges that possibly hold then, or with `sure` only those that certainly do;
    undated edges possibly hold at any time. Raises ValueError for another `include` or a date that is open.
    """
    if include not in {"established", "alleged"}:
        raise ValueError(f"include {include!r} is neither 'established' nor 'alleged'")
    ontology = load_ontology()
    labels, types = evidence_labels(dataset), evidence_types(dataset)
    edges: dict[tuple[str, str, str], list[Evidence]] = {}
    denied: list[Evidence] = []
    shielded: set[str] = set()
    for claim in evidence(dataset, known=labels):
        relation = ontology.relations.get(claim.relation)
        if claim.standing == "Contested":
            denied.append(claim)
        if (
            claim.standing not in {"Established", "Said"}
            or claim.literal
            or relation is None
            or "link" in relation.flags
        ):
            continue
        if not ontology.is_a(types.get(claim.subject, "Source"), "Entity") or claim.object not in types:
            continue  # what a source says of itself, such as its publisher
        if "shields" in relation.flags:
            shielded.add(claim.object)  # whatever the date asked for
        if as_of and not (certainly if sure else possibly)(claim.bounds, as_of):
            continue
        edges.setdefault((claim.subject, claim.relation, claim.object), []).append(claim)
    net: Network = nx.MultiDiGraph(
        include=include, as_of=as_of or "", sources=_sources_line(edges.values()), left_out=0
    )
    wanted = {"Established"} if include == "established" else {"Established", "Said"}
    for (subject, name, target), claims in sorted(edges.items()):
        standing = min(each.standing for each in claims)  # "Established" < "Said": one established claim is enough
        if standing in wanted:
            for node in (subject, target):
                _add_node(net, node, labels, types, ontology)
            net.add_edge(subject, target, key=name, **_edge(name, standing, claims, types[subject], ontology))
    for target in shielded & set(net):
        net.nodes[target]["shielded"] = True
    _annotate(net, dataset, denied, ontology)
    return _frozen(net)


def around(network: "Network", centre: Iterable[str], *, depth: int = 1) -> "Network":
    """Give the part of a network within some steps of the given nodes, whichever way the edges point.

    >>> sorted(around(nx.MultiDiGraph([("ana", "cjng"), ("luis", "cjng")]), ["ana"], depth=1))
    ['ana', 'cjng']
    """
    undirected = nx.Graph(network)
    reached = {node for each in centre if each in network for node in nx.ego_graph(undirected, each, radius=depth)}
    return _frozen(network.subgraph(reached).copy())


def picture(network: "Network", *, keep: Iterable[str] = ()) -> "Network":
    """Give the part of a network that belongs in a picture nobody asked victims for, and note how many are left out.

    What stood only beside a victim goes too. `keep` names those that were asked for.
    """
    hidden = {node for node, shielded in network.nodes(data="shielded") if shielded} - set(keep)
    beside = {other for node in hidden for other in nx.all_neighbors(network, node)}
    alone = {other for other in beside if set(nx.all_neighbors(network, other)) <= hidden} - set(keep)
    drawn = network.subgraph(set(network) - hidden - alone).copy()
    drawn.graph["left_out"] = len(hidden)
    return _frozen(drawn)


def _frozen(network: "Network") -> "Network":
    """Freeze a network: caches of other libraries do not see direct edits of edge data."""
    nx.freeze(network)
    return network


def _add_node(
    net: "Network", node: str, labels: Mapping[str, str], types: Mapping[str, str], ontology: Ontology
) -> None:
    if node not in net:
        kind = types[node]
        net.add_node(
            node,
            label=labels.get(node, node),
            type=kind,
            unnamed=ontology.is_a(kind, "UnnamedGroup"),
            shielded=False,
            names=(),
            denied=(),
        )


def _edge(name: str, standing: str, claims: list[Evidence], subject_type: str, ontology: Ontology) -> dict[str, Any]:
    relation = ontology.relations[name]
    return {
        "relation": name,
        "label": relation.label(),
        "tie": ontology.tie_of(name, subject_type),
        "sign": relation.sign,
        "standing": standing,
        "claims": tuple(claims),
    }


def _annotate(net: "Network", dataset: "Dataset", denied: list[Evidence], ontology: Ontology) -> None:
    """Put on each node its names, and what was said of it that somebody denies: never an edge, never forgotten."""
    for entity, name in rows(dataset, _NAMES):
        if entity is not None and entity in net and name not in net.nodes[entity]["names"]:
            net.nodes[entity]["names"] += (name,)
    for claim in denied:
        for node in sorted({claim.subject, claim.object} & set(net)):
            entry = (claim.quote, " and ".join(claim.denied_by))
            if not ontology.is_a(net.nodes[node]["type"], "Place") and entry not in net.nodes[node]["denied"]:
                net.nodes[node]["denied"] += (entry,)


def _sources_line(claims: Iterable[list[Evidence]]) -> str:
    return "; ".join(sorted({f"{e.publisher}, {e.published}" for each in claims for e in each}))


class _Callable(ModuleType):
    """Lets `kg.network(dataset)` work although importing kg.network binds the module under that name."""

    def __call__(self, dataset: "Dataset", **options: Any) -> "Network":
        return network(dataset, **options)


sys.modules[__name__].__class__ = _Callable
