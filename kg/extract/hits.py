"""The triggers of a sentence where they stand, and what both events and relations ask of the clause around them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from kg.extract.either import either
from kg.extract.lexicon import Trigger, triggers
from kg.extract.scene import Scene

__all__ = ["Hit", "by_agent", "clause_end", "hits", "passive"]

_BE = {
    "en": re.compile(r"\b(?:was|were|is|are|been|being|be|gets?|got)\b"),
    "es": re.compile(
        r"\b(?:fue|fueron|es|son|era|eran|ser|sido|siendo|será|serán|sería|serían|fuera|fueran|está|están|estaba|resultó|resultaron|quedó)\b"
    ),
}
_BY = {
    "en": re.compile(r"\s+by\s+"),
    "es": re.compile(r"\s+(?:por|por parte de|a manos de)\s+(?:el\s+|la\s+|los\s+|las\s+)?"),
}
_CLAUSE_END = re.compile(
    r"[;]|\b(?:who|which|but|while|after|before|pero|mientras|quien|tras|after)\b|, (?:and|y) |\b(?:and|y) (?:was|were|fue|fueron)\b"
)

_INFINITIVE = re.compile(
    r"(?:\b(?:to|will|would|may|might|could|can|should|must|did|does|do|not|cannot|helped?|let)|n[’']t)\s+(?:\w+ly\s+|not\s+|again\s+)?$|⟨U\d+⟩\s+$|^\W*(?:should|Should).*\bagain\s+$|\bshould ⟨[A-Z]\d+⟩ (?:again )?$"
)


@dataclass(frozen=True, slots=True)
class Hit:
    """A trigger where it stands in a masked sentence; `kind` is the form of the verb, or noun, or phrase."""

    trigger: Trigger
    kind: str
    start: int
    end: int
    word: str


@cache
def _compiled(language: str, hint: bool = False) -> tuple[re.Pattern[str], dict[str, list[tuple[Trigger, str]]]]:
    table: dict[str, list[tuple[Trigger, str]]] = {}
    for trigger in (each for each in triggers(language) if each.hint is hint):
        for kind, forms in [*trigger.verbs.items(), ("noun", trigger.nouns), ("phrase", trigger.phrases)]:
            for form in forms:
                rows = table.setdefault(form.casefold().replace("’", "'"), [])
                if kind == "participle":  # what may be either is a participle
                    rows[:] = [row for row in rows if row != (trigger, "finite")]
                if kind != "finite" or (trigger, "participle") not in rows:
                    rows.append((trigger, kind))
    return re.compile(rf"(?<![\w-])(?:ex)?({either(table)})(?![\w-])", re.I), table


def hits(scene: Scene, *, hint: bool = False) -> Iterator[Hit]:
    """Give the triggers of a sentence in order, every reading of a word on its own; those that are hints only if asked for."""
    pattern, table = _compiled(scene.language, hint)
    for m in pattern.finditer(scene.masked):
        for trigger, kind in table[" ".join(m.group(1).casefold().replace("’", "'").split())]:
            if kind == "base" and scene.language == "en" and not _INFINITIVE.search(scene.masked[: m.start()]):
                continue  # "found dead", "the head": no infinitive
            yield Hit(trigger, kind, m.start(), m.end(), m.group(1))


def passive(scene: Scene, hit: Hit) -> bool:
    """Tell whether a verb stands in the passive: a form of "be" right before it, adverbs between."""
    before = scene.masked[max(0, hit.start - 60) : hit.start]
    before = re.split(r"[⟩,;:]", before)[-1]
    return (hit.kind in {"participle", "finite"} and bool(_BE[scene.language].search(before))) or hit.word.startswith(
        "taken"
    )


def by_agent(scene: Scene, at: int) -> list[int]:
    """Give the agent after "by", in the same clause."""
    end = clause_end(scene, at)
    for m in _BY[scene.language].finditer(scene.masked, at, end):
        if found := re.match(
            r"(?:the\s+|a\s+|el\s+|la\s+|elementos de\s+(?:la\s+)?|agentes de\s+(?:la\s+)?)?(?:[\w’-]+\s+){0,3}?⟨([POGUC])(\d+)⟩",
            scene.masked[m.end() : end],
        ):
            return [int(found[2])]
    return []


def clause_end(scene: Scene, at: int) -> int:
    """Give where the clause at a place ends."""
    found = _CLAUSE_END.search(scene.masked, at)
    return found.start() if found else len(scene.masked)
