"""Reading across sources: facts that several sources say, questions on which they differ, and who joined the records.

What has one true answer is data: `kg:oneAnswerTo` on a relation (a date of birth), or on a tie category (the role in an
organisation), where each relation of the category is one answer about the same two.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rdflib import Dataset, URIRef

from kg.dates import Bounds, day_range
from kg.graph import rows
from kg.model import local_key
from kg.names import fold
from kg.ontology import Ontology
from kg.queries.evidence import Evidence

__all__ = ["Answer", "Difference", "Join", "apart", "differences", "fact_of", "joins", "of_a_list"]

_RECORDS = "SELECT ?entity ?record WHERE { GRAPH ?source { ?entity kg:recordedAs ?record } }"
_JUDGED = """
SELECT ?record ?left ?right ?verdict ?who ?day ?why WHERE {
  GRAPH graph:identity {
    ?judgement ?side ?record ; kg:left ?left ; kg:right ?right ; kg:verdict ?verdict ; kg:decidedBy ?who ; kg:decidedOn ?day .
    OPTIONAL { ?judgement kg:reason ?why } FILTER(?side IN (kg:left, kg:right)) } }"""
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True, order=True)
class Join:
    """One judgement about records of an entity: the ids, Same, Different or Unsure, who, when and why."""

    left: str
    right: str
    verdict: str
    decided_by: str
    decided_on: str
    reason: str


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer to a question, as worded, and the claims that give it."""

    text: str
    claims: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """A question with one true answer to which the sources give several; `sources` counts those that speak of it."""

    question: str
    sources: int
    answers: tuple[Answer, ...]

    @property
    def mark(self) -> str:
        """The words that stand beside each of the answers."""
        return (
            f"sources differ on {self.question}" if self.sources > 1 else f"one source gives several: {self.question}"
        )


def of_a_list(claim: Evidence) -> bool:
    """Tell whether a claim stands in the row of a list, not in running text."""
    return claim.row is not None


def fact_of(claim: Evidence) -> tuple[str, ...]:
    """Give what a claim says, whoever says it: two claims with equal facts say the same. Case and accents are set aside."""
    said = fold(claim.object) if claim.literal else claim.object
    return claim.relation, claim.subject, said, str(claim.negated), claim.jurisdiction or ""


def joins(dataset: Dataset, entity: str) -> tuple[Join, ...]:
    """Give the judgements about the records that are this entity, and about these and others."""
    records = [entity, *(record for _, record in rows(dataset, _RECORDS, {"entity": URIRef(entity)}) if record)]
    found = {
        Join(
            local_key(left or ""),
            local_key(right or ""),
            (verdict or "").rpartition("#")[2],
            who or "",
            day or "",
            why or "",
        )
        for record in records
        for _, left, right, verdict, who, day, why in rows(dataset, _JUDGED, {"record": URIRef(record)})
    }
    return tuple(sorted(found))


def differences(claims: Iterable[Evidence], entity: str, ontology: Ontology) -> tuple[Difference, ...]:
    """Give the questions about an entity to which its sources, or one of them, give answers that cannot all hold.

    An answer that only says less ("1972" beside "1972-10-18", "Caro Quintero" beside "CARO QUINTERO, Rafael") agrees.
    Claims that are negated, contested or in no view answer nothing.
    """
    asked: dict[tuple[str, ...], list[Evidence]] = defaultdict(list)
    for claim in claims:
        if claim.standing in {"Established", "Said"} and (key := _question(claim, entity, ontology)):
            asked[key].append(claim)
    return tuple(_differing(asked, ontology))


def _question(claim: Evidence, entity: str, ontology: Ontology) -> tuple[str, ...] | None:
    """Give the question a claim answers and what it is about, beside the entity; None if many answers can hold."""
    term = ontology.relations.get(claim.relation)
    if term is None or claim.negated:
        return None
    if question := term.one_answer_to.get("en"):
        return (question,) if claim.subject == entity else None
    question = ontology.ties[term.tie].one_answer_to.get("en") if term.tie else None
    if not question or claim.literal or entity not in {claim.subject, claim.object}:
        return None
    return question, claim.subject, claim.object, claim.jurisdiction or ""


def _differing(asked: dict[tuple[str, ...], list[Evidence]], ontology: Ontology) -> Iterator[Difference]:
    for key, claims in sorted(asked.items()):
        relations = len(key) > 1
        by_text: dict[str, list[Evidence]] = defaultdict(list)
        for claim in claims:
            by_text[ontology.relations[claim.relation].label() if relations else claim.object].append(claim)
        if _agree(claims, relations, ontology):
            continue
        answers = tuple(Answer(text, tuple(said)) for text, said in by_text.items())
        yield Difference(key[0], len({claim.source for claim in claims}), answers)


def _agree(claims: list[Evidence], relations: bool, ontology: Ontology) -> bool:
    """Tell whether any two claims can both hold; of one source, several kinds of tie can: it says both."""

    def agree(one: Evidence, other: Evidence) -> bool:
        if relations:
            below = ontology.is_a(one.relation, other.relation) or ontology.is_a(other.relation, one.relation)
            return one.source == other.source or below
        return _compatible(one.object, other.object)

    return all(agree(one, other) for number, one in enumerate(claims) for other in claims[:number])


def _compatible(one: str, other: str) -> bool:
    """Tell whether two values can be the same said more or less exactly: dates that overlap, words that are contained."""
    try:
        (first, last), (from_, to) = day_range(one), day_range(other)
    except ValueError:
        words, others = set(_WORD.findall(fold(one))), set(_WORD.findall(fold(other)))
        return words <= others or others <= words
    return first <= to and from_ <= last


def apart(one: Bounds, other: Bounds) -> bool:
    """Tell whether two dates of the same fact cannot both hold."""
    return any(
        last is not None and first is not None and last < first
        for last, first in (
            (one.latest_start, other.earliest_start),
            (other.latest_start, one.earliest_start),
            (one.latest_end, other.earliest_end),
            (other.latest_end, one.earliest_end),
        )
    )
