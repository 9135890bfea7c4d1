"""Add sources to a store, and take them out again."""

from pathlib import Path

import click

from kg.commands import options

__all__ = ["diff", "load", "retract"]


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--into",
    "store",
    default="build/store",
    show_default=True,
    type=options.place,
    metavar="STORE",
    help="A directory or an endpoint.",
)
@click.option("--loader", help="For a list: which loader reads it, such as ofac.")
@click.option("--id", "id_", help="For a list: the id of the source; the file's name, if not given.")
@click.option("--date", help="For a list: the day of the edition, YYYY-MM-DD.")
@click.option("--list", "list_", help="For a list: the list it is an edition of, to be compared with the one before.")
@click.option("--publisher", default="", help="For a list: who publishes it, if the list does not say.")
@click.option("--report", is_flag=True, help="Print what share of the list's remarks became facts.")
def load(
    paths: tuple[Path, ...],
    store: Path | str,
    report: bool,
    **given: str | None,
) -> None:
    """Add sources to a store: claim files, the sources of a sources.toml, or one list. The others stay as they are.

    Where there is no store yet, the first claim file or sources.toml makes it, as `kg build` does.

    \b
    Example: kg load data/claims/second.yaml
             kg load sdn.csv --loader ofac --date 2026-11-24 --list ofac-sdn
    """
    import kg
    from kg import _terminal
    from kg.change import load as load_
    from kg.plan import plan_for_list, read_plan

    for path in paths:
        with _terminal.progress() as say:
            if isinstance(store, Path) and not given["loader"] and store.name == "store" and not store.exists():
                counts = kg.build(path, into=store.parent, say=say).counts
                _terminal.note(f"{store} is new")
            else:
                plan = plan_for_list(path, given) if given["loader"] else read_plan(path)
                counts = load_(plan, store, say)
        for name, read in counts.items():
            _terminal.write(_terminal.read_line(name, read))
            if report:
                _terminal.write(_terminal.remarks_line(name, read))
    beside = "; the page and the report beside it are those of the last `kg build`" if isinstance(store, Path) else ""
    _terminal.note(f"in {store}{beside}")


@click.command()
@click.argument("source")
@click.option(
    "--from",
    "store",
    default="build/store",
    show_default=True,
    type=options.place,
    metavar="STORE",
    help="A directory or an endpoint.",
)
def retract(source: str, store: Path | str) -> None:
    """Take a source out of a store, with every claim that rests on it. The others stay as they are.

    What would go is asked beforehand with: kg query retract --param source=ID

    Example: kg retract bbc-2025-08-13
    """
    from kg import _terminal
    from kg.change import retract as retract_

    gone = retract_(source, store)
    _terminal.write(f"{source}: {gone} claims retracted from {store}")


@click.command()
@click.argument("old")
@click.argument("new", default="build/store")
@click.option("--loader", help="OLD and NEW are files of a list; this loader reads them.")
@click.option("--format", "form", type=options.FORMATS, default="table", show_default=True)
def diff(old: str, new: str, loader: str | None, form: str) -> None:
    """Show what changed, with the source of each change.

    OLD and NEW are stores, files that `kg build` takes, or with --loader two editions of a list. OLD may be a day: what
    NEW, a store, had on record by then.

    \b
    Example: kg diff 2026-11-01 build/store
             kg diff sdn_2022-08-01.csv sdn_2022-09-02.csv --loader ofac
    """
    from kg import _terminal
    from kg.diff import changes

    found = changes(old, new, loader)
    if not found and form == "table":
        _terminal.note("nothing changed")
        return
    rows = [[each.change, each.subject, each.relation, each.object, each.quote, each.source] for each in found]
    _terminal.write(_terminal.table(["change", "of", "relation", "value", "quote", "where"], rows, form))
