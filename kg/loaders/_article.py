"""The article a claim file reads: its text, its passages, and dates that follow from its words."""

import hashlib
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from kg.claim_file import DateIn, QuoteIn, Row, SourceIn
from kg.dates import bounds, explicit_in, resolve
from kg.errors import DataError, Fault
from kg.model import DateBasis, Passage, Source, When, mint
from kg.quotes import QuoteRefused, locate

__all__ = ["Article", "Refused"]


class Refused(Exception):
    """One statement cannot be read; the fault is already known in full."""

    def __init__(self, fault: str, cure: str) -> None:
        self.fault, self.cure = fault, cure


class Article:
    """One text with its source, read from its file if it is not given; what is wrong with it as a whole is in `faults`."""

    def __init__(self, claim_file: Path, source: SourceIn, rows: Mapping[str, Row], text: str | None = None) -> None:
        self.source, self.rows = source, rows
        self.id = mint("source", source.id)
        self.faults: list[Fault] = []
        self.place = f"{claim_file}: source"
        self.text = self._read(claim_file.parent / source.file) if text is None else text
        self.published = self._published()

    def _read(self, article: Path) -> str:
        try:
            raw = article.read_bytes()
        except OSError as error:
            fault = f"cannot read {article}: {error.strerror}"
            raise DataError([Fault(self.place, fault, "correct source.file, a path from the claim file")]) from None
        digest = hashlib.sha256(raw).hexdigest()
        if digest != self.source.sha256:
            fault = f"{article} is not the text that was read: its sha256 is {digest}, not {self.source.sha256}"
            cure = "bring back the text, or read the claims again and record the new sha256"
            self.faults.append(Fault(self.place, fault, cure))
        try:
            return raw.decode("utf-8")
        except UnicodeDecodeError as error:
            fault = f"byte {error.start} is not UTF-8"
            raise DataError([Fault(str(article), fault, "save the text as UTF-8")]) from None

    def _published(self) -> date | None:
        try:
            return date.fromisoformat(self.source.date)
        except ValueError:
            self.faults.append(Fault(self.place, f"date {self.source.date!r} is not a day", "write it as YYYY-MM-DD"))
            return None

    def record(self, retrieved: date | None) -> Source:
        """Give the record of the source."""
        source = self.source
        return Source(
            id=self.id,
            publisher=source.publisher,
            date=source.date,
            language=source.language,
            licence=source.licence,
            sha256=source.sha256,
            title=source.title,
            url=source.url,
            retrieved=retrieved,
            derived_from=mint("source", source.derived_from) if source.derived_from else None,
        )

    def passage(self, quote: QuoteIn, near: tuple[int, int] | None = None) -> Passage:
        """Find a quote; `near` prefers the hit within a passage already found. Raises Refused."""
        try:
            start, end = locate(self.text, quote.exact, prefix=quote.prefix, suffix=quote.suffix, near=near)
        except QuoteRefused as refused:
            raise Refused(refused.fault, refused.cure) from None
        key = f"{start}-{end}"
        return Passage(id=mint("passage", self.source.id, key), source=self.id, exact=quote.exact, start=start, end=end)

    def when(self, given: DateIn, *, state: bool, near: tuple[int, int]) -> When:
        """Read a date, and see that it follows from the words or the row it is read from."""
        try:
            spread = bounds(given.edtf, state=state, as_of=self.published)
        except ValueError as error:
            raise Refused(str(error), "write it in EDTF: 2025-08-12, 2025-08, [2025-08-04..2025-08-10]") from None
        evidence = self.passage(given.words, near) if given.words else None
        self._follows(given, evidence)
        return When(edtf=given.edtf, basis=given.basis, evidence=evidence, bounds=spread)

    def _follows(self, given: DateIn, evidence: Passage | None) -> None:
        if given.basis is DateBasis.INFERRED:
            expected = self._inferred_from(given.from_)
            how = f"is inferred from {given.from_}, which has {expected}"
        elif evidence is None:
            raise Refused(
                f"the {given.basis.lower()} date {given.edtf} has no words",
                "add words: the words of the source that give the date",
            )
        elif given.basis is DateBasis.EXPLICIT:
            expected = given.edtf if explicit_in(given.edtf, evidence.exact) else None
            how = f"is called explicit, and «{evidence.exact}» does not write it"
        else:
            expected = resolve(evidence.exact, self.published) if self.published else given.edtf
            how = f"is read from «{evidence.exact}», which in a text of {self.source.date} means {expected or 'nothing known'}"
        coarser = expected is not None and expected.startswith(f"{given.edtf}-") and given.basis is DateBasis.RELATIVE
        if expected != given.edtf and not coarser:
            raise Refused(f"the date {given.edtf} {how}", "correct the date, its words or its basis")

    def _inferred_from(self, reference: str | None, seen: tuple[str, ...] = ()) -> str | None:
        """Give the date of the row that another is inferred from, which must itself end at words or at the source."""
        if reference == "source":
            return self.source.date
        row = self.rows.get(reference or "")
        if row is None:
            raise Refused(
                "an inferred date does not say from what", "add from: the row it follows from, or from: source"
            )
        if row.id in seen:
            raise Refused(
                f"an inferred date rests on itself, by way of {row.id}", "infer it from words or from: source"
            )
        if row.when and row.when.basis is DateBasis.INFERRED:
            return self._inferred_from(row.when.from_, (*seen, row.id)) and row.when.edtf
        return row.when.edtf if row.when else None
