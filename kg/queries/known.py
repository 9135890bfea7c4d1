"""The names of a store as plain data, for whoever reads texts."""

from rdflib import Dataset

from kg.graph import rows
from kg.ontology import load_ontology
from kg.vocab import PREFIXES

__all__ = ["known_names"]

_NAMES = """
SELECT DISTINCT ?name ?class WHERE {
  GRAPH ?source {
    ?claim rdf:subject ?party ; rdf:predicate ?how ; rdf:object ?name .
    ?party a ?class
    VALUES ?how { kg:name kg:alias kg:abbreviation kg:formerName }
  }
}
"""
_KINDS = ("Person", "Organisation")


def known_names(dataset: Dataset) -> tuple[tuple[str, str], ...]:
    """Give (name, class) of the people and organisations of a store; weak aliases and nicknames identify nobody."""
    ontology = load_ontology()
    found = {(str(name), str(kind).removeprefix(PREFIXES["kg"])) for name, kind in rows(dataset, _NAMES)}
    return tuple(sorted((name, kind) for name, kind in found if any(ontology.is_a(kind, each) for each in _KINDS)))
