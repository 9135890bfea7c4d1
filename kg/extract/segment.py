"""Cut a text into paragraphs, sentences and quotations, by code points of the plain text."""

import re
from dataclasses import dataclass

__all__ = ["Quotation", "Sentence", "paragraphs", "quotations", "sentences"]

_ABBREVIATIONS = frozenset(
    [
        "mr",
        "mrs",
        "ms",
        "dr",
        "jr",
        "sr",
        "st",
        "gen",
        "gov",
        "sen",
        "rep",
        "col",
        "lt",
        "sgt",
        "capt",
        "maj",
        "cmdr",
        "prof",
        "rev",
        "hon",
        "no",
        "nos",
        "vs",
        "inc",
        "ltd",
        "co",
        "corp",
        "dept",
        "est",
        "fig",
        "art",
        "u.s",
        "u.k",
        "u.n",
        "d.c",
        "a.m",
        "p.m",
        "e.g",
        "i.e",
        "jan",
        "feb",
        "mar",
        "apr",
        "jun",
        "jul",
        "aug",
        "sep",
        "sept",
        "oct",
        "nov",
        "dec",
        "gral",
        "lic",
        "ing",
        "gob",
        "dip",
        "sra",
        "srta",
        "dra",
        "mtro",
        "mtra",
        "pdte",
        "pdta",
        "núm",
        "num",
        "pág",
        "av",
        "col",
        "ee",
        "uu",
        "ee.uu",
        "s.a",
        "c.v",
        "a.c",
        "cía",
        "prof",
        "d.f",
    ]
)
_END = re.compile(r"[.!?…]+[\"”»’')\]]*(?=\s+[\"“«‘'(\[¿¡–—-]*[A-ZÁÉÍÓÚÑÜ0-9]|\s*$)")
_BREAK = re.compile(r"\n[ \t]*\n+|\n(?=[ \t]*(?:[-*•–—][ \t]|\d+[.)][ \t]))")
_LINE = re.compile(r"(?<=[.!?:”\"»])[ \t]*\n(?=[ \t]*[A-ZÁÉÍÓÚÑ“\"«¿¡])")
_PAIRS = {"“": "”", "«": "»", '"': '"', "‘": "’"}
_SPEECH_WORDS = 4


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence: its place in the text, and the number of its paragraph."""

    start: int
    end: int
    paragraph: int


@dataclass(frozen=True, slots=True)
class Quotation:
    """A stretch in quotation marks that is speech, marks included; it may run over several paragraphs."""

    start: int
    end: int


def paragraphs(text: str, start: int = 0, end: int | None = None) -> list[tuple[int, int]]:
    """Give the paragraphs of a text between two places, blank ones left out."""
    end = len(text) if end is None else end
    cuts = [m.span() for pattern in (_BREAK, _LINE) for m in pattern.finditer(text, start, end)]
    found, at = [], start
    for first, last in [*sorted(cuts), (end, end)]:
        if first >= at and text[at:first].strip():
            lead = len(text[at:first]) - len(text[at:first].lstrip())
            found.append((at + lead, at + len(text[at:first].rstrip())))
        at = max(at, last)
    return found


def sentences(text: str, spans: list[tuple[int, int]]) -> list[Sentence]:
    """Give the sentences of paragraphs.

    >>> text = "Mr. A. Ruiz of the U.S. Army left. “He did,” she said. Why?"
    >>> [text[s.start : s.end] for s in sentences(text, [(0, len(text))])]
    ['Mr. A. Ruiz of the U.S. Army left.', '“He did,” she said.', 'Why?']
    """
    found = []
    for number, (start, end) in enumerate(spans):
        at = start
        for stop in _END.finditer(text, start, end):
            if stop.end() < end and _is_abbreviation(text, start, stop):
                continue
            found.append(Sentence(at, stop.end(), number))
            at = stop.end()
            while at < end and text[at].isspace():
                at += 1
        if text[at:end].strip():
            found.append(Sentence(at, end, number))
    return found


def _is_abbreviation(text: str, start: int, stop: re.Match[str]) -> bool:
    if not stop.group().startswith(".") or len(stop.group()) > 1:
        return False
    word = re.search(r"[\w.]*$", text[start : stop.start()])
    bare = word.group().casefold() if word else ""
    if re.fullmatch(r"[a-zñ]", bare) and not re.search(
        r"(?i)\b(?:rosa|maría|juan|josé|ana|grupo|plan|unit|section|class|category) \w$", text[start : stop.start()]
    ):
        return True
    if bare in {"u.s", "u.k", "u.n", "d.c", "ee.uu", "a.m", "p.m", "uu", "c.v", "jr", "sr", "inc", "ltd", "co"}:
        after = re.match(r"\s+(\S+)", text[stop.end() :])
        return bool(after) and not re.match(
            r"(?:The|A|In|On|He|She|It|They|But|El|La|Los|Las|En|Un|Una|Según|Por)\b", after[1] if after else ""
        )
    return bare in _ABBREVIATIONS


def quotations(text: str, spans: list[tuple[int, int]]) -> list[Quotation]:
    """Give the stretches of speech, titles, nicknames and single words in quotation marks left out.

    A paragraph that opens a quotation and does not close it is continued where the next one opens with a mark.

    >>> text = "‘Kiki’ said “we will not come to them” again"
    >>> [text[q.start : q.end] for q in quotations(text, [(0, len(text))])]
    ['“we will not come to them”']
    """
    found: list[Quotation] = []
    carried: int | None = None
    for start, end in spans:
        at, opened, close = start, None, ""
        if carried is not None and text[start] in _PAIRS:
            opened, close = carried, _PAIRS[text[start]]
            at = start + 1
        carried = None
        while at < end:
            letter = text[at]
            if opened is None and letter in _PAIRS and _opens(text, at, start):
                opened, close = at, _PAIRS[letter]
            elif opened is not None and letter == close and _closes(text, at, end):
                if len(re.findall(r"\w+", text[opened:at])) >= _SPEECH_WORDS:
                    found.append(Quotation(opened, at + 1))
                opened = None
            at += 1
        if opened is not None and close != "’":
            if len(re.findall(r"\w+", text[opened:end])) >= _SPEECH_WORDS:
                found.append(Quotation(opened, end))
            carried = opened
    return _merged(found)


def _opens(text: str, at: int, start: int) -> bool:
    return at == start or text[at - 1].isspace() or text[at - 1] in "(—–-:[¿¡"


def _closes(text: str, at: int, end: int) -> bool:
    """Tell whether a mark closes speech; an apostrophe inside a word does not."""
    return text[at] != "’" or at + 1 >= end or not text[at + 1].isalnum()


def _merged(found: list[Quotation]) -> list[Quotation]:
    kept: list[Quotation] = []
    for each in sorted(found, key=lambda q: (q.start, -q.end)):
        if kept and each.start < kept[-1].end:
            kept[-1] = Quotation(kept[-1].start, max(kept[-1].end, each.end))
        else:
            kept.append(each)
    return kept
