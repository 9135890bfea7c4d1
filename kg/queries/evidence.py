"""The claims themselves, with everything a reader is owed: quote, speaker, certainty, dates, source."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property

from rdflib import Dataset

from kg.dates import Bounds
from kg.graph import ALLEGED, CANDIDATES, LABELS, ONTOLOGY, match
from kg.ontology import load_ontology
from kg.queries.listing import Listings, listings
from kg.vocab import PREFIXES

__all__ = [
    "MANNER",
    "Evidence",
    "Reader",
    "bounds_in",
    "claims_about",
    "dated",
    "evidence",
    "labels",
    "place",
    "spoken",
    "type_of",
    "types",
    "wording",
]

_KG, _RDF = PREFIXES["kg"], PREFIXES["rdf"]
_TYPE = _RDF + "type"
_LABEL = PREFIXES["rdfs"] + "label"
#: Graphs that say of what class something is, and are no source: the views have the classes above it too.
_NO_SOURCES = {str(ALLEGED), str(CANDIDATES), str(ONTOLOGY), ""}
_BOUNDS = ("earliestStart", "latestStart", "earliestEnd", "latestEnd")
#: Properties whose value is a term of the ontology, or may be.
_TERMS = {"predicate", "standing", "modality", "basis", "review", "dateBasis"}
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
    if about is None:
        found = {claim for claim, *_ in match(dataset, predicate=_KG + "standing")}
    else:
        found = set(claims_about(dataset, about))
    reader = Reader(dataset, known)
    for claim in sorted(found):
        if reading := reader.read(claim):
            yield reading


def claims_about(dataset: Dataset, entity: str) -> list[str]:
    """Give the ids of the claims that an entity is the subject, object or origin of, sorted."""
    ends = (_RDF + "subject", _RDF + "object", _KG + "claimant")
    return sorted({claim for end in ends for claim, *_ in match(dataset, predicate=end, object=entity)})


class Reader:
    """Reads claims of a dataset one at a time, and keeps what they share: sources, labels, who rejects what.

    One claim takes some tens of microseconds, so that a network can leave its evidence in the store until it is shown.
    """

    def __init__(self, dataset: Dataset, known: Mapping[str, str] | None = None, *, keep: bool = False) -> None:
        self.dataset = dataset
        self._labels = dict(known or {})
        #: Records as they were read, where the few claims of one entity are read twice.
        self._kept: dict[str, tuple[dict[str, str], str]] | None = {} if keep else None
        self._sources: dict[str, dict[str, str]] = {}

    def read(self, claim: str) -> Evidence | None:
        """Give a claim with all a reader is owed; None for one that is not there or that nobody has reviewed."""
        said, source = self.said(claim)
        if "standing" not in said:
            return None
        document = self.source(source)
        quoted = self.said(said["passage"])[0]
        relation, ends = said["predicate"], (said["subject"], said["object"])
        return Evidence(
            claim=claim,
            source=source,
            publisher=document["publisher"],
            published=document["date"],
            url=document.get("url"),
            subject=ends[0],
            relation=relation,
            object=ends[1],
            literal=relation in (known := load_ontology().relations) and known[relation].literal,
            quote=quoted["exact"],
            start=int(quoted["start"]),
            end=int(quoted["end"]),
            row=quoted.get("row"),
            column=quoted.get("column"),
            modality=said["modality"],
            negated=said["negated"] == "true",
            standing=said["standing"],
            review=said["review"],
            basis=said["basis"],
            claimant=self.label(said.get("claimant")),
            via=self._via(claim) if "via" in said else (),
            attribution=self.said(said["attribution"])[0]["exact"] if "attribution" in said else None,
            when=said.get("when"),
            date_basis=said.get("dateBasis"),
            said_on=said.get("saidOn"),
            jurisdiction=self.label(said.get("jurisdiction")),
            accuser=self.label(said.get("accuser")),
            mention=said.get("mention"),
            note=said.get("note"),
            denied_by=self._denied_by(relation, *ends) if said["standing"] == "Contested" else (),
            bounds=self.listings.bounds(claim, source, bounds_in(said)),
        )

    def source(self, iri: str) -> dict[str, str]:
        """Give what is known of a source: publisher, date, url and the rest, by the local name of the property."""
        if iri not in self._sources:
            self._sources[iri] = self.said(iri)[0]
        return self._sources[iri]

    def label(self, iri: str | None) -> str | None:
        """Give the label of an entity, else its IRI; nothing for nothing."""
        if iri is None:
            return None
        if iri not in self._labels:
            found = match(self.dataset, iri, _LABEL, graph=str(LABELS))
            self._labels[iri] = next((text for _, _, text, _ in found), iri)
        return self._labels[iri]

    def quote(self, claim: str) -> str | None:
        """Give the quote of a claim; None if it is no claim."""
        passage = self.said(claim)[0].get("passage")
        return self.said(passage)[0]["exact"] if passage else None

    def said(self, iri: str) -> tuple[dict[str, str], str]:
        """Give the properties of a record by local name, with values that are our own terms by theirs; and its graph."""
        if self._kept is not None and iri in self._kept:
            return self._kept[iri]
        found: dict[str, str] = {}
        home = ""
        for _, predicate, value, graph in match(self.dataset, iri):
            name = predicate.rpartition("#")[2]
            if graph == str(CANDIDATES):
                continue
            if name in _TERMS:
                value = value.removeprefix(_KG)
            if name in {"predicate", "publisher", "exact"}:
                home = graph
            found[name] = value
        if self._kept is not None:
            self._kept[iri] = found, home
        return found, home

    def _via(self, claim: str) -> tuple[str, ...]:
        relays = [self.said(relay)[0] for _, _, relay, _ in match(self.dataset, claim, _KG + "via")]
        return tuple(
            self.label(each["speaker"]) or "" for each in sorted(relays, key=lambda r: int(r["relayPosition"]))
        )

    def _denied_by(self, relation: str, subject: str, value: str) -> tuple[str, ...]:
        """Give who rejects the proposition of a claim, or that an event it is about took place, and by whose account."""
        found = set()
        for target, rejection in self._rejections:
            same = target["predicate"] == relation and {target["subject"], target["object"]} == {subject, value}
            if same or (target["predicate"] == _TYPE and target["subject"] in {subject, value}):
                found.add((rejection["subject"], rejection.get("claimant", "")))
        return tuple(
            f"{self.label(by)}, according to {self.label(account)}" if account else self.label(by) or ""
            for by, account in sorted(found)
        )

    @cached_property
    def listings(self) -> Listings:
        """Give what the editions of lists say of how long their claims held."""
        return listings(self.dataset)

    @cached_property
    def _rejections(self) -> list[tuple[dict[str, str], dict[str, str]]]:
        """Give each accepted, stated rejection that is not negated, after the claim that it rejects."""
        claims = [claim for claim, *_ in match(self.dataset, predicate=_RDF + "predicate", object=_KG + "rejects")]
        said = [self.said(claim)[0] for claim in sorted(claims)]
        wanted = {"review": "Accepted", "modality": "Stated", "negated": "false"}
        firm = [each for each in said if wanted.items() <= each.items()]
        return [(self.said(each["object"])[0], each) for each in firm if "predicate" in self.said(each["object"])[0]]


def bounds_in(said: Mapping[str, str | None]) -> Bounds:
    """Give the bounds among the properties of a claim."""
    return Bounds(*(date.fromisoformat(day) if (day := said.get(name)) else None for name in _BOUNDS))


def labels(dataset: Dataset) -> dict[str, str]:
    """Give the label of every entity, by IRI, and the quote of every claim that another claim is about."""
    reader = Reader(dataset)
    linked = {}
    for relation in load_ontology().relations.values():
        if "link" in relation.flags:
            for claim, *_ in match(dataset, predicate=_RDF + "predicate", object=relation.iri):
                for _, _, target, _ in match(dataset, claim, _RDF + "object"):
                    if quoted := reader.quote(target):
                        linked[target] = f"«{quoted}»"
    return linked | {entity: text for entity, _, text, _ in match(dataset, predicate=_LABEL, graph=str(LABELS))}


def near(
    dataset: Dataset, entity: str | None, claims: Iterable[str] | None = None, reader: Reader | None = None
) -> dict[str, str]:
    """Give the labels that claims need, those about an entity or those given: of all they mention, claims by their quotes."""
    reader = reader or Reader(dataset)
    found = {entity: reader.label(entity) or entity} if entity else {}
    for claim in claims_about(dataset, entity or "") if claims is None else claims:
        for value in reader.said(claim)[0].values():
            if value.startswith(("http://", "https://")) and value not in found:
                quoted = reader.quote(value)
                found[value] = f"«{quoted}»" if quoted else reader.label(value) or value
    return found


def types(dataset: Dataset) -> dict[str, str]:
    """Give the class of every entity and source, by IRI; of several the first by name."""
    sources = sorted({graph for *_, graph in match(dataset, predicate=_KG + "publisher")} - _NO_SOURCES)
    found: dict[str, str] = {}
    for iri, name in _classes().items():
        for source in sources:  # a graph at a time: the views repeat every class, with those above it
            for entity, *_ in match(dataset, predicate=_TYPE, object=iri, graph=source):
                found.setdefault(entity, name)
    return found


def type_of(dataset: Dataset, entity: str) -> str:
    """Give the class of one entity or source as `types` does; empty for what is neither."""
    known = _classes()
    found = [
        known[kind] for *_, kind, graph in match(dataset, entity, _TYPE) if graph not in _NO_SOURCES and kind in known
    ]
    return min(found, default="")


@cache
def _classes() -> dict[str, str]:
    """Give the names of the classes of entities, and of sources, by IRI, in the order of names."""
    ontology = load_ontology()
    return {
        term.iri: name
        for name, term in sorted(ontology.classes.items())
        if name == "Source" or ontology.is_a(name, "Entity")
    }
