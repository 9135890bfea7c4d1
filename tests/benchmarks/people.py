"""Two lists of people to link, made from real-looking names with the errors that lists and the press make; seeded."""

import csv
import gzip
import os
import random
from pathlib import Path

from kg.resolve import Party
from kg.resolve.records import Name

NAMES = "data/names/negatives_global_50k.csv.gz"


def lists(size: int, seed: int = 11) -> tuple[list[Party], list[Party]]:
    """Give two lists of `size` records; the first half of the second are the same people as of the first.

    In the second list, of the middle names a third is missing and a seventh an initial, three names in ten have a slip
    in the given name or surname, four in ten have a comma; four birth dates in ten are missing, and two are years.
    """
    chance = random.Random(seed)
    with gzip.open(Path(os.environ["KG_TEST_DATA"]) / NAMES, "rt", encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    chance.shuffle(rows)
    half = size // 2
    left = [_party("l", n, row["full_name"], row["date_of_birth"]) for n, row in enumerate(rows[:size])]
    others = rows[:half] + rows[size : 2 * size - half]
    right = [
        _party("r", n, _written(row, chance), _known(row["date_of_birth"], chance)) for n, row in enumerate(others)
    ]
    return left, right


def true_pairs(size: int) -> set[tuple[str, str]]:
    """Give the ids of the pairs that are one person."""
    return {(f"l.{n:06}", f"r.{n:06}") for n in range(size // 2)}


def _party(source: str, number: int, name: str, born: str) -> Party:
    births = (born,) if born else ()
    return Party(f"{source}.{number:06}", "Person", name, frozenset({source}), (Name(name, "name"),), births=births)


def _written(row: dict[str, str], chance: random.Random) -> str:
    first, middle, last = row["first_name"], row["middle_name"], row["last_name"]
    fate = chance.random()
    if middle:
        middle = "" if fate < 0.35 else f"{middle[0]}." if fate < 0.5 else middle
    if chance.random() < 0.3:
        first, last = (_slip(first, chance), last) if chance.random() < 0.5 else (first, _slip(last, chance))
    given = f"{first} {middle}".strip()
    return f"{last.upper()}, {given}" if chance.random() < 0.4 else f"{given} {last}"


def _slip(word: str, chance: random.Random) -> str:
    """Leave out, turn round, double or change one letter; short words stay."""
    if len(word) < 4:
        return word
    at, kind = chance.randrange(1, len(word) - 1), chance.random()
    if kind < 0.3:
        return word[:at] + word[at + 1 :]
    if kind < 0.6:
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    return word[: at + 1] + (word[at:] if kind < 0.8 else chance.choice("aeioulnrst") + word[at + 1 :])


def _known(born: str, chance: random.Random) -> str:
    fate = chance.random()
    return "" if fate < 0.4 else born[:4] if fate < 0.6 else born
