"""The words of the ontology as plain data: triggers with the roles they hand out, and cues."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from kg.extract.inflect import nouns, verbs
from kg.model import Modality
from kg.ontology import load_ontology
from kg.vocab import BASE, PREFIXES

__all__ = ["CueWord", "Trigger", "cue_words", "mechanisms", "triggers"]

_KG = PREFIXES["kg"]
_LEX = BASE + "lexicon#"
_ROLES = ("agentRole", "patientRole", "fromRole", "toRole")


@dataclass(frozen=True, slots=True)
class Trigger:
    """Words of one language that speak of one class of event or one relation.

    `verbs` maps what a form is (finite, participle, gerund, base, …) to the forms; `roles` an abstract role (agent,
    patient, from, to) to a relation of the ontology. `hint` words mean other things too: only the trained model reads them.
    `also` is the act in court that a word for a legal stage speaks of besides.
    """

    name: str
    evokes: str
    verbs: dict[str, frozenset[str]]
    nouns: frozenset[str]
    phrases: frozenset[str]
    roles: dict[str, str]
    swap: bool
    hint: bool = False
    also: str | None = None


@dataclass(frozen=True, slots=True)
class CueWord:
    """Words of one language that tell how firmly something is said."""

    name: str
    modality: Modality
    reach: str
    denies: bool
    negates: bool
    verbs: dict[str, frozenset[str]]
    nouns: frozenset[str]
    phrases: frozenset[str]


@cache
def _facts() -> dict[str, dict[str, list[tuple[str, str]]]]:
    """Give what the lexicon says: subject -> property -> (value, language), names local."""
    found: dict[str, dict[str, list[tuple[str, str]]]] = {}
    for triple in load_ontology().triples:
        subject = str(getattr(triple.subject, "value", ""))
        name = subject.removeprefix(_LEX)
        value = str(getattr(triple.object, "value", "")).removeprefix(_KG)
        language = getattr(triple.object, "language", None) or ""
        key = triple.predicate.value.removeprefix(_KG).removeprefix(PREFIXES["rdf"])
        found.setdefault(name, {}).setdefault(key, []).append((value, language))
    return dict(sorted(found.items()))


def _of(kind: str) -> Iterable[tuple[str, dict[str, list[tuple[str, str]]]]]:
    return ((name, said) for name, said in _facts().items() if (kind, "") in said.get("type", []))


def _words(said: dict[str, list[tuple[str, str]]], key: str, language: str) -> list[str]:
    return sorted(value for value, tag in said.get(key, []) if tag == language)


def _bent(said: dict[str, list[tuple[str, str]]], language: str) -> dict[str, frozenset[str]]:
    forms: dict[str, set[str]] = {}
    for lemma in _words(said, "verb", language):
        for kind, found in verbs(lemma, language).items():
            forms.setdefault(kind, set()).update(found)
    return {kind: frozenset(found) for kind, found in forms.items()}


def _plurals(said: dict[str, list[tuple[str, str]]], language: str) -> frozenset[str]:
    return frozenset(form for lemma in _words(said, "noun", language) for form in nouns(lemma, language))


@cache
def triggers(language: str) -> tuple[Trigger, ...]:
    """Give the triggers that have words in a language, by name."""
    return tuple(
        Trigger(
            name=name,
            evokes=said["evokes"][0][0],
            verbs=_bent(said, language),
            nouns=_plurals(said, language),
            phrases=frozenset(_words(said, "form", language)),
            roles={role.removesuffix("Role"): said[role][0][0] for role in _ROLES if role in said},
            swap="swap" in said,
            hint="hint" in said,
            also=said["alsoEvokes"][0][0] if "alsoEvokes" in said else None,
        )
        for name, said in _of("Trigger")
    )


@cache
def cue_words(language: str) -> tuple[CueWord, ...]:
    """Give the cues that have words in a language, by name."""
    return tuple(
        CueWord(
            name=name,
            modality=Modality(said["gives"][0][0]),
            reach=said["reach"][0][0],
            denies="denies" in said,
            negates="negates" in said,
            verbs=_bent(said, language),
            nouns=_plurals(said, language),
            phrases=frozenset(_words(said, "form", language)),
        )
        for name, said in _of("Cue")
    )


@cache
def mechanisms(language: str) -> dict[str, str]:
    """Give the legal mechanism that each word for a hand-over means: "deported" -> "Expulsion"."""
    ontology = load_ontology()
    return {
        word: iri.removeprefix(_KG)
        for iri, said in _facts().items()
        if ontology.individual(iri.removeprefix(_KG), "TransferMechanism")
        for word in _words(said, "form", language)
    }
