"""The claims themselves, with everything a reader is owed: quote, speaker, certainty, dates, source."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from rdflib import Dataset, URIRef

from kg.dates import Bounds
from kg.graph import ALLEGED, CANDIDATES, ONTOLOGY, rows
from kg.vocab import PREFIXES

__all__ = [
    "MANNER",
    "Evidence",
    "dated",
    "evidence",
    "labels",
    "near",
    "place",
    "spoken",
    "type_of",
    "types",
    "wording",
]

_KG, _RDF = PREFIXES["kg"], PREFIXES["rdf"]
_BOUNDS = ("earliestStart", "latestStart", "earliestEnd", "latestEnd")
_DERIVED = {str(ALLEGED), str(CANDIDATES), str(ONTOLOGY)}
#: Which claims, filled in where `#CLAIMS#` stands, one after the other. Oxigraph answers each from its indexes; for a
#: UNION of them, or one query with all the OPTIONALs, it reads the whole store: minutes on a whole list.
_ALL = ("?claim a kg:Claim .",)
_ABOUT = ("?claim rdf:subject ?about .", "?claim rdf:object ?about .", "?claim kg:claimant ?about .")
_PROPERTIES = (
    "SELECT #ABOUT# ?claim ?source ?p ?v (isIRI(?v) AS ?entity) WHERE { GRAPH ?source { #CLAIMS# ?claim ?p ?v } }"
)
_PASSAGES = """
SELECT #ABOUT# ?claim ?source ?p ?v (false AS ?entity) WHERE {
  GRAPH ?source { #CLAIMS# ?claim kg:passage ?passage . ?passage ?p ?v } }"""
_ATTRIBUTIONS = """
SELECT #ABOUT# ?claim ?v WHERE { GRAPH ?source { #CLAIMS# ?claim kg:attribution ?passage . ?passage kg:exact ?v } }"""
_STANDINGS = """
SELECT #ABOUT# ?claim ?v WHERE { GRAPH ?source { #CLAIMS# } GRAPH graph:standing { ?claim kg:standing ?v } }"""
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
#: By class, so that the claims and passages of a whole list are not read to be left out.
_TYPES = """
SELECT DISTINCT ?entity ?type WHERE {
  GRAPH graph:ontology { ?type a owl:Class FILTER(?type NOT IN (kg:Claim, kg:Passage, kg:Relay, kg:Judgement)) }
  GRAPH ?g { ?entity a ?type } FILTER(?g NOT IN (graph:alleged, graph:candidates, graph:ontology)) }"""
_TYPE_OF = "SELECT ?entity ?type ?g WHERE { GRAPH ?g { ?entity a ?type } }"
_LABEL_OF = "SELECT ?entity ?label WHERE { GRAPH graph:labels { ?entity rdfs:label ?label } }"
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

    `known` are the labels of the dataset, or those that `near` gives, where the caller has read them already.
    """
    known = (labels(dataset) if about is None else near(dataset, about)) if known is None else known
    sources = {source: (publisher or "", day or "", url) for source, publisher, day, url in rows(dataset, _SOURCES)}
    said = _gathered(dataset, _PROPERTIES, about)
    passages = {claim: _of(found) for claim, found in _gathered(dataset, _PASSAGES, about).items()}
    words = {row[0]: row[1] for row in _rows(dataset, _ATTRIBUTIONS, about)}
    standings = {row[0]: row[1] for row in _rows(dataset, _STANDINGS, about)}
    via: dict[str, list[str]] = {}
    for claim, _, speaker in rows(dataset, _VIA):
        via.setdefault(claim or "", []).append(known.get(speaker or "", speaker or ""))
    denied: dict[str, list[str]] = {}
    for claim, by, according in rows(dataset, _DENIED_BY):
        who = known.get(by or "", by or "")
        denied.setdefault(claim or "", []).append(
            f"{who}, according to {known.get(according, according)}" if according else who
        )
    for claim in sorted(said.keys() & standings.keys()):
        terms = _of(said[claim])
        passage = passages[claim]

        def named(term: str, terms: dict[str, str] = terms) -> str | None:
            return None if term not in terms else known.get(terms[term], terms[term])

        def local(term: str, terms: dict[str, str] = terms) -> str:
            return terms.get(term, "").removeprefix(_KG)

        source = said[claim][0][0]
        publisher, published, url = sources[source]
        yield Evidence(
            claim=claim,
            source=source,
            publisher=publisher,
            published=published,
            url=url,
            subject=terms[_RDF + "subject"],
            relation=local(_RDF + "predicate"),
            object=terms[_RDF + "object"],
            literal=(source, _RDF + "object", terms[_RDF + "object"], "false") in said[claim],
            quote=passage["exact"],
            start=int(passage["start"]),
            end=int(passage["end"]),
            row=passage.get("row"),
            column=passage.get("column"),
            modality=local("modality"),
            negated=terms["negated"] == "true",
            standing=standings[claim].removeprefix(_KG),
            review=local("review"),
            basis=local("basis"),
            claimant=named("claimant"),
            via=tuple(via.get(claim, ())),
            attribution=words.get(claim),
            when=terms.get("when"),
            date_basis=local("dateBasis") or None,
            said_on=terms.get("saidOn"),
            jurisdiction=named("jurisdiction"),
            accuser=named("accuser"),
            mention=terms.get("mention"),
            note=terms.get("note"),
            denied_by=tuple(denied.get(claim, ())),
            bounds=Bounds(*(date.fromisoformat(terms[day]) if day in terms else None for day in _BOUNDS)),
        )


_Said = list[tuple[str, str, str, str]]


def _rows(dataset: Dataset, query: str, about: str | None) -> Iterator[tuple[str, ...]]:
    """Give the rows of a query about some claims, or about all; each is given once."""
    query = query.replace("#ABOUT#", "?about" if about else "")
    seen: set[tuple[str, ...]] = set()
    for claims in _ABOUT if about else _ALL:
        for row in rows(dataset, query.replace("#CLAIMS#", claims), {"about": URIRef(about)} if about else {}):
            values = tuple(value or "" for value in row[bool(about) :])
            if about and values in seen:
                continue
            seen.update([values] if about else [])
            yield values


def _gathered(dataset: Dataset, query: str, about: str | None) -> dict[str, _Said]:
    """Give, by claim, its rows: graph, property (ours by local name), value, and whether that is an entity."""
    found: dict[str, _Said] = {}
    for claim, source, term, value, entity in _rows(dataset, query, about):
        found.setdefault(claim, []).append((source, term.removeprefix(_KG), value, entity))
    return found


def _of(said: _Said) -> dict[str, str]:
    return {term: value for _, term, value, _ in said}


def labels(dataset: Dataset) -> dict[str, str]:
    """Give the label of every entity, by IRI, and the quote of every claim that another claim is about."""
    linked = {claim: f"«{quote}»" for claim, quote in rows(dataset, _LINKED) if claim}
    return linked | {entity: text for entity, text in rows(dataset, _LABELS) if entity and text}


def near(dataset: Dataset, entity: str) -> dict[str, str]:
    """Give the labels that the claims about an entity need: of all they mention, and of those who deny any claim."""
    linked = {claim: f"«{quote}»" for claim, quote in rows(dataset, _LINKED) if claim}
    mentioned = {value for _, _, _, value, is_entity in _rows(dataset, _PROPERTIES, entity) if is_entity == "true"}
    speakers = {each for _, *who in [*rows(dataset, _VIA), *rows(dataset, _DENIED_BY)] for each in who if each}
    found = {}
    for iri in sorted({entity} | mentioned | {each for each in speakers if each.startswith("http")}):
        for _, label in rows(dataset, _LABEL_OF, {"entity": URIRef(iri)}):
            found[iri] = label or ""
    return linked | found


def types(dataset: Dataset) -> dict[str, str]:
    """Give the class of every entity, by IRI; of several the first by name."""
    found = sorted((entity, kind.removeprefix(_KG)) for entity, kind in rows(dataset, _TYPES) if entity and kind)
    return dict(reversed(found))


def type_of(dataset: Dataset, entity: str) -> str:
    """Give the class of one entity as `types` does; empty for what has none."""
    found = rows(dataset, _TYPE_OF, {"entity": URIRef(entity)})
    return min((kind.removeprefix(_KG) for _, kind, graph in found if kind and graph not in _DERIVED), default="")
