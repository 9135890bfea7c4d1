"""Judgements in a CSV that lives beside the sources: who decided what about two records, when and why.

The last row about a pair counts. Undo a merge by changing its row and building again.
"""

import csv
import io
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from rdflib import Dataset, URIRef
from rdflib.namespace import XSD

from kg.errors import DataError, Fault
from kg.files import write_text
from kg.graph import rows
from kg.graph.quads import judgement_quads, literal
from kg.model import local_key
from kg.vocab import KG, PREFIXES

__all__ = [
    "COLUMNS",
    "Decision",
    "append_decision",
    "canonical_ids",
    "decision_quads",
    "decisions_in",
    "read_decisions",
    "withdraw_decision",
]

COLUMNS = ("left", "right", "verdict", "decided_by", "decided_on", "reason")
_JUDGEMENTS = """
SELECT ?left ?right (STRAFTER(STR(?given), "#") AS ?verdict) ?by ?on ?reason WHERE {
  GRAPH graph:identity { ?j kg:left ?left ; kg:right ?right ; kg:verdict ?given ; kg:decidedBy ?by ; kg:decidedOn ?on ; kg:reason ?reason }
} ORDER BY ?on ?left ?right"""
_VERDICTS = ("Same", "Different", "Unsure")


@dataclass(frozen=True, slots=True)
class Decision:
    """One judgement; left and right are entity ids."""

    left: URIRef
    right: URIRef
    verdict: str
    decided_by: str
    decided_on: date
    reason: str


def read_decisions(path: Path) -> tuple[Decision, ...]:
    """Read the decisions, oldest first; of several about one pair only the last. Raises DataError.

    The file is appended to, so its rows are in the order of their days.
    """
    kept: dict[frozenset[URIRef], Decision] = {}
    faults: list[Fault] = []
    before = date.min
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise DataError([Fault(str(path), f"cannot be read: {error}", "save it as CSV in UTF-8")]) from None
    with io.StringIO(text, newline="") as lines:
        reader = csv.DictReader(lines)
        if tuple(reader.fieldnames or ()) != COLUMNS:
            raise DataError(
                [Fault(f"{path}:1", "the columns are not those of a decisions file", f"write {','.join(COLUMNS)}")]
            )
        for row in reader:
            place = f"{path}:{reader.line_num}"
            try:
                decision = _decision(row)
            except ValueError as error:
                faults.append(Fault(place, str(error), "correct the row"))
                continue
            if decision.decided_on < before:
                faults.append(
                    Fault(
                        place,
                        f"{decision.decided_on} is earlier than the row above",
                        "append decisions, do not insert them",
                    )
                )
            before = max(before, decision.decided_on)
            pair = frozenset((decision.left, decision.right))
            kept.pop(pair, None)
            kept[pair] = decision
    if faults:
        raise DataError(faults)
    return tuple(kept.values())


def append_decision(path: Path, decision: Decision) -> None:
    """Add a judgement at the end of the file, which is made if it is not there; on disk when this returns.

    Raises DataError, and adds nothing, when the file is faulty, its last row is of a later day, or the judgement
    joins two records judged Different.
    """
    earlier = read_decisions(path) if path.exists() else ()
    later = max((each.decided_on for each in earlier), default=date.min)
    if decision.decided_on < later:
        fault = f"has a row of {later}, and today is {decision.decided_on}"
        raise DataError([Fault(str(path), fault, "correct the clock, or the row")])
    canonical_ids((*earlier, decision))
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("ab") as out:
        if out.tell() == 0:
            out.write((",".join(COLUMNS) + "\n").encode())
        elif path.read_bytes()[-1:] != b"\n":
            out.write(b"\n")
        out.write(_row(decision).encode())
        out.flush()
        os.fsync(out.fileno())


def withdraw_decision(path: Path, decision: Decision) -> None:
    """Take the last row back, a slip of the hand. Raises DataError when the last row is another one."""
    text, row = path.read_bytes().decode("utf-8"), _row(decision)
    if not text.endswith(row):
        raise DataError([Fault(str(path), "its last row is not the one to take back", "change the row by hand")])
    write_text(path, text.removesuffix(row))


def _row(decision: Decision) -> str:
    out = io.StringIO()
    sides = (local_key(decision.left), local_key(decision.right))
    texts = (decision.verdict, decision.decided_by, decision.decided_on.isoformat(), decision.reason)
    csv.writer(out, lineterminator="\n").writerow([*sides, *(" ".join(text.split()) for text in texts)])
    return out.getvalue()


def _decision(row: dict[str, str | None]) -> Decision:
    cells = {name: (row.get(name) or "").strip() for name in COLUMNS}
    empty = [name for name, text in cells.items() if not text]
    if empty or None in row:
        raise ValueError(f"the row lacks {', '.join(empty)}" if empty else "the row has too many cells")
    if cells["verdict"] not in _VERDICTS:
        raise ValueError(f"verdict {cells['verdict']!r} is none of {', '.join(_VERDICTS)}")
    left, right = (URIRef(PREFIXES[""] + cells[side]) for side in ("left", "right"))
    if left == right:
        raise ValueError("both sides are the same record")
    try:
        day = date.fromisoformat(cells["decided_on"])
    except ValueError:
        raise ValueError(f"decided_on {cells['decided_on']!r} is not a day; write YYYY-MM-DD") from None
    return Decision(left, right, cells["verdict"], cells["decided_by"], day, cells["reason"])


def canonical_ids(decisions: Iterable[Decision]) -> dict[URIRef, URIRef]:
    """Give the canonical id of every record judged the same as another: the first of its set in alphabetical order.

    Raises DataError when a chain of Same joins two records judged Different, which holds for ever.
    """
    decisions = tuple(decisions)
    parent: dict[URIRef, URIRef] = {}

    def root(iri: URIRef) -> URIRef:
        while parent.setdefault(iri, iri) != iri:
            iri = parent[iri]
        return iri

    for decision in decisions:
        if decision.verdict == "Same":
            first, second = sorted((root(decision.left), root(decision.right)))
            parent[second] = first
    faults = [
        Fault(
            "decisions",
            f"{local_key(d.left)} and {local_key(d.right)} are judged Different, and other rows join them",
            "change one of the Same rows",
        )
        for d in decisions
        if d.verdict == "Different" and root(d.left) == root(d.right)
    ]
    if faults:
        raise DataError(faults)
    return {iri: root(iri) for iri in sorted(parent)}


def decision_quads(decisions: Iterable[Decision]) -> Iterator[str]:
    """Write the decisions for the identity graph."""
    for decision in decisions:
        key = f"{local_key(decision.left)}~{local_key(decision.right)}"
        texts = {
            KG.verdict: f"<{KG[decision.verdict]}>",
            KG.decidedBy: literal(decision.decided_by),
            KG.decidedOn: literal(decision.decided_on, XSD.date),
            KG.reason: literal(decision.reason),
        }
        yield from judgement_quads(key, decision.left, decision.right, texts)


def decisions_in(dataset: Dataset) -> tuple[Decision, ...]:
    """Give the decisions a store was built with."""
    return tuple(
        Decision(URIRef(left), URIRef(right), verdict, by, date.fromisoformat(on), reason)
        for left, right, verdict, by, on, reason in rows(dataset, _JUDGEMENTS)
        if left and right and verdict and by and on and reason
    )
