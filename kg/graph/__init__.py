"""The graph: quads, named graphs and stores. The only package that knows them.

names   the named graphs that hold more than one source
quads   records -> N-Quads lines
facts   what the views are made of, gathered while writing or read from a store
views   claims -> where each stands, and the plain triples of the two views
anywhere  a store by its directory, or by the address of an endpoint
remote  builds behind a SPARQL 1.1 endpoint
store   a folder per build, a `current` link, rdflib over Oxigraph
search  names, found while they are typed
rows    answers of a query, as rdflib terms or as plain strings
"""

from kg.graph.anywhere import change_store, create_store, current_build, note, open_copy, open_store
from kg.graph.names import ALLEGED, CANDIDATES, DERIVED, IDENTITY, LABELS, ONTOLOGY, STANDING
from kg.graph.remote.endpoint import is_endpoint
from kg.graph.rows import Row, Table, Value, answer, describe, match, rows
from kg.graph.store import (
    append,
    drop_source,
    dump,
    excerpt,
    memory_store,
    open_build,
)

__all__ = [
    "ALLEGED",
    "CANDIDATES",
    "DERIVED",
    "IDENTITY",
    "LABELS",
    "ONTOLOGY",
    "STANDING",
    "Row",
    "Table",
    "Value",
    "answer",
    "append",
    "change_store",
    "create_store",
    "current_build",
    "describe",
    "drop_source",
    "dump",
    "excerpt",
    "is_endpoint",
    "match",
    "memory_store",
    "note",
    "open_build",
    "open_copy",
    "open_store",
    "rows",
]
