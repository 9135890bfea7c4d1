"""OFAC's Specially Designated Nationals as published in CSV: sdn.csv, with alt.csv and add.csv beside it.

Format: OFAC, "SDN Data Formats" (fixed columns, no header, Latin-1, `-0-` for nothing, 0x1A at the end of some
editions). A party's id is its ent_num, the same in every edition. Every cell becomes claims whose passage is the cell;
of `remarks` each item is one, and what no rule knows is kept word for word as a kg:remark.
"""

import csv
import hashlib
import io
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from rdflib import Literal, URIRef
from rdflib.namespace import RDF

from kg.errors import DataError, Fault
from kg.loaders._files import opened
from kg.loaders._remarks import Item, read_remarks
from kg.model import Claim, Edition, Entity, Passage, Record, Source, local_key, mint
from kg.ontology import programmes
from kg.records import Fields, digest
from kg.vocab import KG

__all__ = ["CLASSES", "load"]

_SDN = ("ent_num", "name", "type", "program", "title", "call_sign", "vess_type", "tonnage", "grt", "flag", "owner", "remarks")  # fmt: skip
_ALT = ("ent_num", "alt_num", "alt_type", "alt_name", "remarks")
_ADD = ("ent_num", "add_num", "address", "city", "country", "remarks")
_NULL = "-0-"
_LINKED = re.compile(r"Linked To: (.+?)(?=;\s|\.?;?$)")
_END = "\x1a"

CLASSES = {"individual": KG.Person, "vessel": KG.Vessel, "aircraft": KG.Aircraft, None: KG.Organisation}
_ALIASES = {"aka": KG.alias, "fka": KG.formerName, "nka": KG.alias}
_VESSEL = {"call_sign": "Call sign", "vess_type": "Vessel type", "tonnage": "Tonnage", "grt": "Gross registered tonnage", "flag": "Flag", "owner": "Owner"}  # fmt: skip


def load(path: Path, edition: Edition) -> Iterator[Record]:
    """Yield the records of one edition: `path` is sdn.csv, plain, gzipped, or in a zip that may hold all three files.

    alt.csv and add.csv are read where the zip has them or where they lie beside, and are called for the same edition
    (sdn_2022.csv, alt_2022.csv). Rows that `edition.unchanged` knows are skipped; the row of a passage is called
    `sdn.csv 36`, `alt.csv 36 12` or `add.csv 36 25`, whatever the file is called, or `program SDNTK`.
    Raises DataError, with file and line, for a file that is not such a list, a row of another width and a new code.
    """
    yield from _Edition(path, edition).records()


@dataclass(slots=True)
class _Edition:
    path: Path
    edition: Edition
    names: dict[str, list[str]] = field(default_factory=dict)
    known: set[str] = field(default_factory=set)
    given: set[URIRef] = field(default_factory=set)
    codes: set[str] = field(default_factory=set)
    said: set[URIRef] = field(default_factory=set)

    def records(self) -> Iterator[Record]:
        files = _files(self.path)
        for number, row in _parties(self.path):
            self.names.setdefault(row.row["name"].strip(), []).append(number)
        yield self._source(list(dict.fromkeys(files.values())))
        for number, row in _parties(self.path):
            self.known.add(number)
            yield from self._listed(number, row)
        for name, columns, read in (("alt", _ALT, self._alias), ("add", _ADD, self._address)):
            for row in _rows(files[name], columns, f"{name}.csv") if name in files else ():
                yield from self._beside(f"{name}.csv", row, read)

    def _listed(self, number: str, row: Fields) -> Iterator[Record]:
        """Yield the party of a row of sdn.csv, and the programmes that no row before has."""
        for code, _ in _codes(row.row["program"].strip()):
            yield from self._programme(code, row)
        links = (f"{name}={self._party_called(name) or ''}" for name in _LINKED.findall(row.row["remarks"]))
        if self._begin(f"sdn.csv {number}", (*row.row.values(), number, *links)):
            yield from self._party(number, row)

    def _beside(self, file: str, row: Fields, read: Callable[[str, Fields], Iterator[Record]]) -> Iterator[Record]:
        """Yield what a row of alt.csv or add.csv adds to its party."""
        number, listed = row.row["ent_num"].strip(), row.row["ent_num"].strip() in self.known
        name = f"{file} {number} {row.row[row.unread[1]].strip()}"
        if not self._begin(name, (*row.row.values(), str(listed))):
            return
        party = mint("entity", "ofac", number)
        if not listed and party not in self.given:
            # The edition of 2022-01-31 has an address of a party whose own row was lost: kept, not designated.
            self.given.add(party)
            yield Entity(id=party, type=KG.Party, label=f"party {number}, whose row sdn.csv does not have")
        yield from read(name, row)

    def _begin(self, row: str, cells: Iterable[str]) -> bool:
        """Begin a row; False if the edition before had it word for word."""
        self.said.clear()
        return not self.edition.unchanged(row, digest(cells))

    def _party_called(self, name: str) -> str | None:
        """Give the number of the one party of a name; a name that none or more than one has is never guessed."""
        # The full stop that ends a cell also ends the name "... DE C.V.".
        numbers = self.names.get(name) or self.names.get(f"{name}.", [])
        return numbers[0] if len(numbers) == 1 else None

    def _programme(self, code: str, cell: Fields) -> Iterator[Record]:
        """Yield a programme and one of its codes, once: it is no party's own, and outlives every row that names it."""
        if code in self.codes:
            return
        self.codes.add(code)
        if code not in programmes():
            raise cell.error(f"programme {code!r} is new", "add it to ontology/programmes.ttl")
        known, row = programmes()[code], f"program {code}"
        yield Entity(id=URIRef(known.authority), type=KG.Agency, label=known.authority_name)
        if self._begin(row, (code, known.iri)):
            programme = URIRef(known.iri)
            yield Entity(id=programme, type=KG.Programme)
            yield from self._says(row, programme, KG.name, code, self._cell(row, "program", code))

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

    def _party(self, number: str, row: Fields) -> Iterator[Record]:
        with row as cell:
            cell.need("ent_num")
            name, kind = cell.need("name"), cell.take("type")
            if kind not in CLASSES:
                raise cell.error(f"type {kind!r} is new", "add it to ofac.CLASSES")
            party, line = mint("entity", "ofac", number), f"sdn.csv {number}"
            yield Entity(id=party, type=CLASSES[kind])
            yield from self._says(line, party, KG.legalName, name, self._cell(line, "name", name))
            yield from self._designations(number, party, name, cell.take("program"))
            if title := cell.take("title"):
                yield from self._says(line, party, KG.function, title, self._cell(line, "title", title))
            for column, label in _VESSEL.items():
                if text := cell.take(column):
                    quote = self._cell(line, column, text)
                    yield from self._says(line, party, KG.particular, f"{label}: {text}", quote)
            for item in read_remarks(cell.take("remarks") or ""):
                yield from self._remark(number, party, item, line)

    def _remark(self, number: str, party: URIRef, item: Item, line: str) -> Iterator[Record]:
        passage = self._cell(line, "remarks", item.text, item.start)
        if item.relation == KG.linkedTo:
            linked = self._party_called(item.value)
            if linked and linked != number:
                yield from self._says(line, party, KG.linkedTo, mint("entity", "ofac", linked), passage)
            else:
                yield from self._says(line, party, KG.remark, item.text, passage)
            return
        yield from self._says(line, party, item.relation, item.value, passage)

    def _designations(self, number: str, party: URIRef, name: str, programs: str | None) -> Iterator[Record]:
        line = f"sdn.csv {number}"
        for code, start in _codes(programs or ""):
            known = programmes()[code]
            event = mint("entity", "ofac", number, known.key)
            passage = self._cell(line, "program", code, start)
            yield Entity(id=event, type=KG.Designation, label=f"designation of {name} under {known.key}")
            roles = {
                RDF.type: KG.Designation,
                KG.target: party,
                KG.authority: URIRef(known.authority),
                KG.underProgramme: URIRef(known.iri),
            }
            for relation, value in roles.items():
                yield from self._says(line, event, relation, value, passage)

    def _alias(self, line: str, row: Fields) -> Iterator[Record]:
        with row as cell:
            number, _, kind, name = (cell.need(column) for column in _ALT[:4])
            remarks = cell.take("remarks")
            if kind not in _ALIASES:
                raise cell.error(f"alt_type {kind!r} is new", "add it to ofac's aliases")
            party = mint("entity", "ofac", number)
            yield from self._says(line, party, _ALIASES[kind], name, self._cell(line, "alt_name", name))
            if remarks:
                yield from self._says(line, party, KG.remark, remarks, self._cell(line, "remarks", remarks))

    def _address(self, line: str, row: Fields) -> Iterator[Record]:
        with row as cell:
            party = mint("entity", "ofac", cell.need("ent_num"))
            cell.need("add_num")
            parts = [text for column in _ADD[2:5] if (text := cell.take(column))]
            remarks = cell.take("remarks")
            if parts:
                text = ", ".join(parts)
                yield from self._says(line, party, KG.address, text, self._cell(line, "address, city, country", text))
            if remarks:
                yield from self._says(line, party, KG.remark, remarks, self._cell(line, "remarks", remarks))

    def _cell(self, row: str, column: str, text: str, start: int = 0) -> Passage:
        source = mint("source", self.edition.id)
        place = mint("passage", self.edition.id, row, column, f"{start}-{start + len(text)}")
        return Passage(id=place, source=source, exact=text, start=start, end=start + len(text), row=row, column=column)

    def _says(
        self, row: str, subject: URIRef, relation: URIRef, value: str | URIRef, passage: Passage
    ) -> Iterator[Claim]:
        """Yield a claim that a row makes, once: some rows say a thing twice."""
        name = "happened" if relation == RDF.type else relation.rsplit("#", 1)[1]
        said = local_key(value) or name if isinstance(value, URIRef) else value
        claim = mint("claim", self.edition.id, row, local_key(subject), name, said)
        if claim in self.said:
            return
        self.said.add(claim)
        yield Claim(
            id=claim,
            source=mint("source", self.edition.id),
            subject=subject,
            predicate=relation,
            object=value if isinstance(value, URIRef) else Literal(value),
            passage=passage,
            review=self.edition.review,
        )


def _files(path: Path) -> dict[str, Path]:
    """Give the file of each part of the list that there is: in the same zip, or beside `path`."""
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            held = {Path(name).name.lower() for name in archive.namelist()}
        return {"sdn": path} | {name: path for name in ("alt", "add") if any(f"{name}." in file for file in held)}
    beside = {name: path.with_name(path.name.replace("sdn", name, 1)) for name in ("alt", "add")}
    return {"sdn": path} | {name: file for name, file in beside.items() if file != path and file.exists()}


def _codes(programs: str) -> Iterator[tuple[str, int]]:
    """Give each programme code of a cell, and where in it the code begins.

    >>> list(_codes("SDNTK] [TCO"))
    [('SDNTK', 0), ('TCO', 7)]
    """
    for match in re.finditer(r"[^\[\]\s][^\[\]]*", "" if programs == _NULL else programs):
        yield match.group().rstrip(), match.start()


def _parties(path: Path) -> Iterator[tuple[str, Fields]]:
    """Yield the rows of sdn.csv, each with the number of its party."""
    seen: set[str] = set()
    for row in _rows(path, _SDN):
        number = row.row["ent_num"].strip()
        # The edition of 2022-01-31 gives one number to two parties: two rows are two parties, never one.
        number = f"{number} {row.row['name'].strip()}" if number in seen else number
        seen.add(number)
        yield number, row


def _rows(path: Path, columns: tuple[str, ...], member: str = "sdn.csv") -> Iterator[Fields]:
    """Yield the rows of one file with their file and line; the end mark is no row."""
    place = path.name if not zipfile.is_zipfile(path) else f"{path.name}/{member}"
    with opened(path, f"*{member}") as raw, io.TextIOWrapper(raw, encoding="latin-1", newline="") as lines:
        reader = csv.reader(lines, strict=True)
        try:
            for cells in reader:
                if not cells or cells == [_END]:
                    continue
                where = f"{place}:{reader.line_num}"
                if len(cells) != len(columns) or not cells[0].strip().isdigit():
                    fault = f"is not a row of this list: {len(cells)} cells, the first {cells[0][:30]!r}"
                    raise DataError([Fault(where, fault, f"it has {len(columns)} columns: {', '.join(columns)}")])
                yield Fields(dict(zip(columns, cells, strict=True)), where=where, null=_NULL)
        except csv.Error as error:
            where = f"{place}:{reader.line_num}"
            raise DataError([Fault(where, f"cannot be read: {error}", "fetch the edition again")]) from None
