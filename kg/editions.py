"""Editions of one list, compared row by row: what is new, what is withdrawn, and the events in between.

An edition adds to the graph only what the edition before did not say. A designation that is no longer there ends in a
delisting, between the days of the two editions; other statements end only if the list still has the party, for a list
that lets go of somebody says no more about a name or a birth date.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Protocol

from rdflib import Literal, URIRef
from rdflib.namespace import RDF

from kg.dates import Bounds
from kg.errors import DataError, Fault
from kg.model import Claim, DateBasis, Edition, Entity, Passage, Record, Source, When, Withdrawal, local_key, mint
from kg.vocab import KG

__all__ = ["Before", "Editions", "Remembered", "Rows"]

#: Digest of every row by its key.
Rows = dict[str, str]
Triple = tuple[URIRef, URIRef, URIRef | Literal]
#: An edition with less than this share of the rows before looks cut off, and delists people who are still listed.
_LEAST = 0.8


class Before(Protocol):
    """What the list says up to and with its latest edition, and has not withdrawn."""

    def of_row(self, row: str) -> Iterable[Claim]:
        """Give the claims that rest on a row."""

    def says(self, triple: Triple) -> bool:
        """Tell whether the list says it."""

    def listings(self, party: URIRef) -> int:
        """Count the designations of a party."""

    def label(self, entity: URIRef) -> str:
        """Give what an entity is called, or an empty text."""


@dataclass(slots=True)
class Remembered:
    """What was said, kept in memory while the editions of one build are read."""

    rows: dict[str, list[Claim]] = field(default_factory=dict)
    triples: set[Triple] = field(default_factory=set)
    targets: Counter[URIRef] = field(default_factory=Counter)
    labels: dict[URIRef, str] = field(default_factory=dict)
    designations: set[URIRef] = field(default_factory=set)

    def of_row(self, row: str) -> Iterable[Claim]:
        """Give the claims that rest on a row."""
        return self.rows.get(row, ())

    def says(self, triple: Triple) -> bool:
        """Tell whether the list says it."""
        return triple in self.triples

    def listings(self, party: URIRef) -> int:
        """Count the designations of a party."""
        return self.targets[party]

    def label(self, entity: URIRef) -> str:
        """Give what an entity is called."""
        return self.labels.get(entity, "")

    def note(self, record: Record) -> None:
        """Keep what an edition says."""
        match record:
            case Claim():
                self.rows.setdefault(record.passage.row or "", []).append(record)
                self.triples.add(_triple(record))
                if record.predicate in {KG.legalName, KG.name}:
                    self.labels[record.subject] = str(record.object)
                elif _is_designation(record):
                    self.designations.add(record.subject)
                self.targets.update(self._listed(record))
            case Entity(id=iri, label=str(label)):
                self.labels[iri] = label

    def forget(self, claim: Claim) -> None:
        """Drop what an edition withdraws."""
        self.rows[claim.passage.row or ""].remove(claim)
        self.triples.discard(_triple(claim))
        self.targets.subtract(self._listed(claim))

    def _listed(self, claim: Claim) -> Iterator[URIRef]:
        return _targets([claim] if claim.subject in self.designations else [])


@dataclass(slots=True)
class Editions:
    """Reads one edition of a list after the other. `latest` is the one read last, with its date and the rows it had.

    `same` gives the canonical ids of merged records, which is how `before` knows them.
    """

    before: Before | None = None
    same: Mapping[URIRef, URIRef] = field(default_factory=dict)
    latest: URIRef | None = None
    date: str = ""
    rows: Rows = field(default_factory=dict)
    #: Dates of the editions read, by source id, and the rows each changed, with the digests they had before.
    dates: dict[str, str] = field(default_factory=dict)
    undo: dict[str, dict[str, str | None]] = field(default_factory=dict)

    def read(self, load: Callable[[Edition], Iterator[Record]], edition: Edition, least: int = 0) -> Iterator[Record]:
        """Give what an edition adds and withdraws. Raises DataError for one that has lost too many rows.

        `least` is the number of rows that whoever planned the build says is enough.
        """
        seen: Rows = {}

        def unchanged(row: str, digest: str) -> bool:
            seen[row] = digest
            return self.rows.get(row) == digest

        records = self._dated(load(replace(edition, unchanged=unchanged)), edition.date)
        if self.latest is None:
            for record in records:
                yield record
                if isinstance(self.before, Remembered):
                    self.before.note(record)
        else:
            yield from self._compared(list(records), seen, edition, least)
            keys = self.rows.keys() | seen.keys()
            self.undo[edition.id] = {row: self.rows.get(row) for row in keys if self.rows.get(row) != seen.get(row)}
        self.dates[edition.id] = edition.date
        self.latest, self.date, self.rows = mint("source", edition.id), edition.date, seen

    def _compared(self, records: list[Record], seen: Rows, edition: Edition, least: int) -> Iterator[Record]:
        assert self.before is not None
        if len(seen) < (least or _LEAST * len(self.rows)):
            fault = f"has {len(seen)} rows where the edition of {self.date} has {len(self.rows)}"
            cure = "fetch it again; if the list did shrink so, write expect.rows in its table"
            raise DataError([Fault(edition.id, fault, cure)])
        touched = [row for row, digest in self.rows.items() if seen.get(row) != digest]
        lost = {_triple(claim): claim for row in touched for claim in self.before.of_row(row)}
        fresh = []
        for record in records:
            if isinstance(record, Claim):
                again = lost.pop(_triple(record), None)
                if again is None and not self.before.says(_triple(record)):
                    fresh.append(record)
            elif isinstance(record, Source):
                yield replace(record, previous=self.latest)
        change = _Change(self.before, edition, self._between(edition.date), fresh, list(lost.values()))
        entities = {self.same.get(record.id, record.id): record for record in records if isinstance(record, Entity)}
        made = list(change.records(entities, self.date))
        withdrawn = {record.claim for record in made if isinstance(record, Withdrawal)}
        yield from made
        if isinstance(self.before, Remembered):
            for claim in [claim for claim in change.lost if claim.id in withdrawn]:
                self.before.forget(claim)
            fresh_ids = {id(claim) for claim in change.fresh}
            # What happened between the editions is no row of a list, and no later edition withdraws it.
            for record in made:
                if isinstance(record, Entity) or id(record) in fresh_ids:
                    self.before.note(record)

    def _dated(self, records: Iterator[Record], until: str) -> Iterator[Record]:
        """Date each listing that the list itself does not date: it came after the edition before, by this one."""
        designations: set[URIRef] = set()
        for record in records:
            if not isinstance(record, Claim) or record.passage.row is None:
                yield record
                continue
            if record.predicate == RDF.type and record.object == KG.Designation:
                designations.add(record.subject)
            claim = self._canonical(record)
            if record.subject in designations and record.when is None and _is_day(until):
                listed, seen = self._between(until), date.fromisoformat(until)
                first = listed.bounds.earliest_start
                claim = replace(claim, when=replace(listed, bounds=Bounds(first, seen, seen, None)))
            yield claim

    def _canonical(self, claim: Claim) -> Claim:
        subject, value = self.same.get(claim.subject), None
        if isinstance(claim.object, URIRef):
            value = self.same.get(claim.object)
        return (
            replace(claim, subject=subject or claim.subject, object=value or claim.object)
            if subject or value
            else claim
        )

    def _between(self, until: str) -> When:
        """Give the interval between the edition before and this one, in which something happened."""
        first = date.fromisoformat(self.date) if self.date else None
        last = date.fromisoformat(until)
        spread = Bounds(first, last, first, last)
        return When(edtf=f"[{self.date}..{until}]", basis=DateBasis.INFERRED, evidence=None, bounds=spread)


class _Change:
    """What lies between two editions: claims new in the later one, claims lost from the earlier, and when."""

    def __init__(self, before: Before, edition: Edition, when: When, fresh: list[Claim], lost: list[Claim]) -> None:
        self.before, self.edition, self.when, self.fresh, self.lost = before, edition, when, fresh, lost
        self.source = mint("source", edition.id)
        gained, ended = Counter(_targets(fresh)), Counter(_targets(lost))
        parties = {claim.subject for claim in (*fresh, *lost)}
        had = {party: before.listings(party) for party in parties}
        #: Parties that are on the list in both editions.
        self.stay = {party for party in parties if had[party] and had[party] + gained[party] > ended[party]}

    def records(self, entities: Mapping[URIRef, Entity], last_seen: str) -> Iterator[Record]:
        ended = {claim.subject for claim in self.lost if _is_designation(claim)}
        needed = {iri for claim in self.fresh for iri in (claim.subject, claim.object) if isinstance(iri, URIRef)}
        yield from (entity for iri, entity in entities.items() if iri in needed)
        yield from self.fresh
        for claim in self.lost:
            if claim.subject in ended or claim.subject in self.stay:
                yield Withdrawal(claim=claim.id, source=self.source)
        gone = f"quoted from the edition of {last_seen}; it is no longer there"
        for event in sorted(ended):
            yield from self._delisting(event, gone)
        for party in sorted(self.stay):
            yield from self._amendment(party, gone)

    def _delisting(self, event: URIRef, note: str) -> Iterator[Record]:
        delisting = URIRef(f"{event}:ended-{self.edition.date}")
        yield Entity(
            id=delisting, type=KG.Delisting, label=f"end of the {self.before.label(event) or local_key(event)}"
        )
        for claim in self.lost:
            if claim.subject == event:
                value = KG.Delisting if claim.predicate == RDF.type else claim.object
                yield self._event(delisting, claim.predicate, value, claim.passage, note)

    def _amendment(self, party: URIRef, gone: str) -> Iterator[Record]:
        new = [claim for claim in self.fresh if claim.subject == party]
        quoted = (new or [claim for claim in self.lost if claim.subject == party])[0].passage
        event = URIRef(f"{party}:amended-{self.edition.date}")
        yield Entity(
            id=event,
            type=KG.Amendment,
            label=f"amendment of the entry of {self.before.label(party) or local_key(party)}",
        )
        for relation, value in ((RDF.type, KG.Amendment), (KG.target, party)):
            yield self._event(event, relation, value, quoted, None if new else gone)

    def _event(
        self, event: URIRef, relation: URIRef, value: URIRef | Literal, passage: Passage, note: str | None
    ) -> Claim:
        """Make a claim about what happened between the editions, quoting what has come or was there."""
        name = "happened" if relation == RDF.type else relation.rsplit("#", 1)[1]
        return Claim(
            id=URIRef(f"{mint('claim', self.edition.id)}.{local_key(event).replace('.', ':')}:{name}"),
            source=self.source,
            subject=event,
            predicate=relation,
            object=value,
            passage=passage,
            when=self.when,
            review=self.edition.review,
            note=note,
        )


def _triple(claim: Claim) -> Triple:
    return claim.subject, claim.predicate, claim.object


def _targets(claims: Iterable[Claim]) -> Iterator[URIRef]:
    """Give the parties that designations among the claims list."""
    for claim in claims:
        if claim.predicate == KG.target and isinstance(claim.object, URIRef):
            yield claim.object


def _is_designation(claim: Claim) -> bool:
    return claim.predicate == RDF.type and claim.object == KG.Designation


def _is_day(text: str) -> bool:
    return len(text) == 10
