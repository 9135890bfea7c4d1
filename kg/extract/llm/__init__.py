"""Extraction by a language model behind any OpenAI-compatible address. An option: nothing else needs it.

The article is untrusted and so is the answer. A model proposes rows in words of the article; each quote must be found exactly
once, each row must pass the loader, all rows pass the rule of `kg.extract.safety`, and a person decides.
"""

from collections.abc import Callable
from dataclasses import dataclass

from kg.claim_file import ClaimFile, EntityIn, Row, SourceIn
from kg.errors import DataError, Fault
from kg.extract.llm.client import Client, CutOff, Usage, cache_folder
from kg.extract.llm.prompt import SCHEMA_VERSION, messages, prompt_hash
from kg.extract.llm.rows import Refusal, mentioned, rows_of
from kg.extract.reader import Document
from kg.extract.safety import guarded
from kg.loaders.claims import faults_of

__all__ = ["Client", "Read", "Refusal", "Usage", "cache_folder", "read_with"]

_STRETCH = 12_000  # code points of an article in one request


@dataclass(frozen=True, slots=True)
class Read:
    """What a model read: a claim file of candidates, and what it said that was refused."""

    file: ClaimFile
    refused: tuple[Refusal, ...]


def read_with(client: Client, document: Document, *, say: Callable[[str], None] = lambda text: None) -> Read:
    """Read an article with a model.

    A long article goes in stretches; a stretch whose answer is cut off is halved. Every row notes model, prompt and schema.
    Raises DataError for a text without a day, ModelError for a model that gives no usable answer.
    """
    source = _source(document)
    note = f"read by {client.model}; prompt {prompt_hash()}, schema {SCHEMA_VERSION}"
    entities: dict[str, EntityIn] = {}
    rows: list[Row] = []
    refused: list[Refusal] = []
    waiting = _stretches(document.text)
    while waiting:
        stretch = waiting.pop(0)
        say(f"{document.file}: asking {client.model}, {len(waiting)} stretches to follow")
        known = {key: each.type for key, each in entities.items()}
        try:
            answer = client.ask(messages(stretch, document.date, known))
        except CutOff:
            halves = _halves(stretch)
            if len(halves) < 2:
                raise
            waiting = [*halves, *waiting]
            continue
        entities, held, out = rows_of(answer, document, source, note, len(rows) + len(refused), entities)
        rows += held
        refused += out
    return Read(_file(source, entities, rows, document, refused), tuple(refused))


def _file(
    source: SourceIn, entities: dict[str, EntityIn], rows: list[Row], document: Document, refused: list[Refusal]
) -> ClaimFile:
    kept = guarded(rows, document, types={key: each.type for key, each in entities.items()})
    while True:
        used = mentioned(kept)
        file = ClaimFile(
            source=source, entities={key: each for key, each in entities.items() if key in used}, claims=kept
        )
        faults = faults_of(file, document.text)
        wrong = {row.id: fault for row in kept for fault in faults if fault.place.endswith(f": {row.id}")}
        if not wrong:
            if faults:
                raise DataError(faults)
            return file
        refused.extend(Refusal(row.quote.exact, wrong[row.id].fault) for row in kept if row.id in wrong)
        kept = [row for row in kept if row.id not in wrong]


def _source(document: Document) -> SourceIn:
    if document.date is None:
        cure = "give --date, the day it was published"
        raise DataError([Fault(document.file, "the text does not say when it was published", cure)])
    return SourceIn(
        id=document.id,
        publisher=document.publisher or "not stated",
        date=document.date,
        language=document.language,
        licence=document.licence or "not stated",
        file=document.file,
        sha256=document.sha256,
        title=document.title,
        url=document.url,
        original=document.original,
        originalSha256=document.original_sha256,
    )


def _stretches(text: str) -> list[str]:
    """Cut a text at paragraphs into stretches of a size; a longer paragraph stays whole.

    >>> [len(each) for each in _stretches(("a" * 7_000 + chr(10)) * 3)]
    [7001, 7001, 7001]
    """
    stretches = [""]
    for paragraph in text.splitlines(keepends=True):
        if stretches[-1].strip() and len(stretches[-1]) + len(paragraph) > _STRETCH:
            stretches.append("")
        stretches[-1] += paragraph
    return [each for each in stretches if each.strip()]


def _halves(stretch: str) -> list[str]:
    lines = stretch.splitlines(keepends=True)
    middle = len(lines) // 2
    return [half for half in ("".join(lines[:middle]), "".join(lines[middle:])) if half.strip()]
