"""Ask: find, show, link, date, query."""

from typing import TYPE_CHECKING

import click

import kg
from kg.commands import options

if TYPE_CHECKING:
    from rdflib import Dataset

__all__ = ["find", "links", "query", "show", "timeline"]


@click.command()
@click.argument("text")
@click.option("--format", "form", type=options.FORMATS, default="table", show_default=True)
@options.with_dataset
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


@click.command()
@click.argument("entity")
@options.as_of
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@options.recorded_on
@options.with_dataset
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


@click.command()
@click.argument("a")
@click.argument("b")
@options.include
@options.as_of
@click.option(
    "--ways", type=click.IntRange(min=1), default=1, show_default=True, help="How many ways, the surest first."
)
@options.with_dataset
def links(dataset: "Dataset", a: str, b: str, include: str, as_of: str | None, ways: int) -> None:
    """Show how two parties are linked, with a quote for every step.

    One way is the shortest. With --ways, the way whose weakest step is surest comes first.

    Example: kg links "El Cuini" "Caro Quintero"
    """
    from kg import _terminal
    from kg.queries import find_entity

    ends = find_entity(dataset, a), find_entity(dataset, b)
    network = options.network(dataset, include, as_of)
    found = [kg.analyses.links(network, *ends)] if ways == 1 else kg.analyses.routes(network, *ends, top=ways)
    for number, steps in enumerate(found or [[]], 1):
        if ways > 1 and steps:
            _terminal.write(f"{chr(10) if number > 1 else ''}WAY {number}")
        _terminal.write(_terminal.links_text(network, steps, (a, b), include))


@click.command()
@click.argument("entity", required=False)
@options.include
@click.option("--format", "form", type=options.FORMATS, default="table", show_default=True)
@options.with_dataset
def timeline(dataset: "Dataset", entity: str | None, include: str, form: str) -> None:
    """List what is dated, about an entity or at all, in sequence. Sequence is not cause.

    Example: kg timeline "Government of Mexico"
    """
    from kg import _terminal
    from kg.queries import find_entity

    network = options.network(dataset, include, None)
    entries = kg.analyses.timeline(network, find_entity(dataset, entity) if entity else None)
    rows = [kg.analyses.cells(each, network) for each in entries]
    if not rows and form == "table":
        _terminal.note(f"nothing {include} and dated is here about {entity or 'anybody'}")
        return
    _terminal.write(
        _terminal.table(["when", "subject", "relation", "object", "how sure", "quote", "claim"], rows, form)
    )


@click.command()
@click.argument("name", required=False)
@click.option("-e", "--expression", help="A query, not the name of one.")
@click.option(
    "--param", "params", multiple=True, metavar="NAME=VALUE", help="A value for the question; entities by name or id."
)
@click.option(
    "--format", "form", type=click.Choice(["table", "csv", "json", "turtle"]), default="table", show_default=True
)
@options.recorded_on
@options.with_dataset
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
