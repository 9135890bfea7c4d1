"""One claim file as what is compared: entities with their names, and claims one by one."""

from collections.abc import Iterable
from dataclasses import dataclass
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

__all__ = ["HAPPENED", "Party", "Stated", "Story", "read_story", "same_text", "story_of"]

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
class Story:
    """A claim file read: its language without the region, the digest of its text, its parties and its claims."""

    path: str
    language: str
    digest: str
    parties: dict[str, Party]
    claims: tuple[Stated, ...]

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


def read_story(path: Path) -> Story:
    """Read a claim file with all the checks of its loader. Raises DataError with every fault of the file."""
    return _story(path, list(LOADERS["claims"](path, Edition(id=path.stem))))


def story_of(file: ClaimFile, text: str) -> Story:
    """Give the story of a claim file that is at hand, not in a file. Raises DataError with every fault of it."""
    return _story(Path(file.source.id), records_of(file, text))


def _story(path: Path, records: list[Record]) -> Story:
    source = next(record for record in records if isinstance(record, Source))
    claims = tuple(_stated(record) for record in records if isinstance(record, Claim))
    return Story(
        path=str(path),
        language=source.language.partition("-")[0].lower(),
        digest=source.sha256,
        parties={str(each.id): _party(each, claims) for each in records if isinstance(each, Entity)},
        claims=claims,
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
