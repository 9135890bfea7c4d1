"""Answers of a query. Hot paths take plain strings; people who use the API get rdflib terms."""

from collections.abc import Iterator, Mapping
from typing import Any

import pyoxigraph as ox
from rdflib import Dataset, Graph, Literal, URIRef
from rdflib.namespace import XSD

from kg.errors import QueryError
from kg.vocab import PREFIXES

__all__ = ["Row", "Value", "ask", "construct", "inner", "rows", "select", "values"]

Value = URIRef | Literal
#: One answer: the value of each column, None where the query leaves it open.
Row = dict[str, Value | None]


def select(dataset: Dataset, query: str, bindings: Mapping[str, Value] | None = None) -> tuple[tuple[str, ...], list[Row]]:
    """Give the columns and rows of a SELECT query, with the prefixes of the project predefined."""
    answer = _run(dataset, query, bindings or {})
    if not isinstance(answer, ox.QuerySolutions):
        raise QueryError("this query does not select rows; start it with SELECT")
    columns = tuple(variable.value for variable in answer.variables)
    return columns, [{name: _term(value) for name, value in zip(columns, row, strict=True)} for row in answer]


def rows(dataset: Dataset, query: str, bindings: Mapping[str, Value] | None = None) -> Iterator[tuple[str | None, ...]]:
    """Stream the rows of a SELECT query as plain strings: IRIs whole, literals by their lexical form."""
    for row in _run(dataset, query, bindings or {}):
        yield tuple(None if value is None else value.value for value in row)


def values(dataset: Dataset, query: str, bindings: Mapping[str, Value] | None = None) -> list[str]:
    """Give the first column of a SELECT query as plain strings, open ones left out."""
    return [row[0] for row in rows(dataset, query, bindings) if row[0] is not None]


def ask(dataset: Dataset, query: str, bindings: Mapping[str, Value] | None = None) -> bool:
    """Give the answer of an ASK query."""
    return bool(_run(dataset, query, bindings or {}))


def construct(dataset: Dataset, query: str, bindings: Mapping[str, Value] | None = None) -> Graph:
    """Give the graph of a CONSTRUCT or DESCRIBE query."""
    answer = _run(dataset, query, bindings or {})
    graph = Graph()
    for name, iri in PREFIXES.items():
        graph.bind(name, iri)
    for triple in answer:
        graph.add((_term(triple.subject), _term(triple.predicate), _term(triple.object)))  # type: ignore[arg-type]
    return graph


def inner(dataset: Dataset) -> ox.Store:
    """Give the Oxigraph store behind a dataset that this package opened."""
    store: ox.Store = dataset.store._inner  # type: ignore[attr-defined]
    return store


def _run(dataset: Dataset, query: str, bindings: Mapping[str, Value]) -> Any:
    substitutions = {ox.Variable(name): _to_ox(value) for name, value in bindings.items()}
    try:
        return inner(dataset).query(query, prefixes=PREFIXES, substitutions=substitutions)
    except SyntaxError as error:
        raise QueryError(f"the query is not SPARQL: {error}") from None
    except (ValueError, RuntimeError, OSError) as error:
        raise QueryError(f"the query cannot be run: {error}") from None


def _to_ox(value: Value) -> ox.NamedNode | ox.Literal:
    if isinstance(value, URIRef):
        return ox.NamedNode(str(value))
    if value.language:
        return ox.Literal(str(value), language=value.language)
    return ox.Literal(str(value), datatype=ox.NamedNode(str(value.datatype or XSD.string)))


def _term(value: ox.NamedNode | ox.Literal | ox.BlankNode | ox.Triple | None) -> Value | None:
    """Make an rdflib term; a string loses its xsd:string, so that it equals Literal("the same")."""
    if value is None:
        return None
    if isinstance(value, ox.NamedNode):
        return URIRef(value.value)
    if not isinstance(value, ox.Literal):
        raise QueryError("the query answers with a blank node or a triple; select IRIs and literals")
    if value.language:
        return Literal(value.value, lang=value.language)
    datatype = URIRef(value.datatype.value)
    return Literal(value.value) if datatype == XSD.string else Literal(value.value, datatype=datatype)
