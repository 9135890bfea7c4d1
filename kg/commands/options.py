"""What several commands share: options, opening the store, and writing the result."""

from collections.abc import Callable, Collection
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

import kg

if TYPE_CHECKING:
    import networkx as nx
    from rdflib import Dataset

__all__ = ["FORMATS", "as_of", "emit", "include", "network", "output", "place", "recorded_on", "with_dataset"]

Command = TypeVar("Command", bound=Callable[..., Any])
FORMATS = click.Choice(["table", "csv", "json"])


def place(value: str) -> Path | str:
    """Read where a store is: a directory, or the address of an endpoint, which as a path would lose a slash."""
    return value if value.startswith(("http://", "https://")) else Path(value)


def store(command: Command) -> Command:
    """Add --store: which store to read."""
    text = "The store to read: a directory, or the http address of a SPARQL endpoint."
    return click.option("--store", type=place, metavar="STORE", default="build/store", show_default=True, help=text)(
        command
    )


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


def recorded_on(command: Command) -> Command:
    """Add --recorded-on: the state of the record on a day."""
    text = "Only what was on record by the end of a day (2026-11-24): sources and identity decisions of later days are left out."
    return click.option("--recorded-on", metavar="DAY", help=text)(command)


def output(command: Command) -> Command:
    """Add --output: a file in place of stdout."""
    return click.option(
        "-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="Write to a file, not to stdout."
    )(command)


def with_dataset(command: Callable[..., None]) -> Callable[..., None]:
    """Open the store of --store and hand it over as the first argument."""

    @wraps(command)
    def opened(store: str | Path, recorded_on: str | None = None, **options: Any) -> None:
        dataset = kg.open(store)
        command(_as_recorded(dataset, recorded_on) if recorded_on else dataset, **options)

    return store(opened)


def _as_recorded(dataset: "Dataset", day: str) -> "Dataset":
    from datetime import date

    from kg.recorded import recorded

    try:
        return recorded(dataset, date.fromisoformat(day))
    except ValueError:
        raise click.UsageError(f"--recorded-on {day!r} is not a day; write YYYY-MM-DD") from None


def network(
    dataset: "Dataset", include: str, as_of: str | None, *, among: Collection[str] | None = None, depth: int = 1
) -> "nx.MultiDiGraph[str]":
    """Project the store, or what lies around some entities; a wrong date is a wrong option."""
    try:
        return kg.network(dataset, include=include, as_of=as_of, among=among, depth=depth)
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
