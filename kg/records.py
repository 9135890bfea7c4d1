"""Read a record of a list to its last field: what nobody has read stops the load, and says where."""

import hashlib
from collections.abc import Collection, Iterable, Mapping
from types import TracebackType
from typing import Self

from kg.errors import DataError, Fault

__all__ = ["Fields", "digest"]


class Fields:
    """One record as a context: every field is taken, or named as ignored, before it is left.

    >>> with Fields({"name": "ANA", "type": "-0- "}, where="sdn.csv:1", null="-0-") as field:
    ...     field.take("name"), field.take("type")
    ('ANA', None)
    """

    def __init__(self, row: Mapping[str, str], *, where: str, null: str = "", ignore: Collection[str] = ()) -> None:
        self.row, self.where, self.null = row, where, null
        self.unread = [name for name in row if name not in ignore]

    def take(self, name: str) -> str | None:
        """Give a field without the spaces around it; None where it is empty or the format's word for nothing."""
        if name in self.unread:
            self.unread.remove(name)
        text = self.row[name].strip()
        return None if text in {"", self.null} else text

    def need(self, name: str) -> str:
        """Give a field that must not be empty. Raises DataError."""
        text = self.take(name)
        if text is None:
            raise self.error(f"{name} is empty", "correct the file, or load an edition that is whole")
        return text

    def error(self, fault: str, cure: str) -> DataError:
        """Make the error of this record."""
        return DataError([Fault(self.where, fault, cure)])

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None and self.unread:
            raise self.error(f"unread field {self.unread[0]}", "read it in the loader, or name it as ignored")


def digest(cells: Iterable[str]) -> str:
    """Give a short digest of the cells of a row, the same for the same cells in every run.

    >>> digest(["36", "AEROCARIBBEAN"]) == digest(["36", "AEROCARIBBEAN"]) != digest(["36AERO", "CARIBBEAN"])
    True
    """
    return hashlib.blake2b("\x1f".join(cells).encode(), digest_size=8).hexdigest()
