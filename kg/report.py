"""What a build has to tell: questions answered from the store, and analyses of its network, as one report."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from rdflib import Dataset

from kg.analyses import ANALYSES, cells, compare, timeline
from kg.model import local_key
from kg.network import network
from kg.queries import question, select
from kg.queries.reading import told
from kg.renderers.report import Section, render_report

if TYPE_CHECKING:
    from kg.network import Network

__all__ = ["report"]

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
_CAVEATS = {
    "brokers": "The share of pairs of other parties whose shortest chain runs through this one, in this corpus and nowhere else. "
    "Being between others is not importance in crime; in one article it is mostly who the article is about.",
    "communities": "Sets of parties with more ties among themselves than to others, by the Louvain method. "
    "Governments, victims and officials stand in such sets too: a set is not a gang.",
}


def report(
    dataset: Dataset, alleged: "Network", counts: Mapping[str, Mapping[str, int]], standing: Mapping[str, int]
) -> str:
    """Give the report of a build: what was read, the questions a first reader has, and what the network shows.

    `counts` gives entities and claims by source, `standing` the number of claims by where they stand.
    """
    summary = {name: f"{read['claims']} claims about {read['entities']} entities" for name, read in counts.items()}
    summary["where the claims stand"] = ", ".join(f"{number} {name}" for name, number in standing.items())
    sections = [_section(dataset, name) for name in _REPORTED]
    sections += _network_sections(network(dataset), alleged)
    return render_report("What the sources say, and who says so", summary, sections)


def _section(dataset: Dataset, name: str) -> Section:
    """Answer a question for the report: what each row says, and the passage it rests on in one cell."""
    found = select(dataset, name)
    parts = [part for row in found if (part := told(tuple(row), row))]
    columns = tuple(dict.fromkeys(column for part in parts for column in part.says))
    rows = tuple(
        (part.manner, *(part.says.get(column, "") for column in columns), f"«{part.quote}»\n{part.words}\n{part.where}")
        for part in parts
    )
    return Section(question(name).text, ("how sure", *columns, "how do you know"), rows)


def _network_sections(established: "Network", alleged: "Network") -> list[Section]:
    """Give the sections that come from the network: brokers side by side, who hangs together, what is dated."""
    views = {"established": established, "with what is said": alleged}
    dated = [cells(each, alleged) for each in timeline(alleged)]
    ranked = []
    for name, caveat in _CAVEATS.items():
        columns, rows = compare(ANALYSES[name], views)
        question = (ANALYSES[name].__doc__ or "").partition("\n")[0]
        ranked.append(Section(question, columns, tuple(tuple(row) for row in rows), caveat))
    return [
        *ranked,
        Section(
            "What is dated, in order?",
            ("when", "subject", "relation", "object", "how do you know"),
            tuple((*row[:4], f"«{row[5]}»\n{row[4]}\n{local_key(row[6])}") for row in dated),
            "Sequence, never cause. Undated claims have no place here.",
        ),
    ]
