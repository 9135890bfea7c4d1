"""One claim file under review: what there is to judge, and judgements that are on disk before the next is asked for."""

import hashlib
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from kg.errors import DataError, Fault
from kg.files import write_text
from kg.loaders.claims import load_text, source_file
from kg.model import Claim, Entity, Modality, Passage, Record, Review, local_key
from kg.ontology import load_ontology
from kg.review import edits
from kg.vocab import PREFIXES

__all__ = ["Entry", "Session", "Span"]


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the text, in code points, and what it is to the row: quote, attribution or date."""

    start: int
    end: int
    kind: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One row to judge: its claims in words, what must be said beside them, where they stand, and its own text."""

    id: str
    says: tuple[str, ...]
    beside: tuple[str, ...]
    review: Review
    note: str
    spans: tuple[Span, ...]
    text: str

    @property
    def quote(self) -> Span:
        """The passage the row rests on."""
        return self.spans[0]


class Session:
    """A claim file and the judgements made on it. Every change is checked by the loader, then written by rename.

    Opening raises DataError with every fault the file has: what does not load is mended before it is judged.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = threading.RLock()
        self._before: list[tuple[str, str]] = []
        _, article = source_file(path)
        self.article = article.read_bytes().decode("utf-8")
        text = path.read_bytes().decode("utf-8")
        self._take(text, load_text(path, text))

    def _take(self, text: str, records: list[Record]) -> None:
        self.text = text
        self.version = hashlib.sha256(text.encode()).hexdigest()[:16]
        self.entries = _entries(text, records)

    def __getitem__(self, row: str) -> Entry:
        """Give the entry of a row that is there."""
        return next(each for each in self.entries if each.id == row)

    def place(self, row: str) -> int:
        """Give the position of a row."""
        return next(number for number, each in enumerate(self.entries) if each.id == row)

    def counts(self) -> dict[Review, int]:
        """Give how many rows stand at each review."""
        return {review: sum(each.review is review for each in self.entries) for review in Review}

    def open_after(self, number: int) -> int | None:
        """Give the position of the next row nobody has judged, from a position on and then from the start."""
        order = [*range(number + 1, len(self.entries)), *range(number + 1)]
        return next((each for each in order if self.entries[each].review is Review.CANDIDATE), None)

    def judge(self, row: str, review: Review) -> None:
        """Write a judgement. Raises DataError when the file would not hold with it, and nothing is written."""
        self._change(row, lambda: edits.set_field(self.path, self.text, row, "review", review.value))

    def edit(self, row: str, written: str) -> str:
        """Write a row anew and give its id; a key `entities:` in it adds to those of the file.

        Entities that no row mentions any more leave the file. Raises DataError, with the nearest text for a quote that is
        not there, and nothing is written.
        """
        renamed = row

        def changed() -> str:
            nonlocal renamed
            given, entities = edits.split_entities(self.path, row, written)
            text = edits.add_entities(self.path, self.text, entities)
            text = edits.replace_row(self.path, text, row, given)
            renamed = str(edits.plain(given).get("id", row))
            before = _unmentioned(self.text)
            return edits.drop_entities(self.path, text, sorted(_unmentioned(text) - before))

        self._change(row, changed)
        return renamed

    def undo(self) -> str | None:
        """Take the last change back and give the row it was about; None when there is none."""
        with self._lock:
            if not self._before:
                return None
            row, text = self._before[-1]
            self._write(text)
            self._before.pop()
            return row

    def _change(self, row: str, change: Callable[[], str]) -> None:
        with self._lock:
            if not any(each.id == row for each in self.entries):
                raise DataError([Fault(str(self.path), f"there is no row {row!r}", "read the file again")])
            before = self.text
            text = change()
            if text != before:
                self._write(text)
                self._before.append((row, before))

    def _write(self, text: str) -> None:
        if self.path.read_bytes().decode("utf-8", errors="replace") != self.text:
            raise DataError(
                [
                    Fault(
                        str(self.path),
                        "was changed by another program while it was under review",
                        "start kg review again; every judgement up to then is in the file",
                    )
                ]
            )
        records = load_text(self.path, text)
        write_text(self.path, text)
        self._take(text, records)


def _unmentioned(text: str) -> set[str]:
    """Give the keys of entities that stand in no row."""
    data = edits.plain(text)
    said: set[str] = set()
    for row in data["claims"]:
        for place in ("subject", "event", "claimant", "accuser", "jurisdiction", "via"):
            said |= _values(row.get(place, []))
        said |= {each for values in row.get("says", {}).values() for each in _values(values)}
    return set(data["entities"]) - said


def _values(given: str | list[str]) -> set[str]:
    return {given} if isinstance(given, str) else set(given)


# -- what is shown


def _entries(text: str, records: list[Record]) -> tuple[Entry, ...]:
    claims: dict[str, list[Claim]] = {}
    for record in records:
        if isinstance(record, Claim):
            claims.setdefault(local_key(str(record.id)).partition(":")[0].rpartition(".")[2], []).append(record)
    labels = _labels(records)
    return tuple(_entry(row, claims[row], labels, written) for row, written in edits.row_texts(text).items())


def _labels(records: list[Record]) -> dict[str, str]:
    labels = {
        str(each.id): each.label or local_key(str(each.id)).rpartition(".")[2]
        for each in records
        if isinstance(each, Entity)
    }
    names = [each for each in records if isinstance(each, Claim) and str(each.predicate) == PREFIXES["kg"] + "name"]
    unlabelled = {str(each.id) for each in records if isinstance(each, Entity) and not each.label}
    return {
        **labels,
        **{str(each.subject): str(each.object) for each in reversed(names) if str(each.subject) in unlabelled},
    }


def _entry(row: str, claims: list[Claim], labels: dict[str, str], text: str) -> Entry:
    first = claims[0]
    return Entry(
        id=row,
        says=tuple(_sentence(each, labels) for each in claims),
        beside=(*_beside(first, labels), *_stage(claims, labels)),
        review=first.review,
        note=first.note or "",
        spans=tuple(_spans(first)),
        text=text,
    )


def _spans(claim: Claim) -> list[Span]:
    def span(passage: Passage | None, kind: str) -> list[Span]:
        return [Span(passage.start, passage.end, kind)] if passage else []

    dates = [each for date in (claim.when, claim.said_on) if date for each in span(date.evidence, "date")]
    return [*span(claim.passage, "quote"), *span(claim.attribution, "attribution"), *dates]


def _sentence(claim: Claim, labels: dict[str, str]) -> str:
    subject = labels.get(str(claim.subject), local_key(str(claim.subject)))
    name = str(claim.predicate).removeprefix(PREFIXES["kg"])
    terms = load_ontology().terms
    if name not in terms:
        kind = str(claim.object).removeprefix(PREFIXES["kg"])
        return f"{'it is not so that ' if claim.negated else ''}{subject} took place ({terms[kind].label()})"
    target = str(claim.object).removeprefix(PREFIXES["kg"])
    target = labels.get(target) or local_key(target) or target
    return f"{'NOT: ' if claim.negated else ''}{subject} · {terms[name].label()} · {target}"


def _stage(claims: list[Claim], labels: dict[str, str]) -> list[str]:
    """Give where a legal stage stands and who accuses; without them nobody can judge it."""
    stage = next((each for each in claims if each.jurisdiction), None)
    if stage is None:
        return []
    where = labels.get(str(stage.jurisdiction))
    who = labels.get(str(stage.accuser))
    return [f"in {where}" if where else "jurisdiction not stated", f"accuser {who}" if who else "accuser not stated"]


def _beside(claim: Claim, labels: dict[str, str]) -> list[str]:
    """Give what must stand beside the claims of a row: how firm, who says so, when, where, on what basis."""

    def called(iri: object) -> str:
        return labels.get(str(iri), "somebody the text does not name")

    lines = [] if claim.modality is Modality.STATED else [claim.modality.value]
    if claim.claimant:
        through = "".join(f", by way of {called(each)}" for each in claim.via)
        words = f" (“{claim.attribution.exact}”)" if claim.attribution else ""
        lines.append(f"according to {called(claim.claimant)}{through}{words}")
    else:
        lines.append("in the publisher’s own voice")
    lines += [f"when {claim.when.edtf} ({claim.when.basis.value})"] if claim.when else []
    lines += [f"said on {claim.said_on.edtf}"] if claim.said_on else []
    if claim.mention:
        lines.append(
            f"“{claim.mention}” read with background knowledge by {claim.resolved_by}"
            if claim.resolved_by
            else f"mention “{claim.mention}”"
        )
    return lines
