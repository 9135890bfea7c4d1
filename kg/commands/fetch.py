"""Fetch: an edition of an official list."""

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

import click

__all__ = ["fetch"]


@click.command()
@click.argument("name", metavar="ofac|un|ftm:URL")
@click.option(
    "-o",
    "--into",
    default="data/lists",
    show_default=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="The folder in which each edition gets a folder of its own.",
)
@click.option("--sha256", "sums", multiple=True, metavar="[FILE=]HEX", help="The expected checksum of a file.")
@click.option("--retrieved", type=click.DateTime(["%Y-%m-%d"]), help="The day it was taken; today, if not given.")
@click.option("--date", "dated", metavar="DATE", help="The day of the edition, if it is not to be found out.")
@click.option("--id", "called", metavar="ID", help="The id of the source, and the folder; the list and its day.")
@click.option("--mirror", metavar="URL", help="Take files of the same names from here.")
@click.option(
    "--sources",
    default="data/sources.toml",
    show_default=True,
    type=click.Path(path_type=Path),
    help="The file that the printed block is for.",
)
@click.option("--timeout", type=click.FloatRange(min=0, min_open=True), default=30, show_default=True, help="Seconds.")
@click.option("--attempts", type=click.IntRange(min=1), default=5, show_default=True, help="How often to try.")
@click.option("--largest", type=click.IntRange(min=1), default=1024, show_default=True, help="MB a file may have.")
def fetch(
    name: str,
    into: Path,
    sums: tuple[str, ...],
    retrieved: datetime | None,
    dated: str | None,
    called: str | None,
    mirror: str | None,
    sources: Path,
    timeout: float,
    attempts: int,
    largest: int,
) -> None:
    """Download an edition of a list, and print the block for sources.toml that loads it.

    A download that breaks off goes on where it broke off. OFAC's three files come all of one edition, or none.
    Nothing is added to sources.toml by itself: look at the block, then append it.

    \b
    Example: kg fetch ofac >> data/sources.toml
             kg fetch ftm:https://example.org/entities.ftm.json --sha256 53aa…
    """
    from kg import _terminal
    from kg.dates import day_range
    from kg.download import Limits
    from kg.fetch import Order, listing, source_block
    from kg.fetch import fetch as fetch_

    try:
        _ = dated is None or day_range(dated)
    except ValueError as error:
        raise click.UsageError(f"--date: {error}") from None
    wanted = listing(name, mirror)
    order = Order(
        listing=wanted,
        # The command line may know the clock; what it calls is told.
        retrieved=retrieved.date() if retrieved else date.today(),  # noqa: DTZ011
        id=called,
        date=dated,
        sha256=_expected(sums, list(wanted.files)),
    )
    limits = Limits(timeout=timeout, attempts=attempts, largest=largest * 10**6)
    try:
        with _terminal.progress() as say:
            found = fetch_(order, into, limits, say)
    except KeyboardInterrupt:
        _terminal.note("stopped; what came is kept, run the same again to go on")
        raise
    for each, digest in found.sha256.items():
        _terminal.note(f"{digest}  {found.folder / each}")
    _terminal.note("a new edition" if found.new else "this edition was here already, unchanged")
    _terminal.write(source_block(found, sources))


def _expected(sums: Sequence[str], files: Sequence[str]) -> dict[str, str]:
    expected = {}
    for each in sums:
        name, _, digest = each.rpartition("=")
        if len(digest) != 64 or any(sign not in "0123456789abcdefABCDEF" for sign in digest):
            raise click.UsageError(f"--sha256 {each!r} is not 64 hexadecimal digits")
        expected[name or files[0]] = digest
    return expected
