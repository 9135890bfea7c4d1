"""The extraction by rules: what the head of an article says of it, and what its sentences say."""

from kg.claim_file import ClaimFile, EntityIn, Row, SourceIn
from kg.errors import DataError, Fault
from kg.extract.quoting import quote_at
from kg.extract.reader import Document
from kg.extract.safety import Reading, guarded

__all__ = ["extract"]


def extract(document: Document) -> ClaimFile:
    """Give the claims of an article as a claim file, every one a candidate.

    Raises DataError for a text without a day, which dates cannot be read against.
    """
    if document.date is None:
        cure = "give --date, the day it was published"
        raise DataError([Fault(document.file, "the text does not say when it was published", cure)])
    reading = Reading(document)
    rows = _head(document)
    entities: dict[str, EntityIn] = {}
    source = SourceIn(
        id=document.id,
        publisher=document.publisher or "not stated",
        date=document.date,
        language=document.language,
        licence=document.licence or "not stated",
        file=document.file,
        sha256=document.sha256,
        title=document.title,
        url=document.url,
        original=document.original,
        originalSha256=document.original_sha256,
    )
    types = {key: entity.type for key, entity in entities.items()}
    return ClaimFile(source=source, entities=entities, claims=guarded(rows, reading, types=types))


def _head(document: Document) -> list[Row]:
    at = document.plain.text.find(document.date or "")
    if at < 0 or not document.date:
        return []
    quote = quote_at(document, at, at + len(document.date))
    return [Row(id="H1", quote=quote, subject="source", says={"publishedOn": [document.date]})]
