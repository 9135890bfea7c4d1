"""Quotes that are found exactly once: text around them is added where they stand more than once."""

from kg.claim_file import QuoteIn
from kg.extract.reader import Document

__all__ = ["quote_at"]


def quote_at(document: Document, start: int, end: int) -> QuoteIn:
    """Give the quote of a stretch of the plain text, with as much text around it as makes it unique.

    Raises ValueError for a stretch without text.
    """
    while end > start and document.plain.text[end - 1].isspace():
        end -= 1
    while start < end and document.plain.text[start].isspace():
        start += 1
    first, last = document.plain.raw(start, end)
    text, exact = document.text, document.text[first:last]
    if not exact:
        raise ValueError("an empty quote")
    left, right = first, last
    while _twice(text, text[left:right]):
        left, right = _word_before(text, left), _word_after(text, right)
    return QuoteIn(exact=exact, prefix=text[left:first], suffix=text[last:right])


def _twice(text: str, wanted: str) -> bool:
    return text.find(wanted, text.find(wanted) + 1) >= 0


def _word_before(text: str, at: int) -> int:
    while at > 0 and text[at - 1].isspace():
        at -= 1
    while at > 0 and not text[at - 1].isspace():
        at -= 1
    return at


def _word_after(text: str, at: int) -> int:
    while at < len(text) and text[at].isspace():
        at += 1
    while at < len(text) and not text[at].isspace():
        at += 1
    return at
