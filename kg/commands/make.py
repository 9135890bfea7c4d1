"""Make and check: the main job."""

from pathlib import Path

import click

import kg
from kg.commands import options

__all__ = ["build", "check"]


@click.command()
@click.argument("sources", default="data/sources.toml", type=click.Path(path_type=Path))
@click.option(
    "-o",
    "--into",
    default="build",
    show_default=True,
    type=options.place,
    metavar="STORE",
    help="Where to build: a directory, or the http address of a SPARQL endpoint.",
)
def build(sources: Path, into: Path | str) -> None:
    """Load, merge, check, analyse and draw: the main job.

    SOURCES is a sources.toml, or one claim file. Nothing is changed unless all of it holds.

    \b
    Example: kg build data/sources.toml -o build
             kg build data/sources.toml -o http://localhost:7878

    An endpoint takes the store; report and page are written to build. Readers see the old build until all of the new one
    is there. A load that was interrupted goes on where it stopped when the same is run again. Who you are to an endpoint
    is said by KG_STORE_USER and KG_STORE_PASSWORD, or KG_STORE_TOKEN; how many seconds to wait by KG_STORE_TIMEOUT.

    \b
    Of one address follow those for queries, updates and whole graphs:
      http://host:7878          /query, /update, /store (Oxigraph)
      http://host:8890/sparql   itself, /sparql-auth, /sparql-graph-crud (Virtuoso)
      any other                 said in it: http://host/kg?query=.&update=/kg/statements&graphs=/kg/graphs
    """
    from kg import _terminal
    from kg.model import local_key

    with _terminal.progress() as say:
        built = kg.build(sources, into=into, say=say)
    for name, counts in built.counts.items():
        _terminal.write(_terminal.read_line(name, counts))
    stands = ", ".join(f"{number} {name}" for name, number in built.standing.items())
    _terminal.write(f"where the claims stand: {stands}")
    for each in built.strangers:
        _terminal.note(f"a decision judges {local_key(each)}, which no source loaded here has")
    _terminal.write("every quote was found letter by letter, and the data keeps to its shapes")
    _terminal.write(f"\nstore    {built.store}\nreport   {built.report}\npage     {built.page}")
    _terminal.write(
        f'\nNext: open {built.page}, or ask: kg show "El Cuini" · kg query in_which_transfer · kg links "El Cuini" "Caro Quintero"'
    )


@click.command()
@click.argument("path", default=None, required=False, type=options.place)
def check(path: Path | str | None) -> None:
    """Check quotes, dates, shapes and data files; exit 0 if all holds, 1 if not, 2 if it could not be run.

    PATH is a sources.toml, a claim file or a store. Without PATH: data/sources.toml and the ontology.

    Example: kg check data/claims/bbc-2025-08-13.yaml
    """
    from kg import _terminal
    from kg.check import check_ontology
    from kg.pipeline import check_path

    found = [*check_path(path or Path("data/sources.toml")), *(check_ontology() if path is None else [])]
    _terminal.faults(found)
    if found:
        raise SystemExit(1)
    _terminal.write(f"{path or 'data/sources.toml and the ontology'}: all holds")
