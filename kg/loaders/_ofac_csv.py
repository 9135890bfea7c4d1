"""OFAC's lists in CSV: sdn.csv with alt.csv and add.csv, and the consolidated cons_prim, cons_alt and cons_add.

Format: OFAC, "SDN Data Formats": fixed columns, no header, Latin-1, `-0-` for nothing, 0x1A at the end of some editions.
"""

import csv
import hashlib
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from kg.errors import DataError, Fault
from kg.loaders._cells import edition_source
from kg.loaders._files import members, opened
from kg.loaders._ofac_list import VESSEL, Listing
from kg.loaders._remarks import read_remarks
from kg.model import Edition, Entity, Record, mint
from kg.records import Fields
from kg.vocab import KG

__all__ = ["CLASSES", "read_csv"]

_MAIN = ("ent_num", "name", "type", "program", "title", "call_sign", "vess_type", "tonnage", "grt", "flag", "owner", "remarks")  # fmt: skip
_ALT = ("ent_num", "alt_num", "alt_type", "alt_name", "remarks")
_ADD = ("ent_num", "add_num", "address", "city", "country", "remarks")
_NULL = "-0-"
_END = b"\x1a"
_AGAIN = "fetch the edition again"
_LINKED = re.compile(r"Linked To: (.+?)(?=;\s|\.?;?$)")
_CODE = re.compile(r"[^\[\]\s][^\[\]]*")

CLASSES = {"individual": KG.Person, "vessel": KG.Vessel, "aircraft": KG.Aircraft, None: KG.Organisation}
_ALIASES = {"aka": KG.alias, "fka": KG.formerName, "nka": KG.alias}


def read_csv(path: Path, edition: Edition) -> Iterator[Record]:
    """Yield the records of an edition; `path` is sdn.csv or cons_prim.csv, or a zip that holds the files of one list."""
    files = _files(path)
    main, known, listing = files[0], set[str](), Listing(edition)
    for number, _, cells in _parties(main):
        listing.named(number, cells[1])
    yield _source(path, edition, files)
    for number, line, cells in _parties(main):
        known.add(number)
        yield from _listed(listing, main.name, number, main.fields(line, cells))
    given: set[str] = set()
    for file in files[1:]:
        for line, cells in file.rows():
            row, number = f"{file.name} {cells[0]} {cells[1]}", cells[0]
            if not listing.cells.begin(row, (*cells, str(number in known))):
                continue
            if number not in known and number not in given:
                # The edition of 2022-01-31 has an address of a party whose own row was lost: kept, not designated.
                given.add(number)
                label = f"party {number}, whose row {main.name} does not have"
                yield Entity(id=mint("entity", "ofac", number), type=KG.Party, label=label)
            yield from (_alias if file.columns is _ALT else _address)(listing, file.fields(line, cells))


@dataclass(frozen=True, slots=True)
class _File:
    """One file of a list: where it lies, what it is called in every edition, and its columns."""

    path: Path
    name: str
    columns: tuple[str, ...]
    zipped: bool

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """Yield the line and the cells of every row, without the spaces around them; the end mark is no row."""
        with opened(self.path, f"*{self.name}") as raw:
            reader = csv.reader(self._lines(raw), strict=True)
            width = len(self.columns)
            try:
                for cells in reader:
                    if not cells:
                        continue
                    if len(cells) != width or not cells[0].strip().isdigit():
                        fault = f"is not a row of this list: {len(cells)} cells, the first {cells[:1]!s:.40}"
                        cure = f"it has {width} columns: {', '.join(self.columns)}"
                        raise DataError([Fault(self.where(reader.line_num), fault, cure)])
                    yield reader.line_num, [cell.strip() for cell in cells]
            except csv.Error as error:
                raise DataError([Fault(self.where(reader.line_num), f"cannot be read: {error}", _AGAIN)]) from None

    def fields(self, line: int, cells: list[str]) -> Fields:
        return Fields(dict(zip(self.columns, cells, strict=True)), where=self.where(line), null=_NULL)

    def where(self, line: int) -> str:
        return f"{self.path.name}/{self.name}:{line}" if self.zipped else f"{self.path.name}:{line}"

    def _lines(self, raw: Iterable[bytes]) -> Iterator[str]:
        for number, line in enumerate(raw, 1):
            if line.strip() == _END:
                line = b"\n"
            if not line.endswith(b"\n"):
                raise DataError([Fault(self.where(number), "ends in the middle of a line", _AGAIN)])
            if not line.isascii() and (fault := _encoding(line)):
                raise DataError([Fault(self.where(number), fault, "save it in Latin-1, as OFAC does")])
            yield line.decode("latin-1")


def _encoding(line: bytes) -> str | None:
    """Tell what is wrong with bytes that are no ASCII: letters of Latin-1 are very rarely UTF-8 by chance."""
    try:
        line.decode("utf-8")
        return "is UTF-8, and this format is Latin-1"
    except UnicodeDecodeError:
        return "has bytes that are no text" if re.search(rb"[\x00\x80-\x9f]", line) else None


def _files(path: Path) -> list[_File]:
    """Give the files of the list that there are: in the same zip, or beside `path` and called like it."""
    there = [name.lower() for name in members(path)]
    zipped = bool(there)
    consolidated = any("cons_" in name for name in there or [path.name.lower()])
    prefix, main = ("cons_", "prim") if consolidated else ("", "sdn")
    found = [_File(path, f"{prefix}{main}.csv", _MAIN, zipped)]
    for part, columns in (("alt", _ALT), ("add", _ADD)):
        name = f"{prefix}{part}.csv"
        if zipped and any(each.endswith(name) for each in there):
            found.append(_File(path, name, columns, zipped))
        elif not zipped:
            beside = path.with_name(re.sub(main, _as_written(part), path.name, count=1, flags=re.IGNORECASE))
            if beside != path and beside.exists():
                found.append(_File(beside, name, columns, zipped))
    return found


def _as_written(part: str) -> Callable[[re.Match[str]], str]:
    return lambda found: part.upper() if found.group().isupper() else part


def _source(path: Path, edition: Edition, files: list[_File]) -> Record:
    source = edition_source(path, edition, publisher="OFAC", language="en")
    paths = list(dict.fromkeys(file.path for file in files))
    if len(paths) == 1:
        return source
    digest = hashlib.sha256()
    for each in paths:
        digest.update(each.read_bytes())
    return replace(source, sha256=digest.hexdigest())


def _parties(file: _File) -> Iterator[tuple[str, int, list[str]]]:
    """Yield the rows of the main file, each with the number of its party."""
    seen: set[str] = set()
    for line, cells in file.rows():
        number = cells[0]
        # The edition of 2022-01-31 gives one number to two parties: two rows are two parties, never one.
        number = f"{number} {cells[1]}" if number in seen else number
        seen.add(number)
        yield number, line, cells


def _codes(programs: str) -> Iterator[tuple[str, int]]:
    """Give each programme code of a cell, and where in it the code begins.

    >>> list(_codes("SDNTK] [TCO"))
    [('SDNTK', 0), ('TCO', 8)]
    """
    for match in _CODE.finditer("" if programs == _NULL else programs):
        yield match.group().rstrip(), match.start()


def _listed(listing: Listing, main: str, number: str, row: Fields) -> Iterator[Record]:
    """Yield the party of a row of the main file, and the programmes that no row before has."""
    cells = listing.cells
    codes = list(_codes(row.row["program"]))
    for code, _ in codes:
        yield from listing.programme(code, row.error)
    remarks = row.row["remarks"]
    links = [listing.called(name) or "" for name in _LINKED.findall(remarks)] if "Linked To:" in remarks else []
    if not cells.begin(f"{main} {number}", (*row.row.values(), number, *links)):
        return
    with row as cell:
        cell.need("ent_num")
        cell.take("program")
        name, kind = cell.need("name"), cell.take("type")
        if kind not in CLASSES:
            raise cell.error(f"type {kind!r} is new", "add it to CLASSES of the loader")
        party = mint("entity", "ofac", number)
        yield Entity(id=party, type=CLASSES[kind])
        yield from cells.says(party, KG.legalName, name, cells.quote("name", name))
        for code, start in codes:
            yield from listing.designation(number, name, code, cells.quote("program", code, start))
        if title := cell.take("title"):
            yield from cells.says(party, KG.function, title, cells.quote("title", title))
        for column, label in VESSEL.items():
            if text := cell.take(column):
                yield from cells.says(party, KG.particular, f"{label}: {text}", cells.quote(column, text))
        for item in read_remarks(cell.take("remarks") or ""):
            yield from listing.item(number, party, item, cells.quote("remarks", item.text, item.start))


def _alias(listing: Listing, row: Fields) -> Iterator[Record]:
    cells = listing.cells
    with row as cell:
        number, _, kind, name = (cell.need(column) for column in _ALT[:4])
        if kind not in _ALIASES:
            raise cell.error(f"alt_type {kind!r} is new", "add it to the aliases of the loader")
        party = mint("entity", "ofac", number)
        yield from cells.says(party, _ALIASES[kind], name, cells.quote("alt_name", name))
        if remarks := cell.take("remarks"):
            yield from cells.says(party, KG.remark, remarks, cells.quote("remarks", remarks))


def _address(listing: Listing, row: Fields) -> Iterator[Record]:
    cells = listing.cells
    with row as cell:
        party = mint("entity", "ofac", cell.need("ent_num"))
        cell.need("add_num")
        text = ", ".join(text for column in _ADD[2:5] if (text := cell.take(column)))
        if text:
            yield from cells.says(party, KG.address, text, cells.quote("address, city, country", text))
        if remarks := cell.take("remarks"):
            yield from cells.says(party, KG.remark, remarks, cells.quote("remarks", remarks))
