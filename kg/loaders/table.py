"""A table whose columns a mapping file explains: CSV, TSV, XLSX or Parquet.

What the columns mean is data, not code: `_mapping.py` has the keys of a mapping file, data/mappings/ has examples. Every
claim quotes the cells it is made of. A relation that the entity's class cannot have (the birth date of what turns out to
be no person) is kept as a kg:particular with the name of its column; a part of a cell that no rule finds, and a date in
no given format, is kept as a kg:remark. A column that the mapping neither reads nor ignores stops the load.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from rdflib import Literal, URIRef
from rdflib.namespace import RDF

from kg.dates import bounds
from kg.errors import DataError, Fault
from kg.loaders._cells import Cells, edition_source, parts
from kg.loaders._mapping import ClaimSpec, Condition, EntitySpec, Mapping, columns_of, read_mapping
from kg.loaders._rows import rows
from kg.model import Claim, Edition, Entity, Passage, Record, When, mint
from kg.ontology import Ontology, load_ontology
from kg.records import digest
from kg.vocab import KG, PREFIXES

__all__ = ["load"]

_SLOT = re.compile(r"\{([^{}:]+)(:int)?\}")
#: What a format writes, as the precision of an EDTF date.
_PRECISION = (("%d", "%Y-%m-%d"), ("%m", "%Y-%m"), ("%B", "%Y-%m"), ("%b", "%Y-%m"), ("%Y", "%Y"))


def load(path: Path, edition: Edition) -> Iterator[Record]:
    """Yield the records of a table, in the order of its rows; its mapping lies beside it.

    Raises DataError, with file and row, for a table that its mapping does not fit, and MissingExtra for a format whose
    package is not installed.
    """
    place, mapping = read_mapping(path)
    source = edition_source(path, edition, publisher="")
    table = _Table(Cells(edition), mapping, load_ontology(), digest([place.read_text(encoding="utf-8")]))
    first = True
    for where, row in rows(path, encoding=mapping.encoding, sheet=mapping.sheet):
        if first:
            _fits(place, where, mapping, row)
            yield source
            first = False
        yield from table.row(where, row)
    if first:
        raise DataError([Fault(str(path), "has no rows", "fetch the file again")])


def _fits(place: Path, where: str, mapping: Mapping, row: dict[str, str]) -> None:
    """See that every column is read or ignored, and that every column the mapping names is there."""
    name = where.rpartition(":")[0]
    for column in row:
        if column not in mapping.used and column not in mapping.ignore:
            raise DataError([Fault(f"{name}:1", f"unread column {column!r}", f"read it, or ignore it with a reason, in {place.name}")])  # fmt: skip
    for column in sorted(mapping.used | set(mapping.ignore)):
        if column not in row:
            raise DataError([Fault(f"{name}:1", f"there is no column {column!r}", f"{place.name} names it: correct either")])  # fmt: skip


@dataclass(slots=True)
class _Table:
    cells: Cells
    mapping: Mapping
    ontology: Ontology
    version: str
    where: str = ""
    text: dict[str, str] = field(default_factory=dict)
    raw: dict[str, str] = field(default_factory=dict)
    known: dict[str, tuple[URIRef, str]] = field(default_factory=dict)

    def row(self, where: str, raw: dict[str, str]) -> Iterator[Record]:
        """Yield what one row gives, unless the edition before had it word for word, read by the same mapping."""
        null = self.mapping.null
        stripped = {column: cell.strip() for column, cell in raw.items()}
        self.where, self.raw = where, raw
        self.text = {column: "" if cell in null else cell for column, cell in stripped.items()}
        for column, allowed in self.mapping.codes.items():
            if stripped[column] and stripped[column] not in allowed:
                raise self._error(f"{column} {stripped[column]!r} is new", "add it to codes, and see what it means")
        key = " ".join(self.text[column] for column in self.mapping.key)
        if not key.strip():
            raise self._error(f"{', '.join(self.mapping.key)} is empty, and names the row", "mend the row")
        if not self.cells.begin(key, [self.version, *raw.values()]):
            return
        self.known = {}
        for handle, spec in self.mapping.entity.items():
            yield from self._entity(handle, spec)
        for claim in self.mapping.claim:
            if claim.of in self.known and all(each.holds(self.text) for each in claim.only):
                yield from self._claim(claim)

    def _entity(self, handle: str, spec: EntitySpec) -> Iterator[Entity]:
        if not all(each.holds(self.text) for each in spec.only):
            return
        keys = [self._filled(template) for template in spec.id]
        if None in keys:
            return
        kind = next((each.is_ for each in spec.class_ if all(one.holds(self.text) for one in each.only)), None)
        if kind is None:
            raise self._error(f"no class of {handle} fits", "add one for this row to the mapping")
        entity = Entity(
            id=mint("entity", *(key for key in keys if key)),
            type=KG[kind],
            label=self._filled(spec.label) if spec.label else None,
        )
        self.known[handle] = entity.id, kind
        yield entity

    def _claim(self, spec: ClaimSpec) -> Iterator[Claim]:
        """Yield what one [[claim]] of the mapping says of this row; nothing where its cells are empty."""
        if spec.find and spec.column:
            yield from self._found(spec, spec.column)
        elif spec.relation == "happened":
            kind: URIRef = KG[self.known[spec.of][1]]
            yield from self._made(spec, RDF.type, kind, self._quote(spec.quote or self.mapping.key))
        elif spec.object and spec.relation:
            value = self._party(spec.object)
            quote = self._quote(spec.quote or self._columns_behind(spec.object) or self.mapping.key)
            if value is not None:
                yield from self._made(spec, KG[spec.relation], value, quote)
        elif spec.value and spec.relation:
            filled = self._filled(spec.value)
            quote = self._quote(spec.quote or columns_of(spec.value) or self.mapping.key)
            if filled is not None and quote:
                yield from self._made(spec, KG[spec.relation], self._mapped(spec, filled), quote)

    def _found(self, spec: ClaimSpec, column: str) -> Iterator[Claim]:
        cell = self.text[column]
        start = len(self.raw[column]) - len(self.raw[column].lstrip())
        for part in parts(cell, [(each.fits, each) for each in spec.find]):
            if part.said is None and not spec.rest:
                continue
            quote = self.cells.quote(column, part.words, start + part.start)
            relation, value = part.said.relation if part.said else "remark", part.value.strip()
            if part.said and part.said.formats:
                read = _edtf(value, part.said.formats)
                relation, value = (relation, read) if read else ("remark", f"{column}: {value}")
            yield from self._made(spec, KG[relation], value, quote)

    def _made(self, spec: ClaimSpec, relation: URIRef, value: str | URIRef, quote: Passage | None) -> Iterator[Claim]:
        if quote is None:
            return
        subject, kind = self.known[spec.of]
        term = self.ontology.relations.get(relation.removeprefix(PREFIXES["kg"]))
        if term and not self.ontology.is_a(kind, term.domain):
            if isinstance(value, URIRef):
                fault = f"{term.name} is said of a {term.domain}, and {spec.of} is a {kind} here"
                raise self._error(fault, "make the claim only `if` it is one")
            relation, value, term = KG.particular, f"{quote.column}: {value}", None
        made: str | URIRef | Literal = value
        if term and term.range == "integer" and not isinstance(value, URIRef):
            made = Literal(self._whole(value))
        when = self._date(spec.when, state=bool(term and "state" in term.flags)) if spec.when else None
        claims = self.cells.says(subject, relation, made, quote, when)
        if spec.said_on is None and spec.claimant is None and spec.accuser is None and spec.jurisdiction is None:
            yield from claims
            return
        for claim in claims:
            yield replace(
                claim,
                said_on=self._date(spec.said_on, state=False) if spec.said_on else None,
                claimant=self._party(spec.claimant),
                accuser=self._party(spec.accuser),
                jurisdiction=self._party(spec.jurisdiction),
                attribution=self._attribution(spec.attribution),
            )

    def _party(self, handle: str | None) -> URIRef | None:
        if handle and handle.startswith("kg:"):
            return KG[handle.removeprefix("kg:")]
        return self.known[handle][0] if handle in self.known else None

    def _columns_behind(self, handle: str) -> list[str]:
        spec = self.mapping.entity.get(handle)
        return [column for each in spec.id for column in columns_of(each)] if spec else []

    def _attribution(self, condition: Condition | None) -> Passage | None:
        """Give the words that attribute a claim: what the pattern finds in its column."""
        if condition is None or condition.fits is None:
            return None
        found = condition.fits.search(self.raw[condition.column])
        if found is None:
            raise self._error(f"{condition.column} has no words that attribute", "make the claim only `if` it has")
        return self.cells.quote(condition.column, found.group(), found.start())

    def _quote(self, columns: tuple[str, ...] | list[str]) -> Passage | None:
        """Quote one cell, or several as one text in the order given."""
        found = {column: self.text[column] for column in columns if self.text[column]}
        if not found:
            return None
        (first, *more) = found
        start = 0 if more else len(self.raw[first]) - len(self.raw[first].lstrip())
        return self.cells.quote(", ".join(found), ", ".join(found.values()), start)

    def _filled(self, template: str) -> str | None:
        """Fill a template; None if a cell of it is empty."""
        if any(not self.text[column] for column in columns_of(template)):
            return None

        def cell(slot: re.Match[str]) -> str:
            return str(self._whole(self.text[slot[1]])) if slot[2] else self.text[slot[1]]

        return _SLOT.sub(cell, template)

    def _mapped(self, spec: ClaimSpec, value: str) -> str:
        if spec.formats:
            return _edtf(value, spec.formats) or value
        if spec.map and value not in spec.map:
            raise self._error(f"{value!r} is new", f"add it to the map of {spec.value}")
        return spec.map.get(value, value)

    def _whole(self, text: str) -> int:
        try:
            number = float(text)
        except ValueError:
            number = 0.5
        if not number.is_integer():
            raise self._error(f"{text!r} is no whole number", "mend the cell, or read it as text")
        return int(number)

    def _date(self, handle: str, *, state: bool) -> When | None:
        """Give a date of the row: a day, or some day between two."""
        spec = self.mapping.date[handle]
        ends = [self._filled(each) for each in (spec.from_, spec.to) if each]
        quote = self._quote([column for each in (spec.from_, spec.to or "") for column in columns_of(each)])
        days = [_edtf(end, spec.formats) for end in ends if end]
        if quote is None or not days:
            return None
        if None in days:
            raise self._error(f"{quote.exact!r} is no date", f"give date.{handle} the formats it is written in")
        edtf = days[0] if len(set(days)) == 1 else f"[{days[0]}..{days[-1]}]"
        try:
            return replace(self.cells.dated(edtf or "", quote), bounds=bounds(edtf or "", state=state))
        except ValueError:
            raise self._error(f"{quote.exact!r} is no date", "mend the cell") from None

    def _error(self, fault: str, cure: str) -> DataError:
        return DataError([Fault(self.where, fault, cure)])


def _edtf(text: str, formats: tuple[str, ...]) -> str | None:
    """Give a date in EDTF with the precision it is written in; ISO dates, if no format is given.

    >>> _edtf("November 7, 1979", ("%B %d, %Y", "%Y")), _edtf("1970", ("%B %d, %Y", "%Y")), _edtf("2021-03-31", ())
    ('1979-11-07', '1970', '2021-03-31')
    """
    if not formats:
        return text[:10] if re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?([T ].*)?", text) else None
    for form in formats:
        try:
            read = datetime.strptime(text, form)  # noqa: DTZ007
        except ValueError:
            continue
        return read.strftime(next(out for sign, out in _PRECISION if sign in form))
    return None
