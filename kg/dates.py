"""Dates as sources give them: EDTF with bounds, and the words they were read from.

EDTF is the Extended Date/Time Format of ISO 8601-2:2019; it is parsed by the `edtf` package.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

__all__ = ["Bounds", "bounds", "certainly", "day_range", "explicit_in", "possibly", "resolve", "written"]

_MONTHS = {
    name: number
    for names in (
        "january february march april may june july august september october november december",
        "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    )
    for number, name in enumerate(names.split(), 1)
}
_WEEKDAYS = {
    name: number
    for names in (
        "monday tuesday wednesday thursday friday saturday sunday",
        "lunes martes miércoles jueves viernes sábado domingo",
    )
    for number, name in enumerate(names.split())
}
_WEEKDAYS |= {"miercoles": 2, "sabado": 5}
_MONTHS |= {
    "setiembre": 9,
    "sept": 9,
    "jan": 1,
    "feb": 2,
    "mar": 3,
    "apr": 4,
    "aug": 8,
    "sep": 9,
    "oct": 10,
    "nov": 11,
    "dec": 12,
}
_SMALL = {
    word: number
    for number, row in enumerate(
        (
            "a an one un una",
            "two dos",
            "three tres",
            "four cuatro",
            "five cinco",
            "six seis",
            "seven siete",
            "eight ocho",
            "nine nueve",
            "ten diez",
            "eleven once",
            "twelve doce",
        ),
        1,
    )
    for word in row.split()
}
_UNITS = {
    "day": "day",
    "days": "day",
    "día": "day",
    "días": "day",
    "week": "week",
    "weeks": "week",
    "semana": "week",
    "semanas": "week",
    "month": "month",
    "months": "month",
    "mes": "month",
    "meses": "month",
    "year": "year",
    "years": "year",
    "año": "year",
    "años": "year",
}
_AGO = (
    re.compile(r"\b(\d{1,2}|[a-zé]+) (days?|weeks?|months?|years?) (?:ago|earlier)\b"),
    re.compile(r"\bhace (\d{1,2}|[a-zé]+) (días?|semanas?|mes(?:es)?|años?)\b"),
)
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
#: A day and a month, in the orders of the two languages: "12 August", "August 12th", "12 de agosto".
_DAY_MONTH = re.compile(
    rf"\b(?:(?P<d1>\d{{1,2}})(?:st|nd|rd|th|º|°)?(?: of| de)? (?P<m1>{_MONTH})|(?P<m2>{_MONTH})\.? (?P<d2>\d{{1,2}})(?:st|nd|rd|th)?)\b(?!\d)"
)
_MONTH_YEAR = re.compile(rf"\b(?P<m>{_MONTH})\.?,?(?: of| de| del)? (?P<y>\d{{4}})\b")
_YEAR = re.compile(r"\b(1[89]\d\d|20\d\d)\b")
_ISO = re.compile(r"\b\d{4}-\d\d-\d\d\b")
_AFTER_DAY = re.compile(r",?(?: of| de| del)? (\d{4})\b")
_RELATIVE_DAYS = {"today": 0, "hoy": 0, "yesterday": 1, "ayer": 1}
_RELATIVE_SPANS = {
    "this year": ("year", 0),
    "este año": ("year", 0),
    "last year": ("year", 1),
    "el año pasado": ("year", 1),
    "this month": ("month", 0),
    "este mes": ("month", 0),
    "last month": ("month", 1),
    "el mes pasado": ("month", 1),
    "this week": ("week", 0),
    "esta semana": ("week", 0),
    "last week": ("week", 1),
    "la semana pasada": ("week", 1),
}
#: What in an EDTF date needs a word of its own: an open end, an open start, a span, a doubt.
_MARKS = (
    (r"/\.\.$", r"\b(since|from|desde|a partir)\b"),
    (r"^\.\./", r"\b(until|till|to|by|hasta)\b"),
    (r"\d/\d", r"\b(between|from|to|until|entre|desde|de|a|hasta)\b|[–-]"),
    (r"~", r"\b(about|around|circa|some|roughly|unos|unas|alrededor|hacia|cerca)\b"),
    (r"[?%X]", r"(?!)"),
)
_DAYS = r"[1-9]\d{3}(?:-\d\d(?:-\d\d)?)?"
#: A year, a month or a day, or some day from one to another: most dates of lists.
_PLAIN = re.compile(rf"(?P<only>{_DAYS})|\[(?P<first>{_DAYS})\.\.(?P<last>{_DAYS})\]")
_DATE_PARTS = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?")


@dataclass(frozen=True, slots=True)
class Bounds:
    """The four days between which something began and ended, inclusive; None is unbounded."""

    earliest_start: date | None = None
    latest_start: date | None = None
    earliest_end: date | None = None
    latest_end: date | None = None


@lru_cache(maxsize=65536)
def _span(edtf: str) -> tuple[str, tuple[date | None, date | None], tuple[date | None, date | None]]:
    """Give the kind of an EDTF value ("date" or "interval") and the day ranges of its start and its end."""
    try:
        day = date.fromisoformat(edtf) if len(edtf) == 10 else None
    except ValueError:
        day = None
    if day:
        return "date", (day, day), (day, day)
    if (found := _PLAIN.fullmatch(edtf)) and len(found["first"] or "") == len(found["last"] or ""):
        try:
            first, last = _days_of(found["only"] or found["first"])[0], _days_of(found["only"] or found["last"])[1]
        except ValueError:
            raise ValueError(f"{edtf!r} is not an EDTF date") from None
        return "date", (first, last), (first, last)
    # The grammar takes a tenth of a second to import, and as long for each date: only what is beyond those needs it.
    from edtf import EDTFParseException, parse_edtf
    from edtf.parser.parser_classes import Interval

    try:
        value = parse_edtf(edtf)
    except EDTFParseException:
        raise ValueError(f"{edtf!r} is not an EDTF date") from None
    if isinstance(value, Interval):
        return "interval", _days(value.lower), _days(value.upper)
    return "date", _days(value), _days(value)


def _days_of(text: str) -> tuple[date, date]:
    """Give the first and last day of a year, a month or a day in ISO's way. Raises ValueError."""
    year, month, day = (int(part) if part else None for part in (text[:4], text[5:7], text[8:10]))
    first = date(year or 0, month or 1, day or 1)
    if day:
        return first, first
    after = date(first.year + (month is None or month == 12), (month or 0) % 12 + 1, 1)
    return first, after - timedelta(days=1)


def _days(value: Any) -> tuple[date | None, date | None]:
    """Give the first and last day of one EDTF value; open and unknown ends have none."""
    # An open or unknown end of an interval answers with infinity or with the other end moved by years.
    if value is None or str(value) in {"", "..", "open", "unknown"}:
        return None, None
    first, last = value.lower_fuzzy(), value.upper_fuzzy()
    try:
        return date(*first[:3]), date(*last[:3])
    except (TypeError, ValueError):
        raise ValueError(f"{value} lies outside the calendar years 1 to 9999") from None


def bounds(edtf: str, *, state: bool = False, as_of: date | None = None) -> Bounds:
    """Give the days between which something dated so began and ended.

    A date of lower precision is some day within it, not all of it. A state seen on a date may have begun before it
    and may go on after it. An interval open at its end still held on the day of the source, `as_of`.

    >>> bounds("2025-02").latest_start
    datetime.date(2025, 2, 28)
    >>> bounds("2025-08-13", state=True)
    Bounds(earliest_start=None, latest_start=datetime.date(2025, 8, 13), earliest_end=datetime.date(2025, 8, 13), latest_end=None)

    Raises ValueError for text that is not EDTF.
    """
    kind, start, end = _span(edtf)
    if kind == "interval":
        still = as_of if edtf.endswith("..") and as_of else None
        return Bounds(start[0], start[1], end[0] or still or start[1], end[1])
    first, last = start
    return Bounds(None, last, first, None) if state else Bounds(first, last, first, last)


def day_range(edtf: str) -> tuple[date, date]:
    """Give the first and last day that a date can mean, as for "on 2025-08".

    >>> day_range("2025-08")
    (datetime.date(2025, 8, 1), datetime.date(2025, 8, 31))
    """
    _, (first, _), (_, last) = _span(edtf)
    if first is None or last is None:
        raise ValueError(f"{edtf!r} is open; give a day, a month or a year")
    return first, last


def possibly(when: Bounds, on: str) -> bool:
    """Tell whether something so bounded may have held on some day of `on`.

    >>> possibly(bounds("2025-02"), "2025-02-14"), possibly(bounds("2025-02"), "2025-03")
    (True, False)
    """
    first, last = day_range(on)
    return (when.earliest_start or date.min) <= last and first <= (when.latest_end or date.max)


def certainly(when: Bounds, on: str) -> bool:
    """Tell whether something so bounded held on some day of `on`, whatever the open days turn out to be.

    >>> certainly(bounds("2025-02"), "2025-02-14"), certainly(bounds("2025-02"), "2025-02")
    (False, True)
    """
    first, last = day_range(on)
    if when.earliest_start and when.latest_end and first <= when.earliest_start and when.latest_end <= last:
        return True
    if when.latest_start is None or when.earliest_end is None:
        return False
    return max(when.latest_start, first) <= min(when.earliest_end, last)


def explicit_in(edtf: str, words: str) -> bool:
    """Tell whether every year, month and day of an EDTF date is written in the words.

    >>> explicit_in("{2016,2017}", "in 2016 and 2017"), explicit_in("2025-08-13", "on 12 August 2025")
    (True, False)
    """
    if edtf in words:
        return True
    low = words.casefold()
    if not all(re.search(sign, low) for mark, sign in _MARKS if re.search(mark, edtf)):
        return False
    numbers = set(re.findall(r"\d+", low))
    months = {_MONTHS[word] for word in re.findall(r"\w+", low) if word in _MONTHS}
    parts = _DATE_PARTS.findall(edtf)
    return bool(parts) and all(
        year in numbers and (not month or int(month) in months) and (not day or str(int(day)) in numbers)
        for year, month, day in parts
    )


def resolve(words: str, anchor: date) -> str | None:
    """Give the EDTF date that relative words mean in a text published on the anchor day, looking back; else None.

    >>> resolve("Earlier on Tuesday", date(2025, 8, 13)), resolve("In February", date(2025, 8, 13))
    ('2025-08-12', '2025-02')
    >>> resolve("Last week", date(2025, 8, 13))
    '[2025-08-04..2025-08-10]'
    """
    low = " ".join(words.casefold().split())
    if re.search(r"\b(next|coming|próxim[oa]|que viene|siguiente)\b", low):
        return None  # the past is what this function reads
    for phrase, (unit, back) in _RELATIVE_SPANS.items():
        if re.search(rf"\b{phrase}\b", low):
            return _span_before(anchor, unit, back)
    for found in (pattern.search(low) for pattern in _AGO):
        number = found and (int(found[1]) if found[1].isdigit() else _SMALL.get(found[1]))
        if found and number:
            return _span_before(anchor, _UNITS[found[2]], number)
    if (found := _DAY_MONTH.search(low)) and not _YEAR.search(low):
        return _last_such_day(anchor, *_day_month(found))
    for written in re.findall(r"\w+", words):
        word = written.casefold()
        if word in {"may", "march"} and written.islower():
            continue  # the verbs, not the months
        if word in _RELATIVE_DAYS:
            return (anchor - timedelta(days=_RELATIVE_DAYS[word])).isoformat()
        if word in _WEEKDAYS:
            return (anchor - timedelta(days=(anchor.weekday() - _WEEKDAYS[word]) % 7)).isoformat()
        if word in _MONTHS:
            year = anchor.year - (_MONTHS[word] > anchor.month)
            return f"{year}-{_MONTHS[word]:02}"
    return None


def written(words: str) -> str | None:
    """Give the EDTF date that words write out in full, year included; else None.

    >>> written("on 12 August 2025"), written("el 12 de agosto de 2025"), written("in 2016 and 2017")
    ('2025-08-12', '2025-08-12', '{2016,2017}')
    >>> written("desde 2019"), written("between March 2010 and 2015"), written("in August")
    ('2019/..', '2010-03/2015', None)
    """
    low = " ".join(words.casefold().split())
    points = [(m.start(), m.group()) for m in _ISO.finditer(low)]
    rest = _ISO.sub(lambda m: " " * len(m.group()), low)
    for pattern in (_DAY_MONTH, _MONTH_YEAR, _YEAR):
        for found in pattern.finditer(rest):
            end, point = _point(pattern, found, rest)
            if point:
                points.append((found.start(), point))
                rest = rest[: found.start()] + " " * (end - found.start()) + rest[end:]
    dates = [point for _, point in sorted(points)]
    if not dates:
        return None
    edtf = _joined(dates, low)
    return edtf if edtf and explicit_in(edtf, words) else None


def _point(pattern: re.Pattern[str], found: re.Match[str], text: str) -> tuple[int, str | None]:
    if pattern is _YEAR:
        return found.end(), found[1]
    if pattern is _MONTH_YEAR:
        return found.end(), f"{found['y']}-{_MONTHS[found['m']]:02}"
    year = _AFTER_DAY.match(text, found.end())
    day, month = _day_month(found)
    if year is None or not _is_day(int(year[1]), month, day):
        return found.end(), None
    return year.end(), f"{year[1]}-{month:02}-{day:02}"


def _joined(dates: list[str], low: str) -> str | None:
    """Put one or several dates together by the words between and before them."""
    if len(dates) == 1:
        if re.search(r"\b(since|desde|a partir)\b", low):
            return f"{dates[0]}/.."
        if re.search(r"\b(until|till|hasta)\b", low):
            return f"../{dates[0]}"
        about = re.search(r"\b(about|around|circa|alrededor|hacia)\b", low)
        return f"{dates[0]}~" if about else dates[0]
    if len(dates) == 2 and re.search(r"\b(between|from|to|until|entre|desde|a|hasta)\b|[–-]", low):
        return f"{dates[0]}/{dates[1]}" if dates[0][:4] <= dates[1][:4] else None
    return "{" + ",".join(dates) + "}" if re.search(r"\b(and|y|e)\b|,", low) else None


def _day_month(found: re.Match[str]) -> tuple[int, int]:
    return int(found["d1"] or found["d2"]), _MONTHS[found["m1"] or found["m2"]]


def _is_day(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _last_such_day(anchor: date, day: int, month: int) -> str | None:
    """Give the last day of that name up to the anchor."""
    for year in (anchor.year, anchor.year - 1):
        if _is_day(year, month, day) and date(year, month, day) <= anchor:
            return f"{year}-{month:02}-{day:02}"
    return None


def _span_before(anchor: date, unit: str, back: int) -> str:
    if unit == "day":
        return (anchor - timedelta(days=back)).isoformat()
    if unit == "year":
        return str(anchor.year - back)
    if unit == "month":
        months = anchor.year * 12 + anchor.month - 1 - back
        return f"{months // 12}-{months % 12 + 1:02}"
    monday = anchor - timedelta(days=anchor.weekday() + 7 * back)
    return f"[{monday}..{monday + timedelta(days=6)}]"
