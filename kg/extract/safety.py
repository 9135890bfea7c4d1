"""The rule that every extractor's claims pass, whoever read them: rules, a trained model or a language model.

What stands under a cue of denial, doubt, expectation, condition, report or allegation is never Stated; what an unknown
verb embeds is Unknown; what somebody says is not the publisher's voice. The rule looks at the text, not at what the
extractor says it saw.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from functools import cached_property

from kg.claim_file import QuoteIn, Row
from kg.extract.lexicon import cue_words, triggers
from kg.extract.quoting import quote_at
from kg.extract.reader import Document
from kg.extract.scope import Cue, cues, embedded
from kg.extract.segment import Quotation, Sentence, paragraphs, quotations, sentences
from kg.model import Modality
from kg.ontology import load_ontology
from kg.quotes import QuoteRefused, locate

__all__ = ["Reading", "guarded", "weakest"]

#: From weakest to firmest: of several cues the weakest tells how firmly a claim is made.
_ORDER = (
    Modality.HYPOTHETICAL,
    Modality.UNKNOWN,
    Modality.POSSIBLE,
    Modality.EXPECTED,
    Modality.REPORTED,
    Modality.ALLEGED,
    Modality.STATED,
)
#: What a name, a title or a head line says stands whatever the sentence around it does.
_NAMING = frozenset(
    {"name", "legalName", "alias", "weakAlias", "nickname", "formerName", "abbreviation", "holdsPosition", "positionIn"}
    | {"represents", "locatedIn", "partOf", "publishedBy", "publishedOn", "governs"}
)
#: Of these, what may also be meant for the future or in doubt: "the next governor", "allegedly known as".
_LOOSE = frozenset({"holdsPosition", "positionIn", "formerName"})
_HOPEFUL = re.compile(
    r"\b(?:candidate|nominee|hopeful|next|future|designate|elect|incoming|would-be|aspirant|contender|candidat[oa]|precandidat[oa]|aspirante|próxim[oa]|futur[oa]|elect[oa]|entrante|will|would|may|could|allegedly|reportedly|suspected|alleged|believed|presunt\w+|supuest\w+|habría|sería)\b",
    re.I,
)
_RETRACTION = re.compile(
    r"\W*(?:(?:But|In fact|Pero|En realidad),? )?(?:(?:That|This|It|Those reports?|The reports?|The claims?) (?:\w+ )?(?:was|is|were|are|proved|turned out(?: to be)?)\s+(?:\w+ )?(?:wrong|incorrect|false|untrue|not (?:true|so|correct|the case)|a mistake|an error|inaccurate|a hoax|unfounded)"
    r"|(?:He|She|They|It) (?:was|did|is|had|were|has|does) not\.|(?:Eso|Esto|Ello|La versión|El dato|La información) (?:no (?:es|era|fue|resultó) (?:\w+ )?(?:cierto|cierta|verdad|así|correcto|correcta)|(?:es|era|fue|resultó) (?:\w+ )?(?:falso|falsa|un error|mentira|incorrecto|incorrecta))|No (?:fue|es|era) así)",
    re.I,
)
_LINKS = frozenset({"rejects", "confirms", "conditionalOn"})
_SPEAKING = frozenset({"say", "allege", "report", "allegedly", "reportedly", "alleged"})


class Reading:
    """A document cut up once: sentences, speech in quotation marks, cues."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.text = document.plain.text
        self.paragraphs = paragraphs(self.text)
        self.sentences = sentences(self.text, self.paragraphs)
        self.quotations = quotations(self.text, self.paragraphs)
        self._cues: dict[int, tuple[Cue, ...]] = {}

    @cached_property
    def starts(self) -> list[int]:
        """Give where the sentences start."""
        return [sentence.start for sentence in self.sentences]

    def sentence_at(self, at: int) -> Sentence | None:
        """Give the sentence a place of the plain text is in."""
        number = bisect_right(self.starts, at) - 1
        return self.sentences[number] if number >= 0 and at < self.sentences[number].end else None

    def cues_of(self, sentence: Sentence) -> tuple[Cue, ...]:
        """Give the cues of a sentence; their offsets count in the sentence."""
        if sentence.start not in self._cues:
            text = self.text[sentence.start : sentence.end]
            self._cues[sentence.start] = cues(text, self.document.language)
        return self._cues[sentence.start]

    def speech_at(self, at: int) -> Quotation | None:
        """Give the quotation a place is in."""
        return next((q for q in self.quotations if q.start <= at < q.end), None)

    def plain_of(self, raw: int) -> int:
        """Give the place in the plain text of a code point of the raw text."""
        return max(0, bisect_right(self.document.plain.starts, raw) - 1)


def guarded(
    rows: Iterable[Row],
    document: Document | Reading,
    *,
    types: Mapping[str, str] | None = None,
    at: Mapping[str, int] | None = None,
) -> list[Row]:
    """Give the rows with the certainty that the text around them allows, never more.

    `types` gives the class of each entity; `at` the place, in the plain text, of the words that make the claim of a row
    where the extractor knows it: without it the words of the lexicon are looked for in the quote, and failing those
    every cue in or over the quote counts. Rows whose quote is not in the text exactly once are left out.
    """
    reading = document if isinstance(document, Reading) else Reading(document)
    kept = []
    for row in rows:
        try:
            start, end = locate(
                reading.document.text, row.quote.exact, prefix=row.quote.prefix, suffix=row.quote.suffix
            )
        except QuoteRefused:
            continue
        span = reading.plain_of(start), reading.plain_of(end - 1) + 1
        kept.append(_weakened(row, reading, span, (at or {}).get(row.id), types or {}))
    return kept


def weakest(found: Iterable[Modality]) -> Modality:
    """Give the modality that claims least."""
    return min(found, key=_ORDER.index, default=Modality.STATED)


def _weakened(row: Row, reading: Reading, span: tuple[int, int], at: int | None, types: Mapping[str, str]) -> Row:
    relations = set(row.says)
    if (
        row.event is None
        and relations
        and relations <= _NAMING
        and not (relations & _LOOSE and _cue_inside(reading, span))
    ):
        return row
    places = [at] if at is not None else _places(row, reading, span, types)
    over = _over(reading, span, places, own=_own(row, places))
    change: dict[str, object] = {}
    doubted = [cue for cue in over if not cue.implies]
    if _taken_back(reading, places[0] if places else span[0]) and row.modality is Modality.STATED:
        row = row.model_copy(update={"modality": Modality.UNKNOWN})
    modality = (
        weakest([row.modality, *(cue.modality for cue in doubted)]) if row.modality is Modality.STATED else row.modality
    )
    if any(cue.negates for cue in over) and not row.negated and modality is Modality.STATED:
        modality = Modality.UNKNOWN
    if modality is Modality.STATED and places and not row.negated and not any(cue.implies for cue in over):
        sentence = reading.sentence_at(places[0])
        if sentence and embedded(
            reading.text[sentence.start : sentence.end], places[0] - sentence.start, reading.document.language
        ):
            modality = Modality.UNKNOWN
    if modality is not row.modality:
        change["modality"] = modality
    if row.claimant is None and (words := _voice(reading, span, places, over, modality)):
        change |= {"claimant": "Unspecified", "attribution": words}
    elif row.claimant is None and modality is Modality.STATED and reading.speech_at(places[0] if places else span[0]):
        change["modality"] = Modality.UNKNOWN  # somebody's speech, and no words say whose
    return row.model_copy(update=change) if change else row


def _taken_back(reading: Reading, at: int) -> bool:
    """Tell whether the next sentence says that this one is not so: "That was wrong.", "Eso no es cierto."."""
    number = bisect_right(reading.starts, at)
    if number >= len(reading.sentences):
        return False
    after = reading.sentences[number]
    return bool(_RETRACTION.match(reading.text, after.start, after.end))


def _cue_inside(reading: Reading, span: tuple[int, int]) -> bool:
    """Tell whether a post or another name is not simply given: in doubt, to come, or said at length and not as a title."""
    quote = reading.text[span[0] : span[1]]
    return "," in quote or bool(_HOPEFUL.search(reading.text[max(0, span[0] - 20) : span[1]]))


def _own(row: Row, places: list[int]) -> frozenset[int]:
    """Give the places of cues that are the very words of the claim: "charged" of a charge, "denied" of a denial."""
    ontology = load_ontology()
    own = (
        any(ontology.relations[name].stage for name in row.says if name in ontology.relations) or set(row.says) & _LINKS
    )
    return frozenset(places if own else ())


def _over(reading: Reading, span: tuple[int, int], places: list[int], own: frozenset[int]) -> list[Cue]:
    """Give the cues that stand over a claim; where its words are not known, all that are in or over its quote."""
    found = []
    if places:
        for at in places[:1]:
            sentence = reading.sentence_at(at)
            for cue in reading.cues_of(sentence) if sentence else ():
                itself = any(cue.start <= place - sentence.start < cue.end for place in own) if sentence else False
                if sentence and not itself and cue.covers(at - sentence.start):
                    found.append(cue)
        return found
    for sentence in reading.sentences:
        if sentence.start < span[1] and span[0] < sentence.end:
            first, last = span[0] - sentence.start, span[1] - sentence.start
            found += [
                cue
                for cue in reading.cues_of(sentence)
                if first <= cue.start < last or any(s < last and first < e for s, e in cue.scopes)
            ]
    return found


def _places(row: Row, reading: Reading, span: tuple[int, int], types: Mapping[str, str]) -> list[int]:
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


def _voice(
    reading: Reading, span: tuple[int, int], places: list[int], over: list[Cue], modality: Modality
) -> QuoteIn | None:
    """Give the words that attribute a claim to somebody who is not named, where it is not the publisher's own."""
    sentence = reading.sentence_at(places[0] if places else span[0])
    if sentence is None or modality not in {Modality.STATED, Modality.ALLEGED, Modality.REPORTED}:
        return None
    for cue in over:
        if cue.name in _SPEAKING or cue.denies:
            return quote_at(reading.document, sentence.start + cue.start, sentence.start + cue.end)
    if reading.speech_at(places[0] if places else span[0]):
        for cue in reading.cues_of(sentence):
            if cue.name in _SPEAKING and not reading.speech_at(sentence.start + cue.start):
                return quote_at(reading.document, sentence.start + cue.start, sentence.start + cue.end)
    return None
