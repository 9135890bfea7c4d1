"""What a network is made of, read from the store: of all of it, or of what lies within some steps of some entities."""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from kg.dates import Bounds
from kg.graph import ALLEGED, LABELS, match, rows
from kg.ontology import Term, load_ontology
from kg.queries.evidence import Reader, bounds_in, type_of, types
from kg.queries.listing import listings
from kg.vocab import PREFIXES

if TYPE_CHECKING:
    from rdflib import Dataset

__all__ = ["STANDINGS", "Gathered", "Holds", "edge_query", "edge_relations", "gather_all", "gather_around"]

#: The standings of claims that are edges, the firmer first.
STANDINGS = ("Established", "Said")
#: Tells whether a claim so dated belongs to the date asked for.
Holds = Callable[[Bounds], bool]

_KG, _RDF = PREFIXES["kg"], PREFIXES["rdf"]
_LABEL = PREFIXES["rdfs"] + "label"
_DAYS = ("earliestStart", "latestStart", "earliestEnd", "latestEnd")


#: A claim as it is read: id, source, standing, modality; and an edge to be: subject, relation, object, its claims.
Plain = tuple[str, str, str, str]
Edge = tuple[str, str, str, list[Plain]]


@dataclass(slots=True)
class Gathered:
    """The edges to be, in the order of subjects, relations and objects; and what is known of the nodes."""

    edges: Iterable[Edge] = ()
    sources: set[str] = field(default_factory=set)
    shielded: set[str] = field(default_factory=set)
    contested: set[str] = field(default_factory=set)
    alone: set[str] = field(default_factory=set)
    types: dict[str, str] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)
    names: dict[str, set[str]] = field(default_factory=dict)


def gather_all(dataset: "Dataset", holds: Holds | None) -> Gathered:
    """Read every claim that is an edge: a query a relation, so that names and other values are never touched."""
    found = Gathered(types=types(dataset), labels=_labels(dataset), names=_names(dataset))
    found.contested = {c for c, *_ in match(dataset, predicate=_KG + "standing", object=_KG + "Contested")}
    nodes = sorted(found.types, key=lambda node: (found.types[node] == "Source", node))
    relations = list(edge_relations().values())
    # Edges are kept by one number: subject, relation and object in their order. Numbers sort ten times as fast as texts.
    ends = {node: number for number, node in enumerate(nodes)}
    # What a source says of itself, such as its publisher, is no edge.
    starts = {node: number * len(relations) for node, number in ends.items() if found.types[node] != "Source"}
    local = {_KG + name: name for name in (*STANDINGS, *_modalities())}
    listed = listings(dataset)
    once: dict[str, str] = {}
    edges: dict[int, list[Plain]] = {}
    for number, relation in enumerate(relations):
        shields = "shields" in relation.flags
        read: Iterator[tuple[Any, ...]] = rows(dataset, edge_query(relation, dated=bool(holds)))
        for claim, source, s, o, standing, modality, *days in read:
            start, end, stands = starts.get(s), ends.get(o), local.get(standing)
            if start is None or end is None or stands is None:
                continue
            if shields:
                found.shielded.add(nodes[end])  # whatever the date asked for
            if holds is None or holds(listed.bounds(claim, source, bounds_in(dict(zip(_DAYS, days, strict=True))))):
                plain = claim, once.setdefault(source, source), stands, local[modality]
                key = (start + number) * len(nodes) + end
                if key in edges:
                    edges[key].append(plain)
                else:
                    edges[key] = [plain]
    found.sources = set(once)
    found.edges = _in_order(edges, nodes, [relation.name for relation in relations])
    return found


def _in_order(edges: dict[int, list[Plain]], nodes: list[str], relations: list[str]) -> Iterator[Edge]:
    for key in sorted(edges):
        rest, target = divmod(key, len(nodes))
        subject, number = divmod(rest, len(relations))
        yield nodes[subject], relations[number], nodes[target], edges[key]


def gather_around(
    reader: Reader, centre: Iterable[str], depth: int, view: Collection[str], holds: Holds | None
) -> Gathered:
    """Read the claims about some entities and about those within some steps, whichever way the claims point."""
    search = _Search(reader, view, holds)
    frontier = {node for node in map(str, centre) if search.kind(node) != ""}
    reached = set(frontier)
    beside: dict[str, set[str]] = {}
    for step in range(depth + 1):
        beside = {node: search.beside(node) for node in sorted(frontier)}
        if step == 0:
            search.found.alone = {node for node, others in beside.items() if others}
        if step < depth:
            frontier = set().union(*beside.values()) - reached
            reached |= frontier
    return search.within(reached)


class _Search:
    """Reads the claims at one node after another, each claim once."""

    def __init__(self, reader: Reader, view: Collection[str], holds: Holds | None) -> None:
        self.reader, self.view, self.holds = reader, view, holds
        self.found = Gathered()
        self.relations = edge_relations()
        self.read: dict[str, tuple[str, str, str, Plain] | None] = {}

    def kind(self, node: str) -> str:
        if node not in self.found.types:
            self.found.types[node] = type_of(self.reader.dataset, node)
        return self.found.types[node]

    def beside(self, node: str) -> set[str]:
        """Give the nodes that an edge of the view joins to this one."""
        found = set()
        for end in ("subject", "object"):
            for claim, *_ in match(self.reader.dataset, predicate=_RDF + end, object=node):
                if claim not in self.read:
                    self.read[claim] = self._edge(claim)
                edge = self.read[claim]
                if edge and edge[3][2] in self.view:
                    found |= {edge[0], edge[2]}
        return found - {node}

    def _edge(self, claim: str) -> tuple[str, str, str, Plain] | None:
        said, source = self.reader.said(claim)
        if said.get("standing") == "Contested":
            self.found.contested.add(claim)
        relation = self.relations.get(said["predicate"])
        if relation is None or said.get("standing") not in STANDINGS:
            return None
        subject, target = said["subject"], said["object"]
        if "shields" in relation.flags:
            self.found.shielded.add(target)
        if self.kind(subject) in {"", "Source"} or not self.kind(target):
            return None
        if self.holds and not self.holds(self.reader.listings.bounds(claim, source, bounds_in(said))):
            return None
        return subject, relation.name, target, (claim, source, said["standing"], said["modality"])

    def within(self, reached: set[str]) -> Gathered:
        """Give what was gathered of the nodes reached, and the edges among them."""
        found, dataset = self.found, self.reader.dataset
        found.types = {node: kind for node, kind in found.types.items() if kind}
        edges: dict[tuple[str, str, str], list[Plain]] = {}
        for edge in filter(None, self.read.values()):
            if edge[0] in reached and edge[2] in reached:
                edges.setdefault(edge[:3], []).append(edge[3])
                found.sources.add(edge[3][1])
        found.edges = [(*key, briefs) for key, briefs in sorted(edges.items())]
        kinds = _name_relations()
        for node in reached:
            found.labels[node] = self.reader.label(node) or node
            for _, predicate, name, _ in match(dataset, node, graph=str(ALLEGED)):
                if predicate in kinds:
                    found.names.setdefault(node, set()).add(name)
        return found


def edge_relations() -> dict[str, Term]:
    """Give the relations that can be an edge: from one entity to another, not from claim to claim."""
    known = load_ontology().relations
    return {name: term for name, term in sorted(known.items()) if not term.literal and "link" not in term.flags}


def _name_relations() -> set[str]:
    ontology = load_ontology()
    return {term.iri for name, term in ontology.relations.items() if ontology.is_a(name, "name")}


def _modalities() -> list[str]:
    return [name for name, term in load_ontology().terms.items() if "Modality" in term.kinds]


def edge_query(relation: Term, *, dated: bool = False) -> str:
    """Give the query for the claims of a relation; `dated` adds the four days between which each began and ended."""
    days = " ".join(f"?{name}" for name in _DAYS) if dated else ""
    options = " ".join(f"OPTIONAL {{ ?claim kg:{name} ?{name} }}" for name in _DAYS) if dated else ""
    return f"""
SELECT ?claim ?source ?subject ?object ?standing ?modality {days} WHERE {{
  GRAPH ?source {{
    ?claim rdf:predicate kg:{relation.name} ; rdf:subject ?subject ; rdf:object ?object ; kg:modality ?modality {options}
  }}
  GRAPH graph:standing {{ ?claim kg:standing ?standing }}
}}"""


def _labels(dataset: "Dataset") -> dict[str, str]:
    return {entity: text for entity, _, text, _ in match(dataset, predicate=_LABEL, graph=str(LABELS))}


def _names(dataset: "Dataset") -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for relation in _name_relations():
        for entity, _, name, _ in match(dataset, predicate=relation, graph=str(ALLEGED)):
            found.setdefault(entity, set()).add(name)
    return found
