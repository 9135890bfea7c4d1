"""What a verb or noun stands under when no cue of the lexicon does: an unknown verb, an infinitive, the subjunctive."""

import re
from functools import cache

from kg.extract.cue import Cue
from kg.extract.grammar import grammar
from kg.extract.lexicon import triggers
from kg.extract.reach import STOP, first
from kg.model import Modality

__all__ = ["embedded", "unknown_verbs"]

_THAT = re.compile(
    r"\b(\w+) that (?=(?:the|a|an|his|her|their|its|he|she|they|it|we|i|there|no|some|two|three|\d+|[a-z]+s (?:\w+ed|have|had|were|are)|[A-Z⟨“]))",
    re.I,
)
_QUE = re.compile(r"(?<![\wáéíóúñ])((?:\w+ ){0,1})(\w+) que (?=\w|“|⟨)", re.I)
_DE_QUE = re.compile(r"\b(\w+) de que\b", re.I)
_FACTUAL_ES = frozenset(["antes", "después", "luego", "además", "hecho", "pesar", "vez", "manera", "forma", "pese"])
_VERBAL_ES = re.compile(
    r"(?:[óé]|aron|ieron|jo|jeron|vo|so|[aeo]ba|aban|ía|ían|[aei]r|[ai]ndo|iendo|a|an|e|en|ado|ido|es|fue|era)$"
)
_ARTICLES_ES = frozenset("el la los las un una del al su sus este esta ese esa".split())  # noqa: SIM905
#: "to have been killed", "to be handed over": the verb behind the auxiliaries of an infinitive.
_INFINITIVE_EN = re.compile(
    r"\b(?:to|not) (?:\w+ly )?(?:(?:have|be|get|have been|have been being) (?:\w+ly )?(?:a |an |the )?(?:\w+ )?)?$"
)
_INFINITIVE_ES = re.compile(
    r"\b(?:haber sido|haber|ser|estar|quedar|resultar)\s+(?:\w+mente\s+)?(?:(?:un|una|el|la)\s+)?$"
)
_SUBJUNCTIVE_ES = re.compile(
    r"\b(?:sea|sean|fuera|fueran|fuese|fuesen|esté|estén|estuviera|estuvieran|haya|hayan|hubiera|hubieran|hubiese|hubiesen)"
    r"(?:\s+sido)?\s+(?:\w+mente\s+)?(?:(?:un|una|el|la)\s+)?$"
)
_SUBJUNCTIVE_FORM = re.compile(r"\w+(?:ara|aran|iera|ieran|jera|jeran|ase|asen|iese|iesen)$")
_WORD = re.compile(r"\w+")


def unknown_verbs(sentence: str, language: str, known: set[int]) -> list[Cue]:
    """Give verbs and nouns before a clause that the lexicon does not know: what they embed may be anything.

    `known` are the places where cues of the lexicon start and end.
    """
    found = []
    for match in _DE_QUE.finditer(sentence) if language == "es" else ():
        if match.group(1).casefold() not in _FACTUAL_ES and match.end(1) not in known:
            found.append(_cue(sentence, match.span(1), match.end(), language, "noun"))
    pattern, group = (_THAT, 1) if language == "en" else (_QUE, 2)
    for match in pattern.finditer(sentence):
        span = match.span(group)
        if any(span[0] <= place <= span[1] for place in known):
            continue
        if _embeds(sentence, match, group, language):
            found.append(_cue(sentence, span, match.end(), language, "finite"))
    return found


def embedded(sentence: str, at: int, language: str) -> bool:
    """Tell whether the word at a place is an infinitive or a subjunctive: "plotted to kill", "planeaba matar", "que sea detenido".

    >>> embedded("They plotted to kill Ana.", 16, "en"), embedded("Ana es líder.", 7, "es")
    (True, False)
    >>> embedded("She is known to have been killed.", 26, "en"), embedded("Cuando Ana sea detenida.", 15, "es")
    (True, True)
    """
    before = sentence[:at]
    if language != "es":
        return bool(_INFINITIVE_EN.search(before))
    word = _WORD.match(sentence, at)
    form = word.group().casefold() if word else ""
    return bool(
        form in _infinitives()
        or form in _subjunctives()
        or _SUBJUNCTIVE_FORM.fullmatch(form)
        or _INFINITIVE_ES.search(before)
        or _SUBJUNCTIVE_ES.search(before)
    )


def _cue(sentence: str, span: tuple[int, int], end: int, language: str, kind: str) -> Cue:
    stop = first(STOP[language], sentence, end, len(sentence))
    return Cue("unknown", Modality.UNKNOWN, *span, ((end, stop),), kind)


def _embeds(sentence: str, match: re.Match[str], group: int, language: str) -> bool:
    word = match.group(group).casefold()
    if word in grammar(language).joints:
        return False
    if language == "en":
        return not word.endswith("ly")
    lead = match.group(1).strip().casefold()
    if lead in _ARTICLES_ES or not _VERBAL_ES.search(word):
        return False
    return not (match.group(2)[0].isupper() and match.start(2) > 0)


@cache
def _infinitives() -> frozenset[str]:
    return frozenset(form.split()[0] for trigger in triggers("es") for form in trigger.verbs.get("base", ()))


@cache
def _subjunctives() -> frozenset[str]:
    """Give the forms of the present subjunctive that are no other form of a verb of the lexicon."""
    forms: set[str] = set()
    plain: set[str] = set()
    for trigger in triggers("es"):
        forms |= {
            form.split()[0] for form in trigger.verbs.get("future", ()) if not re.search(r"[áé]n?$", form.split()[0])
        }
        plain |= {form.split()[0] for kind in ("finite", "participle") for form in trigger.verbs.get(kind, ())}
        plain |= {form.split()[0] for form in (*trigger.nouns, *trigger.phrases)}
    return frozenset(forms - plain)
