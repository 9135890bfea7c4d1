"""Take a claim file to the formats of annotation tools and back: W3C Web Annotation in JSON-LD, and brat standoff.

All a row says goes along, and comes back as it was; what somebody changed in between is what comes back.
"""

import os
from dataclasses import dataclass
from pathlib import Path

from kg.claim_file import ClaimFile, dump, parse
from kg.errors import DataError, Fault
from kg.exchange import brat, webannotation
from kg.files import write_text
from kg.loaders.claims import load_text

__all__ = ["FORMATS", "convert"]

#: By the ending of the file.
FORMATS = {".yaml": "claim file", ".yml": "claim file", ".jsonld": "W3C Web Annotation", ".ann": "brat standoff"}


@dataclass(frozen=True, slots=True)
class _Read:
    file: ClaimFile
    text: str
    article: Path


def convert(here: Path, there: Path) -> list[Path]:
    """Write a file in the format of another one's ending and give the files written.

    For brat the text goes along as `.txt`, and `annotation.conf` where there is none. Raises DataError for an ending that
    is no format, and for what comes back and does not hold; nothing is written then.
    """
    for path in (here, there):
        if path.suffix.lower() not in FORMATS:
            cure = "name files .yaml (a claim file), .jsonld (Web Annotation) or .ann (brat)"
            raise DataError(
                [Fault(str(path), f"{path.suffix or 'no ending'} is no format that can be converted", cure)]
            )
    if there.resolve() == here.resolve():
        raise DataError([Fault(str(there), "is the file to convert", "choose another name")])
    read = _read(here)
    if there.suffix.lower() == ".ann":
        texts = {
            there: brat.write(_beside(read, there.with_suffix(".txt"), there), read.text),
            there.with_suffix(".txt"): read.text,
        }
        settings = there.with_name("annotation.conf")
        if not settings.exists():
            texts[settings] = brat.settings()
        article = there.with_suffix(".txt")
        if article.exists() and article.read_bytes().decode("utf-8", errors="replace") != read.text:
            raise DataError([Fault(str(article), "is another text", "choose another folder or name")])
    elif there.suffix.lower() == ".jsonld":
        texts = {there: webannotation.write(_beside(read, read.article, there), read.text)}
    else:
        texts = {there: dump(_beside(read, read.article, there))}
        load_text(there, texts[there])
    for path, text in texts.items():
        write_text(path, text)
    return list(texts)


def _read(path: Path) -> _Read:
    if path.suffix.lower() in {".yaml", ".yml"}:
        file = parse(path)
        load_text(path, _decoded(path))
        return _Read(file, _decoded(path.parent / file.source.file), path.parent / file.source.file)
    if path.suffix.lower() == ".jsonld":
        content = webannotation.source_of(_decoded(path), str(path))
        article = path.parent / content.file
        text = _decoded(article)
        return _Read(webannotation.read(_decoded(path), text, str(path)), text, article)
    article = path.with_suffix(".txt")
    text = _decoded(article)
    return _Read(brat.read(_decoded(path), text, str(path)), text, article)


def _decoded(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8")
    except OSError as error:
        raise DataError(
            [Fault(str(path), f"cannot be read: {error.strerror}", "give the path of a file that is there")]
        ) from None
    except UnicodeDecodeError as error:
        raise DataError([Fault(str(path), f"byte {error.start} is not UTF-8", "save it as UTF-8")]) from None


def _beside(read: _Read, article: Path, there: Path) -> ClaimFile:
    """Give the claim file with the path of its article as seen from another place."""
    file = Path(os.path.relpath(article.resolve(), there.resolve().parent)).as_posix()
    return read.file.model_copy(update={"source": read.file.source.model_copy(update={"file": file})})
