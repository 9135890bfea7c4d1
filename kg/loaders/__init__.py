"""Read sources into records. One module per format; each yields and holds nothing."""

from collections.abc import Callable, Iterator
from pathlib import Path

from kg.loaders import claims, ftm, ofac, rdf, table, un
from kg.model import Edition, Record

__all__ = ["LOADERS", "Loader"]

#: (path, what sources.toml says of it) -> records
Loader = Callable[[Path, Edition], Iterator[Record]]

LOADERS: dict[str, Loader] = {
    "claims": claims.load,
    "ftm": ftm.load,
    "ofac": ofac.load,
    "rdf": rdf.load,
    "table": table.load,
    "un": un.load,
}
