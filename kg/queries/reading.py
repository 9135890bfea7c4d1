"""How an answer reads: what a row says, and below it the passage it rests on and whose words those are."""

from collections.abc import Sequence
from dataclasses import dataclass

from rdflib import URIRef

from kg.graph import Row
from kg.model import local_key
from kg.ontology import load_ontology
from kg.queries.evidence import MANNER, spoken

__all__ = ["Told", "told"]

#: The columns by which every question about claims says where a statement comes from.
_EVIDENCE = ("standing", "modality", "basis", "said_by", "attribution", "when", "said_on", "quote", "source", "claim")


@dataclass(frozen=True, slots=True)
class Told:
    """One row in parts: how sure it is, what it says by column, its quote, and who says so, when and where."""

    manner: str
    says: dict[str, str]
    quote: str
    words: str
    where: str


def told(columns: Sequence[str], row: Row) -> Told | None:
    """Give a row in its parts; None for an answer that has no quotes. Empty cells and ids with a label are left out."""
    if not {"quote", "said_by", "modality"} <= set(columns):
        return None
    text = {name: "" if row[name] is None else str(row[name]) for name in columns}
    says = {
        name.removesuffix("_name").replace("_", " "): text[name]
        for name in columns
        if name not in _EVIDENCE and text[name] and not isinstance(row[name], URIRef)
    }
    own_voice = not text.get("attribution")
    manner = "stated" if own_voice and text["modality"] == "Stated" else MANNER[text["modality"]]
    words = spoken(text["modality"], text["said_by"], own_voice=own_voice)
    words += f" (“{text['attribution']}”)" if text.get("attribution") else ""
    words += "; read with background knowledge" if text.get("basis") == "Background" else ""
    words += f"; of {text['when']}" if text.get("when") else ""
    words += f"; said on {text['said_on']}" if text.get("said_on") else ""
    standing = load_ontology().terms.get(text.get("standing", ""))
    source = local_key(text.get("source", "")) or text.get("source", "")
    place = [source, local_key(text.get("claim", "")), standing.caveats.get("en", "") if standing else ""]
    sure = manner.rstrip(",") + (", and denied" if text.get("standing") == "Contested" else "")
    return Told(sure, says, text["quote"], words, " · ".join(part for part in place if part))
