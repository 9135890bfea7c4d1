"""Export."""

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

import kg
from kg.commands import options

if TYPE_CHECKING:
    from rdflib import Dataset

__all__ = ["export"]


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
