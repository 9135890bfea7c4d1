"""From what a model said to rows that hold: each quote found once, each row passed by the loader, or refused with the reason."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pydantic import ValidationError

from kg.claim_file import ClaimFile, DateIn, EntityIn, QuoteIn, Row, SourceIn
from kg.dates import explicit_in
from kg.extract.llm.prompt import Answer, SaidDate, SaidRow
from kg.extract.reader import Document
from kg.loaders.claims import faults_of
from kg.model import DateBasis
from kg.ontology import load_ontology

__all__ = ["Refusal", "mentioned", "rows_of"]

#: Text that speaks to a machine and not to readers, in English and Spanish.
_TO_THE_MACHINE = re.compile(
    r"\b(?:ignore|disregard|forget|override)\b.{0,40}\b(?:instructions?|prompts?|rules)\b"
    r"|\b(?:ignor[ae]n?|olvid[ae]n?|descarta)\b.{0,40}\b(?:instrucciones|indicaciones|reglas)\b"
    r"|\bsystem prompt\b|\blanguage model\b|\bmodelo de lenguaje\b|\byou are (?:now )?an? (?:ai|assistant)\b"
    r"|\bas an ai\b|\bjson (?:object|output)\b|<\|?(?:im_start|system|assistant)",
    re.I | re.S,
)


@dataclass(frozen=True, slots=True)
class Refusal:
    """A claim of the model that was not taken, the quote it gave, and why, with the nearest text where that helps."""

    quote: str
    why: str


def rows_of(
    answer: Answer, document: Document, source: SourceIn, note: str, taken: int, known: Mapping[str, EntityIn]
) -> tuple[dict[str, EntityIn], list[Row], list[Refusal]]:
    """Give the entities, the rows that hold, and what was refused, of a stretch of an article.

    `taken` is the number of rows already given, from which ids go on; `known` are the entities of stretches before.
    """
    refused: list[Refusal] = []
    entities = {**known, **_entities(answer, refused)}
    ids = {said.id: f"L{taken + number}" for number, said in enumerate(answer.claims, 1)}
    rows: list[Row] = []
    for said in answer.claims:
        if _speaks_to_the_machine(document.text, said.quote):
            refused.append(Refusal(said.quote, "the passage speaks to the machine, not to readers"))
            continue
        try:
            rows.append(_row(said, ids, entities, document, note))
        except ValidationError as error:
            refused.append(Refusal(said.quote, "; ".join(one["msg"] for one in error.errors())))
    held = _held(rows, entities, source, document.text, refused)
    return entities, held, refused


def mentioned(rows: Iterable[Row]) -> set[str]:
    """Give the keys of entities that rows are about, lead to, or let speak."""
    keys: set[str] = set()
    for row in rows:
        keys |= {row.about, *row.via, *(value for values in row.says.values() for value in values)}
        keys |= {key for key in (row.claimant, row.accuser, row.jurisdiction) if key}
    return keys


def _entities(answer: Answer, refused: list[Refusal]) -> dict[str, EntityIn]:
    ontology = load_ontology()
    found = {}
    for said in answer.entities:
        if said.type in ontology.classes and ontology.is_a(said.type, "Entity"):
            found[said.key] = EntityIn(type=said.type, label=said.label or None)
        else:
            refused.append(Refusal(said.key, f"the ontology has no class {said.type!r}"))
    return found


def _row(said: SaidRow, ids: Mapping[str, str], entities: Mapping[str, EntityIn], document: Document, note: str) -> Row:
    ontology = load_ontology()
    kind = entities[said.subject].type if said.subject in entities else ""
    says: dict[str, list[str]] = {}
    for pair in said.says:
        term = ontology.relations.get(pair.relation)
        row, colon, rest = pair.object.partition(":")
        value = ids.get(row, row) + colon + rest if term and term.range == "Claim" else pair.object
        says.setdefault(pair.relation, []).append(value)
    about = "event" if ontology.is_a(kind, "Event") else "subject"
    return Row.model_validate(
        {
            "id": ids[said.id],
            "quote": QuoteIn(exact=said.quote, prefix=said.before or "", suffix=said.after or ""),
            about: ids.get(said.subject, said.subject),
            "says": says,
            "negated": said.negated,
            "modality": said.modality,
            "claimant": said.claimant or None,
            "attribution": said.attribution or None,
            "when": _date(said.when),
            "saidOn": _date(said.said_on),
            "mention": said.mention or None,
            "jurisdiction": said.jurisdiction or None,
            "accuser": said.accuser or None,
            "note": note,
        }
    )


def _date(said: SaidDate | None) -> DateIn | None:
    if said is None:
        return None
    basis = DateBasis.EXPLICIT if explicit_in(said.edtf, said.words) else DateBasis.RELATIVE
    return DateIn(edtf=said.edtf, basis=basis, words=QuoteIn(exact=said.words))


def _held(
    rows: list[Row], entities: Mapping[str, EntityIn], source: SourceIn, text: str, refused: list[Refusal]
) -> list[Row]:
    """Give the rows the loader takes, without a date that does not hold; what they lead to must hold as well."""
    by_id = {row.id: row for row in rows}
    whys: dict[str, str] = {}
    held: dict[str, Row] = {}
    for row in rows:
        for tried in (row, row.model_copy(update={"when": None, "saidOn": None})):
            whys[row.id] = _why_not(tried, by_id, entities, source, text)
            if not whys[row.id]:
                held[row.id] = tried
                break
    while lost := [
        key for key, row in held.items() if any(name in by_id and name not in held for name in _rows_named(row))
    ]:
        for key in lost:
            del held[key]
            whys[key] = "the claim it is about was refused"
    refused.extend(Refusal(row.quote.exact, whys[row.id]) for row in rows if row.id not in held)
    return list(held.values())


def _rows_named(row: Row) -> set[str]:
    return {value.partition(":")[0] for values in row.says.values() for value in values} | {row.about.partition(":")[0]}


def _why_not(row: Row, by_id: Mapping[str, Row], entities: Mapping[str, EntityIn], source: SourceIn, text: str) -> str:
    """Give the first fault of a row beside the rows it names; empty when it holds."""
    beside = [row, *(by_id[name] for name in sorted(_rows_named(row)) if name in by_id and name != row.id)]
    used = mentioned(beside)
    file = ClaimFile(
        source=source, entities={key: each for key, each in entities.items() if key in used}, claims=beside
    )
    faults = [fault for fault in faults_of(file, text) if f": {row.id}" in fault.place or "entities." in fault.place]
    return f"{faults[0].fault}; {faults[0].cure}" if faults else ""


def _speaks_to_the_machine(text: str, quote: str) -> bool:
    """Tell whether the paragraph of a quote, or the quote itself, gives orders to whoever reads it by machine."""
    at = text.find(quote)
    start = text.rfind("\n", 0, at) + 1 if at >= 0 else 0
    end = text.find("\n", at + len(quote)) if at >= 0 else 0
    paragraph = text[start : end if end >= 0 else len(text)] if at >= 0 else quote
    return bool(_TO_THE_MACHINE.search(paragraph))
