"""The main job: load the sources, merge what is judged the same, make the views, check, switch the store."""

import hashlib
import os
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date as day
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from rdflib import Dataset, URIRef

from kg.check import check_quotes, check_shapes
from kg.errors import DataError, Fault
from kg.files import write_text
from kg.graph import ONTOLOGY, create_store, manifest, memory_store, open_store, rows
from kg.graph.quads import quad, source_quads
from kg.graph.views import view_quads
from kg.loaders import LOADERS
from kg.loaders.claims import source_file
from kg.model import Claim, Edition, Entity, Record, Review, Source, local_key, mint
from kg.network import network, picture
from kg.ontology import load_ontology
from kg.renderers import render
from kg.report import report
from kg.resolve import Decision, canonical_ids, decision_quads, read_decisions

__all__ = ["Built", "Plan", "build", "check_path", "dataset_of", "read_plan"]

_STANDING = """
SELECT (LCASE(STRAFTER(STR(?standing), "#")) AS ?name) (COUNT(*) AS ?number) WHERE { GRAPH graph:standing { ?claim kg:standing ?standing } }
GROUP BY ?standing ORDER BY ?standing"""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class SourceSpec(_Strict):
    """One source to load: the loader, the file, and what a sound parse must give at least."""

    id: str
    loader: str
    path: str
    retrieved: day | None = None
    sha256: str | None = None
    expect: dict[str, int] = {}
    publisher: str = ""
    date: str = ""
    licence: str = ""
    language: str = ""
    title: str | None = None
    url: str | None = None
    review: Review = Review.ACCEPTED

    def edition(self) -> Edition:
        """Give what a loader is told of the source."""
        return Edition(**self.model_dump(exclude={"loader", "path", "sha256", "expect"}))


class SourcesFile(_Strict):
    """What sources.toml may hold."""

    source: Annotated[list[SourceSpec], Field(min_length=1)]
    decisions: str | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """The sources to load, and the file of decisions; paths resolved."""

    place: str
    home: Path
    sources: tuple[SourceSpec, ...]
    decisions: Path | None


@dataclass(frozen=True, slots=True)
class Built:
    """What a build made, what it read by source, and where the claims stand."""

    store: Path
    report: Path
    page: Path
    counts: dict[str, Counter[str]]
    standing: dict[str, int]


def read_plan(path: Path) -> Plan:
    """Read sources.toml, or take one claim file as the only source. Raises DataError."""
    if path.suffix in {".yaml", ".yml"}:
        source_id, _ = source_file(path)
        return Plan(str(path), path.parent, (SourceSpec(id=source_id, loader="claims", path=path.name),), None)
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        cure = "give the path of a sources.toml or of a claim file, or run in a folder that has data/sources.toml"
        raise DataError([Fault(str(path), f"cannot be read: {error.strerror}", cure)]) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DataError([Fault(str(path), f"is not TOML: {error}", "mend the line")]) from None
    try:
        given = SourcesFile.model_validate(raw)
    except ValidationError as error:
        raise DataError(_faults(path, error)) from None
    faults = [
        Fault(
            f"{path}: {spec.id}", f"there is no loader {spec.loader!r}", f"choose one of {', '.join(sorted(LOADERS))}"
        )
        for spec in given.source
        if spec.loader not in LOADERS
    ]
    ids = Counter(spec.id for spec in given.source)
    faults += [
        Fault(f"{path}: {name}", "the id is given twice", "give each source an id of its own")
        for name, n in ids.items()
        if n > 1
    ]
    if faults:
        raise DataError(faults)
    decisions = path.parent / given.decisions if given.decisions else None
    if decisions and not decisions.is_file():
        raise DataError([Fault(str(decisions), "is not there, and without it every merge is undone", "bring it back")])
    return Plan(str(path), path.parent, tuple(given.source), decisions)


def _faults(path: Path, error: ValidationError) -> Iterator[Fault]:
    for one in error.errors():
        where = ".".join(str(part) for part in one["loc"])
        if one["type"] == "extra_forbidden":
            known = ", ".join(SourceSpec.model_fields if "source" in where else SourcesFile.model_fields)
            yield Fault(f"{path}: {where}", "the key is unknown", f"known keys are {known}")
        else:
            yield Fault(f"{path}: {where}", one["msg"], "correct it")


def build(
    plan: Path | Plan | str = "data/sources.toml",
    into: str | Path = "build",
    say: Callable[[str], None] = lambda _: None,
) -> Built:
    """Build store, report and page in a folder from a plan: sources.toml, a claim file, or a Plan.

    `say` is told what is being done. Raises DataError, and leaves the store as it was, when a source cannot be used
    or the result does not pass the checks.
    """
    plan = plan if isinstance(plan, Plan) else read_plan(Path(plan))
    into = Path(into)
    decisions = read_decisions(plan.decisions) if plan.decisions else ()
    ontology = load_ontology()
    texts = _texts(plan)
    counts: dict[str, Counter[str]] = {}

    pages: dict[str, str] = {}
    standing: dict[str, int] = {}
    for name in ("network.html", "report.html"):
        if (into / name).is_dir():
            raise DataError([Fault(str(into / name), "is a folder where a page goes", "remove it, or build elsewhere")])

    def accept(dataset: Dataset) -> None:
        say("checking quotes and shapes")
        if faults := check_quotes(dataset, texts) + check_shapes(dataset):
            raise DataError(faults)
        say("drawing the network and writing the report")
        alleged = network(dataset, include="alleged")
        pages["network.html"] = render(picture(alleged), "html")
        standing.update({name or "": int(number or 0) for name, number in rows(dataset, _STANDING)})
        read = {name: dict(counted) for name, counted in counts.items()}
        pages["report.html"] = report(dataset, alleged, read, standing)

    store = into / "store"
    noted = {
        "sources": {spec.id: _from(store, plan.home / spec.path) for spec in plan.sources},
        "texts": {digest: _from(store, path) for digest, path in texts.items()},
    }
    # The pages are ready before the store is switched: an interrupt leaves all three as they were.
    create_store(store, _lines(plan, decisions, counts, say), lambda made: view_quads(made, ontology), accept, noted)
    for name, text in pages.items():
        write_text(into / name, text)
    return Built(store, into / "report.html", into / "network.html", counts, standing)


def _from(store: Path, path: Path) -> str:
    """Give a path as seen from the store, so that both can be moved together and checked from anywhere."""
    return os.path.relpath(path.resolve(), store.resolve())


def check_path(path: Path) -> list[Fault]:
    """Check a sources.toml, a claim file or a store, and give all that does not hold. Changes nothing."""
    try:
        if path.is_dir():
            dataset = open_store(path)
            return check_quotes(
                dataset, {digest: path / text for digest, text in manifest(path)["texts"].items()}
            ) + check_shapes(dataset)
        plan = read_plan(path)
        texts = _texts(plan)
        dataset = dataset_of(plan)
    except DataError as error:
        return list(error.faults)
    return check_quotes(dataset, texts) + check_shapes(dataset)


def dataset_of(plan: Path | Plan) -> Dataset:
    """Build a dataset in memory, unchecked, for looking at what sources would give."""
    plan = plan if isinstance(plan, Plan) else read_plan(plan)
    decisions = read_decisions(plan.decisions) if plan.decisions else ()
    return memory_store(_lines(plan, decisions, {}, lambda _: None), lambda made: view_quads(made, load_ontology()))


def _lines(
    plan: Plan, decisions: tuple[Decision, ...], counts: dict[str, Counter[str]], say: Callable[[str], None]
) -> Iterator[str]:
    same = canonical_ids(decisions)
    known: set[URIRef] = set()
    for spec in plan.sources:
        say(f"reading {spec.id}")
        counts[spec.id] = Counter()
        records = _named(plan, spec, _records(plan, spec))
        yield from source_quads(_counted(records, counts[spec.id], known), same)
        _expect(plan, spec, counts[spec.id])
    if faults := list(_unknown(plan, decisions, known)):
        raise DataError(faults)
    yield from decision_quads(decisions)
    for triple in load_ontology().triples:
        yield quad(triple.subject.value, triple.predicate.value, str(triple.object), str(ONTOLOGY))  # type: ignore[union-attr]


def _records(plan: Plan, spec: SourceSpec) -> Iterator[Record]:
    path = plan.home / spec.path
    if spec.sha256:
        try:
            digest = hashlib.sha256(path.read_bytes()).hexdigest()
        except OSError as error:
            raise DataError(
                [Fault(str(path), f"cannot be read: {error.strerror}", f"correct path of {spec.id} in {plan.place}")]
            ) from None
        if digest != spec.sha256:
            raise DataError(
                [
                    Fault(
                        str(path),
                        f"its sha256 is {digest}, not {spec.sha256}",
                        f"bring back the file, or record the new sha256 in {plan.place}",
                    )
                ]
            )
    return LOADERS[spec.loader](path, spec.edition())


def _named(plan: Plan, spec: SourceSpec, records: Iterator[Record]) -> Iterator[Record]:
    """Pass the records on, once the source is seen to be called as the plan calls it."""
    for record in records:
        if isinstance(record, Source) and record.id != mint("source", spec.id):
            fault = f"{spec.path} calls its source {local_key(record.id)!r}"
            raise DataError([Fault(f"{plan.place}: {spec.id}", fault, "give both the same id")])
        yield record


def _counted(records: Iterator[Record], counts: Counter[str], known: set[URIRef]) -> Iterator[Record]:
    for record in records:
        match record:
            case Source():
                counts["sources"] += 1
            case Entity():
                counts["entities"] += 1
                known.add(record.id)
            case Claim():
                counts["claims"] += 1
        yield record


def _expect(plan: Plan, spec: SourceSpec, counts: Counter[str]) -> None:
    short = [
        f"{counts[name]} {name} where at least {least} are expected"
        for name, least in spec.expect.items()
        if counts[name] < least
    ]
    if short:
        raise DataError(
            [
                Fault(
                    f"{plan.place}: {spec.id}",
                    f"gave {' and '.join(short)}",
                    "see what is missing, or lower source.expect",
                )
            ]
        )


def _unknown(plan: Plan, decisions: tuple[Decision, ...], known: set[URIRef]) -> Iterator[Fault]:
    for decision in decisions:
        for side in (decision.left, decision.right):
            if side not in known:
                yield Fault(
                    str(plan.decisions),
                    f"judges {side}, which no loaded source has",
                    "correct the id, or load its source",
                )


def _texts(plan: Plan) -> dict[str, Path]:
    """Give the texts that quotes are compared with, by their sha256."""
    texts: dict[str, Path] = {}
    for spec in plan.sources:
        if spec.loader == "claims":
            _, text = source_file(plan.home / spec.path)
            if text.is_file():
                texts[hashlib.sha256(text.read_bytes()).hexdigest()] = text
    return texts
