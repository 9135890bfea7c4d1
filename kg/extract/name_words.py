"""Words that tell names from other words, as data."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

__all__ = ["NameWords", "words"]


@dataclass(frozen=True, slots=True)
class NameWords:
    """Words of both languages; see names.toml."""

    name_joints: frozenset[str]
    body_joints: frozenset[str]
    nothing: frozenset[str]
    place_heads: frozenset[str]
    place_tails: frozenset[str]
    starters: frozenset[str]
    members: frozenset[str]
    never_first: frozenset[str]


@cache
def words() -> NameWords:
    """Read the words that come with the package."""
    data = tomllib.loads(files("kg.extract").joinpath("names.toml").read_text(encoding="utf-8"))
    return NameWords(**{key: frozenset(row.split()) for key, row in data.items()})
