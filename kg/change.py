"""Change a store by one source: load it, or retract it. The other sources stay as they are, to the letter."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rdflib import Dataset, Literal, URIRef

from kg.assemble import Assembly
from kg.check import check_quotes, check_shapes
from kg.editions import Editions, Triple
from kg.errors import DataError, Fault
from kg.graph import answer, append, change_store, drop_source, excerpt, note, open_store, rows
from kg.graph.refresh import refresh, touched_by
from kg.model import Claim, Passage, local_key, mint
from kg.notes import LISTS, MANIFEST, followed, notes, texts_of
from kg.ontology import load_ontology
from kg.plan import Plan, SourceSpec
from kg.resolve import decisions_in

__all__ = ["load", "retract"]

_SOURCES = "SELECT ?source WHERE { GRAPH ?source { ?source a kg:Source } }"
_FOLLOWED_BY = "SELECT ?source ?later WHERE { GRAPH ?later { ?later kg:previousEdition ?source } }"
_CLAIMS_OF = "SELECT ?source ?claim WHERE { GRAPH ?source { ?claim a kg:Claim } }"
_STANDS = """FILTER NOT EXISTS { GRAPH ?later { ?claim kg:withdrawnBy ?later } }
  FILTER NOT EXISTS { GRAPH ?g { ?s a ?happened } VALUES ?happened { kg:Delisting kg:Amendment } }"""
_OF_ROW = f"""
SELECT ?row ?claim ?s ?p ?o ?g ?passage ?in ?exact ?start ?end ?column WHERE {{
  #EDITIONS#
  GRAPH ?g {{
    ?passage kg:row ?row ; kg:column ?column ; kg:exact ?exact ; kg:start ?start ; kg:end ?end ; kg:inSource ?in .
    ?claim kg:passage ?passage ; rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o .
  }}
  {_STANDS}
}}"""
_SAYS = f"""
SELECT ?claim ?s ?p ?o WHERE {{
  #EDITIONS#
  GRAPH ?g {{ ?claim rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o }}
  {_STANDS}
}} LIMIT 1"""
_LISTINGS = f"""
SELECT ?party (COUNT(DISTINCT ?s) AS ?n) WHERE {{
  #EDITIONS#
  GRAPH ?g {{ ?claim rdf:object ?party ; rdf:predicate kg:target ; rdf:subject ?s . ?s a kg:Designation }}
  {_STANDS}
}} GROUP BY ?party"""
_LABEL = """
SELECT ?entity ?label WHERE {
  #EDITIONS#
  GRAPH ?g { { ?entity rdfs:label ?label } UNION { ?claim rdf:subject ?entity ; rdf:predicate kg:legalName ; rdf:object ?label } ?g kg:date ?date }
} ORDER BY DESC(?date) ?label LIMIT 1"""


@dataclass(frozen=True, slots=True)
class _Stored:
    """What a list says, asked of a store: an `editions.Before`."""

    dataset: Dataset
    editions: tuple[str, ...]

    def _query(self, text: str) -> str:
        graphs = " ".join(f"<{mint('source', each)}>" for each in self.editions)
        return text.replace("#EDITIONS#", f"VALUES ?g {{ {graphs} }}")

    def of_row(self, row: str) -> Iterable[Claim]:
        found = answer(self.dataset, self._query(_OF_ROW), {"row": Literal(row)})
        for each in sorted(found.rows, key=lambda each: str(each["claim"])):  # type: ignore[union-attr]
            yield _claim(each, row)

    def says(self, triple: Triple) -> bool:
        bound = dict(zip(("s", "p", "o"), triple, strict=True))
        return next(rows(self.dataset, self._query(_SAYS), bound), None) is not None

    def listings(self, party: URIRef) -> int:
        return sum(int(number or 0) for _, number in rows(self.dataset, self._query(_LISTINGS), {"party": party}))

    def label(self, entity: URIRef) -> str:
        return next((label or "" for _, label in rows(self.dataset, self._query(_LABEL), {"entity": entity})), "")


def _claim(found: dict[str, Any], row: str) -> Claim:
    start, end = int(found["start"]), int(found["end"])
    passage = Passage(
        id=found["passage"],
        source=found["in"],
        exact=str(found["exact"]),
        start=start,
        end=end,
        row=row,
        column=str(found["column"]),
    )
    return Claim(
        id=found["claim"],
        source=found["g"],
        subject=found["s"],
        predicate=found["p"],
        object=found["o"],
        passage=passage,
    )


def load(plan: Plan, store: Path | str, say: Callable[[str], None] = lambda _: None) -> dict[str, Counter[str]]:
    """Add the sources of a plan to a store as a build of all would have it, and give what was read of each.

    Raises DataError, and leaves the store as it was, for a source that is there already or does not pass the checks.
    """
    before = open_store(store)
    manifest, lists = note(store, MANIFEST), note(store, LISTS)
    assembly = Assembly(decisions_in(before), say)
    _refuse_known(before, plan)
    for name, there in lists.items():
        assembly.lists[name] = followed(there)
        assembly.lists[name].same = assembly.same
    loaded = [mint("source", spec.id) for spec in plan.sources]

    def change(dataset: Dataset) -> None:
        for spec in plan.sources:
            if spec.list in assembly.lists:
                _next(assembly.lists[spec.list], plan, spec).before = _Stored(
                    dataset, tuple(assembly.lists[spec.list].dates)
                )
            append(dataset, assembly.source(plan, spec))
        say("working out where each claim stands")
        touched = set().union(*(touched_by(dataset, source) for source in loaded))
        refresh(dataset, load_ontology(), touched)
        say("checking quotes and shapes")
        part = excerpt(dataset, loaded)
        if faults := check_quotes(part, texts_of(plan)) + check_shapes(part):
            raise DataError(faults)

    def noted() -> dict[str, Any]:
        new = notes(store, plan, assembly)
        kept = {key: {**manifest.get(key, {}), **new[MANIFEST][key]} for key in ("sources", "texts")}
        return {MANIFEST: kept, LISTS: {**lists, **new[LISTS]}}

    change_store(store, change, noted, say=say)
    return assembly.counts


def _refuse_known(dataset: Dataset, plan: Plan) -> None:
    known = {source for (source,) in rows(dataset, _SOURCES)}
    if there := [spec.id for spec in plan.sources if str(mint("source", spec.id)) in known]:
        cure = f"retract it first: kg retract {there[0]}"
        raise DataError([Fault(f"{plan.place}: {', '.join(there)}", "is in the store already", cure)])


def _next(followed_: Editions, plan: Plan, spec: SourceSpec) -> Editions:
    """Give the list an edition belongs to, if the edition comes after all that are there."""
    if spec.date <= followed_.date:
        fault = f"is of {spec.date}, and the store has {spec.list} up to {followed_.date}"
        cure = "editions are compared in order: build anew from a sources.toml that has them all"
        raise DataError([Fault(f"{plan.place}: {spec.id}", fault, cure)])
    return followed_


def retract(source: str, store: Path | str) -> int:
    """Take a source out of a store, with all that rests on it, and give the number of claims that went.

    Raises DataError for a source that is not there, or that later editions of its list were compared with.
    """
    before = open_store(store)
    source = source.removeprefix("source:")
    iri = mint("source", source)
    known = sorted(local_key(each or "") for (each,) in rows(before, _SOURCES))
    if source not in known:
        raise DataError([Fault(str(store), f"has no source {source!r}", f"it has {', '.join(known)}")])
    if later := [local_key(each or "") for _, each in rows(before, _FOLLOWED_BY, {"source": iri})]:
        fault = f"{source} is what {', '.join(later)} was compared with"
        raise DataError([Fault(str(store), fault, "retract the latest edition first")])
    touched = touched_by(before, iri)
    dropped = [claim or "" for _, claim in rows(before, _CLAIMS_OF, {"source": iri})]
    manifest, lists = note(store, MANIFEST), note(store, LISTS)

    def change(dataset: Dataset) -> None:
        drop_source(dataset, iri)
        refresh(dataset, load_ontology(), touched, dropped)

    kept = {name: there for name, there in manifest.get("sources", {}).items() if name != source}
    left = {name: shorter for name, noted in lists.items() if (shorter := _without(noted, source))}
    change_store(store, change, lambda: {MANIFEST: {**manifest, "sources": kept}, LISTS: left})
    return len(dropped)


def _without(noted: dict[str, Any], edition: str) -> dict[str, Any] | None:
    """Give the notes of a list as they were before its latest edition; None if that was its only one."""
    if edition not in noted["editions"]:
        return noted
    editions = {name: day for name, day in noted["editions"].items() if name != edition}
    rows_ = dict(noted["rows"])
    for row, digest in noted["undo"].get(edition, {}).items():
        if digest is None:
            rows_.pop(row)
        else:
            rows_[row] = digest
    undo = {name: each for name, each in noted["undo"].items() if name != edition}
    return {"editions": editions, "rows": rows_, "undo": undo} if editions else None
