"""Cues and their scopes: what in a sentence is said, alleged, denied, expected, possible, conditional, unclear or negated.

Scopes are drawn by surface marks and drawn wide: a claim that is called alleged without need costs a reviewer a second,
an allegation that passes as a fact costs somebody their name.
"""

import re
from dataclasses import dataclass
from functools import cache

from kg.extract.lexicon import CueWord, cue_words, triggers
from kg.model import Modality

__all__ = ["Cue", "cues", "embedded"]

#: What ends the reach of a complement to its right. A semicolon ends everything; "but" starts a claim of its own.
_STOP = {
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
#: Ordinary words that look like cues, and set phrases in which a cue means nothing.
_FALSE = {
    "en": re.compile(
        r"\bwanted (?:in|for|over|by|on)\b|\bMay\b(?! (?:be|have|not)\b)|\bnot only\b|\bnot guilty\b|\bno doubt\b|\bNo\. ?\d|\bno less than\b|\bno stranger\b|\bwould-be\b|\bif not\b|\bas if\b|\bwell being\b|\bhuman beings?\b|\bfree will\b|\b(?:best|well)[- ]known\b|\bcan\b(?= of)|\bhelp(?:ing)? the police\b|\bno comment\b"
    ),
    "es": re.compile(
        r"\bno (?:solo|sólo|obstante)\b|\bsin (?:embargo|duda|precedentes?)\b|\bsi bien\b(?! no)|\bno identificad[oa]s?\b|\bno menos de\b|\bnada más\b|\bpuede que\b(?=\s*$)|\bdebido a\b|\bno culpable\b|\bsí\b|\bno\. ?\d|\bNo\. ?\d|\bsin número\b|\bMás\b"
    ),
}
#: Verbs of saying that speak only with "that": "found dead", "identified as", "told the court".
_NEEDS_THAT = re.compile(
    r"^(?:find|found|finds|finding|determin|rul|identif|not(?:e|ed|es|ing)$|recall|tell|told|tells|conclud|check|question|investigat|examin|charg|accus|suspect|consider|think|thought|believ|hear|"
    r"encontr|recorda|record|investig|identific|consider|acus|imput|cuestion|expres|destac|apunt|comunic|mencion|detall|revel|declar[oa]|public)",
    re.I,
)
_MARK = {
    "en": re.compile(r"[\s\"“‘,:]*(?:\w+ ){0,4}?(?:that|whether|if|to|how|why|over|of)\b|\s*[:“\"]", re.I),
    "es": re.compile(r"[\s\"“‘«,:]*(?:\w+ ){0,4}?(?:que|si|de que|por|de|haber|\w+[aei]r)\b|\s*[:“\"«]", re.I),
}
_NOUN_MARK = {
    "en": re.compile(r"\s+(?:that|of|about|by|against|over|regarding|linking|accusing|, which)\b"),
    "es": re.compile(r"\s+(?:de que|de|sobre|contra|en contra|según|que)\b"),
}
#: A word before "that" that is no verb of saying: a noun that a relative clause follows, or a joint.
_JOINT_EN = frozenset(
    [
        "so",
        "now",
        "such",
        "in",
        "except",
        "provided",
        "given",
        "and",
        "or",
        "but",
        "than",
        "to",
        "of",
        "for",
        "with",
        "on",
        "by",
        "at",
        "from",
        "as",
        "is",
        "was",
        "are",
        "were",
        "be",
        "been",
        "it",
        "this",
    ]
)
_JOINT_ES = frozenset(
    [
        "ya",
        "más",
        "mas",
        "mientras",
        "así",
        "hasta",
        "desde",
        "para",
        "porque",
        "aunque",
        "lo",
        "el",
        "la",
        "los",
        "las",
        "un",
        "una",
        "ese",
        "esa",
        "eso",
        "esto",
        "este",
        "esta",
        "aquel",
        "aquella",
        "tal",
        "tanto",
        "en",
        "de",
        "del",
        "a",
        "al",
        "por",
        "con",
        "sin",
        "y",
        "e",
        "o",
        "u",
        "es",
        "fue",
        "son",
        "era",
        "ser",
        "sea",
        "menos",
        "antes",
        "después",
        "luego",
        "siempre",
        "puesto",
        "dado",
        "salvo",
        "mejor",
        "peor",
        "mayor",
        "menor",
        "tras",
        "todo",
        "toda",
        "todos",
        "todas",
        "otro",
        "otra",
        "mismo",
        "misma",
        "algo",
        "nada",
        "alguien",
        "hay",
        "había",
        "tiene",
        "tienen",
        "tuvo",
        "hace",
    ]
)
#: Conditions without "if": "should Trump again threaten", "Had he known".
_INVERTED = re.compile(
    r"(?:^|, )(?:should|Should) (?:[A-Z⟨]|he|she|they|the |any)|^(?:Had|Were) (?:[A-Z⟨]|he|she|they|the |any)"
)
#: Spanish says in the verb what English says with "will" and "would"; nouns in -ría are left out.
_TENSE_ES = re.compile(
    r"(?<![\w-])"
    r"[a-záéíóúñ]{2,}(?:rá|rán|remos|aría|arían|ería|erían|iría|irían|dría|drían)(?![\w-])"
)
_NOT_TENSE = frozenset(
    [
        "secretaría",
        "contaduría",
        "mayoría",
        "minoría",
        "asesoría",
        "auditoría",
        "pandillería",
        "ganadería",
        "panadería",
        "lotería",
        "batería",
        "galería",
        "artillería",
        "minería",
        "ingeniería",
        "tesorería",
        "consultoría",
        "categoría",
        "cafetería",
        "refinería",
        "mensajería",
        "joyería",
        "cancillería",
        "maestría",
        "detrás",
        "jamás",
        "quizás",
        "procuraduría",
        "averaría",
        "librería",
        "carnicería",
        "tubería",
        "contraloría",
        "defensoría",
        "alegría",
        "teoría",
    ]
)
_ADJECTIVAL = {
    "en": re.compile(r"\b(?:the|an?|its|his|her|their|of|by|for|other|two|three|several|to)\s+$|,\s+$", re.I),
    "es": re.compile(r"\b(?:el|la|los|las|un|una|su|sus|otro|otros|del|al|de)\s+$|,\s+$", re.I),
}
_OF = {"en": re.compile(r"\s+(?:of|in|with|over)\b"), "es": re.compile(r"\s+(?:de|por)\b(?! que)")}
_COMMA = re.compile(r"[,;:)]|\s[–—]\s")
_CLAUSAL = re.compile(r"\b(?:who|which|was|were|is|are|has|had|have|que|quien|fue|fueron|es|son|ha|han|había)\b")
_THAT = re.compile(
    r"\b(\w+) that (?=(?:the|a|an|his|her|their|its|he|she|they|it|we|i|there|no|some|two|three|\d+|[A-Z⟨“]))", re.I
)
_QUE = re.compile(r"(?<![\wáéíóúñ])((?:\w+ ){0,1})(\w+) que (?=\w|“|⟨)", re.I)
_DE_QUE = re.compile(r"\b(\w+) de que\b", re.I)
_FACTUAL_ES = frozenset(["antes", "después", "luego", "además", "hecho", "pesar", "vez", "manera", "forma", "pese"])
_VERBAL_ES = re.compile(
    r"(?:[óé]|aron|ieron|jo|jeron|vo|so|[aeo]ba|aban|ía|ían|[aei]r|[ai]ndo|iendo|a|an|e|en|ado|ido)$"
)


@dataclass(frozen=True, slots=True)
class Cue:
    """Words that say how firmly; `scopes` are the stretches of the sentence that stand under them.

    Offsets count in the sentence. `kind` tells how the words were found: a form of a verb, noun or phrase.
    """

    name: str
    modality: Modality
    start: int
    end: int
    scopes: tuple[tuple[int, int], ...]
    kind: str
    denies: bool = False
    negates: bool = False
    implies: bool = False

    def covers(self, at: int) -> bool:
        """Tell whether a place of the sentence stands under the cue."""
        return any(start <= at < end for start, end in self.scopes)


def cues(sentence: str, language: str) -> tuple[Cue, ...]:
    """Give the cues of a sentence, with unknown verbs before "that" or "que" as cues that give Unknown.

    >>> [(c.name, str(c.modality)) for c in cues("She denied that Ana led the group.", "en")]
    [('deny', 'Alleged'), ('not', 'Stated')]
    >>> [(c.name, str(c.modality)) for c in cues("Luz columbró que Ana mató a Beto.", "es")]
    [('unknown', 'Unknown')]
    """
    language = language if language in _STOP else "en"
    pattern, table = _compiled(language)
    false = [m.span() for m in _FALSE[language].finditer(sentence)]
    found: list[Cue] = []
    shouting = sentence.isupper()
    for match in pattern.finditer(sentence):
        if any(start <= match.start() < end for start, end in false):
            continue
        if match.group(1)[0].isupper() and not shouting and re.search(r"\w[ ,]+$", sentence[: match.start(1)]):
            continue  # a name: "United States", "Said"
        for word, kind in table[" ".join(match.group(1).casefold().replace("’", "'").split())]:
            scopes = _scopes(sentence, match.start(1), match.end(1), word, kind, language)
            if scopes:
                found.append(
                    Cue(
                        word.name,
                        word.modality,
                        match.start(1),
                        match.end(1),
                        scopes,
                        kind,
                        word.denies,
                        word.negates,
                        word.reach == "implies",
                    )
                )
    found += _unknown(sentence, language, {c.start for c in found} | {c.end for c in found})
    if sentence.rstrip(' ”"»’').endswith("?"):
        found.append(Cue("question", Modality.UNKNOWN, len(sentence) - 1, len(sentence), ((0, len(sentence)),), "mark"))
    if language == "es":
        for match in _TENSE_ES.finditer(sentence):
            if match.group() in _NOT_TENSE:
                continue
            future = match.group().endswith(("rá", "rán", "remos"))
            scope = _scopes(sentence, match.start(), match.end(), _clausal(), "phrase", language)
            modality = Modality.EXPECTED if future else Modality.REPORTED
            found.append(
                Cue("expect" if future else "reportedly", modality, match.start(), match.end(), scope, "tense")
            )
    if language == "en" and (inverted := _INVERTED.search(sentence)):
        start, end = inverted.span()
        found.append(Cue("if", Modality.HYPOTHETICAL, start, end, ((0, len(sentence)),), "mark"))
    return tuple(sorted(found, key=lambda c: (c.start, c.name)))


def embedded(sentence: str, at: int, language: str) -> bool:
    """Tell whether the verb at a place is an infinitive under some other verb: "plotted to kill", "planeaba matar".

    >>> embedded("They plotted to kill Ana.", 16, "en"), embedded("Ana es líder.", 7, "es")
    (True, False)
    """
    if language == "es":
        word = re.match(r"\w+", sentence[at:])
        return bool(word and word.group().casefold() in _infinitives())
    return bool(re.search(r"\bto (?:\w+ly )?$", sentence[:at]))


@cache
def _infinitives() -> frozenset[str]:
    return frozenset(form.split()[0] for trigger in triggers("es") for form in trigger.verbs.get("base", ()))


@cache
def _compiled(language: str) -> tuple[re.Pattern[str], dict[str, list[tuple[CueWord, str]]]]:
    table: dict[str, list[tuple[CueWord, str]]] = {}
    for word in cue_words(language):
        for kind, forms in [*word.verbs.items(), ("noun", word.nouns), ("phrase", word.phrases)]:
            for form in sorted(forms):
                rows = table.setdefault(form.casefold().replace("’", "'"), [])
                if not any(each.name == word.name for each, _ in rows):
                    rows.append((word, kind))
    longest = sorted(table, key=lambda form: (-len(form), form))
    either = "|".join(re.escape(form).replace("'", "['’]").replace(r"\ ", r"\s+") for form in longest)
    return re.compile(rf"(?:(?<![\w-])|(?=n['’]t))({either})(?![\w-])", re.I), table


@cache
def _clausal() -> CueWord:
    return next(word for word in cue_words("es") if word.reach == "clause")


def _scopes(
    sentence: str, start: int, end: int, word: CueWord, kind: str, language: str
) -> tuple[tuple[int, int], ...]:
    size = len(sentence)
    if word.reach == "sentence":
        return ((0, size),)
    if word.reach == "phrase":
        return ((end, _first(_PHRASE[language], sentence, end, size)),)
    if word.name == "allege" and kind in {"finite", "participle"} and _ADJECTIVAL[language].search(sentence[:start]):
        return ()  # "the alleged leader": a phrase, not a clause
    if word.reach == "clause":
        left = max((m.end() for m in _CLAUSE[language].finditer(sentence, 0, start)), default=0)
        stop = _first(_STOP[language], sentence, end, size)
        if word.modality in {Modality.ALLEGED, Modality.REPORTED}:
            stop = _first(_COMMA, sentence, end, stop)
        return ((left, stop),)
    if kind == "noun" and not _NOUN_MARK[language].match(sentence, end):
        return ()
    if (
        kind in {"base", "gerund"}
        and word.name in {"say", "report", "allege", "unclear"}
        and not _MARK[language].match(sentence, end)
    ):
        return ()
    if _NEEDS_THAT.match(sentence[start:end]) and kind != "phrase" and not _MARK[language].match(sentence, end):
        return ()
    stop = _first(_STOP[language], sentence, end, size)
    if word.name == "allege" and _OF[language].match(sentence, end):
        stop = min(
            stop, _first(_PHRASE[language], sentence, end, size)
        )  # "suspected of theft were held": held they were
    scopes = [(end, stop)]
    if (kind == "phrase" and word.name in {"expect", "report"}) or (kind == "participle" and word.name == "expect"):
        left = max((m.end() for m in _CLAUSE[language].finditer(sentence, 0, start)), default=0)
        return (*scopes, (left, start)) if word.name == "expect" else tuple(scopes)
    if kind not in {"finite", "phrase"} or _NEEDS_THAT.match(sentence[start:end]):
        return tuple(scopes)
    return (*scopes, *_backward(sentence, start, kind))


def _first(pattern: re.Pattern[str], sentence: str, at: int, otherwise: int) -> int:
    found = pattern.search(sentence, at)
    return min(found.start(), otherwise) if found else otherwise


def _backward(sentence: str, start: int, kind: str) -> tuple[tuple[int, int], ...]:
    """Give what stands before a cue that follows what it governs: "…, police said", "…, según la policía", "… is unclear".

    A verb of saying follows its content when only a speaker stands between it and a comma or a closing mark.
    """
    first = sentence.rfind(";", 0, start) + 1
    if kind == "phrase":
        return ((first, start),)
    joint = max(sentence.rfind(mark, first, start) for mark in (",", "”", '"', "»", "’", "–", "—"))
    between = sentence[joint + 1 : start]
    if joint <= first or len(between.split()) > 9 or _CLAUSAL.search(between):
        return ()
    return ((first, joint),)


def _unknown(sentence: str, language: str, known: set[int]) -> list[Cue]:
    """Give verbs before a clause that the lexicon does not know: what they embed may be anything."""
    found = []
    for match in _DE_QUE.finditer(sentence) if language == "es" else ():
        if match.group(1).casefold() not in _FACTUAL_ES and match.end(1) not in known:
            stop = _first(_STOP[language], sentence, match.end(), len(sentence))
            found.append(Cue("unknown", Modality.UNKNOWN, match.start(1), match.end(1), ((match.end(), stop),), "noun"))
    pattern = _THAT if language == "en" else _QUE
    for match in pattern.finditer(sentence):
        group = 1 if language == "en" else 2
        word = match.group(group).casefold()
        if match.end(group) in known or any(match.start(group) <= k <= match.end(group) for k in known):
            continue
        if language == "en" and (word in _JOINT_EN or word.endswith("ly")):
            continue
        if language == "es":
            lead = match.group(1).strip().casefold()
            if (
                word in _JOINT_ES
                or lead
                in {"el", "la", "los", "las", "un", "una", "del", "al", "su", "sus", "este", "esta", "ese", "esa"}
                or not _VERBAL_ES.search(word)
            ):
                continue
            if match.group(2)[0].isupper() and match.start(2) > 0:
                continue
        stop = _first(_STOP[language], sentence, match.end(), len(sentence))
        found.append(
            Cue("unknown", Modality.UNKNOWN, match.start(group), match.end(group), ((match.end(), stop),), "finite")
        )
    return found
