"""Analyse: who stands where in the network, and how sure that is."""

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

import kg
from kg.commands import options

if TYPE_CHECKING:
    from rdflib import Dataset

    from kg.analyses import Answer
    from kg.network import Network

__all__ = ["analyse"]

_MEMBERS = 12  # of a set that stands in a cell


@click.command()
@click.argument("names", nargs=-1)
@click.option(
    "--include", type=click.Choice(["established", "alleged"]), help="`established`: nothing that is only said."
)
@options.as_of
@click.option("--before", metavar="DATE", help="The earlier date, for changes and predictions.")
@click.option("--tie", "ties", multiple=True, metavar="TIE", help="Only ties of a kind, such as Kinship; repeatable.")
@click.option("--top", type=click.IntRange(min=1), default=10, show_default=True, help="How many rows.")
@click.option("--unnamed", is_flag=True, help="Count groups without names as parties.")
@click.option(
    "--samples",
    type=click.IntRange(min=0),
    default=1000,
    show_default=True,
    help="Draws for how sure a rank is; 0: none.",
)
@click.option(
    "--format", "form", type=click.Choice(["table", "csv", "json", "html"]), default="table", show_default=True
)
@options.output
@options.with_dataset
def analyse(
    dataset: "Dataset",
    names: tuple[str, ...],
    include: str | None,
    before: str | None,
    form: str,
    output: Path | None,
    **how: object,
) -> None:
    """Run analyses by NAME; all of a single date, if none is named. Rankings say how sure each rank is.

    Positions are in this corpus, not importance in crime. brokers, key_players, cores, communities, dismantling,
    balance and roles are of one date; changes and predictions compare --before with --as-of.

    \b
    Example: kg analyse brokers
             kg analyse changes --before 2024 --as-of 2025-08
    """
    from kg import _terminal
    from kg.analyses import ANALYSES, BETWEEN_DATES

    known = [*ANALYSES, *BETWEEN_DATES]
    if unknown := [each for each in names if each not in known]:
        raise click.UsageError(f"there is no analysis {unknown[0]!r}; choose from {', '.join(known)}")
    if two := [each for each in names if each in BETWEEN_DATES and not before]:
        raise click.UsageError(f"{two[0]} compares two dates; give the earlier one with --before")
    with _terminal.progress() as say:
        answers, widest = _answers(dataset, names or tuple(ANALYSES), include, before, say, **how)  # type: ignore[arg-type]
    if form == "html":
        from kg.report import analysis_page

        options.emit(analysis_page(answers, widest, str(how["as_of"] or "")), output)
    else:
        options.emit(_text(answers, form, str(how["as_of"] or "")), output)


def _answers(
    dataset: "Dataset",
    names: tuple[str, ...],
    include: str | None,
    before: str | None,
    say: Callable[[str], None],
    *,
    as_of: str | None,
    ties: tuple[str, ...],
    top: int,
    unnamed: bool,
    samples: int,
) -> "tuple[list[Answer], Network]":
    from kg.analyses import BETWEEN_DATES, answer, answer_between
    from kg.backend import accelerated

    def view(which: str, date: str | None) -> "Network":
        network = options.network(dataset, which, date)
        return kg.network.only(network, ties=ties) if ties else network  # type: ignore[attr-defined]

    say("projecting the network")
    views = {each: view(each, as_of) for each in ([include] if include else ["established", "alleged"])}
    widest = list(views)[-1]
    found = []
    with accelerated():
        for name in names:
            say(f"analysing: {name}")
            if name in BETWEEN_DATES:
                found.append(answer_between(name, view(widest, before), views[widest], top=top, unnamed=unnamed))
            else:
                found.append(answer(name, views, top=top, unnamed=unnamed, samples=samples))
    return found, views[widest]


def _text(answers: "Sequence[Answer]", form: str, as_of: str) -> str:
    """Give the answers of analyses: as tables with how to read them and what must be said beside them, CSV or JSON."""
    from kg import _terminal

    if form == "json":
        found = {
            each.name: {
                "question": each.question,
                "as_of": as_of,
                "reading": each.reading,
                "caveat": each.caveat,
                "rows": [dict(zip(each.columns, row, strict=True)) for row in each.rows],
                "behind": [asdict(one) for one in each.behind],
            }
            for each in answers
        }
        return json.dumps(found, ensure_ascii=False, indent=1) + "\n"
    if form == "csv":
        # One table an analysis; the caveat is a column, so that no row travels without it.
        return "\n".join(
            _terminal.table((*each.columns, "caveat"), [(*row, each.caveat) for row in each.rows], "csv")
            for each in answers
        )
    parts = []
    for each in answers:
        shown = [[_short(cell) for cell in row] for row in each.rows]
        rows = _terminal.table(each.columns, shown) if shown else "nothing in this corpus answers it\n"
        said = [
            each.question + (f"  [as of {as_of}]" if as_of else ""),
            rows.rstrip("\n"),
            *filter(None, [each.reading]),
        ]
        parts.append("\n".join([*said, each.caveat]))
    return "\n\n".join(parts) + "\n"


def _short(cell: str) -> str:
    """Give a set in a cell by its first members, with how many more there are; JSON, CSV and the page have them all."""
    members = cell.split("; ")
    more = len(members) - _MEMBERS
    return "; ".join([*members[:_MEMBERS], f"and {more} more"]) if more > 1 else cell
