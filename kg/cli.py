"""The command line: parse, call, print. Exit codes: 0 done, 1 the data does not hold, 2 it could not be run."""

import io
import sys
from typing import Any

import click

import kg
from kg.commands import COMMANDS
from kg.errors import DataError, KgError

__all__ = ["main"]


class _Kg(click.Group):
    """Lists commands as a user meets them, and turns the package's errors into one clear line each."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)

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


for _command in COMMANDS:
    main.add_command(_command)
