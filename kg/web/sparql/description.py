"""What the service is and holds, in RDF: SPARQL 1.1 Service Description, with VoID for its graphs.

https://www.w3.org/TR/sparql11-service-description/ and https://www.w3.org/TR/void/
"""

from collections.abc import Iterator, Mapping
from typing import Any

import pyoxigraph as ox

from kg.graph import ALLEGED, CANDIDATES, IDENTITY, LABELS, ONTOLOGY, STANDING
from kg.vocab import BASE, PREFIXES
from kg.web.sparql.pool import Pool, Stopped, job

__all__ = ["described", "text"]

_SD = "http://www.w3.org/ns/sparql-service-description#"
_VOID = "http://rdfs.org/ns/void#"
_DCT = "http://purl.org/dc/terms/"
_FORMATS = "http://www.w3.org/ns/formats/"
_RESULTS = (
    "SPARQL_Results_JSON",
    "SPARQL_Results_XML",
    "SPARQL_Results_CSV",
    "SPARQL_Results_TSV",
    "Turtle",
    "N-Triples",
    "JSON-LD",
    "RDF_XML",
)
_ABOUT = {
    str(ALLEGED): "What is established, and what is said and alleged.",
    str(CANDIDATES): "Claims nobody has reviewed; in no view.",
    str(IDENTITY): "Judgements whether two records are the same, by whom and why.",
    str(LABELS): "One label for each entity.",
    str(ONTOLOGY): "The terms, with their definitions.",
    str(STANDING): "Where each claim stands.",
}
_FORMS = {
    "ttl": ox.RdfFormat.TURTLE,
    "nt": ox.RdfFormat.N_TRIPLES,
    "jsonld": ox.RdfFormat.JSON_LD,
    "rdf": ox.RdfFormat.RDF_XML,
}


async def text(pool: Pool, address: str, form: str) -> bytes:
    """Describe the service at an address; counts are left out where a build is too large to be counted within the limits."""
    counts = pool.kept.get("counts", pool.build)
    if counts is None:
        try:
            reply = await pool.ask(job("count"))
            counts = reply.head if reply.head["status"] == 200 else {}
            pool.kept.put("counts", reply.build, counts)
        except Stopped:
            counts = {}
    prefixes = {"sd": _SD, "void": _VOID, "dct": _DCT, "formats": _FORMATS, "rdf": PREFIXES["rdf"]}
    triples = described(address, counts)
    return ox.serialize(triples, format=_FORMS[form], prefixes=prefixes if form != "nt" else None) or b""


def described(address: str, counts: Mapping[str, Any]) -> Iterator[ox.Triple]:
    """Give the triples. `counts` has the triples of each `graphs`, the default one's under "", and `entities`."""
    service, data, default = ox.NamedNode(address), ox.BlankNode("dataset"), ox.BlankNode("default")
    yield _is(service, _SD + "Service")
    yield _to(service, _SD + "endpoint", service)
    yield _to(service, _SD + "supportedLanguage", ox.NamedNode(_SD + "SPARQL11Query"))
    for name in _RESULTS:
        yield _to(service, _SD + "resultFormat", ox.NamedNode(_FORMATS + name))
    yield _to(service, _SD + "defaultDataset", data)
    yield _is(data, _SD + "Dataset")
    yield _is(data, _VOID + "Dataset")
    yield _to(
        data, _DCT + "title", ox.Literal("Knowledge graph of people, cartels and government actions", language="en")
    )
    yield _to(data, _DCT + "description", ox.Literal(_DEFAULT, language="en"))
    yield _to(data, _VOID + "sparqlEndpoint", service)
    yield _to(data, _VOID + "uriSpace", ox.Literal(BASE))
    yield _to(data, _VOID + "vocabulary", ox.NamedNode(PREFIXES["kg"]))
    yield _to(data, _SD + "defaultGraph", default)
    yield _is(default, _SD + "Graph")
    graphs = dict(counts.get("graphs", {}))
    yield from _counted(default, graphs.pop("", None))
    if "entities" in counts:
        yield _to(default, _VOID + "entities", ox.Literal(counts["entities"]))
    for number, (name, size) in enumerate(sorted(graphs.items())):
        named, graph = ox.BlankNode(f"named{number}"), ox.BlankNode(f"graph{number}")
        yield _to(data, _SD + "namedGraph", named)
        yield _is(named, _SD + "NamedGraph")
        yield _to(named, _SD + "name", ox.NamedNode(name))
        yield _to(named, _SD + "graph", graph)
        yield _is(graph, _SD + "Graph")
        yield from _counted(graph, size)
        if name in _ABOUT:
            yield _to(graph, _DCT + "description", ox.Literal(_ABOUT[name], language="en"))


_DEFAULT = (
    "The default graph holds what is established: stated in a publisher's own voice, reviewed and not contested. Each source has a "
    "graph of its own, named by the source, with the claims it makes and the passages they stand in."
)


def _counted(graph: ox.BlankNode, size: int | None) -> Iterator[ox.Triple]:
    yield _is(graph, _VOID + "Dataset")
    if size is not None:
        yield _to(graph, _VOID + "triples", ox.Literal(size))


def _to(node: ox.NamedNode | ox.BlankNode, relation: str, value: Any) -> ox.Triple:
    return ox.Triple(node, ox.NamedNode(relation), value)


def _is(node: ox.NamedNode | ox.BlankNode, kind: str) -> ox.Triple:
    return _to(node, PREFIXES["rdf"] + "type", ox.NamedNode(kind))
