"""One claim file as what is compared: entities with their names, and claims one by one."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from rdflib import Literal, URIRef
from rdflib.namespace import RDF

from kg.claim_file import ClaimFile
from kg.errors import DataError, Fault
from kg.loaders import LOADERS
from kg.loaders.claims import records_of
from kg.model import Claim, Edition, Entity, Record, Source, local_key
from kg.names import words
from kg.ontology import load_ontology
from kg.vocab import PREFIXES

__all__ = ["HAPPENED", "Party", "Spoken", "Stated", "Story", "read_story", "same_text", "story_of"]

#: The relation of a claim that an event took place.
HAPPENED = "happened"
_FAMILIES = ("Person", "Organisation", "UnnamedGroup", "Position", "Place", "Offence", "Event")
_SMALL = frozenset(["the", "a", "an", "of", "and", "el", "la", "los", "las", "un", "una", "de", "del", "al", "y"])


@dataclass(frozen=True, slots=True)
class Party:
    """An entity of a claim file: its class, family and label, the names claims give it, and where; names are sets of words."""

    id: str
    type: str
    family: str
    label: frozenset[str]
    names: frozenset[frozenset[str]]
    places: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Stated:
    """One claim with the local name of its relation, and the row it is written in (`story.C17`)."""

    claim: Claim
    relation: str
    row: str

    @property
    def subject(self) -> str:
        """The id of what the claim is about."""
        return str(self.claim.subject)

    @property
    def object(self) -> str:
        """The id, the class or the text that the relation leads to."""
        return _local(self.claim.object) if self.relation == HAPPENED else str(self.claim.object)

    @property
    def literal(self) -> bool:
        """Whether the relation leads to a text or number."""
        return isinstance(self.claim.object, Literal)

    @property
    def is_name(self) -> bool:
        """Whether the claim gives a name."""
        return load_ontology().is_a(self.relation, "name")

    @property
    def asserted(self) -> bool:
        """Whether it came out Stated and not negated."""
        return self.claim.modality == "Stated" and not self.claim.negated

    def overlaps(self, other: "Stated") -> bool:
        """Tell whether the quotes of two claims share a character of the text."""
        return self.claim.passage.start < other.claim.passage.end and other.claim.passage.start < self.claim.passage.end


@dataclass(frozen=True, slots=True)
class Spoken:
    """Words that attribute: where they stand, whom they name or describe (neither: nobody in particular), and over what."""

    start: int
    end: int
    name: frozenset[str]
    label: frozenset[str]
    over: tuple[tuple[int, int], ...]

    def same_source(self, other: "Spoken") -> bool:
        """Tell whether both are one speaker: the same name or part of it, a description each, or nobody each."""
        ours, theirs = self.name or self.label, other.name or other.label
        if self.name or other.name:
            return bool(ours and theirs) and (ours <= theirs or theirs <= ours)
        return bool(ours) == bool(theirs)


@dataclass(frozen=True, slots=True)
class Story:
    """A claim file read: its language without the region, the digest of its text, its parties and its claims."""

    path: str
    language: str
    digest: str
    parties: dict[str, Party]
    claims: tuple[Stated, ...]
    voices: tuple[Spoken, ...] = ()

    @property
    def names(self) -> tuple[Stated, ...]:
        """The claims that give names."""
        return tuple(each for each in self.claims if each.is_name)

    @property
    def facts(self) -> tuple[Stated, ...]:
        """The claims that are no names."""
        return tuple(each for each in self.claims if not each.is_name)

    def named(self, family: str) -> tuple[Party, ...]:
        """Give the parties of a family that the text names."""
        return tuple(each for each in self.parties.values() if each.family == family and each.names)

    def without_claims(self) -> "Story":
        """Give the story as somebody reads it who finds nothing."""
        return Story(self.path, self.language, self.digest, {}, ())

    def with_voices(self, heard: Iterable[Spoken]) -> "Story":
        """Give the story with more words that attribute than its claims have."""
        found = {(each.start, each.end, each.name, bool(each.label)): each for each in (*heard, *self.voices)}
        return replace(self, voices=tuple(sorted(found.values(), key=lambda each: (each.start, each.end))))


def read_story(path: Path) -> Story:
    """Read a claim file with all the checks of its loader. Raises DataError with every fault of the file."""
    return _story(path, list(LOADERS["claims"](path, Edition(id=path.stem))))


def story_of(file: ClaimFile, text: str) -> Story:
    """Give the story of a claim file that is at hand, not in a file. Raises DataError with every fault of it."""
    return _story(Path(file.source.id), records_of(file, text))


def _story(path: Path, records: list[Record]) -> Story:
    source = next(record for record in records if isinstance(record, Source))
    claims = tuple(_stated(record) for record in records if isinstance(record, Claim))
    parties = {str(each.id): _party(each, claims) for each in records if isinstance(each, Entity)}
    return Story(
        path=str(path),
        language=source.language.partition("-")[0].lower(),
        digest=source.sha256,
        parties=parties,
        claims=claims,
        voices=tuple(_spoken(claims, parties)),
    )


def _spoken(claims: Iterable[Stated], parties: dict[str, Party]) -> Iterator[Spoken]:
    """Give the words that attribute the claims of a file, each with what it is over."""
    over: dict[tuple[int, int, str], set[tuple[int, int]]] = {}
    for each in claims:
        if words := each.claim.attribution:
            passage = each.claim.passage
            over.setdefault((words.start, words.end, str(each.claim.claimant)), set()).add((passage.start, passage.end))
    for (start, end, claimant), passages in sorted(over.items()):
        party = parties.get(claimant)
        name = max(party.names, key=len, default=frozenset()) if party else frozenset()
        yield Spoken(
            start, end, name, (party.label or bare(party.id)) if party else frozenset(), tuple(sorted(passages))
        )


def _stated(claim: Claim) -> Stated:
    relation = HAPPENED if claim.predicate == RDF.type else _local(claim.predicate)
    return Stated(claim, relation, local_key(str(claim.id)).partition(":")[0])


def _party(entity: Entity, claims: Iterable[Stated]) -> Party:
    kind = _local(entity.type)
    given = [each for each in claims if each.is_name and each.claim.subject == entity.id and not each.claim.negated]
    names = frozenset(bare(each.object) for each in given) - {frozenset()}
    places = tuple((each.claim.passage.start, each.claim.passage.end) for each in given)
    return Party(str(entity.id), kind, family(kind), bare(entity.label or ""), names, places)


def bare(text: str) -> frozenset[str]:
    """Give the words of a name without accents, case and articles."""
    return frozenset(words(text)) - _SMALL


def family(kind: str) -> str:
    """Give the family of a class, within which entities are compared.

    >>> family("Court"), family("Killing"), family("Country"), family("Programme")
    ('Organisation', 'Event', 'Place', 'Programme')
    """
    ontology = load_ontology()
    return next((each for each in _FAMILIES if ontology.is_a(kind, each)), kind)


def _local(iri: URIRef | Literal) -> str:
    return str(iri).removeprefix(PREFIXES["kg"])


def same_text(gold: Story, predicted: Story) -> None:
    """See that two claim files read the same text. Raises DataError: offsets of two texts say nothing of each other."""
    if gold.digest != predicted.digest:
        raise DataError(
            [
                Fault(
                    predicted.path,
                    f"reads a text with sha256 {predicted.digest[:12]}…, and the gold {gold.path} reads {gold.digest[:12]}…",
                    "compare claim files of the same text",
                )
            ]
        )
