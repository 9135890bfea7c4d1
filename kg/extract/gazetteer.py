"""Names that are known before a text is read: of the ontology's neighbours, of a loaded graph, and words that tell kinds apart."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

from kg.names import fold

__all__ = ["Gazetteer", "gazetteer"]


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """Names by their folded form, and the words by which unknown names are told apart."""

    countries: Mapping[str, str] = field(default_factory=dict)
    adjectives: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    heads: Mapping[str, str] = field(default_factory=dict)
    places: frozenset[str] = frozenset()
    given: frozenset[str] = frozenset()
    titles: Mapping[str, frozenset[str]] = field(default_factory=dict)
    offices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    people: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def with_names(self, known: Iterable[tuple[str, str]]) -> "Gazetteer":
        """Give the gazetteer with (name, class) pairs of a loaded graph or list; they go before all others.

        Names of one short word are left out: too many people carry them.
        """
        mine = {fold(name): (name, kind) for name, kind in known if len(fold(name)) > 3}
        return Gazetteer(
            self.countries, self.adjectives, {**self.names, **mine}, self.heads, self.places, self.given, self.titles,
            self.offices, self.people,
        )  # fmt: skip


@cache
def gazetteer() -> Gazetteer:
    """Read the words that come with the package."""
    data = tomllib.loads(files("kg.extract").joinpath("gazetteer.toml").read_text(encoding="utf-8"))
    words = data["words"]
    countries = {fold(name): english for english, spanish, _ in data["countries"] for name in (english, spanish)}
    countries |= {
        fold(name): "United States"
        for name in ("US", "U.S.", "EE. UU.", "EE.UU.", "USA", "EEUU", "United States of America")
    }
    countries |= {fold(name): "United Kingdom" for name in ("UK", "U.K.", "Britain")}
    adjectives = {fold(each.replace("_", " ")): name for name, _, row in data["countries"] for each in row.split()}
    return Gazetteer(
        countries=countries,
        adjectives=adjectives,
        names={fold(name): (names[0], kind) for kind, *names in data["bodies"] for name in names},
        heads={fold(head.replace("_", " ")): kind for kind, row in data["heads"].items() for head in row.split()},
        places=frozenset(fold(place) for place in words["places"].split("|")),
        given=frozenset(fold(name) for name in words["given"].split()),
        titles={
            language: frozenset(fold(word) for word in words[f"titles_{language}"].split()) for language in ("en", "es")
        },
        offices={language: _split(words[f"offices_{language}"]) for language in ("en", "es")},
        people={language: _split(words[f"people_{language}"]) for language in ("en", "es")},
    )


def _split(row: str) -> tuple[str, ...]:
    found = {re.sub("_", " ", word) for word in row.split()}
    return tuple(sorted(found, key=lambda word: (-len(word), word)))
