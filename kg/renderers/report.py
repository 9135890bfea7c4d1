"""The report of a build: questions, answers, quotes and caveats on one printable page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING

from jinja2 import Environment, StrictUndefined

from kg.analyses import ANALYSES, cells, compare, timeline
from kg.model import local_key

if TYPE_CHECKING:
    import networkx as nx

    Network = nx.MultiDiGraph[str]

__all__ = ["Section", "network_sections", "render_report"]

_CAVEATS = {
    "brokers": "The share of pairs of other parties whose shortest chain runs through this one, in this corpus and nowhere else. "
    "Being between others is not importance in crime; in one article it is mostly who the article is about.",
    "communities": "Sets of parties with more ties among themselves than to others, by the Louvain method. "
    "Governments, victims and officials stand in such sets too: a set is not a gang.",
}


@dataclass(frozen=True, slots=True)
class Section:
    """One question with its answer as a table, and what must be said beside it."""

    question: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""


def render_report(title: str, summary: Mapping[str, str], sections: Sequence[Section]) -> str:
    """Give the report as HTML that opens offline, prints, and runs no script."""
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    template = environment.from_string(
        (files("kg.renderers") / "page" / "report.html.jinja").read_text(encoding="utf-8")
    )
    return template.render(title=title, summary=summary, sections=sections) + "\n"


def network_sections(established: "Network", alleged: "Network") -> list[Section]:
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
            ("when", "subject", "relation", "object", "how sure", "quote", "claim"),
            tuple((*row[:6], local_key(row[6])) for row in dated),
            "Sequence, never cause. Undated claims have no place here.",
        ),
    ]
