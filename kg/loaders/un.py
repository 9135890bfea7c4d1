"""The consolidated list of the United Nations Security Council, as published in XML.

Format: the Security Council's sc-sanctions.xsd. An entry's id is its DATAID, the same in every edition. A row of a
passage is the entry, a column the path of an element within it; elements that make one text (the parts of a name, the
lines of an address) are quoted as one, in the list's own order. COMMENTS1 is kept word for word, except for what a rule
reads. Left out, for they say nothing of the party: VERSIONNUM, SORT_KEY, SORT_KEY_LAST_MOD and LIST_TYPE.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from rdflib import URIRef
from rdflib.namespace import RDF

from kg.errors import DataError, Fault
from kg.loaders._cells import Cells, edition_source, parts
from kg.loaders._xml import Element, elements
from kg.model import Edition, Entity, Passage, Record, mint
from kg.records import Fields
from kg.vocab import KG

__all__ = ["load"]

_SECTIONS = {"INDIVIDUALS": "INDIVIDUAL", "ENTITIES": "ENTITY"}
_CLASSES = {"INDIVIDUAL": KG.Person, "ENTITY": KG.Organisation}
_COUNCIL = mint("entity", "un", "security-council")
_IGNORED = ("VERSIONNUM", "SORT_KEY", "SORT_KEY_LAST_MOD")
#: The quality of an alias, and what kind of name it is.
_ALIASES = {"Good": KG.alias, "Low": KG.weakAlias, "a.k.a.": KG.alias, "f.k.a.": KG.formerName}
_NAMES = ("FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME")
_LINES = ("STREET", "CITY", "STATE_PROVINCE", "ZIP_CODE", "COUNTRY")
_PAPER = {
    "TYPE_OF_DOCUMENT": "",
    "TYPE_OF_DOCUMENT2": "",
    "NUMBER": "",
    "ISSUING_COUNTRY": "issued by ",
    "DATE_OF_ISSUE": "issued on ",
    "CITY_OF_ISSUE": "issued in ",
    "COUNTRY_OF_ISSUE": "issued in ",
}
_ALIAS_BIRTH = {"DATE_OF_BIRTH": "born ", "CITY_OF_BIRTH": "born in ", "COUNTRY_OF_BIRTH": "born in ", "NOTE": ""}
#: What the comments write in a fixed way: a pattern whose `v` is the value, and the relation it is the value of.
_COMMENTS = tuple(
    (re.compile(pattern), relation)
    for pattern, relation in (
        (r"(?<![\w'])[Gg]ender\s*: ?(?P<v>[Mm]ale|[Ff]emale)\b\.?", KG.gender),
        (r"[\[(]?(?P<v>[Oo]ld [Rr]eference # ?[A-Z]\.[\w.]*\w)[\])]?\.?", KG.identifier),
        (
            r"(?P<v>Review pursuant to Security Council resolution [^.;]*? (?:was|were) concluded on \d+ \w+\.? \d{4})\.?",
            KG.sanctionsInformation,
        ),
        (r"(?P<v>INTERPOL-UN Security Council Special Notice web link: ?\S+?)[.,]?(?=\s|$)", KG.particular),
    )
)
_YEAR = re.compile(r"[1-9]\d{3}")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def load(path: Path, edition: Edition) -> Iterator[Record]:
    """Yield the records of one edition: `path` is the XML, plain, gzipped or zipped.

    Raises DataError, with file and line, for a file that is not this list, an element nobody reads and a new code.
    """
    found = elements(path, "CONSOLIDATED_LIST", _SECTIONS)
    generated = next(found).attributes.get("dateGenerated", "")[:10]
    yield edition_source(path, edition, publisher="United Nations Security Council", date=generated, language="en")
    yield Entity(id=_COUNCIL, type=KG.GovernmentBody, label="United Nations Security Council")
    list_ = _List(Cells(edition))
    entries = 0
    for element in found:
        entries += 1
        yield from list_.entry(element)
    if not entries:
        raise DataError([Fault(str(path), "lists nobody", "fetch the edition again")])


@dataclass(slots=True)
class _List:
    cells: Cells
    programmes: set[URIRef] = field(default_factory=set)

    def entry(self, element: Element) -> Iterator[Record]:
        """Yield what one individual or entity of the list gives, unless the edition before had it word for word."""
        yield from self._regime(element.leaves.get("UN_LIST_TYPE", "").strip())
        number = element.leaves.get("DATAID", "").strip()
        if not self.cells.begin(f"{element.tag} {number}", element.texts()):
            return
        with element.fields(ignore=_IGNORED) as leaf:
            party = mint("entity", "un", leaf.need("DATAID"))
            yield Entity(id=party, type=_CLASSES[element.tag])
            leaf.need("FIRST_NAME")
            name = self._joined(leaf, "", dict.fromkeys(_NAMES, ""), " ")
            yield from self.cells.says(party, KG.name, name.exact, name) if name else ()
            yield from self._leaves(party, leaf)
            yield from self._listing(number, party, name.exact if name else "", leaf)
            for tag, read in self._parts(element.tag):
                for place, part in element.parts(tag, leaf):
                    with part:
                        yield from read(self, party, place, part)

    def _regime(self, name: str) -> Iterator[Record]:
        """Yield the list within the list, once, as a row of its own: it outlives every entry that names it."""
        programme = mint("entity", "un", "list", name)
        if not name or programme in self.programmes:
            return
        self.programmes.add(programme)
        if self.cells.begin(f"UN_LIST_TYPE {name}", [name]):
            yield Entity(id=programme, type=KG.Programme)
            passage = self.cells.quote("UN_LIST_TYPE", name)
            yield from self.cells.says(programme, KG.name, f"UN list: {name}", passage)

    @staticmethod
    def _parts(tag: str) -> Iterator[tuple[str, "_Reader"]]:
        values = {"LIST_TYPE": None, "LAST_DAY_UPDATED": KG.particular}
        if tag == "INDIVIDUAL":
            values |= {"TITLE": KG.function, "DESIGNATION": KG.function, "NATIONALITY": KG.nationality}
            yield from (("INDIVIDUAL_DATE_OF_BIRTH", _List.born), ("INDIVIDUAL_PLACE_OF_BIRTH", _List.birth_place))
            yield "INDIVIDUAL_DOCUMENT", _List.paper
        yield from ((f"{tag}_ALIAS", _List.alias), (f"{tag}_ADDRESS", _List.address))
        yield from ((name, _List.values(relation)) for name, relation in values.items())

    def _leaves(self, party: URIRef, leaf: Fields) -> Iterator[Record]:
        """Yield what single elements say."""
        plain = {"NAME_ORIGINAL_SCRIPT": KG.name, "REFERENCE_NUMBER": KG.identifier, "NATIONALITY2": KG.nationality}
        for tag, relation in plain.items():
            if passage := self._cell(leaf, tag):
                yield from self.cells.says(party, relation, passage.exact, passage)
        for tag, label in {"SUBMITTED_BY": "Submitted by", "SUBMITTED_ON": "Submitted on"}.items():
            if passage := self._cell(leaf, tag):
                yield from self.cells.says(party, KG.particular, f"{label}: {passage.exact}", passage)
        if passage := self._cell(leaf, "GENDER"):
            known = passage.exact.lower() in {"male", "female"}
            relation, value = (KG.gender, passage.exact) if known else (KG.remark, f"Gender: {passage.exact}")
            yield from self.cells.says(party, relation, value, passage)
        if passage := self._cell(leaf, "COMMENTS1"):
            for part in parts(passage.exact, _COMMENTS):
                quote = self.cells.quote("COMMENTS1", part.words, passage.start + part.start)
                yield from self.cells.says(party, part.said or KG.remark, part.value, quote)

    def _listing(self, number: str, party: URIRef, name: str, leaf: Fields) -> Iterator[Record]:
        """Yield the designation, with its day, under the list it is on, and the delisting if there was one."""
        regime = self.cells.quote("UN_LIST_TYPE", leaf.need("UN_LIST_TYPE"))
        programme = mint("entity", "un", "list", regime.exact)
        kinds = {"LISTED_ON": (KG.Designation, "designation"), "DELISTED_ON": (KG.Delisting, "delisting")}
        for tag, (kind, word) in kinds.items():
            passage = self._cell(leaf, tag)
            if tag == "LISTED_ON" and not passage:
                raise leaf.error("LISTED_ON is empty", "correct the file, or load an edition that is whole")
            if not passage:
                continue
            if not _DAY.fullmatch(passage.exact[:10]):
                raise leaf.error(f"{tag} {passage.exact!r} is no date", "write it as 2018-10-29")
            event = mint("entity", "un", number, word)
            yield Entity(id=event, type=kind, label=f"{word} of {name} by the UN Security Council")
            when = self.cells.dated(passage.exact[:10], passage)
            quote = self.cells.quote(f"UN_LIST_TYPE, {tag}", f"{regime.exact}, {passage.exact}")
            roles = {RDF.type: kind, KG.target: party, KG.authority: _COUNCIL, KG.underProgramme: programme}
            yield from self.cells.event(event, roles, quote, when)

    def alias(self, party: URIRef, place: str, part: Fields) -> Iterator[Record]:
        """Yield another name, by its quality, and what the list ties to that name alone."""
        quality, passage = (
            part.take("QUALITY") if "QUALITY" in part.row else None,
            self._cell(part, "ALIAS_NAME", place),
        )
        tied = self._joined(part, place, _ALIAS_BIRTH, ", ")
        if passage:
            if quality not in _ALIASES:
                raise part.error(f"QUALITY {quality!r} is new", "add it to un._ALIASES")
            yield from self.cells.says(party, _ALIASES[quality], passage.exact, passage)
        if tied:
            # A date of birth that goes with an alias may be that of a false paper: not the party's own.
            told = self._worded(part, _ALIAS_BIRTH)
            under = f"As {passage.exact}" if passage else "Under another name"
            yield from self.cells.says(party, KG.particular, f"{under}: {told}", tied)

    def address(self, party: URIRef, place: str, part: Fields) -> Iterator[Record]:
        """Yield an address with its note, which may say that it is a former one."""
        yield from self._place(party, KG.address, place, part)

    def birth_place(self, party: URIRef, place: str, part: Fields) -> Iterator[Record]:
        """Yield a place of birth with its note."""
        yield from self._place(party, KG.birthPlace, place, part)

    def born(self, party: URIRef, place: str, part: Fields) -> Iterator[Record]:
        """Yield a date of birth in EDTF, with its doubt; what is no date is kept as worded."""
        kind = part.take("TYPE_OF_DATE") if "TYPE_OF_DATE" in part.row else None
        if kind not in {"EXACT", "APPROXIMATELY", "BETWEEN", None}:
            raise part.error(f"TYPE_OF_DATE {kind!r} is new", "read it in un.born")
        note = self._cell(part, "NOTE", place)
        passage = self._joined(part, place, dict.fromkeys(("DATE", "YEAR", "FROM_YEAR", "TO_YEAR"), ""), " to ")
        circa = kind == "APPROXIMATELY" or bool(note and note.exact.lower().startswith("approximately"))
        if passage:
            years = passage.exact.split(" to ")
            if not all(_YEAR.fullmatch(year) or _DAY.fullmatch(year[:10]) for year in years) or len(years) > 2:
                raise part.error(f"date of birth {passage.exact!r} is no date", "read it in un.born")
            # A set of approximate days has no EDTF form that means more than the years it spans.
            edtf = f"[{years[0]}..{years[1]}]" if len(years) == 2 else years[0][:10] + ("~" if circa else "")
            yield from self.cells.says(party, KG.birthDate, edtf, passage)
        if note and not (passage and note.exact.lower() == "approximately"):
            yield from self.cells.says(party, KG.remark, f"Date of birth: {note.exact}", note)

    def paper(self, party: URIRef, place: str, part: Fields) -> Iterator[Record]:
        """Yield an official paper: an identifier if it has a number."""
        numbered = bool(part.row.get("NUMBER", "").strip())
        words = _PAPER | {"NOTE": ""}
        told = self._worded(part, words)
        if passage := self._joined(part, place, words, ", "):
            yield from self.cells.says(party, KG.identifier if numbered else KG.particular, told, passage)

    @staticmethod
    def values(relation: URIRef | None) -> "_Reader":
        """Make a reader of the VALUEs of an element; without a relation they are only checked to be this list."""

        def read(self: "_List", party: URIRef, place: str, part: Fields) -> Iterator[Record]:
            for column in part.row:
                passage = self._cell(part, column, place)
                if relation is None and passage and passage.exact != "UN List":
                    raise part.error(f"LIST_TYPE {passage.exact!r} is new", "read it in un.values")
                if passage and relation is not None:
                    label = "Entry updated: " if place == "LAST_DAY_UPDATED" else ""
                    yield from self.cells.says(party, relation, label + passage.exact, passage)

        return read

    def _place(self, party: URIRef, relation: URIRef, place: str, part: Fields) -> Iterator[Record]:
        lines = dict.fromkeys(_LINES, "")
        told, note = self._worded(part, lines), part.row.get("NOTE", "").strip()
        if passage := self._joined(part, place, lines | {"NOTE": ""}, ", "):
            value = f"{told} ({note})" if told and note else told or note
            yield from self.cells.says(party, relation if told else KG.remark, value, passage)

    def _cell(self, fields: Fields, column: str, place: str = "") -> Passage | None:
        text = fields.take(column) if column in fields.row else None
        if text is None:
            return None
        raw = fields.row[column]
        return self.cells.quote(f"{place}/{column}" if place else column, text, len(raw) - len(raw.lstrip()))

    def _joined(self, fields: Fields, place: str, columns: dict[str, str], joint: str) -> Passage | None:
        """Take several elements as one text."""
        found = {column: text for column in columns if column in fields.row and (text := fields.take(column))}
        path = f"{place}/" if place else ""
        return self.cells.quote(path + ", ".join(found), joint.join(found.values())) if found else None

    @staticmethod
    def _worded(fields: Fields, columns: dict[str, str]) -> str:
        texts = ((label, fields.row.get(column, "").strip()) for column, label in columns.items())
        return ", ".join(label + text for label, text in texts if text)


_Reader = Callable[[_List, URIRef, str, Fields], Iterator[Record]]
