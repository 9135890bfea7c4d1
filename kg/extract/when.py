"""Date words in a sentence: which they are, what they mean, and whether they date what is said or the saying of it."""

import re
from dataclasses import dataclass
from datetime import date

from kg.dates import bounds, explicit_in, resolve, written
from kg.model import DateBasis

__all__ = ["Dated", "dates_in"]

_MONTHS_EN = "January|February|March|April|May|June|July|August|September|October|November|December"
_MONTHS_ES = "enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|setiembre|octubre|noviembre|diciembre"
_DAYS = "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|lunes|martes|miércoles|jueves|viernes|sábado|domingo"
_UNITS = r"(?:days?|weeks?|months?|years?|días?|semanas?|mes(?:es)?|años?)"
_NUM = r"(?:\d{1,2}|an?|one|two|three|four|five|six|seven|eight|nine|ten|un|una|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez)"
_PATTERNS = tuple(
    re.compile(pattern)
    for pattern in (
        # written out in full
        rf"(?:(?:[Oo]n|[Ee]l(?: pasado)?(?: (?:{_DAYS}))?|(?:{_DAYS}),?|[Ss]ince|[Uu]ntil|[Dd]esde el|[Hh]asta el|del|al) )*(?:\d{{1,2}}(?:st|nd|rd|th)? (?:{_MONTHS_EN}),? \d{{4}}|(?:{_MONTHS_EN}) \d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}}|\d{{1,2}}(?:º|°)? de (?:{_MONTHS_ES}),? (?:de|del) \d{{4}})",
        r"(?:[Bb]etween|[Ff]rom|[Ee]ntre|[Dd]e|[Dd]esde) \d{4} (?:and|to|y|a|hasta) \d{4}",
        r"(?:[Ii]n|[Ee]n) \d{4} (?:and|y) \d{4}",
        rf"(?:[Ii]n|[Ss]ince|[Uu]ntil|[Ee]n|[Dd]esde|[Hh]asta) (?:(?:early|late|mid-|principios de|finales de|mediados de) ?)?(?:(?:{_MONTHS_EN}) \d{{4}}|(?:{_MONTHS_ES}) (?:de|del) \d{{4}})",
        r"(?:[Ii]n|[Ss]ince|[Uu]ntil|[Ee]n|[Dd]esde|[Hh]asta)(?: el año)? (?:1[89]|20)\d\d(?!\d|[.,]\d)",
        r"\b\d{4}-\d\d-\d\d\b",
        # relative to the day of the article
        rf"(?:(?:[Oo]n|[Ee]l(?: pasado)?) )?(?:(?:{_DAYS}),? )?(?:\d{{1,2}}(?:st|nd|rd|th)? (?:{_MONTHS_EN})|(?:{_MONTHS_EN}) \d{{1,2}}(?:st|nd|rd|th)?|\d{{1,2}} de (?:{_MONTHS_ES}))\b(?!,? (?:de |del )?\d{{4}})",
        rf"(?:[Ee]arlier |[Ll]ater |[Ll]ate |[Ee]arly )?(?:(?:[Oo]n|[Ll]ast|[Ee]l(?: pasado)?|[Ee]ste) )(?:{_DAYS})\b(?: (?:pasado|morning|evening|night|afternoon))?",
        rf"\b(?:{_DAYS.split('|lunes')[0]})\b(?: (?:morning|evening|night|afternoon))?",
        r"\b(?:[Yy]esterday|[Tt]oday|[Aa]yer|[Hh]oy|[Ll]ast (?:week|month|year)|[Tt]his (?:week|month|year)|(?:[Ll]a )?semana pasada|[Ee]l mes pasado|[Ee]l año pasado|[Ee]sta semana|[Ee]ste mes|[Ee]ste año)\b",
        rf"\b{_NUM} {_UNITS} (?:ago|earlier)\b|\b[Hh]ace {_NUM} {_UNITS}\b",
        rf"\b(?:[Ii]n|[Ee]n|[Ll]ast|[Ee]l pasado) (?:{_MONTHS_EN}|{_MONTHS_ES})\b(?!,? (?:de |del )?\d)",
    )
)
_NOT_A_DATE = re.compile(r"(?:born|aged|nacid[oa]|since at least)[^,;]{0,20}$", re.I)
#: "MONTERREY, March 14 (NDW) - ": when it was written.
_DATELINE = re.compile(r"\W*[^\d.;]{2,45},\s*")
_DASH = re.compile(r"\s*(?:\([^)]{2,20}\))?\s*[-–—.]\s")
_OF_SOMETHING = re.compile(r"[’']s\s+\w")


@dataclass(frozen=True, slots=True)
class Dated:
    """Date words: where they stand in the plain text, the EDTF they mean, and how it was read."""

    start: int
    end: int
    edtf: str
    basis: DateBasis


def dates_in(text: str, start: int, end: int, anchor: date) -> list[Dated]:
    """Give the dates of a sentence, each as the claim file's checks read it again; the future and the vague left out."""
    found: list[Dated] = []
    for pattern in _PATTERNS:
        for m in pattern.finditer(text, start, end):
            if _OF_SOMETHING.match(text, m.end()):
                continue  # "Saturday's shooting" dates the shooting, whatever else is said
            if _DATELINE.fullmatch(text, start, m.start()) and _DASH.match(text, m.end()):
                continue
            if any(m.start() < d.end and d.start < m.end() for d in found) or _NOT_A_DATE.search(
                text[max(start, m.start() - 40) : m.start()]
            ):
                continue
            if read := _read(m.group(), anchor):
                found.append(Dated(m.start(), m.end(), *read))
    return sorted(found, key=lambda d: d.start)


def _read(words: str, anchor: date) -> tuple[str, DateBasis] | None:
    words = " ".join(words.split())
    edtf = written(words)
    if edtf and explicit_in(edtf, words):
        spread = bounds(edtf)
        future = spread.earliest_start and spread.earliest_start > anchor
        return None if future else (edtf, DateBasis.EXPLICIT)
    edtf = resolve(words, anchor)
    return (edtf, DateBasis.RELATIVE) if edtf else None
