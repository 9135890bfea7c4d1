"""What every format of OFAC's lists gives: parties and what is said of them, programmes, designations."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from rdflib import URIRef
from rdflib.namespace import RDF

from kg.errors import DataError
from kg.loaders._cells import Cells
from kg.loaders._remarks import Item, read_item
from kg.model import Edition, Entity, Passage, Record, When, mint
from kg.ontology import programmes
from kg.vocab import KG

__all__ = ["VESSEL", "Listing", "Party", "Said", "address"]

#: What the cells of a vessel are called in the claims.
VESSEL = {"call_sign": "Call sign", "vess_type": "Vessel type", "tonnage": "Tonnage", "grt": "Gross registered tonnage", "flag": "Flag", "owner": "Owner"}  # fmt: skip


class Said(NamedTuple):
    """One thing an entry says: where, in which words, and what they mean."""

    column: str
    exact: str
    relation: URIRef
    value: str

    @classmethod
    def of(cls, column: str, exact: str, words: str) -> "Said":
        """Read what an entry says as OFAC's remarks would word it: `DOB 1972`, `Passport A1 (Mexico)`."""
        item = read_item(words)
        return cls(column, exact, item.relation, exact if item.relation == KG.remark else item.value)


@dataclass(frozen=True, slots=True)
class Party:
    """One party as an XML format has it: its number, class and name, its programmes, and what else is said."""

    number: str
    type: URIRef
    name: Said
    said: tuple[Said, ...]
    programmes: tuple[Said, ...] = ()


@dataclass(slots=True)
class Listing:
    """One edition of a list while it is read. It keeps the names of parties, and no records."""

    edition: Edition
    names: dict[str, list[str]] = field(default_factory=dict)
    known: dict[str, tuple[str, URIRef, URIRef]] = field(default_factory=dict)
    cells: Cells = field(init=False)

    def __post_init__(self) -> None:
        self.cells = Cells(self.edition)

    def named(self, number: str, name: str) -> None:
        """Note that a party has a name, for what is "Linked To" it."""
        self.names.setdefault(name, []).append(number)

    def called(self, name: str) -> str | None:
        """Give the number of the one party of a name; a name that none or more than one has is never guessed."""
        # The full stop that ends a cell also ends the name "... DE C.V.".
        numbers = self.names.get(name) or self.names.get(f"{name}.", [])
        return numbers[0] if len(numbers) == 1 else None

    def programme(self, code: str, error: Callable[[str, str], DataError]) -> Iterator[Record]:
        """Yield a programme and one of its codes, once: it is no party's own, and outlives every row that names it."""
        if code in self.known:
            return
        if code not in programmes():
            raise error(f"programme {code!r} is new", "add it to ontology/programmes.ttl")
        found, row = programmes()[code], f"program {code}"
        programme, authority = URIRef(found.iri), URIRef(found.authority)
        self.known[code] = found.key, programme, authority
        yield Entity(id=authority, type=KG.Agency, label=found.authority_name)
        if self.cells.begin(row, (code, found.iri)):
            yield Entity(id=programme, type=KG.Programme)
            yield from self.cells.says(programme, KG.name, code, self.cells.quote("program", code))

    def designation(
        self, number: str, name: str, code: str, passage: Passage, when: When | None = None
    ) -> Iterator[Record]:
        """Yield the designation of a party under a programme that `programme` has been given before."""
        key, programme, authority = self.known[code]
        event, party = mint("entity", "ofac", number, key), mint("entity", "ofac", number)
        yield Entity(id=event, type=KG.Designation, label=f"designation of {name} under {key}")
        roles = {
            RDF.type: KG.Designation,
            KG.target: party,
            KG.authority: authority,
            KG.underProgramme: programme,
        }
        yield from self.cells.event(event, roles, passage, when)

    def item(self, number: str, party: URIRef, item: Item | Said, passage: Passage) -> Iterator[Record]:
        """Yield what a remark or the like says of a party; whom it links to by name is looked up."""
        if item.relation == KG.linkedTo:
            linked = self.called(item.value)
            if linked and linked != number:
                yield from self.cells.says(party, KG.linkedTo, mint("entity", "ofac", linked), passage)
            else:
                yield from self.cells.says(party, KG.remark, passage.exact, passage)
            return
        yield from self.cells.says(party, item.relation, item.value, passage)

    def party(self, row: str, read: Party, error: Callable[[str, str], DataError]) -> Iterator[Record]:
        """Yield all that one entry of an XML format gives, unless the edition before had it word for word."""
        for under in read.programmes:
            yield from self.programme(under.value, error)
        if not self.cells.begin(row, self._digested(read)):
            return
        party = mint("entity", "ofac", read.number)
        yield Entity(id=party, type=read.type)
        for said in (read.name, *read.said):
            yield from self.item(read.number, party, said, self.cells.quote(said.column, said.exact))
        for under in read.programmes:
            passage = self.cells.quote(under.column, under.exact)
            yield from self.designation(read.number, read.name.value, under.value, passage)

    def _digested(self, read: Party) -> Iterator[str]:
        yield read.type
        for said in (read.name, *read.said, *read.programmes):
            yield from said
            if said.relation == KG.linkedTo:
                yield self.called(said.value) or ""


def address(lines: Iterable[str | None], town: Iterable[str | None], country: str | None) -> str:
    """Give an address as OFAC's CSV writes it: the lines; city, state and postal code, which are `town`; the country."""
    *places, code = town
    joined = " ".join(filter(None, (", ".join(filter(None, places)), code)))
    return ", ".join(filter(None, (*lines, joined, country)))
