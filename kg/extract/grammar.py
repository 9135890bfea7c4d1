"""Words that tell how a sentence of a language hangs together, as data."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

__all__ = ["Grammar", "grammar"]


@dataclass(frozen=True, slots=True)
class Grammar:
    """Words of one language; see grammar.toml."""

    joints: frozenset[str]
    speakers: frozenset[str]
    nouns_in_ria: frozenset[str] = frozenset()

    @property
    def either_speaker(self) -> str:
        """Give a regular expression that matches any noun for a speaker."""
        return "|".join(sorted(self.speakers, key=lambda word: (-len(word), word)))


@cache
def grammar(language: str) -> Grammar:
    """Read the words of a language that come with the package; English for any other than Spanish."""
    data = tomllib.loads(files("kg.extract").joinpath("grammar.toml").read_text(encoding="utf-8"))
    words = data["es" if language == "es" else "en"]
    return Grammar(**{key: frozenset(found) for key, found in words.items()})
