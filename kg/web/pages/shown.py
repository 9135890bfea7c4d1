"""Facts and claims as pages show them: never a quote without who says it, how sure it is, and where it stands."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from kg.dates import Bounds
from kg.model import local_key
from kg.ontology import load_ontology
from kg.queries.evidence import Evidence, dated, place, wording
from kg.queries.profile import Line
from kg.web.pages.asked import Missing
from kg.web.pages.links import iri_of

__all__ = ["COLUMNS", "Fact", "Said", "dated_order", "fact", "record", "row", "said"]

#: The columns of a table of claims.
COLUMNS = (
    "section", "statement", "how sure", "standing", "quote", "words of attribution", "when", "said on", "publisher", "published",
    "place", "url", "source", "claim",
)  # fmt: skip
_NO_IRI = re.compile(r'[\x00-\x20<>"{}|^`\\\x7f]')


@dataclass(frozen=True, slots=True)
class Said:
    """One claim as it is shown."""

    claim: Evidence
    key: str
    words: str
    when: str
    where: str
    caveat: str


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact: what it says in three parts, of which the middle one, where there is one, has a page; and who says it."""

    before: str
    label: str
    iri: str
    after: str
    said: tuple[Said, ...]
    marks: tuple[str, ...]
    standing: str

    @property
    def text(self) -> str:
        """The whole sentence."""
        return f"{self.before}{self.label}{self.after}"


def record(kind: str, key: str) -> str:
    """Give the IRI that a page is asked about. Raises Missing for a key that no IRI can have."""
    if not key or _NO_IRI.search(key) or len(key) > _LONGEST:
        raise Missing(f"there is no {kind} of that id")
    return iri_of(kind, key)


_LONGEST = 2_000


def said(claim: Evidence) -> Said:
    """Give a claim as it is shown."""
    caveat = load_ontology().terms[claim.standing].caveats.get("en", claim.standing)
    where = f"{claim.publisher}, {claim.published}, {place(claim)}"
    return Said(claim, local_key(claim.claim), wording(claim), dated(claim), where, caveat)


def fact(line: Line, entity: str, known: dict[str, str]) -> Fact:
    """Give a line of a profile with the other one of the two it speaks of made a link."""
    claim = line.claims[0]
    other = claim.subject if claim.object == entity else "" if claim.literal else claim.object
    label = known.get(other, "")
    head, found, tail = line.text.rpartition(label) if label else (line.text, "", "")
    before, after = (head, tail) if found else (line.text, "")
    shown = tuple(said(each) for each in line.claims)
    standing = min((each.standing for each in line.claims), key=_ORDER.index)
    return Fact(before, found, other if found else "", after, shown, line.marks, standing)


_ORDER = ["Established", "Said", "Contested", "Withdrawn", "Withheld"]


def row(section: str, text: str, each: Said) -> tuple[object, ...]:
    """Give a claim as a row of a table, with the words that must stand beside it."""
    c = each.claim
    return (
        section, text, each.words, each.caveat, c.quote, c.attribution, each.when, c.said_on, c.publisher, c.published, place(c),
        c.url, local_key(c.source), each.key,
    )  # fmt: skip


def dated_order(bounds: Bounds) -> tuple[Any, ...]:
    """Give the order of a timeline: by the first day something may have begun, then the last it may have ended."""
    return bounds.earliest_start or bounds.latest_start or date.min, bounds.latest_end or date.max
