"""What both formats need: where quotes stand, how to write one for a place, and records as JSON."""

from typing import Any

from kg.claim_file import ClaimFile, QuoteIn, Row
from kg.quotes import QuoteRefused, locate

__all__ = ["place", "plain", "quote_of", "unchanged"]


def place(text: str, quote: QuoteIn, near: tuple[int, int] | None = None) -> tuple[int, int]:
    """Give the code points of a quote. Raises QuoteRefused."""
    return locate(text, quote.exact, prefix=quote.prefix, suffix=quote.suffix, near=near)


def plain(model: ClaimFile | Row, without: set[str]) -> dict[str, Any]:
    """Give a claim file or a row as JSON holds it, without what is as it always is."""
    return model.model_dump(mode="json", by_alias=True, exclude_defaults=True, exclude=without)


def quote_of(text: str, start: int, end: int) -> QuoteIn:
    """Give the quote of a place, with as much text around it as makes it the only one.

    >>> quote_of("she said she left", 9, 12)
    QuoteIn(exact='she', prefix='', suffix=' left')
    """
    exact = text[start:end]
    for reach in range(0, len(text) + 1, 5):
        after, before = text[end : end + reach], text[max(start - reach, 0) : start]
        for prefix, suffix in (("", after), (before, ""), (before, after)):
            if text.count(prefix + exact + suffix) == 1 and _once(text, prefix + exact + suffix):
                return QuoteIn(exact=exact, prefix=prefix, suffix=suffix)
    return QuoteIn(exact=exact, prefix=text[:start], suffix=text[end:])


def unchanged(text: str, row: Row, start: int, end: int) -> bool:
    """Tell whether the quote of a row already stands at a place."""
    try:
        return place(text, row.quote) == (start, end)
    except QuoteRefused:
        return False


def _once(text: str, wanted: str) -> bool:
    first = text.find(wanted)
    return first >= 0 and text.find(wanted, first + 1) < 0
