"""The Spanish slice: pairs of names that a person labelled, as records to compare."""

import csv
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from kg.resolve import Party
from kg.resolve.records import Name

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Pair:
    """Two records of one name each, whether they may be one party, and the kind of pair."""

    left: Party
    right: Party
    same: bool
    kind: str


def record(name: str, key: str, of: str) -> Party:
    return Party(f"x:{key}", of, name, frozenset({key}), (Name(name, "name"),))


@pytest.fixture(scope="session")
def labelled() -> Callable[[str], list[Pair]]:
    def read(file: str) -> list[Pair]:
        with (HERE / file).open(encoding="utf-8") as lines:
            return [
                Pair(record(row["left"], "a", of), record(row["right"], "b", of), row["same"] == "yes", row["kind"])
                for row in csv.DictReader(lines)
                for of in ["Organisation" if row["kind"] == "organisation" else "Person"]
            ]

    return read
