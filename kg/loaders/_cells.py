"""What the cells of a list say, as claims that quote them: one way for every list."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Generic, TypeVar

from rdflib import Literal, URIRef
from rdflib.namespace import RDF

from kg.dates import bounds
from kg.loaders._files import sha256_of
from kg.model import Claim, DateBasis, Edition, Passage, Source, When, local_key, mint, under
from kg.records import digest

__all__ = ["Cells", "Part", "edition_source", "parts"]

T = TypeVar("T")

#: A value longer than this stands in a claim's id by its beginning and a digest.
_LONG = 60


def edition_source(path: Path, edition: Edition, *, publisher: str, date: str = "", language: str = "") -> Source:
    """Give the record of an edition of a list; what sources.toml says goes before what the list or its format says."""
    return Source(
        id=mint("source", edition.id),
        publisher=edition.publisher or publisher,
        date=edition.date or date,
        language=edition.language or language,
        licence=edition.licence,
        title=edition.title,
        url=edition.url,
        sha256=sha256_of(path),
        retrieved=edition.retrieved,
    )


@dataclass(frozen=True, slots=True)
class Part(Generic[T]):
    """A part of a cell: where it begins, its words, what they say (None: no rule knows) and the value."""

    start: int
    words: str
    said: T | None
    value: str


def parts(text: str, rules: Sequence[tuple[re.Pattern[str], T]]) -> Iterator[Part[T]]:
    """Yield the parts of a cell that a rule finds, and what lies between them in its own words.

    Where two finds overlap, the one that begins first is taken, then the rule that stands first. The value is the group
    `v` of the pattern, or the whole find.

    >>> [(p.said, p.value) for p in parts('"Pito", Luis Melgar', [(re.compile('"(?P<v>[^"]+)"'), "nickname")])]
    [('nickname', 'Pito'), (None, 'Luis Melgar')]
    """
    found = [(match, said) for pattern, said in rules for match in pattern.finditer(text) if match.group()]
    at = 0
    for match, said in sorted(found, key=lambda each: each[0].start()):
        if match.start() >= at:
            yield from _between(text, at, match.start())
            value = match.groupdict().get("v") or match.group()
            yield Part(match.start(), match.group(), said, value)
            at = match.end()
    yield from _between(text, at, len(text))


def _between(text: str, start: int, end: int) -> Iterator[Part[T]]:
    words = text[start:end].strip(" ,;\t\r\n")
    if any(letter.isalnum() for letter in words):
        yield Part(text.index(words, start), words, None, words)


@dataclass(slots=True)
class Cells:
    """The cells of one row after another, and the claims made of them; nothing is kept from row to row."""

    edition: Edition
    row: str = ""
    made: set[URIRef] = field(default_factory=set)
    source: URIRef = field(init=False)
    claims: URIRef = field(init=False)
    passages: URIRef = field(init=False)

    def __post_init__(self) -> None:
        self.source = mint("source", self.edition.id)

    def begin(self, row: str, cells: Iterable[str]) -> bool:
        """Begin a row by its key, the same in every edition; False if the edition before had it word for word."""
        self.row = row
        if self.edition.unchanged(row, digest(cells)):
            return False
        self.made.clear()
        self.claims = mint("claim", self.edition.id, row)
        self.passages = mint("passage", self.edition.id, row)
        return True

    def quote(self, column: str, text: str, start: int = 0) -> Passage:
        """Give the passage of a text that stands in a column of the row, from code point `start` of the cell."""
        end = start + len(text)
        return Passage(
            id=under(self.passages, column, f"{start}-{end}"),
            source=self.source,
            exact=text,
            start=start,
            end=end,
            row=self.row,
            column=column,
        )

    def dated(self, edtf: str, evidence: Passage, *, state: bool = False) -> When:
        """Give a date that a cell writes. Raises ValueError for text that is not EDTF."""
        return When(edtf=edtf, basis=DateBasis.EXPLICIT, evidence=evidence, bounds=bounds(edtf, state=state))

    def says(
        self,
        subject: URIRef,
        relation: URIRef,
        value: str | URIRef | Literal,
        passage: Passage,
        when: When | None = None,
    ) -> tuple[Claim, ...]:
        """Give the claim that a passage of the row makes, or none if the row has made it already."""
        name = "happened" if relation == RDF.type else relation.rsplit("#", 1)[-1]
        said = local_key(value) or value.rsplit("#", 1)[-1] if isinstance(value, URIRef) else str(value)
        if len(said) > _LONG:
            said = f"{said[:_LONG]}-{digest([said])}"
        claim = under(self.claims, local_key(subject), name, said)
        if claim in self.made:
            return ()
        self.made.add(claim)
        return (
            Claim(
                id=claim,
                source=self.source,
                subject=subject,
                predicate=relation,
                object=value if isinstance(value, URIRef | Literal) else Literal(value),
                passage=passage,
                when=when,
                review=self.edition.review,
            ),
        )

    def event(
        self, event: URIRef, roles: Mapping[URIRef, URIRef], passage: Passage, when: When | None = None
    ) -> Iterable[Claim]:
        """Give the claims that an event happened and who had which role in it; `roles` includes rdf:type."""
        for relation, value in roles.items():
            yield from self.says(event, relation, value, passage, when)
