"""A document cut up once, for all who read it."""

from bisect import bisect_right
from functools import cached_property

from kg.extract.cue import Cue
from kg.extract.reader import Document
from kg.extract.scope import cues
from kg.extract.segment import Quotation, Sentence, paragraphs, quotations, sentences

__all__ = ["Reading"]


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
