"""The shapes over data, asked of Oxigraph as SPARQL: the fast path for lists, held to pySHACL's verdicts by a test.

Only what the shapes of ontology/shapes/claims.ttl use is understood; a constraint of another kind raises, so that a
new shape cannot be passed over in silence.
"""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pyoxigraph as ox
from rdflib import Dataset, Graph, Literal, URIRef
from rdflib.namespace import RDF, SH
from rdflib.term import Node

from kg.graph.names import DERIVED
from kg.graph.rows import inner
from kg.ontology import folder
from kg.vocab import PREFIXES

__all__ = ["broken"]

#: What breaks each kind of constraint, as a pattern after `?this a CLASS`.
_BREAKS = {
    "minCount": "FILTER NOT EXISTS {{ ?this {path} ?v }}",
    "maxCount": ". ?this {path} ?v . ?this {path} ?w FILTER(?v != ?w)",
    "class": ". ?this {path} ?v FILTER NOT EXISTS {{ ?v a/rdfs:subClassOf* {value} }}",
    "datatype": ". ?this {path} ?v FILTER(!isLiteral(?v) || datatype(?v) != {value})",
    "nodeKind": ". ?this {path} ?v FILTER(!isIRI(?v))",
    "minLength": ". ?this {path} ?v FILTER(STRLEN(STR(?v)) < {value})",
    "minInclusive": ". ?this {path} ?v FILTER(?v < {value})",
    "pattern": ". ?this {path} ?v FILTER(!REGEX(STR(?v), {value}))",
    "lessThan": ". ?this {path} ?v . ?this {value} ?w FILTER(!(?v < ?w))",
    "lessThanOrEquals": ". ?this {path} ?v . ?this {value} ?w FILTER(!(?v <= ?w))",
}
_IGNORED = {SH.path, SH.message, RDF.type}


def broken(dataset: Dataset) -> Iterator[tuple[str, str]]:
    """Give each node that breaks a shape, with the shape's message; the derived graphs are left out."""
    store = _as_one_graph(inner(dataset))
    shapes = Graph().parse(folder() / "shapes" / "claims.ttl")
    for message, query in _queries(shapes):
        yield from sorted(set(_answers(store, query, message)))


def _as_one_graph(store: ox.Store) -> ox.Store:
    """Copy the graphs into one, in memory: the questions of a whole list take 12 s there, 42 s over the union of graphs."""
    one = ox.Store()
    with TemporaryDirectory() as work:
        for graph in store.named_graphs():
            if graph.value not in DERIVED:
                file = str(Path(work) / "graph.nt")
                store.dump(file, format=ox.RdfFormat.N_TRIPLES, from_graph=graph)
                one.bulk_load(path=file, format=ox.RdfFormat.N_TRIPLES)
    return one


def _answers(store: ox.Store, query: str, message: str) -> Iterator[tuple[str, str]]:
    found: Any = store.query(query, prefixes=PREFIXES)
    names = [variable.value for variable in found.variables]
    for row in found:
        filled = message
        for name, value in zip(names, row, strict=True):
            filled = filled.replace(f"{{?{name}}}", value.value if value is not None else "")
        yield row[0].value, filled


def _queries(shapes: Graph) -> Iterator[tuple[str, str]]:
    """Give (message, query) for every constraint; the first column of a query is what breaks it."""
    for shape in sorted(shapes.subjects(RDF.type, SH.NodeShape), key=str):
        target = shapes.value(shape, SH.targetClass)
        for constraint in shapes.objects(shape, SH.property):
            yield from _property(shapes, constraint, f"?this a {_n3(target)}")
        for rule in sorted(shapes.objects(shape, SH.sparql), key=str):
            select = str(shapes.value(rule, SH.select))
            yield (
                str(shapes.value(rule, SH.message)),
                select.replace("SELECT $this ?value", "SELECT DISTINCT ?value", 1),
            )
        if shapes.value(shape, SH.nodeKind) is not None:
            yield "is not an IRI", f"SELECT DISTINCT ?this WHERE {{ ?this a {_n3(target)} FILTER(!isIRI(?this)) }}"


def _property(shapes: Graph, constraint: Node, target: str) -> Iterator[tuple[str, str]]:
    path, message = _n3(shapes.value(constraint, SH.path)), str(shapes.value(constraint, SH.message))
    for kind, value in shapes.predicate_objects(constraint):
        if kind not in _IGNORED:
            yield message, f"SELECT DISTINCT ?this WHERE {{ {target} {_break(kind, value, path)} }}"


def _break(kind: Node, value: Node, path: str) -> str:
    """Give the pattern of what breaks one constraint."""
    name = str(kind).removeprefix(str(SH))
    if name not in _BREAKS or (name in {"minCount", "maxCount"} and value != Literal(1)):
        raise NotImplementedError(f"the fast path does not know sh:{name} {value}; add it to kg/shapes.py")
    return _BREAKS[name].format(path=path, value=_n3(value))


def _n3(term: Node | None) -> str:
    return term.n3() if isinstance(term, URIRef | Literal) else ""
