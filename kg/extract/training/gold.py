"""What a claim file of the corpus says, set beside the mentions and sentences the extractor finds in its text."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from kg.claim_file import ClaimFile, QuoteIn, Row, parse
from kg.extract.gazetteer import gazetteer
from kg.extract.mentions import Mention
from kg.extract.reader import read
from kg.extract.reading import Reading
from kg.extract.story import Story
from kg.names import words
from kg.ontology import load_ontology

__all__ = ["Gold", "bare", "gold_of"]

_NAMES = ("name", "nickname", "alias", "abbreviation", "formerName", "legalName")
_SMALL = frozenset(["the", "a", "an", "of", "and", "el", "la", "los", "las", "un", "una", "de", "del", "al", "y"])


@dataclass(slots=True)
class Gold:
    """One text of the corpus: as the extractor reads it, and its rows with where their quotes stand in the plain text."""

    story: Story
    file: ClaimFile
    rows: list[tuple[Row, int, int]]
    names: dict[str, list[frozenset[str]]]

    def keys(self, mention: Mention, key: str | None) -> set[str]:
        """Give the gold's entities a mention may stand for; none where no name or label agrees."""
        if mention.kind == "Pronoun":
            named = self.story.cast.names.get(key or "")
            return self.keys(named, key) if named else set()
        ontology = load_ontology()
        full = self.story.cast.names.get(key or "", mention)
        ours = [bare(full.name), bare(mention.name), *(bare(extra.value) for extra in full.extras)]
        if mention.kind == "Country":
            ours.append(bare(mention.country or ""))
        found = set()
        for name, entity in self.file.entities.items():
            if mention.kind == "UnnamedGroup":
                theirs = [bare(entity.label or "")]
                if ontology.is_a(entity.type, "UnnamedGroup") and any(_alike(a, b) for a in ours for b in theirs):
                    found.add(name)
            elif any(
                a and (a == b or (a < b and len(a) > 1) or (b < a and mention.kind != "Country"))
                for a in ours
                for b in self.names.get(name, ())
            ):
                found.add(name)
        if mention.kind == "Person" and len(found) > 1:
            exact = {name for name in found if any(bare(full.name) == b for b in self.names[name])}
            found = exact or found
        return found

    def over(self, start: int, end: int) -> list[Row]:
        """Give the rows whose quote covers a stretch of the plain text."""
        return [row for row, first, last in self.rows if first <= start and end <= last]


def gold_of(path: Path) -> Gold:
    """Read one claim file of the corpus and its text."""
    file = parse(path)
    source = file.source
    document = read(path.parent / source.file, date=source.date, language=source.language, publisher=source.publisher)
    story = Story.of(document, Reading(document), gazetteer())
    text = document.plain.text
    rows = []
    for row in file.claims:
        at = _find(text, row.quote)
        if at >= 0:
            rows.append((row, at, at + len(row.quote.exact)))
    names: dict[str, list[frozenset[str]]] = {}
    for row in file.claims:
        for relation in _NAMES:
            for value in row.says.get(relation, ()):
                names.setdefault(row.subject or "", []).append(bare(value))
    for key, entity in file.entities.items():
        if entity.label and load_ontology().is_a(entity.type, "Place"):
            names.setdefault(key, []).append(bare(entity.label))
    return Gold(story, file, rows, names)


def _find(text: str, quote: QuoteIn) -> int:
    whole = text.find(quote.prefix + quote.exact + quote.suffix)
    return whole + len(quote.prefix) if whole >= 0 else text.find(quote.exact)


def bare(text: str) -> frozenset[str]:
    """Give the words of a name without accents, case and articles."""
    return frozenset(words(text)) - _SMALL


def _alike(one: frozenset[str], other: Iterable[str]) -> bool:
    theirs = frozenset(other)
    shared = len(one & theirs)
    return bool(one) and shared > 0 and shared * 2 >= min(len(one), len(theirs)) + (min(len(one), len(theirs)) > 2)
