"""OFAC's Specially Designated Nationals as published in CSV: sdn.csv, with alt.csv and add.csv beside it.

Format: OFAC, "SDN Data Formats" (fixed columns, no header, Latin-1, `-0-` for nothing, 0x1A at the end of some
editions). A party's id is its ent_num, the same in every edition. Every cell becomes claims whose passage is the cell;
of `remarks` each item is one, and what no rule knows is kept word for word as a kg:remark.
"""

import csv
import gzip
import hashlib
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from rdflib import Literal, URIRef
from rdflib.namespace import RDF

from kg.errors import DataError, Fault
from kg.loaders._remarks import Item, read_remarks
from kg.model import Claim, Edition, Entity, Passage, Record, Source, mint
from kg.records import Fields
from kg.vocab import KG

__all__ = ["CLASSES", "load"]

_SDN = ("ent_num", "name", "type", "program", "title", "call_sign", "vess_type", "tonnage", "grt", "flag", "owner", "remarks")  # fmt: skip
_ALT = ("ent_num", "alt_num", "alt_type", "alt_name", "remarks")
_ADD = ("ent_num", "add_num", "address", "city", "country", "remarks")
_NULL = "-0-"
_END = "\x1a"

CLASSES = {"individual": KG.Person, "vessel": KG.Vessel, "aircraft": KG.Aircraft, None: KG.Organisation}
_ALIASES = {"aka": KG.alias, "fka": KG.formerName, "nka": KG.alias}
_VESSEL = {"call_sign": "Call sign", "vess_type": "Vessel type", "tonnage": "Tonnage", "grt": "Gross registered tonnage", "flag": "Flag", "owner": "Owner"}  # fmt: skip
#: One programme may carry two codes over time: EO 14059 was ILLICIT-DRUGS-EO until 2022-09-22.
_RENAMED = {"ILLICIT-DRUGS-EO": "ILLICIT-DRUGS-EO14059"}
_AUTHORITY = mint("entity", "ofac", "authority")


def load(path: Path, edition: Edition) -> Iterator[Record]:
    """Yield the records of one edition: `path` is sdn.csv, plain or gzipped; alt.csv and add.csv are read beside it.

    Raises DataError, with file and line, for a file that is not such a list, a row of another width and a new code.
    """
    yield from _Edition(path, edition).records()


@dataclass(slots=True)
class _Edition:
    path: Path
    edition: Edition
    names: dict[str, list[str]] = field(default_factory=dict)
    seen: set[URIRef] = field(default_factory=set)

    def records(self) -> Iterator[Record]:
        beside = [self.path.with_name(self.path.name.replace("sdn", name, 1)) for name in ("alt", "add")]
        files = [self.path, *(file for file in beside if file != self.path and file.exists())]
        for row in _rows(self.path, _SDN):
            self.names.setdefault(row.row["name"].strip(), []).append(row.row["ent_num"])
        yield self._source(files)
        yield Entity(id=_AUTHORITY, type=KG.Agency, label="OFAC, US Department of the Treasury")
        known: set[str] = set()
        for row in _rows(self.path, _SDN):
            known.add(row.row["ent_num"])
            yield from self._party(row)
        for file in files[1:]:
            alias = file == beside[0]
            for row in _rows(file, _ALT if alias else _ADD):
                number = row.row["ent_num"]
                if number not in known:
                    # The edition of 2022-01-31 has an address of a party whose own row was lost: kept, not designated.
                    known.add(number)
                    label = f"party {number}, whose row {self.path.name} does not have"
                    yield Entity(id=mint("entity", "ofac", number), type=KG.Party, label=label)
                yield from (self._alias if alias else self._address)(row)

    def _source(self, files: list[Path]) -> Source:
        digest = hashlib.sha256()
        for file in files:
            digest.update(file.read_bytes())
        given = self.edition
        return Source(
            id=mint("source", given.id),
            publisher=given.publisher or "OFAC",
            date=given.date,
            language=given.language or "en",
            licence=given.licence,
            title=given.title,
            url=given.url,
            sha256=digest.hexdigest(),
            retrieved=given.retrieved,
        )

    def _party(self, row: Fields) -> Iterator[Record]:
        with row as cell:
            number, name = cell.need("ent_num"), cell.need("name")
            if mint("entity", "ofac", number) in self.seen:
                # The edition of 2022-01-31 gives one number to two parties: two rows are two parties, never one.
                number = f"{number} {name}"
            self.seen.add(mint("entity", "ofac", number))
            kind = cell.take("type")
            if kind not in CLASSES:
                raise cell.error(f"type {kind!r} is new", "add it to ofac.CLASSES")
            party = mint("entity", "ofac", number)
            line = f"{self.path.name} {number}"
            yield Entity(id=party, type=CLASSES[kind])
            yield from self._says(number, party, KG.legalName, name, self._cell(line, "name", name))
            yield from self._designations(number, party, name, cell.take("program"), line)
            if title := cell.take("title"):
                yield from self._says(number, party, KG.function, title, self._cell(line, "title", title))
            for column, label in _VESSEL.items():
                if text := cell.take(column):
                    yield from self._says(
                        number, party, KG.particular, f"{label}: {text}", self._cell(line, column, text)
                    )
            if remarks := cell.take("remarks"):
                for item in read_remarks(remarks):
                    yield from self._remark(number, party, item, line)

    def _remark(self, number: str, party: URIRef, item: Item, line: str) -> Iterator[Record]:
        passage = self._cell(line, "remarks", item.text, item.start)
        if item.relation == KG.linkedTo:
            # The full stop that ends a cell also ends the name "… DE C.V.".
            numbers = self.names.get(item.value) or self.names.get(f"{item.value}.", [])
            if len(numbers) == 1 and numbers[0] != number:
                yield from self._says(number, party, KG.linkedTo, mint("entity", "ofac", numbers[0]), passage)
                return
            # A name that no party, or more than one, has: kept as worded, never guessed.
            yield from self._says(number, party, KG.remark, item.text, passage)
            return
        yield from self._says(number, party, item.relation, item.value, passage)

    def _designations(self, number: str, party: URIRef, name: str, programs: str | None, line: str) -> Iterator[Record]:
        for match in re.finditer(r"[^\[\]]*[^\[\]\s]", programs or ""):
            code = match.group().strip()
            if not code:
                continue
            canonical = _RENAMED.get(code, code)
            passage = self._cell(
                line, "program", code, match.start() + len(match.group()) - len(match.group().lstrip())
            )
            programme, event = mint("entity", "ofac-programme", canonical), mint("entity", "ofac", number, canonical)
            if programme not in self.seen:
                self.seen.add(programme)
                yield Entity(id=programme, type=KG.Programme)
            yield from self._says(canonical, programme, KG.name, code, passage)
            yield Entity(id=event, type=KG.Designation, label=f"designation of {name} under {canonical}")
            roles = {RDF.type: KG.Designation, KG.target: party, KG.authority: _AUTHORITY, KG.underProgramme: programme}
            for relation, value in roles.items():
                yield from self._says(f"{number}-{canonical}", event, relation, value, passage)

    def _alias(self, row: Fields) -> Iterator[Record]:
        with row as cell:
            number, key, kind, name = (cell.need(column) for column in _ALT[:4])
            remarks = cell.take("remarks")
            if kind not in _ALIASES:
                raise cell.error(f"alt_type {kind!r} is new", "add it to ofac's aliases")
            party, line = mint("entity", "ofac", number), f"alt.csv {number} {key}"
            yield from self._says(number, party, _ALIASES[kind], name, self._cell(line, "alt_name", name))
            if remarks:
                yield from self._says(number, party, KG.remark, remarks, self._cell(line, "remarks", remarks))

    def _address(self, row: Fields) -> Iterator[Record]:
        with row as cell:
            number, key = cell.need("ent_num"), cell.need("add_num")
            parts = [text for column in _ADD[2:5] if (text := cell.take(column))]
            remarks = cell.take("remarks")
            party, line = mint("entity", "ofac", number), f"add.csv {number} {key}"
            if parts:
                text = ", ".join(parts)
                yield from self._says(number, party, KG.address, text, self._cell(line, "address, city, country", text))
            if remarks:
                yield from self._says(number, party, KG.remark, remarks, self._cell(line, "remarks", remarks))

    def _cell(self, row: str, column: str, text: str, start: int = 0) -> Passage:
        source = mint("source", self.edition.id)
        place = mint("passage", self.edition.id, row, column, f"{start}-{start + len(text)}")
        return Passage(id=place, source=source, exact=text, start=start, end=start + len(text), row=row, column=column)

    def _says(
        self, key: str, subject: URIRef, relation: URIRef, value: str | URIRef, passage: Passage
    ) -> Iterator[Claim]:
        """Yield a claim of the list, once: some rows say a thing twice."""
        name = relation.rsplit("#", 1)[1]
        said = value.rsplit("/", 1)[1] if isinstance(value, URIRef) else value
        claim = mint("claim", self.edition.id, key, "happened" if name == "type" else name, said)
        if claim in self.seen:
            return
        self.seen.add(claim)
        yield Claim(
            id=claim,
            source=mint("source", self.edition.id),
            subject=subject,
            predicate=relation,
            object=value if isinstance(value, URIRef) else Literal(value),
            passage=passage,
            review=self.edition.review,
        )


def _rows(path: Path, columns: tuple[str, ...]) -> Iterator[Fields]:
    """Yield the rows of one file with their file and line; the end mark is no row."""
    opener = gzip.open if path.suffix == ".gz" else open
    try:
        with opener(path, "rb") as raw, io.TextIOWrapper(raw, encoding="latin-1", newline="") as lines:
            reader = csv.reader(lines, strict=True)
            rows = 0
            for cells in reader:
                if not cells or cells == [_END]:
                    continue
                rows += 1
                where = f"{path.name}:{reader.line_num}"
                if len(cells) != len(columns) or not cells[0].strip().isdigit():
                    shown = f"{len(cells)} cells, the first {cells[0][:30]!r}"
                    raise DataError(
                        [
                            Fault(
                                where,
                                f"is not a row of this list: {shown}",
                                f"it has {len(columns)} columns: {', '.join(columns)}",
                            )
                        ]
                    )
                yield Fields(dict(zip(columns, cells, strict=True)), where=where, null=_NULL)
            if not rows:
                raise DataError([Fault(str(path), "is empty", "fetch the edition again")])
    except (OSError, EOFError, csv.Error) as error:
        raise DataError([Fault(str(path), f"cannot be read: {error}", "fetch the edition again")]) from None
