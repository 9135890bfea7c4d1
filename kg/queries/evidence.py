"""The claims themselves, with everything a reader is owed: quote, speaker, certainty, dates, source."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from rdflib import Dataset, URIRef

from kg.dates import Bounds
from kg.graph import rows
from kg.vocab import PREFIXES

__all__ = ["MANNER", "Evidence", "dated", "evidence", "labels", "place", "spoken", "types", "wording"]

_KG = PREFIXES["kg"]
_ABOUT = "{ ?claim rdf:subject ?about } UNION { ?claim rdf:object ?about } UNION { ?claim kg:claimant ?about }"
_CLAIMS = """
SELECT ?about ?claim ?source ?s ?p ?o (isIRI(?o) AS ?entity) ?standing ?review ?modality ?negated ?basis ?quote ?start ?end ?claimant
       ?row ?column ?attribution ?when ?dateBasis ?es ?ls ?ee ?le ?saidOn ?jurisdiction ?accuser ?mention ?note WHERE {
  GRAPH ?source {
    #ABOUT#
    ?claim rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o ; kg:modality ?modality ; kg:negated ?negated ;
      kg:basis ?basis ; kg:review ?review ; kg:passage ?passage .
    ?passage kg:exact ?quote ; kg:start ?start ; kg:end ?end .
    OPTIONAL { ?passage kg:row ?row ; kg:column ?column }
    OPTIONAL { ?claim kg:claimant ?claimant }
    OPTIONAL { ?claim kg:attribution/kg:exact ?attribution }
    OPTIONAL { ?claim kg:when ?when }
    OPTIONAL { ?claim kg:dateBasis ?dateBasis }
    OPTIONAL { ?claim kg:earliestStart ?es }
    OPTIONAL { ?claim kg:latestStart ?ls }
    OPTIONAL { ?claim kg:earliestEnd ?ee }
    OPTIONAL { ?claim kg:latestEnd ?le }
    OPTIONAL { ?claim kg:saidOn ?saidOn }
    OPTIONAL { ?claim kg:jurisdiction ?jurisdiction }
    OPTIONAL { ?claim kg:accuser ?accuser }
    OPTIONAL { ?claim kg:mention ?mention }
    OPTIONAL { ?claim kg:note ?note }
  }
  GRAPH graph:standing { ?claim kg:standing ?standing }
}"""
_VIA = """
SELECT ?claim ?position ?speaker WHERE { GRAPH ?g { ?claim kg:via ?relay . ?relay kg:relayPosition ?position ; kg:speaker ?speaker } }
ORDER BY ?claim ?position"""
_LABELS = "SELECT ?entity ?label WHERE { GRAPH graph:labels { ?entity rdfs:label ?label } }"
_LINKED = """
SELECT DISTINCT ?claim ?quote WHERE {
  GRAPH graph:ontology { ?link kg:link true }
  GRAPH ?g { ?from rdf:predicate ?link ; rdf:object ?claim }
  GRAPH ?h { ?claim kg:passage/kg:exact ?quote }
}"""
_DENIED_BY = """
SELECT DISTINCT ?claim ?by ?according WHERE {
  GRAPH graph:standing { ?claim kg:standing kg:Contested }
  GRAPH ?g { ?claim rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o }
  GRAPH ?h { ?rejection rdf:predicate kg:rejects ; rdf:object ?target ; rdf:subject ?by ;
    kg:review kg:Accepted ; kg:modality kg:Stated ; kg:negated false
    OPTIONAL { ?rejection kg:claimant ?according } }
  GRAPH ?i { ?target rdf:subject ?ts ; rdf:predicate ?tp ; rdf:object ?to }
  FILTER((?tp = rdf:type && ?ts IN (?s, ?o)) || (?tp = ?p && ((?ts = ?s && ?to = ?o) || (?ts = ?o && ?to = ?s))))
} ORDER BY ?claim ?by ?according"""
_TYPES = """
SELECT DISTINCT ?entity ?type WHERE { GRAPH ?g { ?entity a ?type } FILTER(?g NOT IN (graph:alleged, graph:candidates, graph:ontology)) }"""
_SOURCES = "SELECT ?source ?publisher ?date ?url WHERE { GRAPH ?source { ?source kg:publisher ?publisher ; kg:date ?date OPTIONAL { ?source kg:url ?url } } }"

#: How a statement is made, in words that go before "by" and a speaker.
MANNER = {
    "Stated": "said",
    "Alleged": "alleged",
    "Reported": "reported",
    "Expected": "said to be expected or under way, not done,",
    "Possible": "said to be possible",
    "Hypothetical": "only supposed",
    "Unknown": "said to be unclear",
}


@dataclass(frozen=True, slots=True)
class Evidence:
    """One claim, ready to be shown: the quote never without who says it. People and places are given by label."""

    claim: str
    source: str
    publisher: str
    published: str
    url: str | None
    subject: str
    relation: str
    object: str
    literal: bool
    quote: str
    start: int
    end: int
    row: str | None
    column: str | None
    modality: str
    negated: bool
    standing: str
    review: str
    basis: str
    claimant: str | None
    via: tuple[str, ...]
    attribution: str | None
    when: str | None
    date_basis: str | None
    said_on: str | None
    jurisdiction: str | None
    accuser: str | None
    mention: str | None
    note: str | None
    denied_by: tuple[str, ...]
    bounds: Bounds


def spoken(modality: str, speaker: str, *, own_voice: bool) -> str:
    """Say how a statement is made and by whom; a publisher that writes "allegedly" is not made the accuser.

    >>> spoken("Stated", "BBC News", own_voice=True), spoken("Alleged", "BBC News", own_voice=True)
    ('stated by BBC News', 'alleged, by whom is not said, in BBC News')
    """
    if own_voice and modality in {"Alleged", "Reported"}:
        return f"{MANNER[modality]}, by whom is not said, in {speaker}"
    return f"{'stated' if own_voice and modality == 'Stated' else MANNER[modality]} by {speaker}"


def wording(claim: Evidence) -> str:
    """Say in words how sure a claim is and who says so: "alleged by somebody the text does not name, in BBC News".

    It stands wherever the claim stands.
    """
    said = spoken(claim.modality, claim.claimant or claim.publisher, own_voice=claim.claimant is None)
    if claim.claimant is not None:
        said += ", as passed on by " + ", then ".join(claim.via) if claim.via else ""
        said += f", in {claim.publisher}"
    said += "; denied by " + " and ".join(claim.denied_by) if claim.denied_by else ""
    return said + ("; read with background knowledge" if claim.basis == "Background" else "")


def dated(claim: Evidence) -> str:
    """Say when the content holds; a date the sentence does not give says so. Empty where there is none."""
    if not claim.when:
        return ""
    return f"{claim.when} (inferred)" if claim.date_basis == "Inferred" else claim.when


def place(claim: Evidence) -> str:
    """Say where a claim's quote stands: the characters of a text, or the row and column of a list."""
    if claim.row:
        return f"{claim.row}, column {claim.column}"
    return f"characters {claim.start}–{claim.end}"


def evidence(dataset: Dataset, about: str | None = None, known: Mapping[str, str] | None = None) -> Iterator[Evidence]:
    """Give every reviewed claim, or those that `about` (an IRI) is the subject, object or origin of, by claim id.

    `known` are the labels of the dataset, where the caller has read them already.
    """
    known = labels(dataset) if known is None else known
    sources = {source: (publisher, day, url) for source, publisher, day, url in rows(dataset, _SOURCES)}
    via: dict[str, list[str]] = {}
    for claim, _, speaker in rows(dataset, _VIA):
        via.setdefault(claim or "", []).append(known.get(speaker or "", speaker or ""))
    denied: dict[str, list[str]] = {}
    for claim, by, according in rows(dataset, _DENIED_BY):
        who = known.get(by or "", by or "")
        denied.setdefault(claim or "", []).append(
            f"{who}, according to {known.get(according, according)}" if according else who
        )

    def named(iri: str | None) -> str | None:
        return None if iri is None else known.get(iri, iri)

    def local(iri: str | None) -> str:
        return (iri or "").removeprefix(_KG)

    query = _CLAIMS.replace("#ABOUT#", _ABOUT if about else "")
    answers = rows(dataset, query, {"about": URIRef(about)} if about else {})
    for row in sorted(set(answers), key=lambda each: each[1] or ""):
        _, claim, source, s, p, o, entity, standing, review, modality, negated, basis, quote, start, end, *rest = row
        claimant, line, column, attribution, when, date_basis, *days, said_on, jurisdiction, accuser, mention, note = (
            rest
        )
        publisher, published, url = sources[source]
        yield Evidence(
            claim=claim or "",
            source=source or "",
            publisher=publisher or "",
            published=published or "",
            url=url,
            subject=s or "",
            relation=local(p),
            object=o or "",
            literal=entity == "false",
            quote=quote or "",
            start=int(start or 0),
            end=int(end or 0),
            row=line,
            column=column,
            modality=local(modality),
            negated=negated == "true",
            standing=local(standing),
            review=local(review),
            basis=local(basis),
            claimant=named(claimant),
            via=tuple(via.get(claim or "", ())),
            attribution=attribution,
            when=when,
            date_basis=local(date_basis) or None,
            said_on=said_on,
            jurisdiction=named(jurisdiction),
            accuser=named(accuser),
            mention=mention,
            note=note,
            denied_by=tuple(denied.get(claim or "", ())),
            bounds=Bounds(*(date.fromisoformat(day) if day else None for day in days)),
        )


def labels(dataset: Dataset) -> dict[str, str]:
    """Give the label of every entity, by IRI, and the quote of every claim that another claim is about."""
    linked = {claim: f"«{quote}»" for claim, quote in rows(dataset, _LINKED) if claim}
    return linked | {entity: text for entity, text in rows(dataset, _LABELS) if entity and text}


def types(dataset: Dataset) -> dict[str, str]:
    """Give the class of every entity, by IRI; of several the first by name."""
    found = sorted((entity, kind.removeprefix(_KG)) for entity, kind in rows(dataset, _TYPES) if entity and kind)
    return dict(reversed(found))
