"""Read sources into records. One module per format; each yields and holds nothing."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

from kg.loaders import claims
from kg.model import Record

__all__ = ["LOADERS", "Loader"]

#: (path, day on which the source was taken) -> records
Loader = Callable[[Path, date | None], Iterator[Record]]

LOADERS: dict[str, Loader] = {"claims": claims.load}
