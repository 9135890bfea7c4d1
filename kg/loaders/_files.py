"""Files as lists are published: plain, gzipped, or one file in a zip. What is no list, or claims to be huge, is refused."""

import gzip
import hashlib
import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from fnmatch import fnmatch
from pathlib import Path
from typing import BinaryIO, cast

from kg.errors import DataError, Fault

__all__ = ["members", "opened", "sha256_of"]

#: No list is this large unpacked; an archive that claims to be is a mistake or an attack.
_LIMIT = 4 * 2**30
_AGAIN = "fetch the file again"


@contextmanager
def opened(path: Path, member: str = "*") -> Iterator[BinaryIO]:
    """Open a file for reading bytes, unpacked if its content is gzip or zip.

    `member` is the pattern, case aside, of the one file of a zip to read. Whatever keeps the file from being read, while
    the block reads it too, raises DataError: missing, cut off, a web page in place of a list, or too large unpacked.
    """
    try:
        with path.open("rb") as raw:
            magic = raw.read(4)
            raw.seek(0)
            if magic[:2] == b"\x1f\x8b":
                with gzip.open(raw) as unpacked:
                    yield _sound(path, cast(BinaryIO, unpacked))
            elif magic == b"PK\x03\x04":
                with zipfile.ZipFile(raw) as archive, archive.open(_member(path, archive, member)) as inner:
                    yield _sound(path, cast(BinaryIO, inner))
            else:
                yield _sound(path, raw)
    except (OSError, EOFError, zlib.error, zipfile.BadZipFile, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else error
        raise DataError([Fault(str(path), f"cannot be read: {reason}", _AGAIN)]) from None


def members(path: Path) -> list[str]:
    """Give the names of the files in a zip, without their folders; none for any other file. Raises DataError."""
    try:
        if not zipfile.is_zipfile(path):
            return []
        with zipfile.ZipFile(path) as archive:
            return [Path(info.filename).name for info in archive.infolist() if not info.is_dir()]
    except (OSError, zipfile.BadZipFile) as error:
        raise DataError([Fault(str(path), f"cannot be read: {error}", _AGAIN)]) from None


def sha256_of(path: Path) -> str:
    """Give the sha256 of a file as it lies there."""
    try:
        with path.open("rb") as raw:
            return hashlib.file_digest(raw, "sha256").hexdigest()
    except OSError as error:
        raise DataError([Fault(str(path), f"cannot be read: {error.strerror}", "correct its path")]) from None


def _member(path: Path, archive: zipfile.ZipFile, pattern: str) -> zipfile.ZipInfo:
    names = [info for info in archive.infolist() if fnmatch(Path(info.filename).name.lower(), pattern.lower())]
    if len(names) != 1:
        fault = f"holds {len(names)} files like {pattern!r} where one is expected"
        raise DataError([Fault(str(path), fault, "unpack it and name the file")])
    if names[0].file_size > _LIMIT:
        raise DataError([Fault(str(path), f"claims to hold {names[0].file_size} bytes", _AGAIN)])
    return names[0]


def _sound(path: Path, stream: BinaryIO) -> BinaryIO:
    """Give the stream, once it is seen to hold something that is no web page, and stop it at the limit."""
    buffered = io.BufferedReader(_Limited(path, stream), 1 << 16)
    head = buffered.peek(512)[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if not head:
        raise DataError([Fault(str(path), "is empty", _AGAIN)])
    if head.startswith((b"<!doctype html", b"<html")):
        raise DataError([Fault(str(path), "is a web page, not a list", f"{_AGAIN}; the site may have refused")])
    return buffered


class _Limited(io.RawIOBase):
    def __init__(self, path: Path, stream: BinaryIO) -> None:
        self.path, self.stream, self.left = path, stream, _LIMIT

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "memoryview | bytearray") -> int:  # type: ignore[override]
        data = self.stream.read(len(buffer))
        self.left -= len(data)
        if self.left < 0:
            raise DataError([Fault(str(self.path), f"is larger than {_LIMIT} bytes unpacked", _AGAIN)])
        buffer[: len(data)] = data
        return len(data)
