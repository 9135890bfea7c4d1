"""Draw pictures."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

import kg
from kg.commands import options

if TYPE_CHECKING:
    from rdflib import Dataset

__all__ = ["view"]


@click.command()
@click.argument("entities", nargs=-1)
@click.option(
    "--depth", type=click.IntRange(min=0), default=1, show_default=True, help="How many steps from the entities."
)
@click.option(
    "--limit",
    type=click.IntRange(min=1),
    default=300,
    show_default=True,
    help="At most so many entries, the nearest first.",
)
@click.option("--victims", is_flag=True, help="Draw victims too; without it only those that are asked for by name.")
@options.include
@options.as_of
@options.output
@options.with_dataset
def view(
    dataset: "Dataset",
    entities: tuple[str, ...],
    depth: int,
    limit: int,
    victims: bool,
    include: str,
    as_of: str | None,
    output: Path | None,
) -> None:
    """Draw the network, or what lies around some entities, as one offline page.

    Example: kg view "El Mencho" --depth 2 -o mencho.html
    """
    from kg.graph import manifest
    from kg.network import around, picture
    from kg.queries import find_entity, label_of
    from kg.queries.context import texts
    from kg.renderers.selection import selection

    network = options.network(dataset, include, as_of)
    centre = [find_entity(dataset, each) for each in entities]
    title = (
        " and ".join(label_of(dataset, each) for each in centre) if centre else "People, cartels and government actions"
    )
    for each, given in zip(centre, entities, strict=True):
        if each not in network:
            wider = "; try --include alleged" if include == "established" else ""
            raise click.UsageError(f"{given} has no edge in this view{wider}")
    part = around(network, centre, depth=depth) if centre else network
    drawn = selection(part if victims else picture(part, keep=centre), limit=limit, keep=centre)
    store = Path(click.get_current_context().params["store"])
    files = {digest: store / path for digest, path in manifest(store)["texts"].items()}
    options.emit(kg.render(drawn, "html", title=title, texts=texts(dataset, files)), output)
