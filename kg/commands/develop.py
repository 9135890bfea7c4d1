"""For those who change the project."""

from pathlib import Path

import click

import kg

__all__ = ["vocab"]


@click.command()
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
