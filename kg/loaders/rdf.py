"""RDF that is already in our terms, such as `kg export` writes: Turtle, N-Triples, TriG, N-Quads or JSON-LD.

One plan entry is one source. Of a file with named graphs the graph `source/<id>` is read, and of graph:candidates what is
from that source, so a file with several sources stands in the plan once for each; a file without graphs holds exactly
one. What a build works out again is passed over: the default graph of a file with graphs, graph:alleged, :standing,
:labels, :identity (decisions.csv has it) and :ontology. Any term we do not have stops the load.

Merged records keep the id they were merged into; each id they were recorded as comes back as an entity of its own, so
that the decisions still find it. The texts that quotes are compared with lie beside the file. A file is held in a
temporary store on disk, for its triples come in any order; it is read whole, editions are not compared.
"""

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

import pyoxigraph as ox
from rdflib import Literal, URIRef
from rdflib.namespace import RDF, RDFS

from kg.dates import Bounds, bounds
from kg.errors import DataError, Fault
from kg.loaders._files import opened
from kg.model import (
    Basis,
    Claim,
    DateBasis,
    Edition,
    Entity,
    Modality,
    Passage,
    Record,
    Review,
    Source,
    When,
    Withdrawal,
    local_key,
    mint,
)
from kg.ontology import load_ontology
from kg.vocab import KG, PREFIXES

__all__ = ["load"]

_FORMATS = {
    ".ttl": ox.RdfFormat.TURTLE,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".trig": ox.RdfFormat.TRIG,
    ".nq": ox.RdfFormat.N_QUADS,
    ".jsonld": ox.RdfFormat.JSON_LD,
}
_DERIVED = {PREFIXES["graph"] + name for name in ("alleged", "standing", "labels", "identity", "ontology")}
_CANDIDATES = PREFIXES["graph"] + "candidates"
_RECORDS = {KG.Source, KG.Claim, KG.Passage, KG.Relay}
_BOUNDS = (KG.earliestStart, KG.latestStart, KG.earliestEnd, KG.latestEnd)
_Graph = ox.NamedNode | ox.DefaultGraph
E = TypeVar("E", bound=StrEnum)


def load(path: Path, edition: Edition) -> Iterator[Record]:
    """Yield the records of one source as they were: the source, its entities, its claims in the order of their ids.

    Raises DataError for what is not RDF, a term that is not ours, a blank node, a remote JSON-LD context, and a file
    that does not hold the source.
    """
    suffix = next((each for each in reversed(path.suffixes) if each not in {".gz", ".zip"}), "").lower()
    if suffix not in _FORMATS:
        raise DataError([Fault(str(path), "is no RDF by its ending", f"give it one of {', '.join(_FORMATS)}")])
    with tempfile.TemporaryDirectory(prefix="kg-rdf-") as folder:
        store = ox.Store(folder)
        store.bulk_extend(_quads(path, _FORMATS[suffix]))
        yield from _File(path, store, mint("source", edition.id)).records()


def _quads(path: Path, kind: ox.RdfFormat) -> Iterator[ox.Quad]:
    """Yield the quads that are not derived."""
    with opened(path) as stream:
        try:
            for quad in ox.parse(stream, format=kind):
                graph = quad.graph_name
                if isinstance(graph, ox.NamedNode) and graph.value in _DERIVED:
                    continue
                nodes = (quad.subject, quad.object, graph)
                if not all(isinstance(node, ox.NamedNode | ox.Literal | ox.DefaultGraph) for node in nodes):
                    fault = f"has a blank node, {quad.subject} {quad.predicate}, which no claim can point to"
                    raise DataError([Fault(str(path), fault, "give it an IRI")])
                yield quad
        except SyntaxError as error:
            place = f"{path.name}:{error.lineno}" if error.lineno else str(path)
            cure = "mend it, or fetch the file again; JSON-LD carries its context itself"
            raise DataError([Fault(place, f"is not {kind.name}: {error.msg}", cure)]) from None


@dataclass(slots=True)
class _File:
    path: Path
    store: ox.Store
    source: URIRef
    graphs: tuple[_Graph, ...] = ()
    used: dict[URIRef, None] = field(default_factory=dict)

    def records(self) -> Iterator[Record]:
        """Yield the source, then its claims and the entities of its graph and of its candidates."""
        named = [graph for graph in self.store.named_graphs() if isinstance(graph, ox.NamedNode)]
        own = ox.NamedNode(self.source) if named else ox.DefaultGraph()
        self.graphs = (own, ox.NamedNode(_CANDIDATES)) if named else (own,)
        self._known(named, own)
        yield self._source()
        claims = sorted(
            {
                claim.value
                for graph in self.graphs
                for claim in self._of_type(KG.Claim, graph)
                if graph == own or self._from_here(claim, graph)
            }
        )
        for iri in claims:
            yield self._claim(iri)
        gone = self._withdrawn(own)
        yield from (Withdrawal(claim=URIRef(iri), source=self.source) for iri in gone)
        for iri in self._entities(own, gone):
            yield from self._entity(iri)

    def _known(self, named: list[ox.NamedNode], own: _Graph) -> None:
        """See that the file holds the source, and nothing of a kind that is not ours."""
        everywhere: list[_Graph] = [*named, ox.DefaultGraph()]
        held = sorted(each.value for graph in everywhere for each in self._of_type(KG.Source, graph))
        if str(self.source) not in held:
            has = ", ".join(local_key(each) for each in held) or "no source"
            raise DataError([Fault(str(self.path), f"has {has}, not {local_key(self.source)}", "give the plan's entry the id of one of them")])  # fmt: skip
        if isinstance(own, ox.DefaultGraph) and len(held) > 1:
            raise DataError([Fault(str(self.path), f"holds {len(held)} sources without graphs", "write TriG or N-Quads, one graph a source")])  # fmt: skip
        for graph in named:
            if graph.value not in {_CANDIDATES, *held}:
                raise DataError([Fault(str(self.path), f"has a graph {graph.value}, which is no source of it", "remove it, or describe its source in it")])  # fmt: skip

    def _of_type(self, kind: str, graph: _Graph) -> Iterator[ox.NamedNode]:
        for quad in self.store.quads_for_pattern(None, ox.NamedNode(RDF.type), ox.NamedNode(kind), graph):
            if isinstance(quad.subject, ox.NamedNode):
                yield quad.subject

    def _from_here(self, claim: ox.NamedNode, graph: _Graph) -> bool:
        passages = self.store.quads_for_pattern(claim, ox.NamedNode(KG.passage), None, graph)
        source = ox.NamedNode(self.source)
        place = ox.NamedNode(KG.inSource)
        return any(
            next(self.store.quads_for_pattern(each.object, place, source, graph), None)  # type: ignore[arg-type]
            for each in passages
        )

    def _node(self, iri: str) -> "_Node":
        said: dict[str, list[URIRef | Literal]] = {}
        for graph in self.graphs:
            for quad in self.store.quads_for_pattern(ox.NamedNode(iri), None, None, graph):
                value = _term(quad.object)
                found = said.setdefault(quad.predicate.value, [])
                if value not in found:
                    found.append(value)
        return _Node(self.path, iri, said)

    def _source(self) -> Source:
        with self._node(self.source) as node:
            node.take(RDF.type)
            retrieved = node.text(KG.retrieved)
            return Source(
                id=self.source,
                publisher=node.need(KG.publisher),
                date=node.need(KG.date),
                language=node.need(KG.language),
                licence=node.need(KG.licence),
                sha256=node.need(KG.sha256),
                title=node.text(KG.title),
                url=node.text(KG.url),
                retrieved=date.fromisoformat(retrieved) if retrieved else None,
                derived_from=node.iri(KG.derivedFrom),
                previous=node.iri(KG.previousEdition),
            )

    def _claim(self, iri: str) -> Claim:
        with self._node(iri) as node:
            node.take(RDF.type)
            predicate = URIRef(node.need(RDF.predicate))
            if predicate != RDF.type and predicate.removeprefix(PREFIXES["kg"]) not in load_ontology().relations:
                raise node.error(f"the relation {predicate} is not in the ontology", "use one that is")
            passage = self._passage(node.iri(KG.passage))
            if passage is None:
                raise node.error("has no passage", "no claim without a quote")
            relays = sorted(self._relay(each) for each in node.take(KG.via))
            claim = Claim(
                id=URIRef(iri),
                source=self.source,
                subject=URIRef(node.need(RDF.subject)),
                predicate=predicate,
                object=node.one(RDF.object),
                passage=passage,
                claimant=node.iri(KG.claimant),
                via=tuple(speaker for _, speaker in relays),
                attribution=self._passage(node.iri(KG.attribution)),
                modality=node.member(KG.modality, Modality),
                negated=node.need(KG.negated) == "true",
                when=self._when(node, KG.when, KG.dateEvidence),
                said_on=self._when(node, KG.saidOn, KG.saidOnEvidence),
                basis=node.member(KG.basis, Basis),
                mention=node.text(KG.mention),
                resolved_by=node.text(KG.resolvedBy),
                review=node.member(KG.review, Review),
                jurisdiction=node.iri(KG.jurisdiction),
                accuser=node.iri(KG.accuser),
                note=node.text(KG.note),
            )
        spoken_of = (claim.subject, claim.object, claim.claimant, claim.jurisdiction, claim.accuser, *claim.via)
        self.used |= dict.fromkeys(each for each in spoken_of if isinstance(each, URIRef))
        return claim

    def _when(self, node: "_Node", term: URIRef, evidence: URIRef) -> When | None:
        edtf, words = node.text(term), self._passage(node.iri(evidence))
        if term == KG.saidOn:
            # The graph keeps no basis of a date of speech: with words it was read from them.
            basis = DateBasis.EXPLICIT if words else DateBasis.INFERRED
            return When(edtf=edtf, basis=basis, evidence=words, bounds=bounds(edtf)) if edtf else None
        days = [node.text(each) for each in _BOUNDS]
        if edtf is None:
            return None
        spread = Bounds(*(date.fromisoformat(day) if day else None for day in days))
        return When(edtf=edtf, basis=node.member(KG.dateBasis, DateBasis), evidence=words, bounds=spread)

    def _passage(self, iri: URIRef | None) -> Passage | None:
        if iri is None:
            return None
        with self._node(iri) as node:
            node.take(RDF.type)
            return Passage(
                id=iri,
                source=URIRef(node.need(KG.inSource)),
                exact=node.need(KG.exact),
                start=int(node.need(KG.start)),
                end=int(node.need(KG.end)),
                row=node.text(KG.row),
                column=node.text(KG.column),
            )

    def _relay(self, iri: URIRef | Literal) -> tuple[int, URIRef]:
        with self._node(iri) as node:
            node.take(RDF.type)
            return int(node.need(KG.relayPosition)), URIRef(node.need(KG.speaker))

    def _withdrawn(self, own: _Graph) -> list[str]:
        """Give the claims of earlier editions that this source no longer makes."""
        found = self.store.quads_for_pattern(None, ox.NamedNode(KG.withdrawnBy), None, own)
        return sorted(quad.subject.value for quad in found if isinstance(quad.subject, ox.NamedNode))

    def _entities(self, own: _Graph, gone: list[str]) -> list[str]:
        """Give what the source's graph has that is no other record, and what only its candidates speak of."""
        typed = {
            quad.subject.value
            for quad in self.store.quads_for_pattern(None, None, None, own)
            if isinstance(quad.subject, ox.NamedNode) and quad.subject.value not in gone
        }
        typed |= {str(each) for each in self.used if not each.startswith(PREFIXES["kg"])}
        return sorted(
            iri
            for iri in typed
            if not {_term(quad.object) for graph in self.graphs for quad in self.store.quads_for_pattern(ox.NamedNode(iri), ox.NamedNode(RDF.type), None, graph)}
            & _RECORDS
        )  # fmt: skip

    def _entity(self, iri: str) -> Iterator[Entity]:
        with self._node(iri) as node:
            recorded = node.take(KG.recordedAs)
            label = node.text(RDFS.label)
            types = node.take(RDF.type)
            if not types:
                raise node.error("has no class", "say what it is")
            for kind in types:
                if kind.removeprefix(PREFIXES["kg"]) not in load_ontology().classes:
                    raise node.error(f"the class {kind} is not in the ontology", "use one that is")
                yield from (Entity(id=URIRef(each), type=URIRef(kind), label=label) for each in (iri, *recorded))


class _Node:
    """What is said of one node, as a context: every property is taken before it is left, or the load stops."""

    def __init__(self, path: Path, iri: str, said: dict[str, list[URIRef | Literal]]) -> None:
        self.path, self.iri_, self.said = path, iri, said

    def take(self, term: URIRef) -> list[URIRef | Literal]:
        """Take all values of a property."""
        return self.said.pop(str(term), [])

    def one(self, term: URIRef) -> URIRef | Literal:
        """Take the one value of a property. Raises DataError for none or several."""
        found = self.take(term)
        if len(found) != 1:
            raise self.error(f"has {len(found)} values of {term}", "give one")
        return found[0]

    def text(self, term: URIRef) -> str | None:
        """Take the one value as text, None if there is none."""
        return str(self.one(term)) if str(term) in self.said else None

    def iri(self, term: URIRef) -> URIRef | None:
        """Take the one value as an IRI, None if there is none."""
        text = self.text(term)
        return URIRef(text) if text is not None else None

    def need(self, term: URIRef) -> str:
        """Take the one value as text. Raises DataError if there is none."""
        return str(self.one(term))

    def member(self, term: URIRef, kind: type[E]) -> E:
        """Take a value that is one of the ontology's individuals."""
        name = self.need(term).removeprefix(PREFIXES["kg"])
        if name not in {each.value for each in kind}:
            raise self.error(f"{name} is no {kind.__name__}", f"use one of {', '.join(each.value for each in kind)}")
        return kind(name)

    def error(self, fault: str, cure: str) -> DataError:
        """Make the error of this node."""
        return DataError([Fault(f"{self.path.name}: {local_key(self.iri_) or self.iri_}", fault, cure)])

    def __enter__(self) -> "_Node":
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        if kind is None and self.said:
            raise self.error(f"unread property {next(iter(self.said))}", "it is not in our terms: remove it")


def _term(node: object) -> URIRef | Literal:
    if isinstance(node, ox.NamedNode):
        return URIRef(node.value)
    assert isinstance(node, ox.Literal)
    datatype = node.datatype.value
    plain = datatype == PREFIXES["xsd"] + "string" or node.language
    return Literal(node.value) if plain else Literal(node.value, datatype=URIRef(datatype))
