"""The records that cross the loader boundary: Source, Entity, Passage, Claim. Frozen, and nothing else does."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date as day
from enum import StrEnum

from rdflib import Literal, URIRef

from kg.dates import Bounds
from kg.vocab import BASE

__all__ = [
    "Basis",
    "Claim",
    "DateBasis",
    "Edition",
    "Entity",
    "Modality",
    "Passage",
    "Record",
    "Review",
    "Source",
    "When",
    "Withdrawal",
    "local_key",
    "mint",
    "under",
]

_PATHS = {"entity": "id/", "source": "source/", "claim": "claim/", "passage": "passage/", "judgement": "judgement/"}


class Modality(StrEnum):
    """How firmly a claim is made; the members are the kg:Modality individuals."""

    STATED = "Stated"
    ALLEGED = "Alleged"
    REPORTED = "Reported"
    EXPECTED = "Expected"
    POSSIBLE = "Possible"
    HYPOTHETICAL = "Hypothetical"
    UNKNOWN = "Unknown"


class Basis(StrEnum):
    """Whether the text itself says so; the members are the kg:Basis individuals."""

    TEXT = "Text"
    BACKGROUND = "Background"


class DateBasis(StrEnum):
    """How a date was read; the members are the kg:DateBasis individuals."""

    EXPLICIT = "Explicit"
    RELATIVE = "Relative"
    INFERRED = "Inferred"


class Review(StrEnum):
    """What a reviewer decided; the members are the kg:Review individuals."""

    CANDIDATE = "Candidate"
    ACCEPTED = "Accepted"
    REJECTED = "Rejected"
    CONFLICT = "Conflict"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One document, or one edition of a list."""

    id: URIRef
    publisher: str
    date: str
    language: str
    licence: str
    sha256: str
    title: str | None = None
    url: str | None = None
    retrieved: day | None = None
    derived_from: URIRef | None = None
    previous: URIRef | None = None


def _never(row: str, digest: str) -> bool:
    """Know of no edition before."""
    return False


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """What `sources.toml` says of a source and a list does not say of itself.

    A loader of a list asks `unchanged(row, digest)` once for every row, before it makes records of it: `row` is the
    `Passage.row` of what it would yield, the same in every edition, and `digest` (`records.digest`) covers all that its
    records are made from. True means that the edition before had the same row, and that it is to be skipped.
    """

    id: str
    publisher: str = ""
    date: str = ""
    licence: str = ""
    language: str = ""
    title: str | None = None
    url: str | None = None
    retrieved: day | None = None
    review: Review = Review.ACCEPTED
    unchanged: Callable[[str, str], bool] = field(default=_never, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """Something claims are about: an id and a type. Its names are claims; the label is for what a source never names."""

    id: URIRef
    type: URIRef
    label: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """The exact text in a source, from code point `start` up to `end` of the raw text.

    In a list, `row` names the file and the key of the row, and the offsets count in the text of the `column`.
    """

    id: URIRef
    source: URIRef
    exact: str
    start: int
    end: int
    row: str | None = None
    column: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """A date as read: EDTF, the basis of the reading, the words it was read from, and its bounds."""

    edtf: str
    basis: DateBasis
    evidence: Passage | None
    bounds: Bounds


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One statement, by one source, in one passage."""

    id: URIRef
    source: URIRef
    subject: URIRef
    predicate: URIRef
    object: URIRef | Literal
    passage: Passage
    claimant: URIRef | None = None
    via: tuple[URIRef, ...] = ()
    attribution: Passage | None = None
    modality: Modality = Modality.STATED
    negated: bool = False
    when: When | None = None
    said_on: When | None = None
    basis: Basis = Basis.TEXT
    mention: str | None = None
    resolved_by: str | None = None
    review: Review = Review.CANDIDATE
    jurisdiction: URIRef | None = None
    accuser: URIRef | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawal:
    """A claim of an earlier edition that this edition of the list no longer makes. Made by comparing, not by loaders."""

    claim: URIRef
    source: URIRef


Record = Source | Entity | Claim | Withdrawal


def mint(kind: str, *keys: str) -> URIRef:
    """Make the IRI of an entity, source, claim, passage or judgement from raw, stable keys.

    Different keys never give the same IRI: what is not a letter of ASCII, a digit, `-` or `_` is percent-encoded,
    the joints included. The first joint is a dot, the others are colons: Oxigraph 0.5 refuses a prefixed name with
    two dots, and ids are typed into queries.

    >>> mint("entity", "ofac", "17671")
    rdflib.term.URIRef('https://w3id.org/cartel-kg/id/ofac.17671')
    >>> mint("entity", "a.b", "c") == mint("entity", "a", "b.c")
    False
    """
    first, *others = (key.translate(_ENCODED) for key in keys)
    return URIRef(f"{BASE}{_PATHS[kind]}{'.'.join([first, ':'.join(others)] if others else [first])}")


def local_key(iri: str) -> str:
    """Give the part of one of our IRIs that people type: `bbc-2025-08-13.cjng`."""
    return iri.removeprefix(BASE).partition("/")[2]


def under(iri: str, *keys: str) -> URIRef:
    """Make an IRI below one that `mint` made of two keys or more; a row's claims share what comes first.

    >>> under(mint("claim", "ofac-2022", "sdn.csv 36"), "name", "A.B.") == mint("claim", "ofac-2022", "sdn.csv 36", "name", "A.B.")
    True
    """
    return URIRef(":".join((iri, *(key.translate(_ENCODED) for key in keys))))


class _Encoded(dict[int, str]):
    """What each character of a key becomes in an IRI, worked out when it is first met: for str.translate."""

    def __missing__(self, point: int) -> str:
        character = chr(point)
        safe = character.isascii() and (character.isalnum() or character in "-_")
        self[point] = character if safe else "".join(f"%{byte:02X}" for byte in character.encode())
        return self[point]


_ENCODED = _Encoded()
