"""What reading OFAC's list costs: whole, against rdflib parsing what it gives, and again when nothing has changed."""

import csv
from dataclasses import replace
from pathlib import Path

from rdflib import Dataset

from kg.graph.facts import Facts
from kg.graph.quads import source_quads
from kg.loaders import LOADERS
from kg.model import Claim, Edition

EDITION = Edition(id="ofac-2022-01-31", publisher="OFAC", date="2022-01-31", licence="public domain")
#: The share of the quads that rdflib is timed on: it needs minutes for all of them.
PART = 100
COUNT = """
import sys
from pathlib import Path
from kg.loaders import LOADERS
from kg.model import Edition
print(sum(1 for _ in LOADERS["ofac"](Path(sys.argv[1]), Edition(id="x"))))
"""


def cut(folder: Path, into: Path, scale: float) -> Path:
    """Write the share of the list's rows that the scale asks for, with the aliases and addresses of those parties."""
    for name in ("sdn", "alt", "add"):
        lines = (folder / f"{name}.csv").read_bytes().splitlines(keepends=True)
        (into / f"{name}.csv").write_bytes(b"".join(lines[: max(20, int(len(lines) * min(scale, 1)))]).rstrip(b"\x1a"))
    return into / "sdn.csv"


def test_reading_a_list(shared_data: Path, tmp_path: Path, measured, scale: float, peak) -> None:  # type: ignore[no-untyped-def]
    folder = shared_data / "data" / "ofac" / "2022-01-31"
    # Peaks first: a process inherits the peak of the one that starts it.
    _, few = peak(COUNT, str(cut(folder, tmp_path, scale / 10)))
    path = cut(folder, tmp_path, scale)
    _, most = peak(COUNT, str(path))
    with measured.clock() as whole:
        claims = sum(isinstance(record, Claim) for record in LOADERS["ofac"](path, EDITION))

    rows: dict[str, str] = {}
    noted = replace(EDITION, unchanged=lambda row, digest: rows.setdefault(row, digest) != digest)
    list(LOADERS["ofac"](path, noted))
    with measured.clock() as again:
        left = list(LOADERS["ofac"](path, replace(EDITION, unchanged=lambda row, digest: rows[row] == digest)))
    assert not [record for record in left if isinstance(record, Claim)]

    with measured.clock() as plain:
        for name in ("sdn", "alt", "add"):
            with (tmp_path / f"{name}.csv").open(encoding="latin-1", newline="") as lines:
                assert list(csv.reader(lines))

    quads = list(source_quads(LOADERS["ofac"](path, EDITION), {}, Facts()))[::PART]
    with measured.clock() as rdflib:
        Dataset().parse(data="".join(quads), format="nquads")
    parsed = rdflib() * PART

    measured.table(
        f"The trio of 2022-01-31: {claims} claims of {len(rows)} rows",
        ("what", "seconds", "ratio"),
        [
            ("csv.reader alone", plain(), plain() / whole()),
            ("all records, one after the other", whole(), 1.0),
            ("nothing changed: every row skipped", again(), again() / whole()),
            (f"rdflib parsing the N-Quads of the records (one line in {PART}, times {PART})", parsed, parsed / whole()),
        ],
        note=f"A skipped row costs {again() / len(rows) * 1e6:.0f} µs. Peak memory of reading: {most} MiB, "
        f"{few} MiB for a tenth of the rows.",
    )
    measured.holds("skipping every row takes at most a quarter of reading them", again() <= whole() / 4)
    measured.holds("reading is faster than rdflib parsing what it gives", whole() < parsed)
    measured.holds("memory does not grow with the rows", most <= few + 60)
