"""What stands by itself, and what does not although no cue is over it: titles and names, what the next sentence takes back,
acts that are only thought of, numbers that are bounds.
"""

import re
from bisect import bisect_right
from collections.abc import Mapping
from functools import cache

from kg.claim_file import Row
from kg.extract.cue import Cue
from kg.extract.embedding import embedded
from kg.extract.lexicon import cue_words, triggers
from kg.extract.reading import Reading
from kg.ontology import load_ontology

__all__ = ["given", "hoped_for", "only_thought_of", "taken_back", "uncounted", "words_of"]

#: What a title, a name or a head line gives stands whatever the sentence around it does.
_GIVEN = frozenset(
    {"holdsPosition", "positionIn", "represents", "locatedIn", "partOf", "publishedBy", "publishedOn", "governs"}
)
#: Unless it is meant for the future or in doubt: "the next governor".
_HOPEFUL = re.compile(
    r"\b(?:next|future|would-be|fake|bogus|candidates?|never|aspirant|hopeful|nominee|elect|designate|próxim[oa]|futur[oa]|fals[oa]|candidat[oa]s?|elect[oa]|candidate|nominee|hopeful|next|future|designate|elect|incoming|would-be|aspirant|contender|candidat[oa]|precandidat[oa]|aspirante|próxim[oa]|futur[oa]|elect[oa]|entrante|will|would|may|could|allegedly|reportedly|suspected|alleged|believed|presunt\w+|supuest\w+|habría|sería)\b",
    re.I,
)
_COPULA = re.compile(
    r"\b(?:is|was|are|were|be|been|being|became|become|becomes|es|era|fue|son|eran|fueron|sea|ser|sido|asumió|asume)\b"
)
_WHAT_WAS_SAID = r"(?:(?:That|This|It|Both|Neither|None of (?:it|this|that)|(?:The|Those|These|Such|His|Her|Their|That|This) (?:\w+ )?(?:reports?|claims?|story|stories|accounts?|allegations?|rumou?rs?|news|versions?|information|posts?|accusations?|statements?|tips?|details?|theory|figures?|assertions?))\b)"
_LO_DICHO = r"(?:(?:Eso|Esto|Ello|Aquello|Ésa|Esa|Ésta|Esta|Nada de (?:eso|esto|ello)|(?:La|El|Los|Las|Esa|Ese|Esta|Este|Su|Dicha|Dicho) (?:\w+ )?(?:versi[óo]n(?:es)?|datos?|informaci[óo]n(?:es)?|reportes?|informes?|noticias?|rumor(?:es)?|acusaci[óo]n(?:es)?|señalamientos?|publicaci[óo]n(?:es)?|hip[óo]tesis|relato|afirmaci[óo]n(?:es)?|dichos?|teoría))\b)"
_BACK = r"(?:(?:But|Yet|Still|In fact|Later|However|Hours later|Pero|En realidad|Sin embargo|Luego|Más tarde|Horas después),? )?"
#: The next sentence takes it back, or says that it was only said: "That was wrong.", "Police denied it.", "Eso dice la fiscalía."
_RETRACTION = re.compile(
    rf"\W*{_BACK}(?:{_WHAT_WAS_SAID} [^.]{{0,40}}?(?:\b(?:wrong|incorrect|false|untrue|true|so|correct|mistake|error|inaccurate|hoax|unfounded|baseless|rumou?rs?|version|claim|claims|theory|allegations?|denied|denies|deny|rejected|disputed|confirmed|verified|established|proven|proved|what|according|unclear|unconfirmed|questioned|contradicted|withdrawn|retracted|corrected|never|not|no|nobody)\b|n[’']t\b)"
    r"|(?:He|She|They|It) (?:was|did|is|had|were|has|does|do) not\.|No\.|Not so\."
    r"|[^.]{2,60}?\b(?:den(?:y|ies|ied)|reject(?:s|ed)?|disput(?:es|ed?)|dismiss(?:es|ed)?|refut(?:es|ed?)|contradict(?:s|ed)?|retract(?:s|ed)?) (?:it|this|that|both|everything|(?:the|that|this|those|these|such) (?:\w+ )?(?:reports?|claims?|version|story|account|allegations?|rumou?rs?|information|accusations?))\b[^.]{0,25}\."
    rf"|{_LO_DICHO} [^.]{{0,40}}?\b(?:fals[oa]s?|mentira|errónea?|error|incorrect[oa]s?|ciert[oa]s?|verdad|así|rumor|versi[óo]n|acusación|hipótesis|dice|dicen|sostiene|según|no|nadie|desminti\w+|desmentid[oa]s?|negó|negad[oa]|rechaz\w+|descart\w+|confirm\w+|inexact[oa]s?)\b"
    r"|No (?:fue|es|era) (?:así|ciert[oa]|verdad)"
    r"|[^.]{2,60}?\b(?:lo|la|los|las) (?:negó|negaron|niega|niegan|desmintió|desmintieron|rechazó|rechazaron|descartó|descartaron)\b"
    r"|[^.]{2,60}?\b(?:negó|negaron|desmintió|desmintieron|rechazó|rechazaron|descartó) (?:todo|(?:la|el|esa|ese|esta|este|tal|dicha) (?:versión|información|rumor|reporte|noticia|dato|acusación|hecho|señalamiento))\b"
    r"|Fe de errat?\w*)",
    re.I,
)
#: A sentence of its own that judges what stands beside it: "FALSO.", "Misleading."
_VERDICT = re.compile(
    r"\W*(?:(?:Verdict|Rating|Veredicto|Calificación|Conclusión|Nuestra calificación)\W+)?(?:(?:Es|Esto es|It is|This is|Mostly|Partly|Parcialmente) )?(?:false|fake|untrue|misleading|wrong|unproven|unverified|hoax|not true|no evidence|falso|falsa|engañoso|engañosa|mentira|bulo|sin pruebas|no es cierto|no es verdad|incorrecto|manipulado|sin contexto|fuera de contexto)\W*",
    re.I,
)
#: Before a noun, what tells that the thing it names took place: "after the arrest of", "announced the extradition of".
_FACTUAL = re.compile(
    r"\b(?:after|following|since|upon|during|confirmed|celebrated|welcomed|tras|luego de|después de|desde|durante|confirmó|celebró)\s+(?:(?:the|his|her|their|its|la|el|su|los|las|sus)\s+|[^\s,;.]+(?: [^\s,;.]+){0,2}[’']s?\s+)(?:[\w-]+\s+){0,2}$",
    re.I,
)
_UNDONE = re.compile(
    r"\b(?:failed|botched|foiled|threatened|attempted|planned|proposed|expected|imminent|possible|likely|feared|requested|aborted|looming|pending|blocked|stalled|fallid[oa]|frustrad[oa]|posible|inminente|eventual|prevista?|previsto|solicitad[oa]|anunciad[oa]|próxim[oa]|futur[oa]|pendiente)\s+(?:[\w-]+\s+)?$",
    re.I,
)
_HAPPENED = re.compile(
    r"^[^;.]{0,90}?\b(?:took place|came|happened|occurred|followed|was carried out|ended|made|triggered|set off|sparked|ocurrió|sucedió|se produjo|tuvo lugar|se realizó|se concretó|desató|provocó|se registró|fue realizada|fue ejecutada)\b",
    re.I,
)
#: Before a number, what makes it no count: "up to 40", "between 20 and 30".
_UP_TO = re.compile(
    r"\b(?:up to|as many as|between [\w-]+ and|from [\w-]+ to|[\w-]+ (?:or|o) |no more than|fewer than|less than|at most|under|perhaps|maybe|possibly|(?:\d+|\w+teen|\w+ty|two|three|four|five|six|seven|eight|nine|ten) (?:to|or|a)|menos de|a lo sumo|quizás?|tal vez|hasta|entre \w+ y|de \w+ a|no más de|máximo)\s*$",
    re.I,
)
#: "as the leader", "como líder", "llamada hermana": what somebody is seen as or called.
_AS = re.compile(r"\b(?:as|como|llam\w+)\s+(?:(?:the|an?|its|their|his|her|el|la|un|una|su)\s+)?(?:[\w-]+\s+)?$", re.I)
_SERVED = re.compile(
    r"\b(?:serv\w+|act(?:s|ed|ing)?|work\w*|trabaj\w+|desempeñ\w+|fung\w+|actu\w+)\s+(?:as|como)\s+[\w\s-]*$", re.I
)
_GOING = re.compile(r"(?:\b(?:is|are|was|were|been|be|being)\s+(?:\w+ly\s+)?|[,;:–—(“\"]\s*|^\s*)$", re.I)
_ARTICLE = re.compile(r"\b(?:the|a|an|his|her|their|its|[^\s]+[’']s|la|el|una?|su|las|los|sus)\s+(?:\w+ )?$", re.I)


def taken_back(reading: Reading, at: int) -> bool:
    """Tell whether the next sentence takes this one back, or says that it was only said."""
    number = bisect_right(reading.starts, at)
    if number > 1:
        before = reading.sentences[number - 2]
        if _VERDICT.fullmatch(reading.text, before.start, before.end):
            return True
    if number >= len(reading.sentences):
        return False
    after = reading.sentences[number]
    return bool(
        _RETRACTION.match(reading.text, after.start, after.end)
        or _VERDICT.fullmatch(reading.text, after.start, after.end)
    )


def given(row: Row, reading: Reading, span: tuple[int, int], types: Mapping[str, str]) -> bool:
    """Tell whether a row gives a name, or a post or place as a title does, without a verb that something may stand over."""
    relations = set(row.says)
    names = {name for name in relations if load_ontology().is_a(name, "name")}
    if row.event is not None or not relations or not relations <= names | _GIVEN:
        return False
    if relations == names:
        return True
    quote = reading.text[max(0, span[0] - 20) : span[1]]
    return not (_HOPEFUL.search(quote) or _COPULA.search(quote) or words_of(row, reading, span, types))


def hoped_for(row: Row, reading: Reading, span: tuple[int, int]) -> bool:
    """Tell whether a post is only in prospect, or only claimed: "the next mayor", "the fake judge"."""
    if row.event is not None or not set(row.says) & _GIVEN:
        return False
    return bool(_HOPEFUL.search(reading.text, max(0, span[0] - 20), span[1]))


def only_thought_of(reading: Reading, row: Row, at: int, over: list[Cue]) -> bool:
    """Tell whether the word of a claim is an infinitive or subjunctive, or the noun of an act of which nobody says it took place."""
    sentence = reading.sentence_at(at)
    if sentence is None:
        return False
    text, place = reading.text[sentence.start : sentence.end], at - sentence.start
    language = reading.document.language
    if _seen_as(text, place, language):
        return True
    if "count" not in row.says and embedded(text, place, language):
        return not any(cue.implies for cue in over)
    word = re.match(r"[\w-]+", text[place:])
    pure, either = _act_nouns(language)
    form = word.group().casefold() if word else ""
    named = _ARTICLE.search(text[:place]) and (form in either or (language == "es" and form.endswith("a")))
    if row.when is not None or not (form in pure or named):
        return False
    if _UNDONE.search(text[:place]):
        return True
    return not (_FACTUAL.search(text[:place]) or _HAPPENED.match(text[place:]))


def _seen_as(text: str, place: int, language: str) -> bool:
    """Tell whether the word at a place says what somebody is seen as, or called, or what a verb before it may only toy with.

    >>> [_seen_as(t, t.index(w), "en") for t, w in (("named as the head", "head"), ("avoided leading Los Lirios", "leading"))]
    [True, True]
    >>> _seen_as("She was leading B", 8, "en"), _seen_as("served as the head of B", 14, "en")
    (False, False)
    """
    before = text[:place]
    if _AS.search(before) and not _SERVED.search(before):
        return True
    gerund = language != "es" and re.match(r"\w+ing\s+(?:(?:the|an?|his|her|its|their)\s|[A-Z“])", text[place:])
    return bool(gerund) and not _GOING.search(before)


@cache
def _act_nouns(language: str) -> tuple[frozenset[str], frozenset[str]]:
    """Give the nouns for events and legal stages: those that are nothing else ("arrest" is also a verb), and all others."""
    ontology = load_ontology()
    names: set[str] = set()
    verbal: set[str] = set()
    for trigger in triggers(language):
        relation = ontology.relations.get(trigger.evokes)
        if relation is None or relation.stage:
            names |= trigger.nouns
        verbal |= {form for kind in ("finite", "participle", "base") for form in trigger.verbs.get(kind, ())}
    return frozenset(names - verbal), frozenset(names & verbal)


def uncounted(row: Row, reading: Reading, at: int) -> bool:
    """Tell whether a number is no count but a bound: "up to 40", "between 20 and 30"."""
    return "count" in row.says and bool(_UP_TO.search(reading.text, max(0, at - 60), at))


def words_of(row: Row, reading: Reading, span: tuple[int, int], types: Mapping[str, str]) -> list[int]:
    """Give where in the quote the words of the claim stand, by the words the lexicon has for it."""
    language = reading.document.language
    wanted = {types.get(row.event, "")} if row.event else set(row.says)
    forms: set[str] = set()
    for trigger in triggers(language):
        if trigger.evokes in wanted:
            forms |= {*trigger.nouns, *trigger.phrases, *(form for kind in trigger.verbs.values() for form in kind)}
    if "rejects" in wanted:
        forms |= {form for cue in cue_words(language) if cue.denies for kind in cue.verbs.values() for form in kind}
    if not forms:
        return []
    either = "|".join(re.escape(form) for form in sorted(forms, key=lambda form: (-len(form), form)))
    return [
        m.start()
        for m in re.finditer(rf"(?<!\w)(?:{either})(?!\w)", reading.text[: span[1]], re.I)
        if m.start() >= span[0]
    ]
