"""Extract: from articles to claim files somebody can review."""

import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.commands.model import client_of, model_options, read_by, spent

if TYPE_CHECKING:
    from kg.claim_file import ClaimFile
    from kg.extract import Document

__all__ = ["extract"]

_ENDINGS = {".txt", ".text", ".md", ".markdown", ".html", ".htm", ".xhtml", ".pdf"}


@click.command()
@click.argument("articles", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), help="A claim file; a folder, for more than one article."
)
@click.option("--date", metavar="YYYY-MM-DD", help="The day it was published, where the text does not say.")
@click.option("--publisher", help="Who published it, where the text does not say.")
@click.option("--language", type=click.Choice(["en", "es"]), help="Its language, where it is not to be guessed.")
@model_options
def extract(
    articles: tuple[Path, ...],
    output: Path | None,
    date: str | None,
    publisher: str | None,
    language: str | None,
    llm: str | None,
    base_url: str | None,
    price: tuple[float, float] | None,
) -> None:
    """Read ARTICLES (text, Markdown, HTML, PDF, or folders of them) and propose claims, each a candidate with its quote.

    Nothing is a fact until a person accepts it: kg review. A folder that is read again keeps the claim files that are
    there; an article that cannot be read is named and the others are read. A file with judgements is never written over.

    \b
    Example: kg extract article.txt -o c.yaml && kg review c.yaml
             kg extract articles/ -o claims/
    """
    from kg import _terminal
    from kg.errors import DataError

    client = client_of(llm, base_url, price)
    known = {"date": date, "publisher": publisher, "language": language}
    jobs = list(_jobs(articles, output))
    failed = 0
    with _terminal.progress() as say:

        def reader(document: "Document") -> "ClaimFile":
            if client:
                return read_by(client, document, say)
            from kg.extract import extract as by_rules

            return by_rules(document)

        for number, (article, target) in enumerate(jobs, 1):
            say(f"{number} of {len(jobs)}: {article}")
            try:
                _read_one(article, target, known, reader, keep=len(jobs) > 1)
            except DataError as error:
                if len(jobs) == 1:
                    raise
                failed += 1
                _terminal.faults(error.faults)
    if client:
        _terminal.note(spent(client, price))
    if failed:
        _terminal.note(f"{failed} of {len(jobs)} articles could not be read")
        raise SystemExit(1)


def _jobs(articles: tuple[Path, ...], output: Path | None) -> Iterator[tuple[Path, Path | None]]:
    """Give each article and the claim file to write; None for stdout."""
    found: list[tuple[Path, Path]] = []
    for given in articles:
        if given.is_dir():
            inside = sorted(path for path in given.rglob("*") if path.suffix.lower() in _ENDINGS and path.is_file())
            found += [(path, path.relative_to(given)) for path in inside if not path.name.endswith(".extracted.txt")]
        else:
            found.append((given, Path(given.name)))
    if not found:
        raise click.UsageError("there is no article (.txt, .md, .html, .pdf) in what was given")
    if len(found) == 1 and not articles[0].is_dir() and not (output and output.is_dir()):
        yield found[0][0], output
        return
    if output is None or output.is_file():
        raise click.UsageError("name a folder for the claim files: -o claims/")
    taken: dict[Path, Path] = {}
    for article, place in found:
        target = output / place.with_suffix(".yaml")
        if target in taken:
            raise click.UsageError(f"{article} and {taken[target]} would both be {target}; give the folder they are in")
        taken[target] = article
        yield article, target


def _read_one(
    article: Path,
    target: Path | None,
    known: dict[str, str | None],
    reader: "Callable[[Document], ClaimFile]",
    keep: bool,
) -> None:
    from kg import _terminal
    from kg.claim_file import dump
    from kg.errors import DataError, Fault
    from kg.extract import read
    from kg.files import write_text
    from kg.loaders.claims import faults_of

    document = read(article, **known)
    if target and target.exists() and _stays(target, document, keep):
        return
    if target is None and document.taken:
        cure = "give -o c.yaml: the text that was taken from it is kept beside the claims"
        raise DataError([Fault(str(article), "is not plain text in UTF-8", cure)])
    folder = target.parent if target else Path()
    text_file = folder / document.file if document.taken else article
    file = reader(replace(document, file=Path(os.path.relpath(text_file, folder)).as_posix()))
    if faults := faults_of(file, document.text):
        raise DataError(faults)
    if document.taken:
        write_text(text_file, document.text)
    if target is None:
        _terminal.write(dump(file))
        return
    write_text(target, dump(file))
    _terminal.note(
        f"{target}: {len(file.claims)} candidate rows about {len(file.entities)} entities; next: kg review {target}"
    )


def _stays(target: Path, document: "Document", keep: bool) -> bool:
    """Tell whether a claim file of the same text is kept. Raises DataError rather than write over judgements."""
    from kg.claim_file import parse
    from kg.errors import DataError, Fault

    there = parse(target)
    if keep and there.source.sha256 == document.sha256:
        return True
    if any(row.review for row in there.claims) or there.review != "Candidate":
        raise DataError([Fault(str(target), "holds judgements of a person", "choose another name, or remove the file")])
    return False
