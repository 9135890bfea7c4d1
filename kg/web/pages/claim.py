"""The page of one claim: an address to cite."""

from dataclasses import asdict
from typing import Any

from kg.graph import match
from kg.model import local_key
from kg.ontology import load_ontology
from kg.queries.evidence import Evidence, Reader, wording
from kg.queries.profile import sentence
from kg.vocab import PREFIXES
from kg.web.live import Build
from kg.web.pages.asked import Missing
from kg.web.pages.links import path_of
from kg.web.pages.page import Page
from kg.web.pages.rights import may_show
from kg.web.pages.shown import COLUMNS, record, row, said

__all__ = ["claim"]

_RDF, _KG = PREFIXES["rdf"], PREFIXES["kg"]
#: Claims of others that are shown beside one.
_BESIDE = 50
#: Letters of a text before and after a quote.
_CONTEXT = 400


def claim(build: Build, asked: dict[str, Any]) -> Page:
    """One claim with everything a reader is owed, what else is said of the same, and who rejects or confirms it."""
    iri = record("claim", asked["key"])
    reader = Reader(build.dataset)
    found = reader.read(iri)
    if found is None:
        there = reader.quote(iri) is not None or any(match(build.dataset, iri))
        raise Missing(
            "nobody has reviewed that claim yet: it is in no view" if there else "there is no claim of that id"
        )
    ontology = load_ontology()
    same, about = _same(build, reader, found), _about(build, reader, iri)
    known = build.known([iri, *(each.claim for each in same + about)])
    text = sentence(found, known, ontology)
    shown, document = said(found), reader.source(found.source)
    before, after = _context(build, found, document.get("licence", ""))
    beside = [("says the same", same), ("speaks of this claim", about)]
    others = [(name, [(sentence(each, known, ontology), said(each)) for each in claims]) for name, claims in beside]
    return Page(
        "claim",
        text,
        {
            "id": iri,
            "text": text,
            "wording": wording(found),
            "standing_in_words": shown.caveat,
            "claim": asdict(found),
            "source": document,
            "same": [each.claim for each in same],
            "about_it": [each.claim for each in about],
        },
        COLUMNS,
        [
            row("this claim", text, shown),
            *(row(name, words, each) for name, listed in others for words, each in listed),
        ],
        [iri, *_parts(build, iri), found.source, found.subject, *([] if found.literal else [found.object])],
        {
            "text": text,
            "said": shown,
            "document": document,
            "before": before,
            "after": after,
            "ends": [(end, known.get(end, end)) for end in _ends(found) if path_of(end)],
            "others": [(name, listed) for name, listed in others if listed],
            "basis": ontology.terms[found.basis].label(),
            "modality": ontology.terms[found.modality].label(),
            "review": ontology.terms[found.review].label(),
            "source_key": local_key(found.source),
        },
    )


def _context(build: Build, found: Evidence, licence: str) -> tuple[str, str]:
    """Give the words before and after a quote, where the text is at hand and its rights allow more than a passage."""
    text = build.text(found.source) if may_show(licence) else ""
    if text[found.start : found.end] != found.quote or not text:
        return "", ""
    return text[max(0, found.start - _CONTEXT) : found.start], text[found.end : found.end + _CONTEXT]


def _ends(found: Evidence) -> list[str]:
    return [found.subject] if found.literal else [found.subject, found.object]


def _parts(build: Build, iri: str) -> list[str]:
    """Give the records a claim is made of: its passages and the speakers in between."""
    parts = {_KG + "passage", _KG + "attribution", _KG + "via"}
    return [value for _, predicate, value, _ in match(build.dataset, iri) if predicate in parts]


def _same(build: Build, reader: Reader, found: Evidence) -> list[Evidence]:
    """Give the other claims that say the same of the same, whoever says it."""
    claims = sorted(each for each, *_ in match(build.dataset, predicate=_RDF + "subject", object=found.subject))
    if len(claims) > _MANY:
        return []
    read = filter(None, map(reader.read, claims))
    same = [
        each
        for each in read
        if each.claim != found.claim and (each.relation, each.object) == (found.relation, found.object)
    ]
    return same[:_BESIDE]


#: Claims past which nobody looks through all of a subject's for those that say the same.
_MANY = 2_000


def _about(build: Build, reader: Reader, iri: str) -> list[Evidence]:
    claims = sorted(each for each, *_ in match(build.dataset, predicate=_RDF + "object", object=iri))
    return list(filter(None, map(reader.read, claims[:_BESIDE])))
