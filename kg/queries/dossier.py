"""The right-to-reply sheet of somebody: each allegation, who made it, when, in which words, and what was answered."""

from collections.abc import Iterator
from dataclasses import dataclass

from rdflib import Dataset, URIRef

from kg.ontology import load_ontology
from kg.queries import select
from kg.queries.evidence import Evidence, Reader, near
from kg.queries.profile import sentence

__all__ = ["Allegation", "Dossier", "Response", "dossier"]


@dataclass(frozen=True, slots=True, order=True)
class Response:
    """A rejection on record: its words, who made it, and when; empty where the source does not say."""

    quote: str
    by: str
    when: str


@dataclass(frozen=True, slots=True)
class Allegation:
    """One statement about the entity, the claim that makes it, how it stands, and the responses on record."""

    says: str
    claim: Evidence
    caveat: str
    responses: tuple[Response, ...]


@dataclass(frozen=True, slots=True)
class Dossier:
    """An entity, the sources that were read, and each allegation: legal stages first, the furthest before the others."""

    entity: str
    label: str
    sources: tuple[str, ...]
    allegations: tuple[Allegation, ...]


def dossier(dataset: Dataset, entity: str) -> Dossier:
    """Give every allegation about an entity (an IRI) with its speaker, date, quote and responses on record.

    What counts as an allegation is said in the question `right_to_reply`; so is what counts as a response.
    """
    reader, known, ontology = Reader(dataset), near(dataset, entity), load_ontology()
    responses: dict[str, set[Response]] = {}
    for row in select(dataset, "right_to_reply", person=URIRef(entity)):
        found = responses.setdefault(str(row["claim"]), set())
        if row["response"] is not None:
            found.add(Response(*(str(row[name] or "") for name in ("response", "responded_by", "responded_when"))))
    claims = filter(None, map(reader.read, sorted(responses)))
    listed = [
        Allegation(
            sentence(claim, known, ontology),
            claim,
            ontology.terms[claim.standing].caveats.get("en", claim.standing),
            tuple(sorted(responses[claim.claim])),
        )
        for claim in claims
        if claim.review == "Accepted"
    ]
    listed.sort(key=lambda each: (_stage(each.claim), each.says, each.claim.claim))
    return Dossier(entity, reader.label(entity) or entity, tuple(sorted(set(_sources(listed)))), tuple(listed))


def _stage(claim: Evidence) -> int:
    """Tell how early a claim stands: legal stages by how far they go, then the rest."""
    term = load_ontology().relations.get(claim.relation)
    return -(term.stage or 0) if term else 0


def _sources(listed: list[Allegation]) -> Iterator[str]:
    for each in listed:
        yield f"{each.claim.publisher}, {each.claim.published}"
