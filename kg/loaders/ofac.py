"""OFAC's lists of sanctioned parties, in every format they are published in; the content tells which.

`sdn.csv` with `alt.csv` and `add.csv` beside it or in one zip, the consolidated `cons_prim.csv` with its two, `sdn.xml`
(or `consolidated.xml`), and `sdn_advanced.xml`. Plain, gzipped or zipped.

A party's id is its ent_num (uid, FixedRef), the same in every format and edition. Every cell becomes claims whose passage is
the cell; of remarks each item is one, and what no rule knows is kept word for word as a kg:remark. In XML, texts that
make one statement (the lines of an address, an id with its country and dates) are quoted as one, in OFAC's own order.
The reading of `sdn_advanced.xml` follows its published schema and is unproven on a whole real file.
"""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

from kg.loaders._files import members, opened
from kg.loaders._ofac_advanced import read_advanced
from kg.loaders._ofac_csv import read_csv
from kg.loaders._ofac_xml import read_xml
from kg.model import Edition, Record

__all__ = ["load"]


def load(path: Path, edition: Edition) -> Iterator[Record]:
    """Yield the records of one edition of a list.

    Rows that `edition.unchanged` knows are skipped. The row of a passage is called `sdn.csv 36`, `alt.csv 36 12`,
    `add.csv 36 25` or `sdn.xml 36`, whatever the file is called; that of a programme and its code is `program SDNTK`.
    Raises DataError, with file and line, for a file that is not such a list, is cut off or in another encoding, for a
    column or element that nobody reads, and for a new type, kind of alias or programme.
    """
    yield from _reader(path)(path, edition)


def _reader(path: Path) -> Callable[[Path, Edition], Iterator[Record]]:
    """Tell the format by the content."""
    if any(name.lower().endswith(".csv") for name in members(path)):
        return read_csv
    with opened(path) as raw:
        head = raw.read(4096).lstrip(b"\xef\xbb\xbf \t\r\n")
    if not head.startswith(b"<"):
        return read_csv
    return read_advanced if re.search(rb"<(?:\w+:)?Sanctions[\s>]", head) else read_xml
