"""Records to N-Quads lines. Merging happens here: an id is written as its canonical id, and kept as kg:recordedAs."""

from collections.abc import Iterable, Iterator, Mapping

from rdflib import Literal, URIRef
from rdflib.namespace import RDF, RDFS, XSD

from kg.graph.facts import Facts, Reading
from kg.graph.names import CANDIDATES, IDENTITY
from kg.model import Claim, Entity, Passage, Record, Review, Source, When, Withdrawal, mint
from kg.vocab import KG, PREFIXES

__all__ = ["judgement_quads", "literal", "quad", "source_quads"]

_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r"})
_BOUNDS = ("earliest_start", "latest_start", "earliest_end", "latest_end")
_BOUND_TERMS = (KG.earliestStart, KG.latestStart, KG.earliestEnd, KG.latestEnd)
_TYPE, _STRING = f"<{RDF.type}>", str(XSD.string)
_SUBJECT, _PREDICATE, _OBJECT = f"<{RDF.subject}>", f"<{RDF.predicate}>", f"<{RDF.object}>"
_KG = PREFIXES["kg"]
_INTEGER = f"^^<{XSD.integer}>"
_NEGATED = {value: f'"{str(value).lower()}"^^<{XSD.boolean}>' for value in (False, True)}


def quad(subject: str, predicate: str, value: str, graph: str | None) -> str:
    """Write one line; `value` is a ready N-Triples term."""
    return f"<{subject}> <{predicate}> {value} <{graph}> .\n" if graph else f"<{subject}> <{predicate}> {value} .\n"


def literal(text: object, datatype: str | None = None) -> str:
    """Write a literal; without a datatype a plain string, which Oxigraph keeps letter by letter."""
    quoted = f'"{str(text).translate(_ESCAPES)}"'
    return f"{quoted}^^<{datatype}>" if datatype else quoted


def source_quads(records: Iterable[Record], same: Mapping[URIRef, URIRef], facts: Facts) -> Iterator[str]:
    """Write the records of one source, each line once, and gather the facts that views are made of.

    Claims nobody has reviewed go to the candidates' graph, and so do the entities that only they mention.
    """
    writer = _Writer(same, facts)
    for record in records:
        match record:
            case Claim():
                yield from writer.claim(record)
            case Entity():
                writer.held[record.id] = record
            case Withdrawal():
                facts.withdrawn.add(str(record.claim))
                yield quad(record.claim, KG.withdrawnBy, f"<{record.source}>", str(record.source))
            case Source():
                yield from writer.source(record)
    yield from writer.entities()


class _Writer:
    def __init__(self, same: Mapping[URIRef, URIRef], facts: Facts) -> None:
        self.same, self.facts = same, facts
        self.graph = ""
        self.held: dict[URIRef, Entity] = {}
        self.reviewed: set[URIRef] = set()
        self.written: set[tuple[URIRef, str]] = set()

    def _id(self, iri: URIRef) -> URIRef:
        return self.same.get(iri, iri)

    def source(self, source: Source) -> Iterator[str]:
        self.graph = str(source.id)
        self.facts.types[self.graph].add("Source")
        self.facts.sources[self.graph] = f"{source.publisher}, {source.date}"
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
        for term, other in ((KG.derivedFrom, source.derived_from), (KG.previousEdition, source.previous)):
            if other:
                yield quad(source.id, term, f"<{other}>", self.graph)

    def entities(self) -> Iterator[str]:
        for entity in self.held.values():
            iri = self._id(entity.id)
            graph = self.graph if iri in self.reviewed else str(CANDIDATES)
            yield quad(iri, RDF.type, f"<{entity.type}>", graph)
            if entity.label:
                yield quad(iri, RDFS.label, literal(entity.label), graph)
            if iri != entity.id:
                yield quad(iri, KG.recordedAs, f"<{entity.id}>", graph)
            if iri in self.reviewed:
                self.facts.types[str(iri)].add(entity.type.removeprefix(_KG))
                if entity.label:
                    self.facts.labels[str(iri)].add(entity.label)

    def passage(self, passage: Passage, graph: str) -> Iterator[str]:
        if (passage.id, graph) in self.written:
            return
        self.written.add((passage.id, graph))
        iri, end = passage.id, f" <{graph}> .\n"
        yield (
            f"<{iri}> {_TYPE} <{_KG}Passage>{end}"
            f"<{iri}> <{_KG}inSource> <{passage.source}>{end}"
            f"<{iri}> <{_KG}exact> {literal(passage.exact)}{end}"
            f'<{iri}> <{_KG}start> "{passage.start}"{_INTEGER}{end}'
            f'<{iri}> <{_KG}end> "{passage.end}"{_INTEGER}{end}'
        )
        if passage.row is not None and passage.column is not None:
            yield (
                f"<{iri}> <{_KG}row> {literal(passage.row)}{end}<{iri}> <{_KG}column> {literal(passage.column)}{end}"
            )

    def claim(self, claim: Claim) -> Iterator[str]:
        graph = self.graph
        if claim.review is Review.CANDIDATE:
            graph = str(CANDIDATES)
        else:
            self.reviewed.update(self._id(each) for each in _mentioned(claim))
            self.facts.readings.append(self._reading(claim))
        iri, end = claim.id, f" <{graph}> .\n"
        yield (
            f"<{iri}> {_TYPE} <{_KG}Claim>{end}"
            f"<{iri}> {_SUBJECT} <{self._id(claim.subject)}>{end}"
            f"<{iri}> {_PREDICATE} <{claim.predicate}>{end}"
            f"<{iri}> {_OBJECT} {self._object(claim.object)}{end}"
            f"<{iri}> <{_KG}passage> <{claim.passage.id}>{end}"
            f"<{iri}> <{_KG}modality> <{_KG}{claim.modality}>{end}"
            f"<{iri}> <{_KG}negated> {_NEGATED[claim.negated]}{end}"
            f"<{iri}> <{_KG}basis> <{_KG}{claim.basis}>{end}"
            f"<{iri}> <{_KG}review> <{_KG}{claim.review}>{end}"
        )
        yield from self.passage(claim.passage, graph)
        if claim.claimant is not None or claim.via or claim.attribution is not None:
            yield from self._speakers(claim, graph)
        if claim.when or claim.said_on:
            yield from self._dates(claim, graph)
        for term, text in ((KG.mention, claim.mention), (KG.resolvedBy, claim.resolved_by), (KG.note, claim.note)):
            if text is not None:
                yield quad(iri, term, literal(text), graph)
        for term, party in ((KG.jurisdiction, claim.jurisdiction), (KG.accuser, claim.accuser)):
            if party is not None:
                yield quad(iri, term, f"<{self._id(party)}>", graph)

    def _reading(self, claim: Claim) -> Reading:
        # Plain strings, for rdflib's IRIs equal none.
        value = claim.object if isinstance(claim.object, Literal) else self._id(claim.object)
        return Reading(
            str(claim.id),
            str(self._id(claim.subject)),
            str(claim.predicate),
            self._object(claim.object),
            claim.modality,
            claim.negated,
            claim.basis,
            claim.review,
            claim.claimant is None,
            str(value),
        )

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
