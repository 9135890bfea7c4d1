"""Judge what was extracted, here or in another tool."""

from pathlib import Path

import click

__all__ = ["convert", "review"]


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--browser", is_flag=True, help="In a page, served to this machine only.")
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="With --browser: the port, else a free one.")
@click.option("--no-open", is_flag=True, help="With --browser: print the address and open nothing.")
def review(file: Path, browser: bool, port: int, no_open: bool) -> None:
    """Accept, reject or edit the claims of a claim FILE, each beside the text it rests on.

    Every judgement is written at once; comments and order of the file stay as they are. Ctrl-C stops and loses nothing.
    An edit opens $EDITOR; it is checked before it is written.

    \b
    Example: kg review c.yaml
             kg review c.yaml --browser
    """
    from kg import _terminal
    from kg.review import Session, summary
    from kg.review import review as in_terminal
    from kg.review.server import serve

    if not browser and (port or no_open):
        raise click.UsageError("--port and --no-open are for --browser")
    session = Session(file)
    try:
        if browser:
            serve(session, port=port, say=_terminal.note, open_page=not no_open)
        else:
            in_terminal(session)
    except KeyboardInterrupt:
        pass
    _terminal.write("\n" + summary(session))


@click.command()
@click.argument("source", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("target", type=click.Path(dir_okay=False, path_type=Path))
def convert(source: Path, target: Path) -> None:
    """Take a claim file to an annotation tool and back; the endings of SOURCE and TARGET say how.

    .yaml is a claim file, .jsonld W3C Web Annotation, .ann brat standoff (its text goes along as .txt). What comes back is
    checked before it is written; comments of a claim file do not travel.

    \b
    Example: kg convert c.yaml c.ann
             kg convert c.ann reviewed.yaml
    """
    from kg import _terminal
    from kg.exchange import convert as converted

    for path in converted(source, target):
        _terminal.note(f"wrote {path}")
