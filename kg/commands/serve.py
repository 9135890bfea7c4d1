"""Serve a store to people and programs."""

from pathlib import Path

import click

from kg.commands import options
from kg.errors import KgError, MissingExtra

__all__ = ["serve"]


@click.command()
@click.option(
    "--store",
    default="build/store",
    show_default=True,
    type=options.place,
    metavar="STORE",
    help="The store to serve: a directory, or the http address of a SPARQL endpoint, of which a copy is kept here.",
)
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen at; 0.0.0.0 is every one.")
@click.option(
    "--port", default=8000, show_default=True, type=click.IntRange(0, 65535), help="The port; 0 is a free one."
)
@click.option(
    "--allow-host", "hosts", multiple=True, metavar="NAME", help="A name under which it may be asked, beside localhost."
)
@click.option(
    "--allow-origin", "origins", multiple=True, metavar="URL", help="A site whose pages may read its answers."
)
@click.option("--proxy", metavar="ADDRESS", help="The proxy in front, whose X-Forwarded-For is believed.")
def serve(
    store: Path | str, host: str, port: int, hosts: tuple[str, ...], origins: tuple[str, ...], proxy: str | None
) -> None:
    """Serve the store: pages to read, and a SPARQL endpoint at /sparql. Read-only; Ctrl-C stops it.

    A build, load or retract goes live by itself, without a restart. The log of requests goes to stderr, a JSON line each.

    \b
    Example: kg serve
             kg serve --host 0.0.0.0 --port 8080 --allow-host graph.example.org --proxy 127.0.0.1
    """
    from kg import _terminal
    from kg.graph import current_build

    current_build(store)
    try:
        from kg.web.app import create_app
        from kg.web.server import run
        from kg.web.settings import Settings
    except ModuleNotFoundError as error:
        raise MissingExtra(f"{error.name} is not installed; pip install 'cartel-kg[web]'") from None
    settings = Settings(store, host, port, hosts, origins, proxy)
    if not run(create_app(settings), settings, lambda address: _terminal.note(f"serving {store} at {address}")):
        raise KgError(f"cannot listen at {host}, port {port}; choose another --port, or see above")
