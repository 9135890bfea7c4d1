"""What several commands share: options, opening the store, and writing the result."""

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

import kg

if TYPE_CHECKING:
    import networkx as nx
    from rdflib import Dataset

__all__ = ["FORMATS", "as_of", "emit", "include", "network", "output", "with_dataset"]

Command = TypeVar("Command", bound=Callable[..., Any])
FORMATS = click.Choice(["table", "csv", "json"])


def store(command: Command) -> Command:
    """Add --store: which store to read."""
    return click.option("--store", default="build/store", show_default=True, help="The store to read.")(command)


def include(command: Command) -> Command:
    """Add --include: which view."""
    pick = click.Choice(["established", "alleged"])
    text = "established: what publishers state in their own voice; alleged: that, and what is said."
    return click.option("--include", type=pick, default="alleged", show_default=True, help=text)(command)


def as_of(command: Command) -> Command:
    """Add --as-of: a date."""
    return click.option("--as-of", metavar="DATE", help="Only what can hold on a day, month or year (2025-08).")(
        command
    )


def output(command: Command) -> Command:
    """Add --output: a file in place of stdout."""
    return click.option(
        "-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="Write to a file, not to stdout."
    )(command)


def with_dataset(command: Callable[..., None]) -> Callable[..., None]:
    """Open the store of --store and hand it over as the first argument."""

    @wraps(command)
    def opened(store: str, **options: Any) -> None:
        command(kg.open(store), **options)

    return store(opened)


def network(dataset: "Dataset", include: str, as_of: str | None) -> "nx.MultiDiGraph[str]":
    """Project the store; a wrong date is a wrong option."""
    try:
        return kg.network(dataset, include=include, as_of=as_of)
    except ValueError as error:
        raise click.UsageError(str(error)) from None


def emit(text: str, output: Path | None) -> None:
    """Print a result, or write it beside and rename."""
    from kg import _terminal
    from kg.files import write_text

    if output is None:
        _terminal.write(text)
    else:
        write_text(output, text)
        _terminal.note(f"wrote {output}")
