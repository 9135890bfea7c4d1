"""What the build of a sentence says of it: a speaker before a colon or behind a dash, an aside that doubts what it follows.

"Prosecutor: A led B", "A led B – report", "A led B, a claim police deny", "That A led B is disputed".
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache

from kg.extract.cue import Cue
from kg.extract.grammar import grammar
from kg.extract.reach import first
from kg.model import Modality

__all__ = ["asides", "framed"]

_PART = re.compile(r",|\s[–—-]\s|[:()]")
#: An aside that is about the clause before it, not about its last word: "something police deny".
_RESUMES = re.compile(
    r"\s*(?:which|something|(?:an?|the) (?:\w+ )?(?:claims?|charges?|allegations?|reports?|version|story|account|rumou?rs?|accusations?|assertion|fact|figure|detail|theory|suggestion|idea|point|notion|lie|myth)|or so|or at least|as|though|although|if|lo (?:que|cual)|algo que|o eso|o al menos|cosa que|como|aunque|si|(?:una?\s+)?(?:\w+\s+){0,2}que|extremo|versión|hecho|dato|información|acusación|señalamiento)\b",
    re.I,
)
_OWN_DENIAL = re.compile(
    r"\s*(?:who|quien(?:es)?|que|and|y)\s+(?:\w+\s+){0,2}?(?:den\w+|reject\w+|disput\w+|nieg\w+|neg\w+|rechaz\w+)\s+(?:(?:all|any|the|these|those|his|her|los|las|todos?|todas?|cualquier)\s+)*(?:\w+ )?(?:charges?|accusations?|allegations?|wrongdoing|claims?|cargos?|acusaci\w+|señalamientos?|imputaciones|delitos?)",
    re.I,
)
#: "not B", "as planned": of the aside itself.
_NEVER_ASIDE = frozenset({"not", "expect", "manage", "later"})
_COLON = re.compile(r"^[\s“\"«]*([^\s:,;.“”«»]+(?: [^\s:,;.“”«»]+){0,4}):\s+(?=\S)")
_DISPUTED = re.compile(
    r"^(?:That (?:the |a |an |his |her |their |he |she |they |it |[A-Z⟨]|[a-z]+s [a-z]+)|Whether |Que |El que |La que )"
)
#: "As is widely believed, …", "In what prosecutors describe as a plot, …".
_SO_SEEN = re.compile(
    r"^\W*((?:As (?:is|was|has been|have been)|Como (?:se|es|fue)|In what)\b[^,;]{3,70}|En lo que [^,;]{3,70}|In (?:the|his|her|its|their|that|one) (?:\w+ ){0,2}(?:indictment|complaint|account|version|telling|view|report|story|lawsuit|filing|affidavit|charge sheet)|En (?:la|el|su|una) (?:\w+ )?(?:acusación|versión|relato|informe|denuncia|demanda|testimonio|declaración|escrito|expediente))(?:, | )|,? (?:as )?(per (?:the |an? )?(?:\w+ ){0,2}(?:indictment|complaint|documents?|filings?|records?|police|prosecutors|officials|reports?|statement|sources?))\b",
    re.I,
)
_WHEN = re.compile(
    r"(?:^|, |\bbut |\bpero )((?:[Ww]hen|[Oo]nce|[Aa]fter|[Cc]uando|[Uu]na vez que|[Ll]uego de que) )([^,;]*)"
)
_END = re.compile(r"[,;]")
_BEFORE = re.compile(
    r"\b(before|until|lest|so that|provided(?: that)?)\s+(?!being\b|\w+ing\b|(?:the|a|an) \w+ (?:court|judge)\b|(?:\d|January|February|March|April|May|June|July|August|September|October|November|December))(?=[^,;]{0,80}?(?:\b(?:is|was|were|are|can|could|has|had)\b|\w+ed\b|\w+s\b))",
    re.I,
)


def asides(sentence: str, matches: Iterable[tuple[int, int, str]]) -> dict[int, tuple[tuple[int, int], ...]]:
    """Give for cues that stand in an aside what stands around it: it is about that.

    `matches` are (start, end, name) of cues. An aside is the last part of a sentence, a part of a few words, or one that
    takes up what was said: ", which police deny,".
    """
    known = list(matches)
    found: dict[int, tuple[tuple[int, int], ...]] = {}
    begin = 0
    for end in [*(m.start() for m in re.finditer(";", sentence)), len(sentence)]:
        size = begin + len(sentence[begin:end].rstrip(' .!”"»)'))
        cuts = [m.span() for m in _PART.finditer(sentence, begin, size)]
        for number, (cut, after) in enumerate(cuts):
            last = number == len(cuts) - 1
            part = (after, size if last else cuts[number + 1][0])
            sides = ((begin, cut),) if last else ((begin, cut), (part[1], size))
            found |= dict.fromkeys(_doubting(sentence, part, known, last=last), sides)
        begin = end + 1
    return found


def _doubting(
    sentence: str, part: tuple[int, int], matches: list[tuple[int, int, str]], *, last: bool
) -> Iterator[int]:
    """Give the places of the cues in an aside that are about what stands before it."""
    after, end = part
    words = sentence[after:end]
    count = len(words.split())
    if not 0 < count <= 14 or _OWN_DENIAL.match(words):
        return
    resumes = bool(_RESUMES.match(words))
    for start, stop, name in matches:
        if after <= start < end and name not in _NEVER_ASIDE:
            runs_on = name in {"say", "allege"} and len(sentence[stop:end].split()) > 1
            if count <= 3 or resumes or (last and count <= 8 and not runs_on):
                yield start


def framed(sentence: str, language: str, names: Iterable[str]) -> list[Cue]:
    """Give the marks of a sentence as cues; `names` are those of the cues found in it."""
    size = len(sentence)
    found: list[Cue] = []
    if (colon := _COLON.match(sentence)) and not _dateline(colon[1]):
        found.append(Cue("report", Modality.REPORTED, *colon.span(1), ((colon.end(), size),), "mark"))
    if tail := _bare_speaker(language).search(sentence):
        found.append(Cue("report", Modality.REPORTED, *tail.span(1), ((0, tail.start()),), "mark"))
    if head := _bare_view(language).match(sentence):
        stop = sentence.find(";", head.end())
        found.append(
            Cue("allege", Modality.ALLEGED, *head.span(1), ((head.end(), size if stop < 0 else stop),), "mark")
        )
    if seen := _SO_SEEN.search(sentence):
        found.append(Cue("report", Modality.REPORTED, *seen.span(1 if seen[1] else 2), ((0, size),), "mark"))
    if _DISPUTED.match(sentence):
        found.append(Cue("unknown", Modality.UNKNOWN, 0, 4, ((0, size),), "mark"))
    if "expect" in set(names):
        found += [Cue("expect", Modality.EXPECTED, *m.span(1), (m.span(2),), "mark") for m in _WHEN.finditer(sentence)]
    for m in _BEFORE.finditer(sentence) if language == "en" else ():
        reach = (m.end(), first(_END, sentence, m.end(), size))
        found.append(Cue("unknown", Modality.UNKNOWN, *m.span(1), (reach,), "mark"))
    return found


def _dateline(words: str) -> bool:
    """Tell whether what stands before a colon is no speaker: a place in capitals, a clock time, a clause."""
    if re.search(
        r"\b(?:is|are|was|were|be|has|had|es|son|fue|era|que|no|ha|and|y|following|this|these|simple)\b", words
    ):
        return True
    return (words.isupper() and " " not in words.strip()) or bool(re.search(r"\d$", words))


@cache
def _bare_speaker(language: str) -> re.Pattern[str]:
    """Give the pattern of a headline that ends in who says it: "A led B: sources", "A led B – report"."""
    speaker = grammar(language).either_speaker
    return re.compile(rf"(?:\s[–—-]|:)\s+((?:[\w’'.-]+\s+){{0,2}}(?:{speaker}))[.\s”»]*$", re.I)


@cache
def _bare_view(language: str) -> re.Pattern[str]:
    """Give the pattern of "For prosecutors, A is …", "Para la fiscalía, A es …", "Per the indictment, …"."""
    speaker = grammar(language).either_speaker
    if language == "es":
        return re.compile(
            rf"\W*(Para (?:el |la |los |las |sus )?(?:\w+ )?(?:{speaker}|algunos|muchos|otros)\b[^,]{{0,40}}),", re.I
        )
    return re.compile(
        rf"\W*((?:For|To|Per) (?:the |his |her |its )?(?:\w+ )?(?:{speaker}|some|many|others|most)\b[^,⟨]{{0,40}}?)(?:,| (?=[A-Z⟨]))"
    )
