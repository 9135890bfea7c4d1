"""Find quotes in a text, letter by letter. A quote is found exactly once or it is refused."""

from dataclasses import dataclass

from rapidfuzz import fuzz

__all__ = ["QuoteRefused", "locate", "nearest"]

_STRAIGHT = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "–": "-", "—": "-", "\u00a0": " "})


@dataclass
class QuoteRefused(ValueError):
    """A quote that is not in the text exactly once, with the cure."""

    fault: str
    cure: str


def locate(
    text: str, exact: str, *, prefix: str = "", suffix: str = "", near: tuple[int, int] | None = None
) -> tuple[int, int]:
    """Give the code points (start, end) at which a quote stands in a text.

    The prefix and suffix are the text around it, as in a W3C TextQuoteSelector; `near` prefers the one hit that lies
    within a passage already found. Raises QuoteRefused when the quote is absent or stands more than once.

    >>> locate("she said she left", "she", suffix=" left")
    (9, 12)
    """
    wanted = prefix + exact + suffix
    hits = list(_occurrences(text, wanted)) if exact else []
    starts = [hit + len(prefix) for hit in hits]
    if len(starts) > 1 and near:
        inside = [start for start in starts if near[0] <= start and start + len(exact) <= near[1]]
        starts = inside if len(inside) == 1 else starts
    if not starts:
        raise QuoteRefused(*_absent(text, wanted))
    if len(starts) > 1:
        raise QuoteRefused(
            f"the quote {_short(exact)} stands {len(starts)} times in the source",
            "write it as {exact: …, prefix: …, suffix: …} with some of the text around it, or quote more",
        )
    return starts[0], starts[0] + len(exact)


def nearest(text: str, exact: str) -> str:
    """Give the stretch of the text that is most like the quote.

    >>> nearest("Mexico sent 26 inmates to the US.", "Mexico sent 27 inmates")
    'Mexico sent 26 inmates'
    """
    found = fuzz.partial_ratio_alignment(exact, text)
    return text[found.dest_start : found.dest_end] if found else ""


def _occurrences(text: str, wanted: str) -> list[int]:
    hits, at = [], text.find(wanted)
    while at >= 0:
        hits.append(at)
        at = text.find(wanted, at + 1)
    return hits


def _absent(text: str, wanted: str) -> tuple[str, str]:
    if not wanted:
        return "the quote is empty", "copy the sentence from the source"
    like = nearest(text, wanted)
    flat_text, flat = text.translate(_STRAIGHT), wanted.translate(_STRAIGHT)
    if flat in flat_text:
        at = flat_text.find(flat)
        like = text[at : at + len(wanted)]
        return (
            f"the quote {_short(wanted)} differs from the source in quotation marks, dashes or spaces",
            f"copy it as the source has it: «{like}»",
        )
    return (
        f"the quote {_short(wanted)} is not in the source",
        f"the nearest text is «{like}»; copy the sentence letter by letter",
    )


def _short(text: str) -> str:
    return f"«{text}»" if len(text) <= 90 else f"«{text[:60]}…{text[-25:]}»"
