"""brat standoff (https://brat.nlplab.org/standoff.html): text-bound spans, relations, attributes and notes.

A row is a span of type Claim over its quote, with its modality, polarity and review as attributes and the rest in a note.
Each name is a span of the class of its bearer; relations between named entities are drawn. Offsets are code points.
What somebody adds in brat comes back as well: a span of a class names an entity, a relation between two makes a row.
"""

import json
import re
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from kg.claim_file import ClaimFile, EntityIn, Row
from kg.errors import DataError, Fault
from kg.exchange._places import place, plain, quote_of, unchanged
from kg.model import Modality, Review
from kg.names import fold
from kg.ontology import load_ontology

__all__ = ["read", "settings", "write"]

_CLAIM, _WORDS, _DATE = "Claim", "Attribution", "DateWords"


@dataclass
class _Written:
    """The lines of a standoff file and the numbers given so far."""

    text: str
    lines: list[str] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)

    def add(self, kind: str, what: str, tail: str = "") -> str:
        self.counts[kind] = self.counts.get(kind, 0) + 1
        name = f"{kind}{self.counts[kind]}"
        self.lines.append(f"{name}\t{what}" + (f"\t{tail}" if tail else ""))
        return name

    def span(self, kind: str, start: int, end: int) -> str:
        """Add a span; brat wants one fragment a line of the text."""
        pieces = [m.span() for m in re.finditer(r"[^\r\n]+", self.text[start:end])]
        places = ";".join(f"{start + first} {start + last}" for first, last in pieces)
        return self.add("T", f"{kind} {places}", " ".join(self.text[start + a : start + b] for a, b in pieces))

    def note(self, on: str, kind: str, content: Any) -> None:
        self.add("#", f"{kind} {on}", json.dumps(content, ensure_ascii=False))


def write(file: ClaimFile, text: str) -> str:
    """Give the annotations of a claim file, whose quotes are all in the text. Raises DataError for one without claims."""
    if not file.claims:
        raise DataError(
            [Fault(file.source.id, "has no claims, and brat has no place for a file without", "add a claim")]
        )
    out = _Written(text)
    named = _names(out, file)
    for number, row in enumerate(file.claims):
        start, end = place(text, row.quote)
        span = out.span(_CLAIM, start, end)
        if number == 0:
            out.note(span, "ClaimFile", plain(file, {"claims"}))
        out.note(span, "Row", plain(row, {"line", "negated", "modality", "review"}))
        if row.negated:
            out.add("A", f"Negated {span}")
        out.add("A", f"Modality {span} {row.modality.value}")
        if row.review:
            out.add("A", f"Review {span} {row.review.value}")
        if row.attribution:
            out.span(_WORDS, *place(text, row.attribution, (start, end)))
        for date in (row.when, row.saidOn):
            if date and date.words:
                out.span(_DATE, *place(text, date.words, (start, end)))
        for relation, values in row.says.items():
            for value in values:
                if row.about in named and value in named:
                    out.add("R", f"{relation} Arg1:{named[row.about]} Arg2:{named[value]}")
    return "\n".join(out.lines) + "\n"


def settings() -> str:
    """Give brat's annotation.conf: the classes, relations and attributes of the ontology."""
    ontology = load_ontology()
    classes = sorted(name for name in ontology.classes if ontology.is_a(name, "Entity"))
    relations = sorted(
        name
        for name, term in ontology.relations.items()
        if not term.literal and "Claim" not in {term.domain, term.range}
    )
    return "\n".join(
        [
            "[entities]", _CLAIM, _WORDS, _DATE, *classes,
            "", "[relations]", *(f"{name}\tArg1:<ENTITY>, Arg2:<ENTITY>" for name in relations),
            "", "[events]", "", "[attributes]", f"Negated\tArg:{_CLAIM}",
            f"Modality\tArg:{_CLAIM}, Value:{'|'.join(Modality)}", f"Review\tArg:{_CLAIM}, Value:{'|'.join(Review)}", "",
        ]
    )  # fmt: skip


def _names(out: _Written, file: ClaimFile) -> dict[str, str]:
    """Write a span for each name, and give the first of each entity."""
    first: dict[str, str] = {}
    for row in file.claims:
        if row.about not in file.entities or row.negated:
            continue
        start, end = place(out.text, row.quote)
        for name in (value for relation in row.says if _is_name(relation) for value in row.says[relation]):
            at = out.text.find(name, start, end)
            span = out.span(file.entities[row.about].type, *((at, at + len(name)) if at >= 0 else (start, end)))
            out.note(span, "Entity", row.about)
            first.setdefault(row.about, span)
    return first


def _is_name(relation: str) -> bool:
    return load_ontology().is_a(relation, "name")


# -- back


@dataclass
class _Lines:
    """A standoff file taken apart: spans (type, start, end), relations, attributes and notes by what they are on."""

    spans: dict[str, tuple[str, int, int]] = field(default_factory=dict)
    relations: list[tuple[str, str, str]] = field(default_factory=list)
    attributes: dict[str, dict[str, str]] = field(default_factory=dict)
    notes: dict[tuple[str, str], Any] = field(default_factory=dict)


def read(content: str, text: str, where: str) -> ClaimFile:
    """Read standoff back into a claim file; spans, attributes and relations count as they are now.

    Raises DataError with the line of everything that cannot be read.
    """
    lines = _lines(content, text, where)
    frame = next((note for (_, kind), note in lines.notes.items() if kind == "ClaimFile"), None)
    if frame is None:
        cure = "convert a claim file first and annotate what comes out: kg convert c.yaml c.ann"
        raise DataError([Fault(where, "does not say which text it annotates", cure)])
    try:
        file = ClaimFile.model_validate({**frame, "claims": []})
        rows = [
            _row(lines, span, text)
            for span, (kind, _, _) in lines.spans.items()
            if kind == _CLAIM and (span, "Row") in lines.notes
        ]
    except (ValidationError, TypeError) as error:
        raise DataError([Fault(where, str(error).replace("\n", " "), "bring back the note as it was")]) from None
    entities, added = _added(lines, file, rows, text, where)
    gone = set(file.entities) - {name for row in rows for name in _mentioned(row)}
    kept = {key: entity for key, entity in entities.items() if key not in gone}
    return file.model_copy(update={"entities": kept, "claims": [*rows, *added]})


def _row(lines: _Lines, span: str, text: str) -> Row:
    _, start, end = lines.spans[span]
    said = lines.attributes.get(span, {})
    changes = {"negated": "Negated" in said, "modality": said.get("Modality", "Stated"), "review": said.get("Review")}
    row = Row.model_validate({**lines.notes[span, "Row"], **changes})
    if unchanged(text, row, start, end):
        return row
    return row.model_copy(update={"quote": quote_of(text, start, end)})


def _added(
    lines: _Lines, file: ClaimFile, rows: list[Row], text: str, where: str
) -> tuple[dict[str, EntityIn], list[Row]]:
    """Give the entities, with those somebody added in brat, and rows for the names and relations they added."""
    ontology = load_ontology()
    entities = dict(file.entities)
    owners: dict[str, str] = {}
    added: list[Row] = []
    for span, (kind, start, end) in lines.spans.items():
        if not ontology.is_a(kind, "Entity"):
            continue
        key = lines.notes.get((span, "Entity"))
        if key not in entities:
            key = re.sub(r"[^a-z0-9]+", "-", fold(text[start:end])).strip("-") or "entity"
            if key not in entities:
                entities[key] = EntityIn(type=kind)
                quote = quote_of(text, start, end)
                added.append(
                    Row(
                        id=_free(rows, added),
                        quote=quote,
                        subject=key,
                        says={"name": [" ".join(text[start:end].split())]},
                    )
                )
        owners[span] = key
    known = {(name, row.about, value) for row in rows for name, values in row.says.items() for value in values}
    for relation, one, other in lines.relations:
        if one not in owners or other not in owners:
            cure = "draw relations between spans of people, organisations and other entities"
            raise DataError([Fault(f"{where}: {relation} {one} {other}", "joins something that is no entity", cure)])
        claim = relation, owners[one], owners[other]
        if claim in known:
            continue
        known.add(claim)
        ends = [*lines.spans[one][1:], *lines.spans[other][1:]]
        quote = quote_of(text, min(ends), max(ends))
        added.append(
            Row(
                id=_free(rows, added),
                quote=quote,
                subject=claim[1],
                says={relation: [claim[2]]},
                review=Review.CANDIDATE,
            )
        )
    return entities, added


def _free(rows: list[Row], added: list[Row]) -> str:
    taken = {row.id for row in (*rows, *added)}
    return next(name for number in range(1, len(taken) + 2) if (name := f"B{number}") not in taken)


def _mentioned(row: Row) -> set[str]:
    speakers = {row.claimant, row.accuser, row.jurisdiction} - {None}
    return {
        row.about,
        *(value for values in row.says.values() for value in values),
        *row.via,
        *(s for s in speakers if s),
    }


def _lines(content: str, text: str, where: str) -> _Lines:
    found, faults = _Lines(), []
    for number, line in enumerate(content.split("\n"), 1):
        if not line.strip():
            continue
        try:
            _line(found, line.rstrip("\r").split("\t"), text)
        except (ValueError, IndexError, KeyError):
            faults.append(
                Fault(f"{where}:{number}", "is not a line of brat standoff", "bring back the line as brat wrote it")
            )
    if faults:
        raise DataError(faults)
    return found


def _line(found: _Lines, parts: list[str], text: str) -> None:
    name, what = parts[0], parts[1].split(" ")
    if name[0] == "T":
        places = [int(number) for number in parts[1].split(" ", 1)[1].replace(";", " ").split()]
        if not 0 <= min(places) < max(places) <= len(text):
            raise ValueError(parts[1])
        found.spans[name] = what[0], min(places), max(places)
    elif name[0] == "R":
        found.relations.append((what[0], what[1].removeprefix("Arg1:"), what[2].removeprefix("Arg2:")))
    elif name[0] in "AM":
        found.attributes.setdefault(what[1], {})[what[0]] = what[2] if len(what) > 2 else "true"
    elif name[0] == "#":
        own = what[0] in {"ClaimFile", "Row", "Entity"}
        found.notes[what[1], what[0]] = json.loads(parts[2]) if own else parts[2]
