"""What commands print: tables, evidence, faults and progress. Results go to stdout, everything else to stderr."""

import csv
import io
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rdflib import Graph, URIRef
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from kg.analyses import Step
from kg.errors import Fault, QueryError
from kg.graph import Table as Answer
from kg.graph import Value
from kg.model import local_key
from kg.ontology import load_ontology
from kg.queries import question, question_names
from kg.queries.evidence import Evidence, dated, place, wording
from kg.queries.plain import profile_data
from kg.queries.profile import Profile
from kg.queries.reading import Told, told
from kg.vocab import PREFIXES

if TYPE_CHECKING:
    import networkx as nx

__all__ = [
    "answer_text",
    "bar",
    "evidence_lines",
    "faults",
    "links_text",
    "note",
    "profile_text",
    "progress",
    "questions_text",
    "read_line",
    "remarks_line",
    "table",
    "write",
]

#: Where stdout is no terminal, tables are laid out for this many columns.
_WIDTH = 140
#: Columns that can be read abreast; wider answers are printed a column a line.
_ABREAST = 8


def write(text: str) -> None:
    """Print a result."""
    sys.stdout.write(text if text.endswith("\n") else text + "\n")


def note(text: str) -> None:
    """Say something that is not a result."""
    sys.stderr.write(text + "\n")


def faults(found: Iterable[Fault]) -> None:
    """Print faults, one a line."""
    for fault in found:
        note(str(fault))


@contextmanager
def progress() -> Iterator["_Progress"]:
    """Show what a long job is doing, on a terminal only."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield _Progress(None)
        return
    with console.status("starting") as status:
        yield _Progress(status)


@contextmanager
def bar(total: int, what: str) -> Iterator[Callable[[], None]]:
    """Show how many of a number are done and how long the rest will take, on a terminal only; call it once for each."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield lambda: None
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True) as shown:
        task = shown.add_task(what, total=total)
        yield lambda: shown.advance(task)


class _Progress:
    def __init__(self, status: object) -> None:
        self.status = status

    def __call__(self, text: str) -> None:
        if self.status is not None:
            self.status.update(text)  # type: ignore[attr-defined]


def table(columns: Sequence[str], rows: Iterable[Sequence[str]], format: str = "table") -> str:  # noqa: A002
    """Give rows as an aligned table, CSV or JSON."""
    rows = [list(row) for row in rows]
    if format == "csv":
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerows([list(columns), *rows])
        return out.getvalue()
    if format == "json":
        return json.dumps([dict(zip(columns, row, strict=True)) for row in rows], ensure_ascii=False, indent=1) + "\n"
    console = Console(
        width=None if sys.stdout.isatty() else _WIDTH, file=io.StringIO(), force_terminal=sys.stdout.isatty()
    )
    drawn = Table(
        box=None,
        pad_edge=False,
        header_style="bold",
        show_edge=False,
        row_styles=("", "dim") if sys.stdout.isatty() else ("",),
    )
    for column in columns:
        drawn.add_column(column, overflow="fold")
    for row in rows:
        drawn.add_row(*(escape(cell) for cell in row))
    with console.capture() as captured:
        console.print(drawn)
    return "\n".join(line.rstrip() for line in captured.get().splitlines()) + "\n"


def read_line(name: str, read: Mapping[str, int]) -> str:
    """Say what was read of a source."""
    gone = f", {read['withdrawals']} withdrawn" if read.get("withdrawals") else ""
    return f"{name}: {read.get('claims', 0)} claims about {read.get('entities', 0)} entities{gone}"


def remarks_line(name: str, read: Mapping[str, int]) -> str:
    """Say what share of a list's remarks became facts; the rest is kept word for word."""
    total = read.get("read", 0) + read.get("remark", 0)
    if not total:
        return f"{name}: no remarks"
    return f"{name}: {read.get('read', 0) / total:.1%} of the letters of its remarks became facts, the rest is kept as it stands"


def evidence_lines(claim: Evidence) -> list[str]:
    """Give the quote of a claim and the words that must stand beside it."""
    said = [f"dated {dated(claim)}" if claim.when else "", f"said on {claim.said_on}" if claim.said_on else ""]
    where = f"{claim.publisher}, {claim.published}, {place(claim)}"
    return [
        f"    «{claim.quote}»",
        "    "
        + "; ".join(
            part for part in (wording(claim), f"“{claim.attribution}”" if claim.attribution else "", *said) if part
        ),
        f"    {where} · {local_key(claim.claim)}" + (f" · {claim.url}" if claim.url else ""),
    ]


def profile_text(found: Profile, form: str = "text") -> str:
    """Give all that is said about an entity, as text or as JSON."""
    if form == "json":
        return json.dumps(profile_data(found), ensure_ascii=False, indent=1, default=str)
    ontology = load_ontology()
    kind = ontology.classes[found.type].label() if found.type in ontology.classes else found.type
    lines = [f"{found.label} · {kind} · {local_key(found.entity)}", *_joined_lines(found), *_differing_lines(found)]
    for name, section in found.sections.items():
        lines += ["", name.upper()]
        for line in section:
            standings = dict.fromkeys(_caveat(claim.standing) for claim in line.claims)
            marks = [*standings, *line.marks]
            lines += [f"  {line.text}  [{'; '.join(marks)}]"]
            lines += [part for claim in line.claims for part in evidence_lines(claim)]
    return "\n".join([*lines, "", "People named here may not have been charged with, or convicted of, anything."])


def _joined_lines(found: Profile) -> list[str]:
    """Say which records were joined, by whom and why, and warn where a list and a text meet in one name."""
    lines = ["", "RECORDS"] if found.joins else []
    verdicts = {"Same": "judged the same", "Different": "judged different", "Unsure": "undecided"}
    for each in found.joins:
        lines += [
            f"  {each.left} and {each.right}: {verdicts[each.verdict]} by {each.decided_by} on {each.decided_on}",
            f"    {each.reason}",
        ]
    if found.list_and_text:
        lists, texts = (", ".join(each) for each in found.list_and_text)
        why = " because of these judgements; decisions.csv undoes them" if found.joins else ""
        lines += ["", "  Names may be shared by several people."]
        lines += [f"  What is listed by {lists} and what is written by {texts} are read together here{why}."]
    return lines


def _differing_lines(found: Profile) -> list[str]:
    """Set the answers of the sources side by side, a question at a time."""
    lines: list[str] = []
    for title, several in (("SOURCES DIFFER", True), ("ONE SOURCE GIVES SEVERAL", False)):
        asked = [each for each in found.differences if (each.sources > 1) == several]
        lines += ["", title] if asked else []
        for each in asked:
            lines += [f"  {each.question}"]
            for answer in each.answers:
                said = dict.fromkeys(f"{wording(claim)}, {claim.published}: «{claim.quote}»" for claim in answer.claims)
                lines += [f"    {answer.text}  ·  {'; '.join(said)}"]
    return lines


def links_text(network: "nx.MultiDiGraph[str]", steps: Sequence[Step], ends: tuple[str, str], include: str) -> str:
    """Give a chain of links, a quote for every step."""
    if not steps and ends[0] == ends[1]:
        return f"{ends[0]} is one and the same"
    if not steps:
        wider = "; try --include alleged" if include == "established" else ""
        return f"no chain of {include} edges links {ends[0]} and {ends[1]}{wider}"
    label = network.nodes.data("label")
    lines: list[str] = []
    for number, step in enumerate(steps, 1):
        start, end, _ = step.edge
        edge = network.edges[step.edge]
        lines += [f"{number}. {label[start]} {edge['label']} {label[end]}  [{_caveat(edge['standing'])}]"]
        for claim in edge["claims"]:
            lines += evidence_lines(claim)
    weakest = sum(network.edges[step.edge]["standing"] == "Said" for step in steps)
    lines += [
        "",
        f"{len(steps)} step{'s' if len(steps) > 1 else ''}, {weakest} of them said and not established. A chain of ties says nothing of guilt.",
    ]
    return "\n".join(lines)


def _caveat(standing: str) -> str:
    return load_ontology().terms[standing].caveats.get("en", standing)


def questions_text(form: str) -> str:
    """List the questions there are."""
    asked = [question(name) for name in question_names()]
    rows = [
        [each.name, each.text, ", ".join(f"[{p.name}]" if p.optional else p.name for p in each.params)]
        for each in asked
    ]
    return table(["question", "asks", "parameters"], rows, "table" if form == "turtle" else form)


def answer_text(found: Answer | Graph | bool, form: str) -> str:
    """Give the answer of a query in a format; our own IRIs in a table are shortened to prefixed names."""
    if isinstance(found, Graph):
        return found.serialize(format="json-ld" if form == "json" else "turtle")
    if form == "turtle":
        raise QueryError("only CONSTRUCT and DESCRIBE answer in Turtle; choose table, csv or json")
    if isinstance(found, bool):
        return str(found).lower()
    if form != "table":
        return table(
            found.columns, [[_cell(row[name], whole=True) for name in found.columns] for row in found.rows], form
        )
    if not found.rows:
        return "no rows\n"
    parts = [told(found.columns, row) for row in found.rows]
    if all(parts):
        return "\n".join(_told_text(number, part) for number, part in enumerate(parts, 1) if part)
    cells = [[_cell(row[name], whole=False) for name in found.columns] for row in found.rows]
    if len(found.columns) <= _ABREAST:
        return table(found.columns, cells)
    width = max(map(len, found.columns))
    cards = [
        "\n".join(f"{name:{width}}  {cell}" for name, cell in zip(found.columns, row, strict=True) if cell)
        for row in cells
    ]
    return "\n\n".join(cards) + "\n"


def _told_text(number: int, part: Told) -> str:
    head = " · ".join(f"{name}: {text}" for name, text in part.says.items())
    return f"{number}. [{part.manner}] {head}\n    «{part.quote}»\n    {part.words}\n    {part.where}\n"


def _cell(value: Value | None, whole: bool) -> str:
    if value is None:
        return ""
    text = str(value)
    if whole or not isinstance(value, URIRef):
        return text
    for prefix, iri in PREFIXES.items():
        if text.startswith(iri):
            return f"{prefix}:{text.removeprefix(iri)}"
    return text
