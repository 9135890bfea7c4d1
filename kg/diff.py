"""What changed: between two states of a graph, or between two editions of a list."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from rdflib import Dataset, URIRef
from rdflib.namespace import RDF

from kg.editions import Editions, Remembered
from kg.graph import is_endpoint, open_store, rows
from kg.loaders import LOADERS
from kg.model import Claim, Edition, Record, Withdrawal, local_key
from kg.ontology import load_ontology
from kg.pipeline import dataset_of
from kg.recorded import recorded
from kg.vocab import KG, PREFIXES

__all__ = ["Change", "between_datasets", "between_editions", "changes"]

_SAID = """
SELECT ?s ?p ?o ?claimant ?modality ?negated ?standing ?quote ?publisher ?day ?claim WHERE {
  GRAPH ?source {
    ?claim rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o ; kg:modality ?modality ; kg:negated ?negated ; kg:passage/kg:exact ?quote .
    OPTIONAL { ?claim kg:claimant ?claimant }
    ?source kg:publisher ?publisher ; kg:date ?day
  }
  GRAPH graph:standing { ?claim kg:standing ?standing }
}"""
_LABELS = "SELECT ?entity ?label WHERE { GRAPH graph:labels { ?entity rdfs:label ?label } }"
_KG = PREFIXES["kg"]


@dataclass(frozen=True, slots=True, order=True)
class Change:
    """One statement that is new, is gone, or stands otherwise than before; `source` is where the change comes from."""

    subject: str
    relation: str
    object: str
    change: str
    quote: str
    source: str
    claim: str


def changes(old: str, new: str, loader: str | None = None) -> list[Change]:
    """Give what changed between two stores, plans, editions of a list (with `loader`), or a day and a store.

    Raises DataError, StoreError.
    """
    if loader:
        return between_editions(
            loader, (Path(old), _day_in(old) or "0001-01-01"), (Path(new), _day_in(new) or "9999-12-31")
        )
    after = _dataset(new)
    if _day_in(old) == old:
        return between_datasets(recorded(after, date.fromisoformat(old)), after)
    return between_datasets(_dataset(old), after)


def _dataset(path: str) -> Dataset:
    return open_store(path) if is_endpoint(path) or Path(path).is_dir() else dataset_of(Path(path))


def _day_in(text: str) -> str | None:
    found = re.search(r"\d{4}-\d\d-\d\d", Path(text).name)
    return found[0] if found else None


def between_datasets(old: Dataset, new: Dataset) -> list[Change]:
    """Give the statements that one dataset has and the other has not, and those that stand otherwise, sorted."""
    before, after = _said(old), _said(new)
    known = {entity or "": label or "" for dataset in (old, new) for entity, label in rows(dataset, _LABELS)}
    found = []
    for key in before.keys() | after.keys():
        was, now = before.get(key), after.get(key)
        (stood, *_), (stands, *_) = was or ("",), now or ("",)
        if stood == stands:
            continue
        how = f"{stood} → {stands}".lower() if was and now else f"new, {stands.lower()}" if now else "gone"
        _, quote, source, claim = now or was or ("", "", "", "")
        subject, relation, value = key[:3]
        value = known.get(value) or value.removeprefix(_KG)
        called = known.get(subject) or local_key(subject)
        found.append(Change(called, _relation(relation), value, how, quote, source, local_key(claim)))
    return sorted(found)


def _said(dataset: Dataset) -> dict[tuple[str, ...], tuple[str, str, str, str]]:
    """Give where each statement stands, with quote, source and claim; of several that say it, the one that stands highest."""
    found: dict[tuple[str, ...], tuple[str, str, str, str]] = {}
    for s, p, o, claimant, modality, negated, standing, quote, publisher, day, claim in rows(dataset, _SAID):
        key = (s or "", p or "", o or "", claimant or "", modality or "", negated or "")
        said = ((standing or "").removeprefix(_KG), quote or "", f"{publisher}, {day}", claim or "")
        found[key] = min(found.get(key, said), said)
    return found


def between_editions(loader: str, old: tuple[Path, str], new: tuple[Path, str]) -> list[Change]:
    """Give what a list says anew, corrects and no longer says from one edition, a file and its day, to the next.

    Of parties that come or go only that is told; of those that stay, each statement. Raises DataError.
    """
    before = Remembered()
    editions = Editions(before=before)
    _told_by(editions, loader, *old)
    lost = {claim.id: claim for claims in before.rows.values() for claim in claims}
    return sorted(_told(_told_by(editions, loader, *new), lost, before))


def _told_by(editions: Editions, loader: str, path: Path, day: str) -> list[Record]:
    edition = Edition(id=f"list-{day}", date=day)
    return list(editions.read(lambda given: LOADERS[loader](path, given), edition, least=1))


def _told(records: list[Record], lost: dict[URIRef, Claim], before: Remembered) -> Iterator[Change]:
    claims = [record for record in records if isinstance(record, Claim)]
    kinds = {claim.subject: claim.object for claim in claims if claim.predicate == RDF.type}
    under = {claim.subject: claim.object for claim in claims if claim.predicate == KG.underProgramme}
    stay = {claim.object for claim in claims if claim.predicate == KG.target and kinds[claim.subject] == KG.Amendment}

    def called(iri: object) -> str:
        return before.label(URIRef(str(iri))) or local_key(str(iri))

    def change(claim: Claim, subject: str, relation: str, value: str, how: str) -> Change:
        where = f"{claim.passage.row}, column {claim.passage.column}"
        return Change(subject, relation, value, how, claim.passage.exact, where, local_key(claim.id))

    for claim in claims:
        kind = kinds.get(claim.subject)
        if claim.predicate == KG.target and kind in {KG.Designation, KG.Delisting}:
            label = load_ontology().classes["Designation"].label()
            how = "new" if kind == KG.Designation else "gone"
            yield change(claim, called(claim.object), label, called(under.get(claim.subject, "")), how)
    withdrawn = [lost[record.claim] for record in records if isinstance(record, Withdrawal)]
    for how, said in (("new", claims), ("gone", withdrawn)):
        for claim in said:
            if claim.subject in stay:
                value = called(claim.object) if isinstance(claim.object, URIRef) else str(claim.object)
                yield change(claim, called(claim.subject), _relation(str(claim.predicate)), value, how)


def _relation(predicate: str) -> str:
    term = load_ontology().relations.get(predicate.removeprefix(_KG))
    return term.label() if term else "took place as"
