"""What texts of others say is in them, against what a claim file has: facts of four articles, slots of MUC-4."""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from kg.claim_file import ClaimFile, Row
from kg.names import words
from kg.ontology import load_ontology

__all__ = ["Fact", "facts", "found", "muc_keys", "muc_slots"]

#: (relations any of which will do, words of the one end, words of the other or None for any)
Fact = tuple[frozenset[str], str, str | None]
_IN_LAWS = frozenset({"brotherInLawOf", "sisterInLawOf", "sonInLawOf", "daughterInLawOf", "kinOf"})
_VIOLENT = ("Killing", "MilitaryAction")


def facts(gold: dict[str, Any]) -> Iterator[Fact]:
    """Give the facts of a line of gold.jsonl one by one; amounts, dates and terms of sentences are left out."""
    for each in gold["facts"]:
        kind = each["type"]
        if kind == "Transferred":
            yield from ((frozenset({"transferee", "namedMember"}), person, None) for person in each["persons"])
        elif kind in {"Designated", "SanctionsDesignation"}:
            yield from ((frozenset({"target"}), name, None) for name in each.get("orgs", each.get("targets", [])))
        elif kind == "ParentOf":
            yield from ((frozenset({"parentOf"}), each["parent"], child) for child in each["children"])
        elif kind == "InLawOf":
            yield _IN_LAWS, each["a"], each["b"]
        elif kind in _BY_TYPE:
            relations, one, other = _BY_TYPE[kind]
            yield frozenset(relations), str(each[one]), str(each[other]) if other else None


_BY_TYPE: dict[str, tuple[tuple[str, ...], str, str | None]] = {
    "PrisonerTransfer": (("count",), "count", None),
    "Role": (("holdsPosition",), "person", "role"),
    "FormerName": (("formerName",), "org", "former"),
    "Alias": (("alias", "name", "abbreviation"), "org", "alias"),
    "LeaderOf": (("leads",), "person", "org"),
    "FactionOf": (("factionOf", "partOf", "memberOf"), "a", "b"),
    "Finances": (("finances", "runsFinancesOf"), "a", "b"),
    "RewardOffer": (("target",), "target", None),
    "Killing": (("victim",), "victim", None),
    "Sentence": (("sentencedFor", "target"), "person", None),
    "Arrest": (("target",), "person", None),
    "GuiltyPlea": (("pleadedGuiltyTo",), "person", None),
}


def found(file: ClaimFile, fact: Fact) -> bool:
    """Tell whether a claim file has a fact: one of its relations between ends that go by these names, either way round."""
    relations, one, other = fact
    names = names_of(file)
    for row in file.claims:
        for relation in relations & set(row.says):
            for value in row.says[relation]:
                ends = names.get(row.about, {row.about}), names.get(value, {value})
                if not row.negated and any(
                    _goes_by(a, one) and (other is None or _goes_by(b, other)) for a, b in (ends, ends[::-1])
                ):
                    return True
    return False


def names_of(file: ClaimFile) -> dict[str, set[str]]:
    """Give what each entity is called, by its key: its names, else its label."""
    names = {key: {entity.label} if entity.label else set() for key, entity in file.entities.items()}
    for row in file.claims:
        for relation, values in row.says.items():
            if row.about in names and load_ontology().is_a(relation, "name"):
                names[row.about] |= set(values)
    return {key: called or {key} for key, called in names.items()}


def _goes_by(names: Iterable[str], wanted: str) -> bool:
    return any(_alike(words(name), words(wanted)) for name in names)


def _alike(one: list[str], other: list[str]) -> bool:
    return bool(one and other) and (set(one) <= set(other) or set(other) <= set(one))


def muc_keys(folder: Path) -> dict[str, dict[str, list[list[str]]]]:
    """Give for each document the entities in each slot, each as the strings it may go by."""
    slots = {"perpetrator": ("PerpInd", "PerpOrg"), "victim": ("Victim",), "target": ("Target",)}
    keys = {}
    for line in (folder / "dev.json").read_text(encoding="utf-8").splitlines():
        given = json.loads(line)
        keys[given["docid"]] = {
            slot: [[mention[0] for mention in entity] for part in parts for entity in given["extracts"][part]]
            for slot, parts in slots.items()
        }
    return keys


def muc_slots(file: ClaimFile) -> dict[str, list[set[str]]]:
    """Give what a claim file has in MUC-4's slots: who acted in violence, who was its victim, what was its target."""
    names = names_of(file)

    def of(relation: str, rows: Iterable[Row]) -> list[set[str]]:
        keys = {value for row in rows if not row.negated for value in row.says.get(relation, [])}
        return [names[key] for key in sorted(keys) if key in names]

    violent = [row for row in file.claims if row.event and file.entities[row.event].type in _VIOLENT]
    return {"perpetrator": of("actor", violent), "victim": of("victim", file.claims), "target": of("target", violent)}


def hits(predicted: list[set[str]], gold: list[list[str]]) -> tuple[int, int]:
    """Give how many of the gold were found, and how many of the predicted are right."""
    return (
        sum(any(_goes_by(names, string) for names in predicted for string in strings) for strings in gold),
        sum(any(_goes_by(names, string) for strings in gold for string in strings) for names in predicted),
    )
