"""Articles to claim files: what is there is kept, what a person judged is never written over, one that fails stops nothing."""

import os
import signal
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice
from multiprocessing import get_context
from pathlib import Path

from kg.claim_file import ClaimFile, dump, parse
from kg.errors import DataError, Fault, ModelError
from kg.extract.reader import Document, read
from kg.extract.rules import extract
from kg.files import write_text
from kg.loaders.claims import faults_of
from kg.model import Review

__all__ = ["Job", "Outcome", "read_all", "read_one", "text_of"]

Known = Mapping[str, str | None]
Reader = Callable[[Document], ClaimFile]
_LIMIT = 120


@dataclass(frozen=True, slots=True)
class Job:
    """An article and the claim file to write."""

    article: Path
    target: Path


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a job: the numbers of rows and entities, or that it was there already, or what was wrong."""

    job: Job
    rows: int = 0
    entities: int = 0
    kept: bool = False
    faults: tuple[Fault, ...] = ()


def text_of(article: Path, known: Known, reader: Reader = extract) -> str:
    """Give the claim file of an article, to be kept in the current folder. Raises DataError.

    A page or PDF is refused: the text taken from it has to be kept beside the claims.
    """
    document = read(article, **known)
    if document.taken:
        cure = "give -o c.yaml: the text that was taken from it is kept beside the claims"
        raise DataError([Fault(str(article), "is not plain text in UTF-8", cure)])
    return dump(_claims(document, article, Path(), reader))


def read_one(job: Job, known: Known, reader: Reader = extract, *, keep: bool = False) -> Outcome:
    """Read an article and write its claim file, with the text beside it that was taken from a page or PDF.

    With `keep` a claim file of the same text is left as it is. Raises DataError for what cannot be read, and rather than
    write over a person's judgements.
    """
    document = read(job.article, **known)
    if job.target.exists() and _stays(job.target, document, keep):
        return Outcome(job, kept=True)
    text_file = job.target.parent / document.file if document.taken else job.article
    file = _claims(document, text_file, job.target.parent, reader)
    if document.taken:
        write_text(text_file, document.text)
    write_text(job.target, dump(file))
    return Outcome(job, len(file.claims), len(file.entities))


def read_all(
    jobs: Sequence[Job],
    known: Known,
    reader: Reader | None = None,
    *,
    names: Sequence[tuple[str, str]] = (),
    wide: bool = False,
) -> Iterator[Outcome]:
    """Read many articles, by the rules on all cores; with a reader of one's own one after the other.

    `names` are names with their classes that the rules look for first.

    Whatever goes wrong with an article is in its outcome, and the others are read: a fault, one that takes more than
    two minutes, or one over which the process that reads it dies.
    """
    workers = min(os.cpu_count() or 1, len(jobs) // 8)
    read = partial(extract, known=tuple(names), wide=wide)
    if reader is not None or workers < 2:
        yield from (_outcome(job, known, reader or read) for job in jobs)
        return
    yield from _read(jobs, workers, partial(_in_time, known=dict(known), reader=read))


def _read(jobs: Sequence[Job], workers: int, work: Callable[[Job], Outcome]) -> Iterator[Outcome]:
    """Read on several processes; if one dies, those next in line are read alone, to tell over which it died."""
    waiting = list(jobs)
    while waiting:
        done: set[Job] = set()
        try:
            for outcome in _side_by_side(waiting, workers, work):
                done.add(outcome.job)
                yield outcome
        except BrokenProcessPool:
            left = [job for job in waiting if job not in done]
            suspects, waiting = left[: 2 * workers], left[2 * workers :]
            yield from (_alone(job, work) for job in suspects)
        else:
            return


def _side_by_side(jobs: Sequence[Job], workers: int, work: Callable[[Job], Outcome]) -> Iterator[Outcome]:
    """Read on several processes, in the order of the jobs as far as they are ready; a few wait in line, not all."""
    pool = ProcessPoolExecutor(workers, mp_context=get_context("spawn"))
    line = iter(jobs)
    running = {pool.submit(work, job) for job in islice(line, 2 * workers)}
    try:
        while running:
            ready, running = wait(running, return_when=FIRST_COMPLETED)
            running |= {pool.submit(work, job) for job in islice(line, len(ready))}
            for each in ready:
                yield each.result()
    finally:
        pool.shutdown(cancel_futures=True)


def _alone(job: Job, work: Callable[[Job], Outcome]) -> Outcome:
    try:
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
            return pool.submit(work, job).result()
    except BrokenProcessPool:
        fault = Fault(str(job.article), "ended the process that read it", "please report it with the article")
        return Outcome(job, faults=(fault,))


def _in_time(job: Job, known: Known, reader: Reader) -> Outcome:
    """Read one article in a process of its own, and give it up after two minutes where the system has an alarm."""
    if not hasattr(signal, "SIGALRM"):
        return _outcome(job, known, reader)
    signal.signal(signal.SIGALRM, _too_long)
    signal.alarm(_LIMIT)
    try:
        return _outcome(job, known, reader)
    finally:
        signal.alarm(0)


def _too_long(*_: object) -> None:
    raise TimeoutError(f"it took more than {_LIMIT} seconds")


def _outcome(job: Job, known: Known, reader: Reader = extract) -> Outcome:
    try:
        return read_one(job, known, reader, keep=True)
    except DataError as error:
        return Outcome(job, faults=error.faults)
    except ModelError as error:
        if error.about_all:
            raise
        return Outcome(job, faults=(Fault(str(job.article), str(error), "read it by the rules, or try another model"),))
    except Exception as error:  # a fault of ours in one article must not cost the others
        fault = f"could not be read: {type(error).__name__}: {error}"
        return Outcome(job, faults=(Fault(str(job.article), fault, "please report it with the article"),))


def _claims(document: Document, text_file: Path, folder: Path, reader: Reader) -> ClaimFile:
    file = reader(replace(document, file=Path(os.path.relpath(text_file, folder)).as_posix()))
    if faults := faults_of(file, document.text):
        raise DataError(faults)
    return file


def _stays(target: Path, document: Document, keep: bool) -> bool:
    there = parse(target)
    if keep and there.source.sha256 == document.sha256:
        return True
    if any(row.review for row in there.claims) or there.review is not Review.CANDIDATE:
        raise DataError([Fault(str(target), "holds judgements of a person", "choose another name, or remove the file")])
    return False
