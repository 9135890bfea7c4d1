"""The main job: load the sources, merge what is judged the same, make the views, check, switch the store."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from rdflib import Dataset, URIRef

from kg.assemble import Assembly
from kg.check import check_quotes, check_shapes
from kg.errors import DataError, Fault
from kg.files import write_text
from kg.graph import create_store, is_endpoint, memory_store, note, open_copy, rows
from kg.graph.facts import Facts
from kg.graph.views import view_quads
from kg.network import network, picture
from kg.notes import MANIFEST, notes, texts_of
from kg.ontology import load_ontology
from kg.plan import Plan, read_plan
from kg.queries.context import texts as raw_texts
from kg.renderers import render
from kg.renderers.selection import selection
from kg.report import report
from kg.resolve import read_decisions

__all__ = ["Built", "build", "check_path", "dataset_of"]

#: Claims past which the report asks its questions of the texts alone.
_MANY = 20_000
_STANDING = """
SELECT (LCASE(STRAFTER(STR(?standing), "#")) AS ?name) (COUNT(*) AS ?number) WHERE { GRAPH graph:standing { ?claim kg:standing ?standing } }
GROUP BY ?standing ORDER BY ?standing"""


@dataclass(frozen=True, slots=True)
class Built:
    """What a build made, what it read by source, and where the claims stand."""

    store: Path | str
    report: Path
    page: Path
    counts: dict[str, Counter[str]]
    standing: dict[str, int]
    #: Records that decisions judge and no source has.
    strangers: list[URIRef]


def build(
    plan: Path | Plan | str = "data/sources.toml",
    into: str | Path = "build",
    say: Callable[[str], None] = lambda _: None,
) -> Built:
    """Build store, report and page in a folder from a plan: sources.toml, a claim file, or a Plan.

    `into` may be the address of a SPARQL endpoint: the store is loaded there, report and page are written to `build`.

    `say` is told what is being done. Raises DataError, and leaves the store as it was, when a source cannot be used
    or the result does not pass the checks.
    """
    plan = plan if isinstance(plan, Plan) else read_plan(Path(plan))
    store: Path | str = str(into) if is_endpoint(into) else Path(into) / "store"
    into = Path("build" if is_endpoint(into) else into)
    assembly = Assembly(read_decisions(plan.decisions) if plan.decisions else (), say)
    texts = texts_of(plan)
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
        pages["network.html"] = render(selection(picture(alleged)), "html", texts=raw_texts(dataset, texts))
        standing.update({name or "": int(number or 0) for name, number in rows(dataset, _STANDING)})
        read = {name: dict(counted) for name, counted in assembly.counts.items()}
        # Of a whole list the report's questions would be answered for minutes, about what no reader asks of a list.
        asked = dataset if sum(standing.values()) < _MANY else dataset_of(_texts(plan))
        pages["report.html"] = report(asked, alleged, read, standing)

    # The pages are ready before the store is switched: an interrupt leaves all three as they were.
    noted = partial(notes, store, plan, assembly)
    create_store(store, assembly.quads(plan), lambda: _derived(assembly), accept, noted, say=say)
    for name, text in pages.items():
        write_text(into / name, text)
    return Built(store, into / "report.html", into / "network.html", assembly.counts, standing, assembly.strangers())


def _texts(plan: Plan) -> Plan:
    """Give the plan of the texts alone."""
    return replace(plan, sources=tuple(spec for spec in plan.sources if spec.loader == "claims"))


def _derived(assembly: Assembly) -> Iterator[str]:
    assembly.say("working out where each claim stands")
    facts, assembly.facts = assembly.facts, Facts()  # a whole list's are large, and not needed again
    yield from view_quads(facts, load_ontology())


def check_path(path: Path | str) -> list[Fault]:
    """Check a sources.toml, a claim file or a store, a directory or an endpoint, and give all that does not hold. Changes nothing."""
    try:
        if is_endpoint(path) or Path(path).is_dir():
            dataset = open_copy(path)
            texts = {digest: Path(path) / text for digest, text in note(path, MANIFEST).get("texts", {}).items()}
        else:
            plan = read_plan(Path(path))
            texts = texts_of(plan)
            dataset = dataset_of(plan)
    except DataError as error:
        return list(error.faults)
    return check_quotes(dataset, texts) + check_shapes(dataset)


def dataset_of(plan: Path | Plan) -> Dataset:
    """Build a dataset in memory, unchecked, for looking at what sources would give."""
    plan = plan if isinstance(plan, Plan) else read_plan(plan)
    assembly = Assembly(read_decisions(plan.decisions) if plan.decisions else ())
    return memory_store(assembly.quads(plan), lambda: _derived(assembly))
