"""The rule that every extractor's claims pass, whoever read them: rules, a trained model or a language model.

What stands under a cue of denial, doubt, expectation, condition, report or allegation is never Stated; what an unknown
verb embeds is Unknown; what somebody says is not the publisher's voice. The rule looks at the text, not at what the
extractor says it saw.
"""

from collections.abc import Iterable, Mapping

from kg.claim_file import QuoteIn, Row
from kg.extract.cue import Cue
from kg.extract.quoting import quote_at
from kg.extract.reader import Document
from kg.extract.reading import Reading
from kg.extract.standing import given, hoped_for, only_thought_of, taken_back, uncounted, words_of
from kg.model import Modality
from kg.ontology import load_ontology
from kg.quotes import QuoteRefused, locate

__all__ = ["guarded", "weakest"]

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
_LINKS = frozenset({"rejects", "confirms", "conditionalOn"})
_SPEAKING = frozenset({"say", "allege", "report", "allegedly", "reportedly", "alleged"})


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
    if given(row, reading, span, types):
        return row
    hoped = hoped_for(row, reading, span)
    places = [at] if at is not None else words_of(row, reading, span, types)
    over = _over(reading, span, places, own=_own(row, places))
    modality = row.modality
    if modality is Modality.STATED:
        modality = _certainty(row, reading, places[0] if places else span[0], over, known=bool(places))
    if hoped and modality is Modality.STATED:
        modality = Modality.UNKNOWN
    change: dict[str, object] = {}
    if modality is not row.modality:
        change["modality"] = modality
    if row.claimant is None and (words := _voice(reading, span, places, over, modality)):
        change |= {"claimant": "Unspecified", "attribution": words}
    elif row.claimant is None and modality is Modality.STATED and reading.speech_at(places[0] if places else span[0]):
        change["modality"] = Modality.UNKNOWN  # somebody's speech, and no words say whose
    return row.model_copy(update=change) if change else row


def _certainty(row: Row, reading: Reading, at: int, over: list[Cue], *, known: bool) -> Modality:
    """Give how firmly a row is said whose extractor has it as Stated; `known` tells whether its words are at the place."""
    if taken_back(reading, at):
        return Modality.UNKNOWN
    modality = weakest(cue.modality for cue in over if not cue.implies)
    if modality is not Modality.STATED or row.negated:
        return modality
    if any(cue.negates for cue in over):
        return Modality.UNKNOWN
    if uncounted(row, reading, at):
        return Modality.POSSIBLE
    return Modality.UNKNOWN if known and only_thought_of(reading, row, at, over) else Modality.STATED


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
