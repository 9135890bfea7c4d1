"""What a build has to tell: questions answered from the store, and analyses of its network, as one report."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from markupsafe import Markup
from rdflib import Dataset

from kg.analyses import ANALYSES, Answer, answer, cells, timeline
from kg.model import local_key
from kg.network import only
from kg.queries import question, select
from kg.queries.reading import told
from kg.renderers.figures import Range, curves, ranges
from kg.renderers.report import Section, render_report

if TYPE_CHECKING:
    from kg.network import Network

__all__ = ["analysis_page", "report"]

#: The questions a first reader has, in the order they come up; each is a file of kg/queries.
_REPORTED = (
    "in_which_transfer",
    "transfer_wording",
    "legal_stage",
    "denials",
    "negations",
    "tariff_and_transfer",
    "anonymous_only",
    "background",
)
#: Rows of a table on a page; all of them are an answer of `kg query`.
_ROWS = 200
#: Draws for a report, and edges beyond which a build leaves analyses to `kg analyse`, so that it does not take minutes.
_SAMPLES, _LARGE = 1000, 10_000


def report(
    dataset: Dataset, alleged: "Network", counts: Mapping[str, Mapping[str, int]], standing: Mapping[str, int]
) -> str:
    """Give the report of a build: what was read, the questions a first reader has, and what the network shows.

    `counts` gives entities and claims by source, `standing` the number of claims by where they stand.
    """
    summary = {name: f"{read['claims']} claims about {read['entities']} entities" for name, read in counts.items()}
    summary["where the claims stand"] = ", ".join(f"{number} {name}" for name, number in standing.items())
    sections = [_section(dataset, name) for name in _REPORTED]
    if alleged.size() <= _LARGE:
        views = {"established": only(alleged, standings=["Established"]), "with what is said": alleged}
        sections += [_answered(answer(name, views, samples=_SAMPLES), alleged) for name in ANALYSES]
    else:
        summary["analyses"] = f"not made for {alleged.size():,} edges; `kg analyse` makes them"
    sections.append(_dated(alleged))
    return render_report("What the sources say, and who says so", summary, sections)


def analysis_page(answers: Sequence[Answer], alleged: "Network", as_of: str) -> str:
    """Give the answers of analyses as one page."""
    summary = {"sources": str(alleged.graph["sources"]), **({"as of": as_of} if as_of else {})}
    return render_report("Who stands where in this corpus", summary, [_answered(each, alleged) for each in answers])


def _section(dataset: Dataset, name: str) -> Section:
    """Answer a question for the report: what each row says, and the passage it rests on in one cell."""
    found = select(dataset, name)
    parts = [part for row in found[:_ROWS] if (part := told(tuple(row), row))]
    columns = tuple(dict.fromkeys(column for part in parts for column in part.says))
    rows = tuple(
        (part.manner, *(part.says.get(column, "") for column in columns), f"«{part.quote}»\n{part.words}\n{part.where}")
        for part in parts
    )
    return Section(question(name).text, ("how sure", *columns, "how do you know"), rows, _cut(len(found)))


def _cut(number: int) -> str:
    return f"The first {_ROWS} of {number:,}." if number > _ROWS else ""


def _answered(found: Answer, alleged: "Network") -> Section:
    """Give the answer of an analysis with its plot, how to read it, what must be said, and the quotes behind it."""
    behind = tuple((each.says, f"«{each.quote}»\n{each.words}\n{each.where}") for each in found.behind)
    note = " ".join(part for part in (found.reading, found.caveat) if part)
    return Section(found.question, found.columns, found.rows, note, _figure(found, alleged), behind)


def _figure(found: Answer, alleged: "Network") -> Markup:
    if sure := found.results.get("sureness"):
        rows = [
            Range(str(alleged.nodes[each.party]["label"]), each.established, each.alleged, each.low, each.high)
            for each in sure
        ]
        return ranges(rows, found.question)
    if found.name == "dismantling" and (widest := list(found.results.values())[-1]):
        return curves(
            [(each.order, each.sizes) for each in widest], found.question, "parties taken out", "in the largest piece"
        )
    return Markup("")


def _dated(alleged: "Network") -> Section:
    entries = timeline(alleged)
    rows = [cells(each, alleged) for each in entries[:_ROWS]]
    return Section(
        "What is dated, in order?",
        ("when", "subject", "relation", "object", "how do you know"),
        tuple((*row[:4], f"«{row[5]}»\n{row[4]}\n{local_key(row[6])}") for row in rows),
        f"Sequence, never cause. Undated claims have no place here. {_cut(len(entries))}".strip(),
    )
