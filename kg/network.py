"""A dataset as a network of named parties, groups, events and offences. RDF stops here.

Each edge is one relation between two nodes and carries every claim behind it, with quote, speaker, modality and date.
`kg.network(dataset)` and `from kg.network import ...` both work: the module can be called.
"""

import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from types import ModuleType
from typing import TYPE_CHECKING, Any

import networkx as nx

from kg.dates import Bounds, certainly, possibly
from kg.graph import rows
from kg.ontology import Ontology, load_ontology
from kg.vocab import PREFIXES

if TYPE_CHECKING:
    from rdflib import Dataset

__all__ = ["Evidence", "Network", "network", "wording"]

_KG = PREFIXES["kg"]
#: Nodes are IRIs; node data: label, type (a class of the ontology), names, unnamed, denied.
#: Edge data: relation, label, tie, sign, standing ("Established" or "Said"), claims (tuple of Evidence).
Network = nx.MultiDiGraph

_CLAIMS = """
SELECT ?claim ?source ?s ?p ?o ?standing ?modality ?basis ?quote ?start ?end ?claimant ?attribution ?when
       ?es ?ls ?ee ?le ?saidOn ?jurisdiction WHERE {
  GRAPH graph:standing { ?claim kg:standing ?standing }
  FILTER(?standing IN (kg:Established, kg:Said))
  GRAPH ?source {
    ?claim rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o ; kg:modality ?modality ; kg:basis ?basis ; kg:passage ?passage .
    ?passage kg:exact ?quote ; kg:start ?start ; kg:end ?end .
    FILTER(isIRI(?o))
    OPTIONAL { ?claim kg:claimant ?claimant }
    OPTIONAL { ?claim kg:attribution/kg:exact ?attribution }
    OPTIONAL { ?claim kg:when ?when }
    OPTIONAL { ?claim kg:earliestStart ?es }
    OPTIONAL { ?claim kg:latestStart ?ls }
    OPTIONAL { ?claim kg:earliestEnd ?ee }
    OPTIONAL { ?claim kg:latestEnd ?le }
    OPTIONAL { ?claim kg:saidOn ?saidOn }
    OPTIONAL { ?claim kg:jurisdiction ?jurisdiction }
  }
}"""
_VIA = """
SELECT ?claim ?position ?speaker WHERE { GRAPH ?g { ?claim kg:via ?relay . ?relay kg:relayPosition ?position ; kg:speaker ?speaker } }
ORDER BY ?claim ?position"""
_LABELS = "SELECT ?entity ?label WHERE { GRAPH graph:labels { ?entity rdfs:label ?label } }"
_TYPES = """
SELECT DISTINCT ?entity ?type WHERE { GRAPH ?g { ?entity a ?type } FILTER(?g NOT IN (graph:alleged, graph:candidates, graph:ontology)) }"""
_NAMES = """
SELECT ?entity ?name WHERE {
  GRAPH graph:standing { ?claim kg:standing ?standing } FILTER(?standing IN (kg:Established, kg:Said))
  GRAPH graph:ontology { ?p rdfs:subPropertyOf* kg:name }
  GRAPH ?source { ?claim rdf:predicate ?p ; rdf:subject ?entity ; rdf:object ?name }
} ORDER BY ?entity ?name"""
_SOURCES = "SELECT ?source ?publisher ?date ?url WHERE { GRAPH ?source { ?source kg:publisher ?publisher ; kg:date ?date OPTIONAL { ?source kg:url ?url } } }"
_DENIED = """
SELECT DISTINCT ?party ?quote ?by WHERE {
  GRAPH graph:standing { ?claim kg:standing kg:Contested }
  GRAPH ?g { ?claim rdf:object ?party ; kg:passage/kg:exact ?quote }
  GRAPH ?h { ?rejection rdf:predicate kg:rejects ; rdf:object ?target ; rdf:subject ?by }
  GRAPH ?i { ?target rdf:subject ?event } GRAPH ?g { ?claim rdf:subject ?event . ?party a ?type }
  FILTER(?type NOT IN (kg:Place, kg:Country))
} ORDER BY ?party ?quote ?by"""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One claim behind an edge, ready to be shown: the quote never without who says it."""

    claim: str
    source: str
    publisher: str
    published: str
    url: str | None
    quote: str
    start: int
    end: int
    modality: str
    standing: str
    basis: str
    claimant: str | None
    via: tuple[str, ...]
    attribution: str | None
    when: str | None
    said_on: str | None
    jurisdiction: str | None
    bounds: Bounds


def network(dataset: "Dataset", *, as_of: str | None = None, sure: bool = False, include: str = "established") -> "nx.MultiDiGraph[str]":
    """Project a dataset to a frozen network.

    `include` is "established" (what publishers state in their own voice) or "alleged" (that, and what is said).
    `as_of` is an EDTF day, month or year: edges that possibly hold then, or with `sure` only those that certainly do;
    undated edges possibly hold at any time. Raises ValueError for another `include` or a date that is open.
    """
    if include not in {"established", "alleged"}:
        raise ValueError(f"include {include!r} is neither 'established' nor 'alleged'")
    ontology = load_ontology()
    labels = {e: text for e, text in rows(dataset, _LABELS) if e and text}
    types = {e: kind.removeprefix(_KG) for e, kind in sorted(_pairs(dataset, _TYPES))}
    edges: dict[tuple[str, str, str], list[Evidence]] = {}
    for key, evidence in _evidence(dataset, labels):
        relation = ontology.relations.get(key[1])
        if relation is None or "link" in relation.flags or key[0] not in types or key[2] not in types:
            continue
        if not ontology.is_a(types[key[0]], "Entity"):
            continue  # what a source says of itself, such as its publisher
        if as_of and not (certainly if sure else possibly)(evidence.bounds, as_of):
            continue
        edges.setdefault(key, []).append(evidence)
    net: nx.MultiDiGraph[str] = nx.MultiDiGraph(include=include, as_of=as_of or "", sources=_sources_line(edges.values()))
    wanted = {"Established"} if include == "established" else {"Established", "Said"}
    for (subject, name, target), claims in sorted(edges.items()):
        standing = min(each.standing for each in claims)  # "Established" < "Said": one established claim is enough
        if standing in wanted:
            for node in (subject, target):
                _add_node(net, node, labels, types, ontology)
            net.add_edge(subject, target, key=name, **_edge(name, standing, claims, types[subject], ontology))
    _annotate(net, dataset, labels)
    return nx.freeze(net)


def wording(evidence: Evidence) -> str:
    """Say in words how sure one claim is and who says so: "alleged by somebody the text does not name".

    It stands wherever the edge stands.
    """
    manner = {"Stated": "said", "Alleged": "alleged", "Reported": "reported"}.get(evidence.modality, evidence.modality.lower())
    if evidence.claimant is None:
        said = f"stated by {evidence.publisher}" if evidence.modality == "Stated" else f"{manner} by {evidence.publisher}"
    else:
        said = f"{manner} by {evidence.claimant}"
        if evidence.via:
            said += ", as passed on by " + ", then ".join(evidence.via)
        said += f", in {evidence.publisher}"
    return said + ("; read with background knowledge" if evidence.basis == "Background" else "")


def _pairs(dataset: "Dataset", query: str) -> Iterable[tuple[str, str]]:
    return [(a, b) for a, b in rows(dataset, query) if a and b]


def _evidence(dataset: "Dataset", labels: Mapping[str, str]) -> Iterable[tuple[tuple[str, str, str], Evidence]]:
    sources = {source: (publisher, day, url) for source, publisher, day, url in rows(dataset, _SOURCES)}
    via: dict[str, list[str]] = {}
    for claim, _, speaker in rows(dataset, _VIA):
        via.setdefault(claim or "", []).append(labels.get(speaker or "", speaker or ""))

    def named(iri: str | None) -> str | None:
        return None if iri is None else labels.get(iri, iri)

    for row in sorted(rows(dataset, _CLAIMS), key=lambda each: each[0] or ""):
        claim, source, s, p, o, standing, modality, basis, quote, start, end, claimant, attribution, when, *rest = row
        days = [date.fromisoformat(day) if day else None for day in rest[:4]]
        publisher, published, url = sources[source]
        yield (
            (s or "", (p or "").removeprefix(_KG), o or ""),
            Evidence(
                claim=claim or "",
                source=source or "",
                publisher=publisher or "",
                published=published or "",
                url=url,
                quote=quote or "",
                start=int(start or 0),
                end=int(end or 0),
                modality=(modality or "").removeprefix(_KG),
                standing=(standing or "").removeprefix(_KG),
                basis=(basis or "").removeprefix(_KG),
                claimant=named(claimant),
                via=tuple(via.get(claim or "", ())),
                attribution=attribution,
                when=when,
                said_on=rest[4],
                jurisdiction=named(rest[5]),
                bounds=Bounds(*days),
            ),
        )


def _add_node(net: "nx.MultiDiGraph[str]", node: str, labels: Mapping[str, str], types: Mapping[str, str], ontology: Ontology) -> None:
    if node not in net:
        kind = types[node]
        net.add_node(node, label=labels.get(node, node), type=kind, unnamed=ontology.is_a(kind, "UnnamedGroup"), names=(), denied=())


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


def _annotate(net: "nx.MultiDiGraph[str]", dataset: "Dataset", labels: Mapping[str, str]) -> None:
    """Put on each node its names, and what was said of it that somebody denies: never an edge, never forgotten."""
    for entity, name in _pairs(dataset, _NAMES):
        if entity in net and name not in net.nodes[entity]["names"]:
            net.nodes[entity]["names"] += (name,)
    for party, quote, by in rows(dataset, _DENIED):
        if party in net:
            net.nodes[party]["denied"] += ((quote or "", labels.get(by or "", by or "")),)


def _sources_line(claims: Iterable[list[Evidence]]) -> str:
    return "; ".join(sorted({f"{e.publisher}, {e.published}" for each in claims for e in each}))


class _Callable(ModuleType):
    """Lets `kg.network(dataset)` work although importing kg.network binds the module under that name."""

    def __call__(self, dataset: "Dataset", **options: Any) -> "nx.MultiDiGraph[str]":
        return network(dataset, **options)


sys.modules[__name__].__class__ = _Callable
