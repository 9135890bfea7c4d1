"""The commands of the command line, by what they are for. Each parses, calls and prints.

make     build, check
change   load, retract, diff
ask      find, show, links, timeline, query
analyse  analyse
reply    dossier
draw     export
extract  extract
judge    review, convert
resolve  resolve
measure  evaluate
fetch    fetch
pictures view
serve    serve
develop  vocab
"""

from collections.abc import Sequence

import click

from kg.commands.analyse import analyse
from kg.commands.ask import find, links, query, show, timeline
from kg.commands.change import diff, load, retract
from kg.commands.develop import vocab
from kg.commands.dossier import dossier
from kg.commands.draw import export
from kg.commands.extract import extract
from kg.commands.fetch import fetch
from kg.commands.judge import convert, review
from kg.commands.make import build, check
from kg.commands.measure import evaluate
from kg.commands.pictures import view
from kg.commands.resolve import resolve
from kg.commands.serve import serve

__all__ = ["COMMANDS"]

#: In the order in which `kg --help` lists them.
COMMANDS: Sequence[click.Command] = (
    build,
    load,
    retract,
    diff,
    check,
    fetch,
    find,
    show,
    links,
    timeline,
    dossier,
    query,
    analyse,
    view,
    serve,
    export,
    extract,
    review,
    convert,
    resolve,
    evaluate,
    vocab,
)
