"""Cues and their scopes: what in a sentence is said, alleged, denied, expected, possible, conditional, unclear or negated."""

import re
from collections.abc import Iterator
from functools import cache

from kg.extract.cue import Cue
from kg.extract.either import either
from kg.extract.embedding import embedded, unknown_verbs
from kg.extract.framing import asides, framed
from kg.extract.grammar import grammar
from kg.extract.lexicon import CueWord, cue_words
from kg.extract.reach import STOP, scopes
from kg.model import Modality

__all__ = ["Cue", "cues", "embedded"]

#: Ordinary words that look like cues, and set phrases in which a cue means nothing.
_FALSE = {
    "en": re.compile(
        r"\bwanted (?:in|for|over|by|on)\b|\bMay\b(?! (?:be|have|not)\b)|\bnot only\b|\bnot guilty\b|\bno doubt\b|\bNo\. ?\d|\bno less than\b|\bno stranger\b|\bwould-be\b|\bif not\b|\bas if\b|\bwell being\b|\bhuman beings?\b|\bfree will\b|\b(?:best|well)[- ]known\b|\bcan\b(?= of)|\bhelp(?:ing)? the police\b|\bno comment\b|\bbank accounts?\b|\baccount(?:s|ed)? for\b|\bsocial media account\b|\bon account\b|\bcalls? (?:on|off|in)\b|\bcall (?:center|centre)\b"
    ),
    "es": re.compile(
        r"\bno (?:solo|sólo|obstante)\b|\bsin (?:embargo|duda|precedentes?)\b|\bsi bien\b(?! no)|\bno identificad[oa]s?\b|\bno menos de\b|\bnada más\b|\bpuede que\b(?=\s*$)|\bdebido a\b|\bno culpable\b|\bsí\b|\b(?:gran )?jurados?\b|\b(?:la|esta|de|por la|una|cada) mañana\b|\bmañana del?\b|\bno\. ?\d|\bNo\. ?\d|\bsin número\b|\bMás\b"
    ),
}
_WENT_ON = re.compile(r"\b(?:went on|goes on|continued|proceeded|walked in\w*(?: \S+){0,4}) to\s+$")
#: Conditions without "if": "should Trump again threaten", "Had he known".
_INVERTED = re.compile(
    r"(?:^|, )(?:should|Should) (?:[A-Z⟨]|he|she|they|the |any)|, had (?:he|she|they|it) |^(?:Had|Were) (?:[A-Z⟨]|he|she|they|the |any)"
)
#: Spanish says in the verb what English says with "will" and "would"; nouns in -ría are left out.
_TENSE_ES = re.compile(
    r"(?<![\w-])"
    r"[a-záéíóúñ]{2,}(?:rá|rán|remos|aría|arían|ería|erían|iría|irían|dría|drían)(?![\w-])"
)


def cues(sentence: str, language: str) -> tuple[Cue, ...]:
    """Give the cues of a sentence, with unknown verbs before "that" or "que" as cues that give Unknown.

    >>> [(c.name, str(c.modality)) for c in cues("She denied that Ana led the group.", "en")]
    [('deny', 'Alleged'), ('not', 'Stated')]
    >>> [(c.name, str(c.modality)) for c in cues("Luz columbró que Ana mató a Beto.", "es")]
    [('unknown', 'Unknown')]
    """
    language = language if language in STOP else "en"
    matches = list(_matches(sentence, language))
    aside = asides(sentence, [(*span, word.name) for span, word, _ in matches])
    found: list[Cue] = []
    for span, word, kind in matches:
        reached = scopes(sentence, span, word, kind, language)
        if around := aside.get(span[0]):
            reached = tuple(dict.fromkeys((*reached, *around)))
        if reached:
            implies = word.reach == "implies"
            modality = Modality.UNKNOWN if _unsaid(sentence, span, word, kind, language) else word.modality
            found.append(Cue(word.name, modality, *span, reached, kind, word.denies, word.negates, implies))
    found += unknown_verbs(sentence, language, {place for c in found for place in (c.start, c.end)})
    found += _questions(sentence)
    found += _tenses(sentence) if language == "es" else ()
    if language == "en" and (inverted := _INVERTED.search(sentence)):
        found.append(Cue("if", Modality.HYPOTHETICAL, *inverted.span(), ((0, len(sentence)),), "mark"))
    found += framed(sentence, language, {cue.name for cue in found})
    return tuple(sorted(found, key=lambda c: (c.start, c.name)))


def _unsaid(sentence: str, span: tuple[int, int], word: CueWord, kind: str, language: str) -> bool:
    """Tell whether nobody is said to have said it: "too early to say that", "olvidó decir que"."""
    if word.name != "say" or kind != "base":
        return False
    if language == "es":
        return True
    return bool(re.search(r"\bto\s+$", sentence[: span[0]])) and not _WENT_ON.search(sentence[: span[0]])


def _matches(sentence: str, language: str) -> Iterator[tuple[tuple[int, int], CueWord, str]]:
    """Give the words of the lexicon's cues where they stand: their span, the cue, the form."""
    pattern, table = _compiled(language)
    false = [m.span() for m in _FALSE[language].finditer(sentence)]
    shouting = sentence.isupper()
    for match in pattern.finditer(sentence):
        if any(start <= match.start() < end for start, end in false):
            continue
        if match.group(1)[0].isupper() and not shouting and re.search(r"\w[ ,]+$", sentence[: match.start(1)]):
            continue  # a name: "United States", "Said"
        for word, kind in table[" ".join(match.group(1).casefold().replace("’", "'").split())]:
            yield match.span(1), word, kind


def _questions(sentence: str) -> Iterator[Cue]:
    """Give the question marks of a sentence, each over what it asks."""
    for match in re.finditer(r"\?", sentence):
        asked = sentence.rfind("¿", 0, match.start())
        start = 0 if asked < 0 or not sentence[match.end() :].strip(' ”"»’') else asked
        yield Cue("question", Modality.UNKNOWN, *match.span(), ((start, match.end()),), "mark")


def _tenses(sentence: str) -> Iterator[Cue]:
    """Give the Spanish verbs in the future and in the conditional, which is the tense of rumour."""
    for match in _TENSE_ES.finditer(sentence):
        if match.group() in grammar("es").nouns_in_ria:
            continue
        future = match.group().endswith(("rá", "rán", "remos"))
        scope = scopes(sentence, match.span(), _clausal(), "phrase", "es")
        modality = Modality.EXPECTED if future else Modality.REPORTED
        yield Cue("expect" if future else "reportedly", modality, *match.span(), scope, "tense")


@cache
def _compiled(language: str) -> tuple[re.Pattern[str], dict[str, list[tuple[CueWord, str]]]]:
    table: dict[str, list[tuple[CueWord, str]]] = {}
    for word in cue_words(language):
        for kind, forms in [*word.verbs.items(), ("noun", word.nouns), ("phrase", word.phrases)]:
            for form in sorted(forms):
                rows = table.setdefault(form.casefold().replace("’", "'"), [])
                if not any(each.name == word.name for each, _ in rows):
                    rows.append((word, kind))
    return re.compile(rf"(?:(?<![\w-])|(?=n['’]t))({either(table)})(?![\w-])", re.I), table


@cache
def _clausal() -> CueWord:
    return next(word for word in cue_words("es") if word.reach == "clause")
