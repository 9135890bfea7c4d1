"""The sheet that goes to somebody before anything is printed about them."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.commands import options

if TYPE_CHECKING:
    from rdflib import Dataset

__all__ = ["dossier"]


@click.command()
@click.argument("entity")
@click.option(
    "--format",
    "form",
    type=click.Choice(["html", "md"]),
    help="By the file's ending, if not given; Markdown to stdout.",
)
@options.recorded_on
@options.output
@options.with_dataset
def dossier(dataset: "Dataset", entity: str, form: str | None, output: Path | None) -> None:
    """Write a right-to-reply sheet: every allegation, who made it, when, in which words, and the response on record.

    Example: kg dossier "Caro Quintero" -o caro-quintero.html
    """
    from kg.queries import find_entity
    from kg.queries.dossier import dossier as collect
    from kg.renderers.dossier import render_dossier

    html = output is not None and output.suffix.lower() in {".html", ".htm"}
    text = render_dossier(collect(dataset, find_entity(dataset, entity)), form or ("html" if html else "md"))
    options.emit(text, output)
