"""What a mention is: somebody or something in a text, with the names given along with it."""

from dataclasses import dataclass

__all__ = ["Extra", "Mention", "Token", "no_overlap"]


@dataclass(frozen=True, slots=True)
class Extra:
    """One more name given with a mention: the relation (nickname, alias, abbreviation), and where it stands."""

    relation: str
    value: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Mention:
    """Somebody or something in the text.

    `kind` is a class of the ontology, or "Pronoun"; `start`, `end` cover all that belongs to the name (nickname, age,
    abbreviation); `first`, `last` the name or the words alone. `title` is the office written before the name.
    """

    kind: str
    start: int
    end: int
    first: int
    last: int
    name: str
    extras: tuple[Extra, ...] = ()
    title: tuple[int, int] | None = None
    count: int | None = None
    country: str | None = None


@dataclass(frozen=True, slots=True)
class Token:
    """One word of a text that may be part of a name."""

    text: str
    start: int
    end: int

    @property
    def capital(self) -> bool:
        """Whether it begins with a capital."""
        return self.text[0].isupper()


def no_overlap(found: list[Mention]) -> list[Mention]:
    """Give mentions in order; of those that overlap, the first and longest."""
    kept: list[Mention] = []
    for each in sorted(found, key=lambda m: (m.start, -m.end)):
        if kept and each.start < kept[-1].end:
            continue
        kept.append(each)
    return kept
