"""FollowTheMoney entities, one JSON object a line (`.ftm.json`), as OpenSanctions and Aleph publish them.

What their schemata and properties are here is in ontology/alignments.ttl. A link (Ownership, Family, Membership …) is a
claim between its two ends, a Sanction is a designation. An id is `ftm` and the entity's own. A row of a passage is the
entity, a column the property; where it has several values, with the place of the value.

Not lost but not read: a property that no alignment names, and a key of the entity that is no part of the format, is a
kg:particular with its name; so is a link whose end is missing, or is of a class that the relation cannot have, what a
link says besides its ends and dates (the degree of a kinship, a share), and the referents: ids merged elsewhere, not here.
Lost: `caption` (chosen from the names), `datasets`, `target`, `first_seen`, `last_seen`, `last_change`, and who of
several datasets says a value. Statement files (`.pack`, CSV), nested JSON and Senzing JSON are other formats.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rdflib import URIRef
from rdflib.namespace import RDF

from kg.dates import bounds
from kg.errors import DataError, Fault
from kg.ftm_terms import ftm_terms
from kg.loaders._cells import Cells, edition_source
from kg.loaders._files import opened
from kg.model import Edition, Entity, Passage, Record, When, mint
from kg.ontology import load_ontology
from kg.vocab import KG

__all__ = ["load"]

_IGNORED = {"caption", "datasets", "target", "first_seen", "last_seen", "last_change"}
_LISTS = ("referents", "references")
_DATES = ("startDate", "endDate", "date", "listingDate")


def load(path: Path, edition: Edition) -> Iterator[Record]:
    """Yield the records of a file, plain, gzipped or zipped; it is read twice, for a link may come before its ends.

    Raises DataError, with file and line, for a line that is no entity, or holds other entities nested in it.
    """
    schemata = {row.id: row.schema for row in _rows(path)}
    yield edition_source(path, edition, publisher="")
    file = _File(Cells(edition), schemata)
    for row in _rows(path):
        if file.cells.begin(row.id, [row.schema, json.dumps(row.values, sort_keys=True, ensure_ascii=False)]):
            yield from file.entity(row)


@dataclass(frozen=True, slots=True)
class _Row:
    where: str
    id: str
    schema: str
    values: dict[str, list[str]]


def _rows(path: Path) -> Iterator[_Row]:
    number = 0
    with opened(path) as lines:
        for number, line in enumerate(lines, 1):
            if line.strip():
                yield _row(f"{path.name}:{number}", line.decode("utf-8"))
    if not number:
        raise DataError([Fault(str(path), "is empty", "fetch the file again")])


def _row(where: str, line: str) -> _Row:
    cure = "give one FollowTheMoney entity a line: {id, schema, properties}"
    try:
        made: Any = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise DataError([Fault(where, f"is not JSON: {error}", "fetch the file again")]) from None
    if not isinstance(made, dict) or not isinstance(made.get("properties"), dict):
        raise DataError([Fault(where, "is no entity", cure)])
    given: dict[str, Any] = dict(made)
    number, schema, values = given.pop("id", None), given.pop("schema", None), dict(given.pop("properties"))
    if not (isinstance(number, str) and number and isinstance(schema, str) and schema):
        raise DataError([Fault(where, "has no id or no schema", cure)])
    values |= {name: given.pop(name) for name in _LISTS if name in given}
    # Published files have properties that slipped out of `properties`: kept in words, read as nothing.
    values |= {f"outside properties, {name}": value for name, value in given.items() if name not in _IGNORED}
    texts = {name: list(_texts(where, name, value)) for name, value in values.items()}
    return _Row(where, number, schema, {name: found for name, found in texts.items() if found})


def _texts(where: str, name: str, value: object) -> Iterator[str]:
    """Give the values of a property; what should be text and is not stands as JSON, nested entities are refused."""
    for each in value if isinstance(value, list) else [value]:
        if isinstance(each, dict) and "schema" in each:
            raise DataError([Fault(where, f"{name} holds an entity", "nested entities are another format")])
        text = each if isinstance(each, str) else json.dumps(each, ensure_ascii=False)
        if text.strip() and each is not None:
            yield text


@dataclass(slots=True)
class _File:
    cells: Cells
    schemata: dict[str, str]
    named: set[URIRef] = field(default_factory=set)

    def entity(self, row: _Row) -> Iterator[Record]:
        """Yield what one entity gives: a link, or a thing with all that is said of it."""
        terms = ftm_terms()
        if row.schema in terms.links:
            yield from self._link(row)
            return
        thing, kind = mint("entity", "ftm", row.id), self._class(row.id)
        yield Entity(id=thing, type=KG[kind], label=f"{row.schema} {row.id}")
        when = self._when(row)
        if load_ontology().is_a(kind, "Event"):
            yield from self.cells.says(thing, RDF.type, KG[kind], self.cells.quote("schema", row.schema), when)
        elif row.schema not in terms.classes:
            yield from self.cells.says(thing, KG.particular, f"schema: {row.schema}", self.cells.quote("schema", row.schema))  # fmt: skip
        begun = next((name for name in ("startDate", "listingDate", "date") if name in row.values), "") if when else ""
        for name, column, value in _values(row):
            if name == begun and load_ontology().is_a(kind, "Event"):
                continue
            yield from self._property(thing, kind, name, value, self.cells.quote(column, value), when)

    def _property(
        self, thing: URIRef, kind: str, name: str, value: str, quote: Passage, when: When | None
    ) -> Iterator[Record]:
        terms, ontology = ftm_terms(), load_ontology()
        term = ontology.relations.get(terms.relations.get(name, ""))
        if term is None or not ontology.is_a(kind, term.domain):
            yield from self.cells.says(thing, KG.particular, f"{name}: {value}", quote)
        elif term.literal:
            said = f"{name}: {value}" if name in terms.kinds else value
            if term.name == "birthDate" and not _is_date(value):
                yield from self.cells.says(thing, KG.particular, f"{name}: {value}", quote)
            else:
                yield from self.cells.says(thing, KG[term.name], said, quote)
        elif value in self.schemata:
            fits = ontology.is_a(self._class(value), term.range)
            about = (KG[term.name], mint("entity", "ftm", value)) if fits else (KG.particular, f"{name}: {value}")
            yield from self.cells.says(thing, *about, quote, when)
        elif name == "entity":
            yield from self.cells.says(thing, KG.particular, f"{name}: {value}", quote)
        else:
            # An authority or a programme that FollowTheMoney only names.
            called = mint("entity", "ftm", f"{name}:{value}")
            yield Entity(id=called, type=KG[term.range or "Entity"], label=value)
            yield from self.cells.says(thing, KG[term.name], called, quote, when)

    def _link(self, row: _Row) -> Iterator[Record]:
        """Yield a claim for every pair of ends, and beside it, in words, what else the link holds."""
        terms, ontology = ftm_terms(), load_ontology()
        term = ontology.relations[terms.links[row.schema]]
        left, right = terms.ends[row.schema]
        subjects, objects = row.values.get(left, []), row.values.get(right, [])
        state = self._when(row, state=True)
        ends = [each for each in (*subjects, *objects) if each in self.schemata]
        whole = ", ".join(f"{name}: {value}" for name, _, value in _values(row))
        columns = ", ".join(row.values)
        if not ends:
            # Nothing in the file to say it of: the link is kept as a thing of its own.
            thing = mint("entity", "ftm", row.id)
            yield Entity(id=thing, type=KG.Entity, label=f"{row.schema} {row.id}")
            yield from self.cells.says(thing, KG.particular, f"{row.schema}: {whole}", self.cells.quote(columns, whole or row.schema))  # fmt: skip
            return
        quote = self.cells.quote(columns, whole)
        made = False
        for one in subjects:
            for other in objects:
                fits = (
                    {one, other} <= self.schemata.keys()
                    and one != other
                    and ontology.is_a(self._class(one), term.domain)
                    and ontology.is_a(self._class(other), term.range)
                )
                if fits:
                    ids = mint("entity", "ftm", one), mint("entity", "ftm", other)
                    yield from self.cells.says(ids[0], KG[term.name], ids[1], quote, state)
                    made = True
        said = {left, right, "startDate", "endDate", "date"} if made and state else {left, right} if made else set()
        if row.values.keys() - said:
            yield from self.cells.says(mint("entity", "ftm", ends[0]), KG.particular, f"{row.schema}: {whole}", quote)

    def _class(self, number: str) -> str:
        return ftm_terms().classes.get(self.schemata[number], "Entity")

    def _when(self, row: _Row, *, state: bool = False) -> When | None:
        """Give the date of an event or a link; a sanction begins on the first day, a link lasts to the last."""
        found = {name: row.values[name][0][:10] for name in _DATES if row.values.get(name)}
        if not found or not all(_is_date(day) for day in found.values()):
            return None
        start, end = found.get("startDate") or found.get("listingDate"), found.get("endDate")
        if state and (start or end):
            edtf = f"{start or '..'}/{end or '..'}"
        elif start or "date" in found:
            edtf = start or found["date"]
        else:
            return None
        columns = ", ".join(found)
        return self.cells.dated(edtf, self.cells.quote(columns, ", ".join(row.values[name][0] for name in found)), state=state)  # fmt: skip


def _values(row: _Row) -> Iterator[tuple[str, str, str]]:
    for name, found in row.values.items():
        for number, value in enumerate(found, 1):
            yield name, f"{name}[{number}]" if len(found) > 1 else name, value


def _is_date(text: str) -> bool:
    try:
        bounds(text)
    except ValueError:
        return False
    return True
