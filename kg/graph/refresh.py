"""The derived quads of a changed store, made anew where the change can have touched them and nowhere else."""

from collections.abc import Collection, Iterable, Iterator

import pyoxigraph as ox
from rdflib import Dataset, URIRef
from rdflib.namespace import RDF

from kg.graph.facts import facts_in
from kg.graph.names import LABELS, STANDING
from kg.graph.rows import inner, rows
from kg.graph.views import VIEWS, Views, view_quads
from kg.ontology import Ontology
from kg.vocab import KG

__all__ = ["refresh", "touched_by"]

_SUBJECT, _PREDICATE, _OBJECT, _TYPE = (
    ox.NamedNode(str(term)) for term in (RDF.subject, RDF.predicate, RDF.object, RDF.type)
)
#: Past this many entities it is quicker to make all derived quads anew.
_MANY = 5_000
_ABOUT = """
SELECT DISTINCT ?source ?each WHERE {
  { GRAPH ?source { ?claim rdf:subject ?each } } UNION { GRAPH ?source { ?claim rdf:object ?each FILTER(isIRI(?each)) } }
  UNION { GRAPH ?source { ?claim rdf:predicate kg:rejects ; rdf:object ?target } GRAPH ?g { ?target rdf:subject|rdf:object ?each FILTER(isIRI(?each)) } }
  UNION { GRAPH ?source { ?claim kg:withdrawnBy ?source } GRAPH ?g { ?claim rdf:subject|rdf:object ?each FILTER(isIRI(?each)) } }
  UNION { GRAPH ?source { ?each a ?class FILTER(?class NOT IN (kg:Claim, kg:Passage, kg:Relay)) } }
}"""


def touched_by(dataset: Dataset, source: URIRef) -> set[str]:
    """Give the entities about which something may follow from a source: ask before it is dropped, or after it is loaded."""
    found = {each for _, each in rows(dataset, _ABOUT, {"source": source}) if each}
    return found | {str(source)}


def refresh(dataset: Dataset, ontology: Ontology, touched: Collection[str], dropped: Iterable[str] = ()) -> None:
    """Make what is derived about the touched entities as a build of all sources would make it.

    `dropped` are claims that are no longer in the store.
    """
    store = inner(dataset)
    if len(touched) > _MANY:
        _all_anew(dataset, ontology)
        return
    part = {each for each in touched if not each.startswith(str(KG))}
    part |= {
        subject for event in part if _is_event(store, event) for subject in _subjects_of_claims_about(store, event)
    }
    # Whether an object is described in a view depends on the triples that have it, so it is looked at too.
    new = {r.text for r in facts_in(dataset, part).readings if r.subject in part and r.object.startswith("<")}
    part |= {each for each in new | _objects(store, part) if not each.startswith(str(KG))}
    views = Views(facts_in(dataset, part), ontology, only=part)
    _remove(store, part, {*dropped, *(reading.claim for reading in views.readings)})
    _add(store, [*views.standing(), *views.labels(), *(line for graph in VIEWS for line in views.triples(graph))])
    for graph in VIEWS:
        used = {each for each in part & views.facts.types.keys() if _in_use(store, each, graph)}
        _add(store, views.described(graph, used))


def _all_anew(dataset: Dataset, ontology: Ontology) -> None:
    store = inner(dataset)
    quads = "".join(view_quads(facts_in(dataset), ontology))
    for graph in (STANDING, LABELS, *VIEWS):
        store.clear_graph(_graph(graph))
    store.bulk_load(quads.encode(), format=ox.RdfFormat.N_QUADS)


def _graph(name: str | None) -> ox.NamedNode | ox.DefaultGraph:
    return ox.NamedNode(str(name)) if name else ox.DefaultGraph()


def _is_event(store: ox.Store, iri: str) -> bool:
    """Tell whether a claim says that something took place."""
    claims = store.quads_for_pattern(None, _SUBJECT, ox.NamedNode(iri), None)
    return any(next(store.quads_for_pattern(c.subject, _PREDICATE, _TYPE, c.graph_name), None) for c in claims)


def _subjects_of_claims_about(store: ox.Store, iri: str) -> Iterator[str]:
    for found in store.quads_for_pattern(None, _OBJECT, ox.NamedNode(iri), None):
        for claim in store.quads_for_pattern(found.subject, _SUBJECT, None, found.graph_name):
            yield claim.object.value  # type: ignore[union-attr]


def _objects(store: ox.Store, entities: Iterable[str]) -> set[str]:
    found = (
        triple.object
        for entity in entities
        for graph in VIEWS
        for triple in store.quads_for_pattern(ox.NamedNode(entity), None, None, _graph(graph))
    )
    return {value.value for value in found if isinstance(value, ox.NamedNode)}


def _in_use(store: ox.Store, iri: str, graph: str | None) -> bool:
    node = ox.NamedNode(iri)
    patterns = ((node, None), (None, node))
    return any(next(store.quads_for_pattern(s, None, o, _graph(graph)), None) for s, o in patterns)


def _remove(store: ox.Store, entities: Iterable[str], claims: Iterable[str]) -> None:
    for entity in entities:
        for graph in (str(LABELS), *VIEWS):
            for found in list(store.quads_for_pattern(ox.NamedNode(entity), None, None, _graph(graph))):
                store.remove(found)
    for claim in claims:
        for found in list(store.quads_for_pattern(ox.NamedNode(claim), None, None, _graph(str(STANDING)))):
            store.remove(found)


def _add(store: ox.Store, lines: Iterable[str]) -> None:
    store.extend(ox.parse("".join(lines).encode(), format=ox.RdfFormat.N_QUADS))
