"""The command line: parse, call, print. Exit codes: 0 done, 1 the data does not hold, 2 it could not be run."""

import io
import sys
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

import kg
from kg.errors import DataError, KgError

if TYPE_CHECKING:
    import networkx as nx
    from rdflib import Dataset

__all__ = ["main"]

Command = TypeVar("Command", bound=Callable[..., Any])
_FORMATS = click.Choice(["table", "csv", "json"])


class _Kg(click.Group):
    """Turns the package's errors into one clear line each."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except DataError as error:
            for fault in error.faults:
                click.echo(str(fault), err=True)
            ctx.exit(1)
        except KgError as error:
            click.echo(f"kg: {error}", err=True)
            ctx.exit(2)
        except OSError as error:
            if isinstance(error, BrokenPipeError):
                # The reader of a pipe has seen enough; say nothing more, not even at exit.
                sys.stderr.close()
                ctx.exit(0)
            click.echo(f"kg: cannot read or write {error.filename or 'here'}: {error.strerror}", err=True)
            ctx.exit(2)

    def main(self, *args: Any, **extra: Any) -> Any:
        """Run, with quotes printed as they are whatever the locale says."""
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, io.TextIOWrapper):
                stream.reconfigure(encoding="utf-8")
        return super().main(*args, **extra)


@click.group(cls=_Kg, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(kg.__version__, prog_name="kg")
def main() -> None:
    """A knowledge graph of people, cartels and government actions, in which every edge opens the sentence behind it.

    \b
    kg build                      make the store, the report and the page
    kg show "El Cuini"            everything said about somebody, with quotes
    kg query                      the questions there are
    """


def _store(command: Command) -> Command:
    return click.option("--store", default="build/store", show_default=True, help="The store to read.")(command)


def _include(command: Command) -> Command:
    pick = click.Choice(["established", "alleged"])
    text = "established: what publishers state in their own voice; alleged: that, and what is said."
    return click.option("--include", type=pick, default="alleged", show_default=True, help=text)(command)


def _as_of(command: Command) -> Command:
    return click.option("--as-of", metavar="DATE", help="Only what can hold on a day, month or year (2025-08).")(
        command
    )


def _output(command: Command) -> Command:
    return click.option(
        "-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="Write to a file, not to stdout."
    )(command)


def _with_dataset(command: Callable[..., None]) -> Callable[..., None]:
    """Open the store of --store and hand it over as the first argument."""

    @wraps(command)
    def opened(store: str, **options: Any) -> None:
        command(kg.open(store), **options)

    return _store(opened)


def _network(dataset: "Dataset", include: str, as_of: str | None) -> "nx.MultiDiGraph[str]":
    try:
        return kg.network(dataset, include=include, as_of=as_of)
    except ValueError as error:
        raise click.UsageError(str(error)) from None


def _emit(text: str, output: Path | None) -> None:
    from kg import _terminal
    from kg.files import write_text

    if output is None:
        _terminal.write(text)
    else:
        write_text(output, text)
        _terminal.note(f"wrote {output}")


@main.command()
@click.argument("sources", default="data/sources.toml", type=click.Path(path_type=Path))
@click.option(
    "-o",
    "--into",
    default="build",
    show_default=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="Where to build.",
)
def build(sources: Path, into: Path) -> None:
    """Load, merge, check, analyse and draw: the main job.

    SOURCES is a sources.toml, or one claim file. Nothing is changed unless all of it holds.

    Example: kg build data/sources.toml -o build
    """
    from kg import _terminal

    with _terminal.progress() as say:
        built = kg.build(sources, into=into, say=say)
    for name, counts in built.counts.items():
        _terminal.write(f"{name}: {counts['claims']} claims about {counts['entities']} entities")
    stands = ", ".join(f"{number} {name}" for name, number in built.standing.items())
    _terminal.write(f"where the claims stand: {stands}")
    _terminal.write("every quote was found letter by letter, and the data keeps to its shapes")
    _terminal.write(f"\nstore    {built.store}\nreport   {built.report}\npage     {built.page}")
    _terminal.write(
        f'\nNext: open {built.page}, or ask: kg show "El Cuini" · kg query in_which_transfer · kg links "El Cuini" "Caro Quintero"'
    )


@main.command()
@click.argument("path", default=None, required=False, type=click.Path(path_type=Path))
def check(path: Path | None) -> None:
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


@main.command()
@click.argument("text")
@click.option("--format", "form", type=_FORMATS, default="table", show_default=True)
@_with_dataset
def find(dataset: "Dataset", text: str, form: str) -> None:
    """Find entities by a part of a name, accents and case aside.

    Example: kg find gonzalez
    """
    from kg import _terminal
    from kg.model import local_key
    from kg.queries import find as find_

    hits = find_(dataset, text)
    if not hits and form == "table":
        _terminal.note(f"nobody here is called {text!r}")
    else:
        rows = [[hit.label, hit.type, hit.name, local_key(hit.entity)] for hit in hits]
        _terminal.write(_terminal.table(["label", "type", "found by", "id"], rows, form))


@main.command()
@click.argument("entity")
@_as_of
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@_with_dataset
def show(dataset: "Dataset", entity: str, as_of: str | None, form: str) -> None:
    """Show everything said about an entity, each with its quote, speaker, certainty and date.

    Example: kg show "El Cuini"
    """
    from kg import _terminal
    from kg.queries import find_entity
    from kg.queries.profile import profile

    try:
        found = profile(dataset, find_entity(dataset, entity), as_of=as_of)
    except ValueError as error:
        raise click.UsageError(str(error)) from None
    _terminal.write(_terminal.profile_text(found, form))


@main.command()
@click.argument("a")
@click.argument("b")
@_include
@_as_of
@_with_dataset
def links(dataset: "Dataset", a: str, b: str, include: str, as_of: str | None) -> None:
    """Show how two parties are linked, with a quote for every step.

    Example: kg links "El Cuini" "Caro Quintero"
    """
    from kg import _terminal
    from kg.queries import find_entity

    ends = find_entity(dataset, a), find_entity(dataset, b)
    network = _network(dataset, include, as_of)
    _terminal.write(_terminal.links_text(network, kg.analyses.links(network, *ends), (a, b), include))


@main.command()
@click.argument("entity", required=False)
@_include
@click.option("--format", "form", type=_FORMATS, default="table", show_default=True)
@_with_dataset
def timeline(dataset: "Dataset", entity: str | None, include: str, form: str) -> None:
    """List what is dated, about an entity or at all, in sequence. Sequence is not cause.

    Example: kg timeline "Government of Mexico"
    """
    from kg import _terminal
    from kg.queries import find_entity

    network = _network(dataset, include, None)
    entries = kg.analyses.timeline(network, find_entity(dataset, entity) if entity else None)
    rows = [kg.analyses.cells(each, network) for each in entries]
    if not rows and form == "table":
        _terminal.note(f"nothing {include} and dated is here about {entity or 'anybody'}")
        return
    _terminal.write(
        _terminal.table(["when", "subject", "relation", "object", "how sure", "quote", "claim"], rows, form)
    )


@main.command()
@click.argument("name", required=False)
@click.option("-e", "--expression", help="A query, not the name of one.")
@click.option(
    "--param", "params", multiple=True, metavar="NAME=VALUE", help="A value for the question; entities by name or id."
)
@click.option(
    "--format", "form", type=click.Choice(["table", "csv", "json", "turtle"]), default="table", show_default=True
)
@_with_dataset
def query(dataset: "Dataset", name: str | None, expression: str | None, params: tuple[str, ...], form: str) -> None:
    """Ask a question by NAME, from a FILE.rq, or as SPARQL with -e. Without any: list the questions.

    The prefixes : kg claim passage source graph rdf rdfs owl skos xsd need no declaration.

    \b
    Example: kg query everything_about --param entity="El Cuini"
             kg query -e 'SELECT ?p WHERE { ?p a kg:Person }'
    """
    from kg import _terminal, queries

    if expression is None and name is None:
        _terminal.write(_terminal.questions_text(form))
        return
    asked = queries.parse_question("-e", expression) if expression is not None else queries.read_question(name or "")
    _terminal.write(_terminal.answer_text(queries.ask(dataset, asked, dict(_pair(each) for each in params)), form))


def _pair(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals:
        raise click.UsageError(f"--param {text!r} has no =; write NAME=VALUE")
    return name, value


@main.command()
@click.argument("names", nargs=-1)
@click.option("--include", type=click.Choice(["established", "alleged"]), help="One view only; both, if not given.")
@_as_of
@click.option("--top", type=click.IntRange(min=1), default=10, show_default=True, help="How many rows.")
@click.option("--unnamed", is_flag=True, help="Count groups without names as parties.")
@click.option("--format", "form", type=_FORMATS, default="table", show_default=True)
@_with_dataset
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
    views = {each: _network(dataset, each, as_of) for each in ([include] if include else ["established", "alleged"])}
    for each in names or ANALYSES:
        question = (ANALYSES[each].__doc__ or "").partition("\n")[0]
        columns, rows = compare(ANALYSES[each], views, top=top, unnamed=unnamed)
        if form == "table":
            _terminal.write(question + (f"  [as of {as_of}]" if as_of else ""))
        _terminal.write(_terminal.table(columns, rows, form))


@main.command()
@click.argument("entities", nargs=-1)
@click.option(
    "--depth", type=click.IntRange(min=0), default=1, show_default=True, help="How many steps from the entities."
)
@click.option("--victims", is_flag=True, help="Draw victims too; without it only those that are asked for by name.")
@_include
@_as_of
@_output
@_with_dataset
def view(
    dataset: "Dataset",
    entities: tuple[str, ...],
    depth: int,
    victims: bool,
    include: str,
    as_of: str | None,
    output: Path | None,
) -> None:
    """Draw the network, or what lies around some entities, as one offline page.

    Example: kg view "El Mencho" --depth 2 -o mencho.html
    """
    from kg.network import around, picture
    from kg.queries import find_entity, label_of

    network = _network(dataset, include, as_of)
    centre = [find_entity(dataset, each) for each in entities]
    title = (
        " and ".join(label_of(dataset, each) for each in centre) if centre else "People, cartels and government actions"
    )
    for each, given in zip(centre, entities, strict=True):
        if each not in network:
            wider = "; try --include alleged" if include == "established" else ""
            raise click.UsageError(f"{given} has no edge in this view{wider}")
    part = around(network, centre, depth=depth) if centre else network
    _emit(kg.render(part if victims else picture(part, keep=centre), "html", title=title), output)


@main.command()
@click.option(
    "--format", "form", type=click.Choice(["trig", "nquads", "jsonld", "graphml", "gexf", "csv"]), required=True
)
@click.option("--include", type=click.Choice(["established", "alleged"]), help="For networks; alleged, if not given.")
@_as_of
@_output
@_with_dataset
def export(dataset: "Dataset", form: str, include: str | None, as_of: str | None, output: Path | None) -> None:
    """Export the store (trig, nquads, jsonld) or its network (graphml, gexf, csv), every edge with its quote.

    Example: kg export --format graphml -o network.graphml
    """
    from kg.graph import dump
    from kg.renderers import RENDERERS

    if form not in RENDERERS and (include or as_of):
        raise click.UsageError(f"{form} exports the whole store; --include and --as-of are for graphml, gexf and csv")
    network = _network(dataset, include or "alleged", as_of) if form in RENDERERS else None
    _emit(kg.render(network, form) if network is not None else "".join(dump(dataset, form)), output)


@main.command()
@click.option("--write", is_flag=True, help="Write kg/vocab.py instead of printing it.")
def vocab(write: bool) -> None:
    """Print the closed vocabulary as the ontology has it now, for those who add a term.

    Example: kg vocab --write
    """
    from kg import _terminal
    from kg.files import write_text
    from kg.ontology import vocab_source

    if write:
        write_text(Path(kg.__file__).with_name("vocab.py"), vocab_source())
        _terminal.note("wrote kg/vocab.py")
    else:
        _terminal.write(vocab_source())
