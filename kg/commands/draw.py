"""Analyse, export."""

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

import kg
from kg.commands import options

if TYPE_CHECKING:
    from rdflib import Dataset

__all__ = ["analyse", "export"]


@click.command()
@click.argument("names", nargs=-1)
@click.option("--include", type=click.Choice(["established", "alleged"]), help="One view only; both, if not given.")
@options.as_of
@click.option("--top", type=click.IntRange(min=1), default=10, show_default=True, help="How many rows.")
@click.option("--unnamed", is_flag=True, help="Count groups without names as parties.")
@click.option("--format", "form", type=options.FORMATS, default="table", show_default=True)
@options.with_dataset
def analyse(
    dataset: "Dataset",
    names: tuple[str, ...],
    include: str | None,
    as_of: str | None,
    top: int,
    unnamed: bool,
    form: str,
) -> None:
    """Run analyses by NAME, with and without what is only said; all of them, if none is named.

    Positions are in this corpus, not importance in crime.

    Example: kg analyse brokers
    """
    from kg import _terminal
    from kg.analyses import ANALYSES, compare

    unknown = [each for each in names if each not in ANALYSES]
    if unknown:
        raise click.UsageError(f"there is no analysis {unknown[0]!r}; choose from {', '.join(ANALYSES)}")
    views = {
        each: options.network(dataset, each, as_of) for each in ([include] if include else ["established", "alleged"])
    }
    for each in names or ANALYSES:
        question = (ANALYSES[each].__doc__ or "").partition("\n")[0]
        columns, rows = compare(ANALYSES[each], views, top=top, unnamed=unnamed)
        if form == "table":
            _terminal.write(question + (f"  [as of {as_of}]" if as_of else ""))
        _terminal.write(_terminal.table(columns, rows, form))


@click.command()
@click.option(
    "--format", "form", type=click.Choice(["trig", "nquads", "jsonld", "graphml", "gexf", "csv", "ftm"]), required=True
)
@click.option("--include", type=click.Choice(["established", "alleged"]), help="For networks; alleged, if not given.")
@options.as_of
@options.output
@options.with_dataset
def export(dataset: "Dataset", form: str, include: str | None, as_of: str | None, output: Path | None) -> None:
    """Export the store (trig, nquads, jsonld) or its network (graphml, gexf, csv), every edge with its quote.

    ftm writes FollowTheMoney entities. They cannot say who says so: only what is established goes out, without its
    quotes, and what stays behind is counted on stderr.

    Example: kg export --format graphml -o network.graphml
    """
    from kg.graph import dump
    from kg.renderers import RENDERERS

    if form not in RENDERERS and (include or as_of):
        raise click.UsageError(f"{form} exports the whole store; --include and --as-of are for graphml, gexf and csv")
    if form == "ftm":
        from kg.exchange.ftm import ftm_lines

        lost: Counter[str] = Counter()
        options.emit("".join(ftm_lines(dataset, lost)), output)
        for reason, number in sorted(lost.items()):
            click.echo(f"left behind: {number} claims {reason}", err=True)
        return
    network = options.network(dataset, include or "alleged", as_of) if form in RENDERERS else None
    options.emit(kg.render(network, form) if network is not None else "".join(dump(dataset, form)), output)
