"""The graph: quads, named graphs and stores. The only package that knows them.

names   the named graphs that hold more than one source
quads   records -> N-Quads lines
views   claims in a store -> where each stands, and the plain triples of the two views
store   a folder per build, a `current` link, rdflib over Oxigraph
rows    answers of a query, as rdflib terms or as plain strings
"""

from kg.graph.names import ALLEGED, CANDIDATES, IDENTITY, LABELS, ONTOLOGY, STANDING
from kg.graph.rows import Row, Table, Value, answer, rows
from kg.graph.store import create_store, dump, manifest, memory_store, open_store

__all__ = [
    "ALLEGED",
    "CANDIDATES",
    "IDENTITY",
    "LABELS",
    "ONTOLOGY",
    "STANDING",
    "Row",
    "Table",
    "Value",
    "answer",
    "create_store",
    "dump",
    "manifest",
    "memory_store",
    "open_store",
    "rows",
]
