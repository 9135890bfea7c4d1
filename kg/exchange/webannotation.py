"""W3C Web Annotation (https://www.w3.org/TR/annotation-model/) in JSON-LD: one annotation for each row.

The target is the quote, by its words (TextQuoteSelector) and its code points (TextPositionSelector). The body says the
claim in words, for any tool, and `kg:row` holds the rest of the row as it stands in the claim file.
"""

import json
from typing import Any

from pydantic import ValidationError

from kg.claim_file import ClaimFile, Row, SourceIn
from kg.errors import DataError, Fault
from kg.exchange._places import place, plain, quote_of, unchanged
from kg.model import Modality
from kg.ontology import load_ontology
from kg.vocab import PREFIXES

__all__ = ["read", "source_of", "write"]

_CONTEXT = [
    "http://www.w3.org/ns/anno.jsonld",
    {"kg": PREFIXES["kg"], "kg:row": {"@type": "@json"}, "kg:file": {"@type": "@json"}},
]


def write(file: ClaimFile, text: str) -> str:
    """Give the annotations of a claim file, whose quotes are all in the text, as JSON-LD."""
    source = file.source.url or file.source.file
    collection = {
        "@context": _CONTEXT,
        "id": f"urn:kg:{file.source.id}",
        "type": "AnnotationPage",
        "kg:file": plain(file, {"claims"}),
        "items": [_annotation(file, row, text, source) for row in file.claims],
    }
    return json.dumps(collection, ensure_ascii=False, indent=1) + "\n"


def source_of(content: str, where: str) -> SourceIn:
    """Give the source that annotations are about. Raises DataError."""
    return _file(_parsed(content, where), where, []).source


def read(content: str, text: str, where: str) -> ClaimFile:
    """Read annotations back into a claim file; a quote that was moved is the one its target gives.

    Raises DataError for what is not JSON, and for annotations that carry no claim.
    """
    collection = _parsed(content, where)
    rows, faults = [], []
    for number, item in enumerate(_items(collection), 1):
        name = f"{where}: annotation {item.get('id', number)}"
        try:
            rows.append(_row(item, text))
        except (KeyError, TypeError, StopIteration):
            cure = "write what it says into a claim file; an annotation made elsewhere has no relation to load"
            faults.append(Fault(name, "carries no kg:row, or its target has no TextQuoteSelector", cure))
        except (ValidationError, ValueError) as error:
            faults.append(Fault(name, str(error).replace("\n", " "), "correct the annotation"))
    if faults:
        raise DataError(faults)
    return _file(collection, where, rows)


def _annotation(file: ClaimFile, row: Row, text: str, source: str) -> dict[str, Any]:
    start, end = place(text, row.quote)
    quote = {"type": "TextQuoteSelector", **{key: value for key, value in row.quote if value}}
    position = {"type": "TextPositionSelector", "start": start, "end": end}
    return {
        "id": f"urn:kg:{file.source.id}:{row.id}",
        "type": "Annotation",
        "motivation": "describing",
        "body": [
            {"type": "TextualBody", "purpose": "describing", "format": "text/plain", "value": _words(row)},
            {"type": "Dataset", "kg:row": plain(row, {"quote", "line"})},
        ],
        "target": {"type": "SpecificResource", "source": source, "selector": [quote, position]},
    }


def _words(row: Row) -> str:
    """Say a row in words, with what must stand beside it."""
    relations = load_ontology().relations
    says = "; ".join(
        f"{row.about} {relations[name].label() if name in relations else name} {', '.join(values)}"
        for name, values in row.says.items()
    )
    beside = [
        f"according to {row.claimant}" if row.claimant else "",
        "" if row.modality is Modality.STATED else row.modality.value,
        row.review.value if row.review else "",
    ]
    negated = "not so: " if row.negated else ""
    return f"{negated}{says or row.about + ' took place'}" + "".join(f" [{each}]" for each in beside if each)


def _row(item: dict[str, Any], text: str) -> Row:
    bodies = item["body"] if isinstance(item["body"], list) else [item["body"]]
    given = next(body["kg:row"] for body in bodies if isinstance(body, dict) and "kg:row" in body)
    target = item["target"][0] if isinstance(item["target"], list) else item["target"]
    selectors = target["selector"] if isinstance(target["selector"], list) else [target["selector"]]
    quote = next(each for each in selectors if each["type"] == "TextQuoteSelector")
    words = {key: quote[key] for key in ("exact", "prefix", "suffix") if quote.get(key)}
    row = Row.model_validate({**given, "quote": words})
    position = next((each for each in selectors if each["type"] == "TextPositionSelector"), None)
    if position is None:
        return row
    start, end = int(position["start"]), int(position["end"])
    if text[start:end] == row.quote.exact and not unchanged(text, row, start, end):
        return row.model_copy(update={"quote": quote_of(text, start, end)})
    return row


def _parsed(content: str, where: str) -> dict[str, Any]:
    try:
        collection = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise DataError([Fault(where, f"is not JSON: {error}", "give annotations as JSON-LD")]) from None
    if not isinstance(collection, dict) or "kg:file" not in collection:
        cure = "convert a claim file first and annotate what comes out"
        raise DataError([Fault(where, "does not say which text its annotations are about (kg:file)", cure)])
    return collection


def _items(collection: dict[str, Any]) -> list[dict[str, Any]]:
    items = collection.get("items", [])
    return [each for each in items if isinstance(each, dict)] if isinstance(items, list) else []


def _file(collection: dict[str, Any], where: str, rows: list[Row]) -> ClaimFile:
    try:
        return ClaimFile.model_validate({**collection["kg:file"], "claims": []}).model_copy(update={"claims": rows})
    except (ValidationError, TypeError) as error:
        raise DataError([Fault(f"{where}: kg:file", str(error).replace("\n", " "), "correct it")]) from None
