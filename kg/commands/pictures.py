"""Draw pictures."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

import kg
from kg.commands import options

if TYPE_CHECKING:
    from rdflib import Dataset

    from kg.network import Network

__all__ = ["view"]

_FORMATS = ("html", "timeline", "map", "svg", "png", "mermaid")
_MANY_FOR_PAPER = 60  # entries; a picture that cannot be opened or moved shows no more unless more are asked for


@click.command()
@click.argument("entities", nargs=-1)
@click.option(
    "--depth", type=click.IntRange(min=0), default=1, show_default=True, help="How many steps from the entities."
)
@click.option(
    "--limit",
    type=click.IntRange(min=1),
    help="At most so many entries, the nearest first.  [default: 300; svg, png, mermaid: 60]",
)
@click.option("--victims", is_flag=True, help="Draw victims too; without it only those that are asked for by name.")
@click.option(
    "--format",
    "form",
    type=click.Choice(_FORMATS),
    help="html: a page to explore; timeline, map: pages; svg, png: a picture for an article; mermaid: for GitHub.  [default: by the file's name, else html]",
)
@options.include
@options.as_of
@options.output
@options.with_dataset
def view(
    dataset: "Dataset",
    entities: tuple[str, ...],
    depth: int,
    limit: int | None,
    form: str | None,
    output: Path | None,
    **choice: Any,
) -> None:
    """Draw the network, or what lies around some entities: as one offline page, or as a picture to put in a text.

    Example: kg view "El Mencho" --depth 2 -o mencho.html
    """
    from kg.queries import find_entity, label_of

    form = form or _form_of(output)
    if form == "png" and output is None:
        raise click.UsageError("a png needs a file to go to: -o FILE.png")
    centre = [find_entity(dataset, each) for each in entities]
    paper = form in {"svg", "png", "mermaid"}
    drawn = _chosen(
        dataset, dict(zip(centre, entities, strict=True)), depth, limit or (_MANY_FOR_PAPER if paper else None), choice
    )
    title = {"title": " and ".join(label_of(dataset, each) for each in centre)} if centre else {}
    if form == "html":
        title.setdefault("title", "People, cartels and government actions")
        options.emit(kg.render(drawn, "html", **title, texts=_texts(dataset)), output)
    elif form == "png":
        _emit_png(kg.render(drawn, "svg", **title), output or Path())
    else:
        options.emit(kg.render(drawn, form, **title), output)


def _form_of(output: Path | None) -> str:
    """Give the format that a file's name asks for; a page, where it asks for none."""
    endings = {".svg": "svg", ".png": "png", ".mmd": "mermaid"}
    return endings.get(output.suffix.lower(), "html") if output else "html"


def _chosen(
    dataset: "Dataset", centre: dict[str, str], depth: int, limit: int | None, choice: dict[str, Any]
) -> "Network":
    """Give the part that is drawn: around the centre (the name given, by entity), without victims nobody asked for."""
    from kg.network import around, picture
    from kg.renderers.selection import LIMIT, selection

    network = options.network(dataset, choice["include"], choice["as_of"])
    for each, given in centre.items():
        if each not in network:
            wider = "; try --include alleged" if choice["include"] == "established" else ""
            raise click.UsageError(f"{given} has no edge in this view{wider}")
    part = around(network, centre, depth=depth) if centre else network
    return selection(part if choice["victims"] else picture(part, keep=centre), limit=limit or LIMIT, keep=centre)


def _texts(dataset: "Dataset") -> dict[str, str]:
    """Give the raw texts of sources that still lie where the store noted them."""
    from kg.graph import note
    from kg.notes import MANIFEST
    from kg.queries.context import texts

    store = click.get_current_context().params["store"]
    return texts(
        dataset, {digest: Path(store) / path for digest, path in note(store, MANIFEST).get("texts", {}).items()}
    )


def _emit_png(svg: str, output: Path) -> None:
    from kg import _terminal
    from kg.files import write_bytes
    from kg.renderers.svg import png

    try:
        picture = png(svg)
    except ModuleNotFoundError:
        cure = "pip install 'cartel-kg[pictures]', or write an .svg"
        raise click.UsageError(f"png needs a package that is not installed: {cure}") from None
    write_bytes(output, picture)
    _terminal.note(f"wrote {output}")
