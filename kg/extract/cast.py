"""Who is who in one text: mentions put together to entities, by their names and never by nearness."""

import re
from collections.abc import Iterable

from kg.claim_file import EntityIn
from kg.extract.mentions import Mention
from kg.names import fold

__all__ = ["Cast"]

_LATE = frozenset({"de", "del", "la", "las", "los", "y"})
_PEOPLE = "UnnamedGroup"


class Cast:
    """The entities of one text, by key; a name that two people share is nobody's alone."""

    def __init__(self) -> None:
        self.entities: dict[str, EntityIn] = {}
        self._by_name: dict[str, str] = {}
        self._shared: set[str] = set()
        self._sharing: dict[str, set[str]] = {}
        self._first: dict[str, int] = {}
        self.names: dict[str, Mention] = {}
        self._whole: list[str] = []

    def meet(self, mentions: Iterable[Mention]) -> None:
        """Take in the named mentions of a text, longest names first, so that short forms find their long ones."""
        named = [m for m in mentions if m.kind not in {_PEOPLE, "Pronoun", "Country"}]
        self._whole = sorted({_folded(m.name) for m in named if m.kind == "Person" and len(m.name.split()) > 1})
        for mention in sorted(named, key=lambda m: (-len(m.name.split()), m.start)):
            self._named(mention)

    def seen(self) -> dict[str, str]:
        """Give the kinds of names by their folded form, short forms included, as `find_mentions` wants them."""
        return {name: self.entities[key].type for name, key in self._by_name.items()}

    def key(self, mention: Mention) -> str | None:
        """Give the key of a mention's entity; of a pronoun or a name that two share, None."""
        if mention.kind == "Pronoun":
            return None
        if mention.kind == "Country":
            return self.country(mention.country or mention.name)
        if mention.kind == _PEOPLE:
            return self._add(_slug(mention.name), _PEOPLE, label=" ".join(mention.name.split()))
        name = _folded(mention.name)
        if name not in self._shared:
            return self._by_name.get(name)
        met = {key for key in self._sharing[name] if self._first.get(key, mention.start) < mention.start}
        return next(iter(met)) if len(met) == 1 else None  # the only one of that name who was introduced so far

    def names_of(self, name: str) -> str | None:
        """Give the key of the party of a name, if there is exactly one."""
        return None if _folded(name) in self._shared else self._by_name.get(_folded(name))

    def country(self, name: str) -> str:
        """Give the key of a country as a place."""
        return self._add(_slug(name), "Country", label=name)

    def government(self, name: str) -> str:
        """Give the key of the government of a country, an entity apart from the country."""
        return self._add(f"{_slug(name)}-government", "Government", label=f"Government of {name}")

    def add(self, key: str, kind: str, label: str | None = None) -> str:
        """Add an entity the text does not name: an event, an offence, a post. A key that is taken gets a number."""
        base, number = _slug(key), 2
        key = base
        while key in self.entities:
            key, number = f"{base}-{number}", number + 1
        return self._add(key, kind, label)

    def _named(self, mention: Mention) -> None:
        name = _folded(mention.name)
        if name in self._by_name:
            key = self._by_name[name]
        elif mention.kind == "Person" and (longer := self._longer(name)):
            key = self._by_name[longer]
            self._short(name, key)
        else:
            key = _slug(mention.name)
            while key in self.entities and self.entities[key].type != mention.kind:
                key += "-2"
            self._add(key, mention.kind)
            self._by_name[name] = key
            if mention.kind == "Person":
                for short in _short_forms(mention.name):
                    self._short(short, key)
        for extra in mention.extras:
            self._short(_folded(extra.value), key)
        if len(mention.name.split()) > 1:
            self._first[key] = min(mention.start, self._first.get(key, mention.start))
        first = self.names.get(key)
        if first is None or _fullness(mention) > _fullness(first):
            self.names[key] = mention

    def _longer(self, name: str) -> str | None:
        """Give the one longer name of a person that holds all words of a short one: "Teixeira", "Jandira Teixeira do Couto"."""
        words = set(name.split())
        if len(words) > 2 or name in self._shared:
            return None
        found = [whole for whole in self._whole if words < set(whole.split())]
        return found[0] if len(found) == 1 and found[0] in self._by_name else None

    def _short(self, name: str, key: str) -> None:
        taken = self._by_name.get(name)
        if taken is not None and taken != key:
            self._shared.add(name)
            self._sharing.setdefault(name, {taken}).add(key)
        else:
            self._by_name[name] = key

    def _add(self, key: str, kind: str, label: str | None = None) -> str:
        if key not in self.entities:
            self.entities[key] = EntityIn(type=kind, label=label)
        return key


def _fullness(mention: Mention) -> tuple[int, int, int]:
    return len(mention.name.split()), len(mention.extras), -mention.start


def _folded(name: str) -> str:
    return fold(re.sub(r"^(?:the|The|el|El|la|La) (?=[A-Z])", "", name)) if len(name.split()) > 2 else fold(name)


def _short_forms(name: str) -> list[str]:
    """Give the surnames a person may be called by later: "Abigael González Valencia" -> "gonzalez valencia", "gonzalez".

    >>> _short_forms("Ana de la Cruz")
    ['cruz', 'de la cruz']
    """
    words = fold(name).split()
    if len(words) < 2:
        return []
    if any(word in _LATE for word in words):
        at = next(i for i, word in enumerate(words) if word in _LATE)
        return [words[-1], " ".join(words[at:])] if at else [words[-1]]
    if len(words) == 2:
        return [words[1]]
    return [*([words[-1]]), *([" ".join(words[-2:]), words[-2]])]


def _slug(name: str) -> str:
    bare = re.sub(r"[^a-z0-9]+", "-", fold(name)).strip("-")[:60].strip("-")
    return bare or "x"
