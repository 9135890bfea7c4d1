"""Extract: from articles to claim files somebody can review."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.commands.model import client_of, model_options, read_by, spent

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kg.claim_file import ClaimFile
    from kg.extract import Document
    from kg.extract.batch import Job, Outcome

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
@click.option(
    "--names-of",
    "names_of",
    metavar="STORE",
    help="A store whose names are looked for before any others; build/store if it is there.",
)
@click.option(
    "--wide", is_flag=True, help="Also what a small trained model proposes: more claims, fewer of them right."
)
@model_options
def extract(
    articles: tuple[Path, ...],
    output: Path | None,
    date: str | None,
    publisher: str | None,
    language: str | None,
    names_of: str | None,
    wide: bool,
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
    from kg.extract import extract as by_rules
    from kg.extract.batch import read_all, read_one, text_of

    client = client_of(llm, base_url, price)
    known = {"date": date, "publisher": publisher, "language": language}
    many = _many(articles, output)
    names = _names(names_of)
    with _terminal.progress() as say:

        def reader(document: "Document") -> "ClaimFile":
            return read_by(client, document, say) if client else by_rules(document, known=names, wide=wide)

        if not many and output is None:
            _terminal.write(text_of(articles[0], known, reader))
        elif not many:
            _tell(read_one(_job(articles[0], output), known, reader))
    failed = _read_many(many, read_all(many, known, reader if client else None, names=names, wide=wide)) if many else 0
    if client:
        _terminal.note(spent(client, price))
    if failed:
        raise SystemExit(1)


def _read_many(jobs: "Sequence[Job]", outcomes: "Iterable[Outcome]") -> int:
    """Read many articles under a bar, say what came of them, and give how many failed."""
    from kg import _terminal

    read, kept, rows, failed = 0, 0, 0, 0
    with _terminal.bar(len(jobs), "reading articles") as step:
        for outcome in outcomes:
            if outcome.faults:
                _terminal.faults(outcome.faults)
            read += not (outcome.kept or outcome.faults)
            kept += outcome.kept
            failed += bool(outcome.faults)
            rows += outcome.rows
            step()
    parts = [f"{read} articles read, {rows} candidate rows"]
    parts += [f"{kept} claim files were there and are kept"] if kept else []
    parts += [f"{failed} of {len(jobs)} articles could not be read"] if failed else []
    _terminal.note("; ".join(parts))
    first = next((job.target for job in jobs if job.target.exists()), None)
    if first:
        _terminal.note(f"next: kg review {first}")
    return failed


def _names(store: str | None) -> tuple[tuple[str, str], ...]:
    """Give the names of a store; those of the default one where it is there."""
    if store is None and not Path("build/store").exists():
        return ()
    import kg
    from kg.queries.known import known_names

    return known_names(kg.open(store or "build/store"))


def _tell(outcome: "Outcome") -> None:
    from kg import _terminal

    target = outcome.job.target
    _terminal.note(
        f"{target}: {outcome.rows} candidate rows about {outcome.entities} entities; next: kg review {target}"
    )


def _job(article: Path, target: Path | None) -> "Job":
    from kg.extract.batch import Job

    return Job(article, target or Path())


def _many(articles: tuple[Path, ...], output: Path | None) -> "list[Job]":
    """Give the jobs of a folder or of several articles; none for a single article that goes to a file or to stdout."""
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
        return []
    if output is None or output.is_file():
        raise click.UsageError("name a folder for the claim files: -o claims/")
    taken: dict[Path, Path] = {}
    for article, place in found:
        target = output / place.with_suffix(".yaml")
        if target in taken:
            raise click.UsageError(f"{article} and {taken[target]} would both be {target}; give the folder they are in")
        taken[target] = article
    return [_job(article, target) for target, article in taken.items()]
