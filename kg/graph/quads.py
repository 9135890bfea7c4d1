"""Records to N-Quads lines. Merging happens here: an id is written as its canonical id, and kept as kg:recordedAs."""

from collections.abc import Iterable, Iterator, Mapping

from rdflib import Literal, URIRef
from rdflib.namespace import RDF, RDFS, XSD

from kg.graph.names import CANDIDATES, IDENTITY
from kg.model import Claim, Entity, Passage, Record, Review, Source, When, mint
from kg.vocab import KG

__all__ = ["judgement_quads", "literal", "quad", "source_quads"]

_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r"})
_BOUNDS = ("earliest_start", "latest_start", "earliest_end", "latest_end")
_BOUND_TERMS = (KG.earliestStart, KG.latestStart, KG.earliestEnd, KG.latestEnd)


def quad(subject: str, predicate: str, value: str, graph: str | None) -> str:
    """Write one line; `value` is a ready N-Triples term."""
    return f"<{subject}> <{predicate}> {value} <{graph}> .\n" if graph else f"<{subject}> <{predicate}> {value} .\n"


def literal(text: object, datatype: str | None = None) -> str:
    """Write a literal; without a datatype a plain string, which Oxigraph keeps letter by letter."""
    quoted = f'"{str(text).translate(_ESCAPES)}"'
    return f"{quoted}^^<{datatype}>" if datatype else quoted


def source_quads(records: Iterable[Record], same: Mapping[URIRef, URIRef]) -> Iterator[str]:
    """Write the records of one source, each line once.

    Claims nobody has reviewed go to the candidates' graph, and so do the entities that only they mention.
    """
    writer = _Writer(same)
    for record in records:
        match record:
            case Source():
                yield from writer.source(record)
            case Entity():
                writer.held[record.id] = record
            case Claim():
                yield from writer.claim(record)
    yield from writer.entities()


class _Writer:
    def __init__(self, same: Mapping[URIRef, URIRef]) -> None:
        self.same = same
        self.graph = ""
        self.held: dict[URIRef, Entity] = {}
        self.reviewed: set[URIRef] = set()
        self.written: set[tuple[URIRef, str]] = set()

    def _id(self, iri: URIRef) -> URIRef:
        return self.same.get(iri, iri)

    def source(self, source: Source) -> Iterator[str]:
        self.graph = str(source.id)
        yield quad(source.id, RDF.type, f"<{KG.Source}>", self.graph)
        texts = {
            KG.publisher: source.publisher,
            KG.title: source.title,
            KG.date: source.date,
            KG.licence: source.licence,
            KG.language: source.language,
            KG.sha256: source.sha256,
        }
        for term, text in texts.items():
            if text is not None:
                yield quad(source.id, term, literal(text), self.graph)
        if source.url:
            yield quad(source.id, KG.url, literal(source.url, XSD.anyURI), self.graph)
        if source.retrieved:
            yield quad(source.id, KG.retrieved, literal(source.retrieved, XSD.date), self.graph)
        if source.derived_from:
            yield quad(source.id, KG.derivedFrom, f"<{source.derived_from}>", self.graph)

    def entities(self) -> Iterator[str]:
        for entity in self.held.values():
            graph = self.graph if entity.id in self.reviewed else str(CANDIDATES)
            iri = self._id(entity.id)
            yield quad(iri, RDF.type, f"<{entity.type}>", graph)
            if entity.label:
                yield quad(iri, RDFS.label, literal(entity.label), graph)
            if iri != entity.id:
                yield quad(iri, KG.recordedAs, f"<{entity.id}>", graph)

    def passage(self, passage: Passage, graph: str) -> Iterator[str]:
        if (passage.id, graph) in self.written:
            return
        self.written.add((passage.id, graph))
        yield quad(passage.id, RDF.type, f"<{KG.Passage}>", graph)
        yield quad(passage.id, KG.inSource, f"<{passage.source}>", graph)
        yield quad(passage.id, KG.exact, literal(passage.exact), graph)
        yield quad(passage.id, KG.start, literal(passage.start, XSD.integer), graph)
        yield quad(passage.id, KG.end, literal(passage.end, XSD.integer), graph)
        if passage.row is not None and passage.column is not None:
            yield quad(passage.id, KG.row, literal(passage.row), graph)
            yield quad(passage.id, KG.column, literal(passage.column), graph)

    def claim(self, claim: Claim) -> Iterator[str]:
        graph = str(CANDIDATES) if claim.review is Review.CANDIDATE else self.graph
        if claim.review is not Review.CANDIDATE:
            self.reviewed.update(_mentioned(claim))
        iri = claim.id
        yield quad(iri, RDF.type, f"<{KG.Claim}>", graph)
        yield quad(iri, RDF.subject, f"<{self._id(claim.subject)}>", graph)
        yield quad(iri, RDF.predicate, f"<{claim.predicate}>", graph)
        yield quad(iri, RDF.object, self._object(claim.object), graph)
        yield quad(iri, KG.passage, f"<{claim.passage.id}>", graph)
        yield from self.passage(claim.passage, graph)
        yield quad(iri, KG.modality, f"<{KG[claim.modality]}>", graph)
        yield quad(iri, KG.negated, literal(str(claim.negated).lower(), XSD.boolean), graph)
        yield quad(iri, KG.basis, f"<{KG[claim.basis]}>", graph)
        yield quad(iri, KG.review, f"<{KG[claim.review]}>", graph)
        yield from self._speakers(claim, graph)
        yield from self._dates(claim, graph)
        for term, text in ((KG.mention, claim.mention), (KG.resolvedBy, claim.resolved_by), (KG.note, claim.note)):
            if text is not None:
                yield quad(iri, term, literal(text), graph)
        for term, party in ((KG.jurisdiction, claim.jurisdiction), (KG.accuser, claim.accuser)):
            if party is not None:
                yield quad(iri, term, f"<{self._id(party)}>", graph)

    def _object(self, value: URIRef | Literal) -> str:
        if isinstance(value, URIRef):
            return f"<{self._id(value)}>"
        return literal(value, str(value.datatype) if value.datatype else None)

    def _speakers(self, claim: Claim, graph: str) -> Iterator[str]:
        if claim.claimant is not None:
            yield quad(claim.id, KG.claimant, f"<{self._id(claim.claimant)}>", graph)
        for position, speaker in enumerate(claim.via, 1):
            relay = f"{claim.id}:via{position}"
            yield quad(claim.id, KG.via, f"<{relay}>", graph)
            yield quad(relay, RDF.type, f"<{KG.Relay}>", graph)
            yield quad(relay, KG.relayPosition, literal(position, XSD.integer), graph)
            yield quad(relay, KG.speaker, f"<{self._id(speaker)}>", graph)
        if claim.attribution is not None:
            yield quad(claim.id, KG.attribution, f"<{claim.attribution.id}>", graph)
            yield from self.passage(claim.attribution, graph)

    def _dates(self, claim: Claim, graph: str) -> Iterator[str]:
        if claim.when:
            yield from self._date(claim.id, claim.when, graph, KG.when, KG.dateEvidence)
            yield quad(claim.id, KG.dateBasis, f"<{KG[claim.when.basis]}>", graph)
            for term, name in zip(_BOUND_TERMS, _BOUNDS, strict=True):
                day = getattr(claim.when.bounds, name)
                if day is not None:
                    yield quad(claim.id, term, literal(day, XSD.date), graph)
        if claim.said_on:
            yield from self._date(claim.id, claim.said_on, graph, KG.saidOn, KG.saidOnEvidence)

    def _date(self, iri: URIRef, when: When, graph: str, term: URIRef, evidence: URIRef) -> Iterator[str]:
        yield quad(iri, term, literal(when.edtf), graph)
        if when.evidence:
            yield quad(iri, evidence, f"<{when.evidence.id}>", graph)
            yield from self.passage(when.evidence, graph)


def _mentioned(claim: Claim) -> Iterator[URIRef]:
    for each in (claim.subject, claim.object, claim.claimant, claim.jurisdiction, claim.accuser, *claim.via):
        if isinstance(each, URIRef):
            yield each


def judgement_quads(key: str, left: URIRef, right: URIRef, texts: Mapping[URIRef, str]) -> Iterator[str]:
    """Write one identity judgement; `texts` holds ready N-Triples terms by property."""
    iri = mint("judgement", key)
    yield quad(iri, RDF.type, f"<{KG.Judgement}>", IDENTITY)
    yield quad(iri, KG.left, f"<{left}>", IDENTITY)
    yield quad(iri, KG.right, f"<{right}>", IDENTITY)
    for term, value in texts.items():
        yield quad(iri, term, value, IDENTITY)
