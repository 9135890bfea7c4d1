"""What the extraction knows of one text while it reads it: entities, drafts of rows, who is meant by "she"."""

import re
from dataclasses import dataclass, field
from datetime import date

from kg.extract.cast import Cast
from kg.extract.gazetteer import Gazetteer
from kg.extract.mentions import Mention, find_mentions
from kg.extract.reader import Document
from kg.extract.reading import Reading
from kg.extract.scene import Scene, scene_of
from kg.extract.segment import Sentence
from kg.extract.when import Dated, dates_in

__all__ = ["Draft", "Story"]

#: "The men", "los detenidos": people spoken of before. Who they are is left to a person.
_ANAPHORIC = re.compile(
    r"(?:the|these|those|his|her|their|its|los|las|el|la|estos|esos|sus|su) (?:other |otros |otras )?(?:individuals?|men|women|people|persons?|prisoners?|inmates?|suspects?|detainees?|defendants?|victims?|members?|brothers?|sisters?|leaders?|relatives?|hombres?|mujeres?|personas?|presos?|reos?|detenidos?|acusados?|sospechosos?|víctimas?|integrantes?|miembros?|hermanos?|líderes|familiares|jóvenes|sujetos|individuos|capos)$",
    re.I,
)


@dataclass(slots=True)
class Draft:
    """A row before it has its speaker, its date and its certainty. Places are of the plain text."""

    about: str
    says: dict[str, list[str]]
    span: tuple[int, int]
    at: int
    event: bool = False
    scene: Scene | None = None
    when: Dated | None = None
    dated: bool = True
    claimant: str | None = None
    attribution: tuple[int, int] | None = None
    alleged: bool = False
    jurisdiction: str | None = None
    accuser: str | None = None
    mention: str | None = None
    background: str | None = None
    note: str | None = None
    negated: bool = False
    going_on: bool = False
    id: str = ""


@dataclass(slots=True)
class Story:
    """One text as it is read."""

    document: Document
    reading: Reading
    known: Gazetteer
    cast: Cast = field(default_factory=Cast)
    scenes: list[Scene] = field(default_factory=list)
    drafts: list[Draft] = field(default_factory=list)
    events: dict[tuple[str, str], str] = field(default_factory=dict)

    @classmethod
    def of(cls, document: Document, reading: Reading, known: Gazetteer) -> "Story":
        """Find the mentions of a text, twice: the second time short forms are known."""
        story = cls(document, reading, known)
        language = document.language if document.language in {"en", "es"} else "en"
        first, last = document.body
        body = [
            Sentence(max(s.start, first), s.end, s.paragraph)
            for s in reading.sentences
            if first < s.end and s.start < last
        ]
        seen: dict[str, str] = {}
        for _ in range(2):
            found = [(s, find_mentions(reading.text, s.start, s.end, language, known, seen)) for s in body]
            story.cast = Cast()
            story.cast.meet(m for _, mentions in found for m in mentions)
            seen = story.cast.seen()
        story.scenes = [scene_of(reading, sentence, mentions) for sentence, mentions in found]
        return story

    @property
    def anchor(self) -> date:
        """Give the day of the article."""
        return date.fromisoformat(self.document.date or "")

    def dates(self, sentence: Sentence) -> list[Dated]:
        """Give the dates of a sentence."""
        return dates_in(self.reading.text, sentence.start, sentence.end, self.anchor)

    def key(self, scene: Scene, number: int, *, acts: bool = False) -> str | None:
        """Give the key of a mention; a country that acts is its government; a pronoun is who alone can be meant."""
        mention = scene.mention(number)
        if mention.kind == "Pronoun":
            return self.antecedent(scene, mention)
        if mention.kind == "UnnamedGroup" and _ANAPHORIC.match(mention.name):
            return None
        if mention.kind == "Country" and acts:
            return self.cast.government(mention.country or mention.name)
        return self.cast.key(mention)

    def antecedent(self, scene: Scene, pronoun: Mention) -> str | None:
        """Give the one person that "he" or "she" can mean: the only one named before it here, or in the sentence before."""
        if pronoun.name.casefold() in {"they", "ellos", "ellas"}:
            return None
        # nobody is their own brother: the person a possessive stands before is not asked
        here = {self.cast.key(m) for m in scene.mentions if m.kind == "Person" and m.end <= pronoun.start}
        if len(here) == 1:
            return next(iter(here))
        if here:
            return None
        number = self.scenes.index(scene)
        for before in reversed(self.scenes[max(0, number - 2) : number]):
            people = {self.cast.key(m) for m in before.mentions if m.kind == "Person"}
            if len(people) == 1:
                return next(iter(people))
            if people:
                return None
        return None

    def add(self, draft: Draft) -> Draft:
        """Keep a draft, unless one just like it is there."""
        for other in self.drafts:
            if (other.about, other.says, other.event) == (
                draft.about,
                draft.says,
                draft.event,
            ) and other.span == draft.span:
                return other
        self.drafts.append(draft)
        return draft
