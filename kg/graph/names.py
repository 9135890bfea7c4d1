"""The named graphs that belong to no single source. The default graph is the established view."""

from rdflib import URIRef

from kg.vocab import PREFIXES

__all__ = ["ALLEGED", "CANDIDATES", "DERIVED", "IDENTITY", "LABELS", "ONTOLOGY", "STANDING"]

ALLEGED = URIRef(PREFIXES["graph"] + "alleged")
CANDIDATES = URIRef(PREFIXES["graph"] + "candidates")
IDENTITY = URIRef(PREFIXES["graph"] + "identity")
#: Where each claim stands, one triple a claim; derived.
STANDING = URIRef(PREFIXES["graph"] + "standing")
#: One label for every entity, claims' standing aside; derived, for reading answers.
LABELS = URIRef(PREFIXES["graph"] + "labels")
#: The ontology, so that queries can ask for "any relation of kinship".
ONTOLOGY = URIRef(PREFIXES["graph"] + "ontology")
#: Graphs that follow from the others, as plain strings: an rdflib URIRef does not equal the string it holds.
DERIVED = frozenset({str(ALLEGED), str(LABELS), str(STANDING)})
