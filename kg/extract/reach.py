"""How far a cue reaches, by surface marks, and drawn wide.

A claim that is called alleged without need costs a reviewer a second, an allegation that passes as a fact costs somebody
their name.
"""

import re

from kg.extract.lexicon import CueWord
from kg.model import Modality

__all__ = ["STOP", "first", "scopes"]

#: What ends the reach of a complement to its right. A semicolon ends everything; "but" starts a claim of its own.
STOP = {
    "en": re.compile(
        r"\bwanted (?:in|for|over|by|on)\b|\bbroke(?:n)? once\b|;|,? but (?!also)|, (?:while|although|though|whereas|and (?:he|she|they|it|the \w+|police|officials) (?:was|were|is|has|had)\b)"
    ),
    "es": re.compile(
        r";|,? pero |, (?:mientras(?! que)|aunque|si bien|y (?:él|ella|ellos|el \w+|la \w+) (?:fue|fueron|es|ha|había)\b)"
    ),
}
_CLAUSE = {
    "en": re.compile(r"[,;:()]|\s[–—]\s|\b(?:but|while|who|which|whom|that|because|after|before|for|accusing)\b"),
    "es": re.compile(r"[,;:()]|\s[–—]\s|\b(?:pero|mientras|quien|quienes|que|porque|después|antes|donde|por|tras)\b"),
}
_PHRASE = {
    "en": re.compile(r"[,;:()]|\s[–—]\s|\b(?:was|were|is|are|has|have|had|who|said|told|and (?:was|were|is|has))\b"),
    "es": re.compile(r"[,;:()]|\s[–—]\s|\b(?:fue|fueron|es|son|ha|han|había|quien|dijo)\b"),
}
#: Verbs of saying that speak only with "that": "found dead", "identified as", "told the court".
_NEEDS_THAT = re.compile(
    r"^(?:find|found|finds|finding|determin|rul|identif|not(?:e|ed|es|ing)$|recall|tell|told|tells|conclud|check|question|investigat|examin|charg|accus|suspect|consider|think|thought|believ|hear|"
    r"encontr|recorda|record|investig|identific|consider|acus|imput|cuestion|expres|destac|apunt|comunic|mencion|detall|revel|declar[oa]|public|respond|contest|recuerd|solt|suelt|resum|lament|garantiz|referir|refir|repl|escrib)",
    re.I,
)
_MARK = {
    "en": re.compile(r"[\s\"“‘,:]*(?:\w+ ){0,4}?(?:that|whether|if|to|how|why|over|of)\b|\s*[:“\"]", re.I),
    "es": re.compile(r"[\s\"“‘«,:]*(?:\w+ ){0,4}?(?:que|si|de que|por|de|haber|\w+[aei]r)\b|\s*[:“\"«]", re.I),
}
#: A clause that follows without "that": "some say A leads B".
_BARE = re.compile(
    r"(?:\s+(?:me|us|him|her|them|reporters|investigators|police|parliament|the (?:court|jury|commission|inquiry|programme|station|paper)|this (?:station|programme|paper|newspaper)))?\s+(?:(?:the|an?|his|her|their|its|two|three|some|many|both)\s|(?:he|she|they|it|there|we|I)\b|[a-z]+s\s+(?=\w+ed\b)|[A-Z“⟨])"
)
_THINKS = re.compile(r"^(?:think|thought|believ|consider|suspect|hear)", re.I)
_NOUN_MARK = {
    "en": re.compile(r"\s+(?:that|of|about|by|against|over|regarding|linking|accusing|, which)\b|" + _BARE.pattern),
    "es": re.compile(r"\s+(?:de que|de|sobre|contra|en contra|según|que)\b"),
}
_ADJECTIVAL = {
    "en": re.compile(r"\b(?:the|an?|its|his|her|their|of|by|for|other|two|three|several|to)\s+$|,\s+$", re.I),
    "es": re.compile(r"\b(?:el|la|los|las|un|una|su|sus|otro|otros|del|al|de)\s+$|,\s+$", re.I),
}
_OF = {"en": re.compile(r"\s+(?:of|in|with|over)\b"), "es": re.compile(r"\s+(?:de|por)\b(?! que)")}
_TELLS = re.compile(r"t[eo]l[dl]", re.I)
_DETERMINER = re.compile(
    r"(?:\b(?:the|an?|his|her|its|their|this|that|these|those|no|any|some|new|first)|[’']s)\s+$", re.I
)
_TO = re.compile(r"\s+(?:to|for)\b")
_COMMA = re.compile(r"[,;:)]|\s[–—]\s")
_CLAUSAL = re.compile(r"\b(?:who|which|was|were|is|are|has|had|have|que|quien|fue|fueron|es|son|ha|han|había)\b")
_IMPERSONAL = re.compile(
    r"\b(?:it|It) (?:is|was|has been|had been|has long been)\s+(?:\w+ly\s+)?$|\b(?:as|As) (?:is|was)\s+(?:\w+ly\s+)?$"
)
_FOR_GOOD = frozenset({"say", "deny", "unclear"})
_AT_HEAD = frozenset({"allegedly", "reportedly", "may"})


def scopes(
    sentence: str, span: tuple[int, int], word: CueWord, kind: str, language: str
) -> tuple[tuple[int, int], ...]:
    """Give the stretches under a cue that stands at a span of a sentence; none where the words are no cue there."""
    start, end = span
    size = len(sentence)
    if word.reach == "sentence":
        return ((0, size),)
    if word.reach == "phrase":
        return ((end, first(_PHRASE[language], sentence, end, size)),)
    if word.name == "allege" and kind in {"finite", "participle"} and _ADJECTIVAL[language].search(sentence[:start]):
        return ()  # "the alleged leader": a phrase, not a clause
    if word.reach == "clause":
        return _clause(sentence, span, word, language)
    if not _opens_a_clause(sentence, span, word, kind, language):
        told = kind == "finite" and word.name == "say" and _TELLS.match(sentence[start:end])
        return _backward(sentence, start, kind) if told else ()  # "…, the minister told parliament"
    stop = first(STOP[language], sentence, end, size)
    if kind == "phrase" and word.name == "say" and not sentence[:start].strip(' “"«'):
        stop = size  # "According to A, B leads C; D is its treasurer."
    if word.name == "allege" and _OF[language].match(sentence, end):
        stop = min(
            stop, first(_PHRASE[language], sentence, end, size)
        )  # "suspected of theft were held": held they were
    found = [(end, stop)]
    if (kind == "phrase" and word.name not in _FOR_GOOD) or (kind == "participle" and word.name == "expect"):
        left = max((m.end() for m in _CLAUSE[language].finditer(sentence, 0, start)), default=0)
        return (*found, (left, start)) if word.name == "expect" else tuple(found)
    if kind not in {"finite", "phrase"} or _NEEDS_THAT.match(sentence[start:end]):
        return tuple(found)
    return (*found, *_backward(sentence, start, kind))


def first(pattern: re.Pattern[str], sentence: str, at: int, otherwise: int) -> int:
    """Give where a pattern is found first from a place on, but no later than another place."""
    found = pattern.search(sentence, at)
    return min(found.start(), otherwise) if found else otherwise


def _clause(sentence: str, span: tuple[int, int], word: CueWord, language: str) -> tuple[tuple[int, int], ...]:
    start, end = span
    left = max((m.end() for m in _CLAUSE[language].finditer(sentence, 0, start)), default=0)
    stop = first(STOP[language], sentence, end, len(sentence))
    if word.name in _AT_HEAD and not sentence[:start].strip(' “"«¿'):
        return ((left, stop),)  # "Allegedly A, the head of B, was held"
    if word.modality in {Modality.ALLEGED, Modality.REPORTED}:
        stop = first(_COMMA, sentence, end, stop)
    return ((left, stop),)


def _opens_a_clause(sentence: str, span: tuple[int, int], word: CueWord, kind: str, language: str) -> bool:
    """Tell whether a form of a cue governs what follows: "found that", not "found dead"."""
    start, end = span
    if kind == "noun":
        return bool(_NOUN_MARK[language].match(sentence, end))
    if language == "en" and kind in {"finite", "base"} and _DETERMINER.search(sentence[:start]):
        return bool(_NOUN_MARK[language].match(sentence, end) or _TO.match(sentence, end))  # "a request from B"
    marked = bool(_MARK[language].match(sentence, end)) or sentence[start:end].endswith(" of")
    bare = language == "en" and bool(_BARE.match(sentence, end))
    if kind in {"base", "gerund"} and word.name in {"say", "report", "allege", "unclear"} and not (marked or bare):
        return False
    if kind == "phrase" or not _NEEDS_THAT.match(sentence[start:end]):
        return True
    words = sentence[start:end]
    return marked or (
        bare and bool(_THINKS.match(words) or _TELLS.match(words) or _IMPERSONAL.search(sentence[:start]))
    )


def _backward(sentence: str, start: int, kind: str) -> tuple[tuple[int, int], ...]:
    """Give what stands before a cue that follows what it governs: "…, police said", "…, según la policía", "… is unclear".

    A verb of saying follows its content when only a speaker stands between it and a comma or a closing mark.
    """
    begin = sentence.rfind(";", 0, start) + 1
    if kind == "phrase":
        return ((begin, start),)
    joint = max(sentence.rfind(mark, begin, start) for mark in (",", "”", '"', "»", "’", "–", "—"))
    between = sentence[joint + 1 : start]
    if joint <= begin or len(between.split()) > 9 or _CLAUSAL.search(between):
        return ()
    return ((begin, joint),)
