"""The page of a source: what it is, its text with the passages that claims rest on, and what would go with it."""

from dataclasses import asdict, dataclass
from itertools import pairwise
from typing import Any

from kg.graph import match, rows
from kg.model import local_key
from kg.ontology import load_ontology
from kg.queries.evidence import Evidence, Reader
from kg.queries.profile import sentence
from kg.queries.retraction import would_go
from kg.vocab import PREFIXES
from kg.web.live import Build
from kg.web.pages.asked import Missing
from kg.web.pages.page import Page
from kg.web.pages.rights import may_show
from kg.web.pages.shown import COLUMNS, Said, record, row, said

__all__ = ["Piece", "pieces", "source", "sources"]

_KG = PREFIXES["kg"]
_COUNTS = "SELECT ?source (COUNT(?claim) AS ?n) WHERE { GRAPH ?source { ?claim a kg:Claim } } GROUP BY ?source"
#: Claims of a source on one page, and claims up to which it is worked out what would go with it.
_MOST, _SMALL = 200, 1_000


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a text and the numbers of the claims whose passages hold all of it."""

    text: str
    claims: tuple[int, ...]


def sources(build: Build, asked: dict[str, Any]) -> Page:
    """What the store was made from."""
    listed = build.keep("sources", lambda: _sources(build))
    columns = ("source", "publisher", "title", "date", "retrieved", "licence", "claims", "url")
    table = [tuple(each.get(name, "") for name in columns) for each in listed]
    return Page(
        "sources", "Sources", {"sources": listed}, columns, table, [each["id"] for each in listed], {"listed": listed}
    )


def _sources(build: Build) -> list[dict[str, Any]]:
    reader = Reader(build.dataset)
    number = {iri: int(claims or 0) for iri, claims in rows(build.dataset, _COUNTS)}
    known = sorted({graph for *_, graph in match(build.dataset, predicate=_KG + "publisher") if graph})
    return [{"id": iri, "source": local_key(iri), "claims": number.get(iri, 0), **reader.source(iri)} for iri in known]


def source(build: Build, asked: dict[str, Any]) -> Page:
    """One source: its particulars, its passages, and what would leave the views if it were retracted."""
    iri = record("source", asked["key"])
    reader = Reader(build.dataset)
    document = reader.source(iri)
    if "publisher" not in document:
        raise Missing("there is no source of that id")
    claims = build.claims_of(iri)
    number = max(1, asked["part"])
    read = [each for each in map(reader.read, claims[(number - 1) * _MOST : number * _MOST]) if each]
    read.sort(key=lambda each: (each.row or "", each.start, each.end, each.claim))
    known = build.known([each.claim for each in read])
    ontology = load_ontology()
    listed = [(sentence(each, known, ontology), said(each)) for each in read]
    small = len(claims) <= _SMALL
    gone = would_go(build.dataset, claims) if small else []
    lost = build.known(each.claim.claim for each in gone)
    whole = build.text(iri) if may_show(document.get("licence", "")) else ""
    return Page(
        "source",
        document.get("title") or f"{document['publisher']}, {document['date']}",
        {
            "id": iri,
            "source": document,
            "claims": [{"text": text, "wording": each.words, **asdict(each.claim)} for text, each in listed],
            "out_of": len(claims),
            "would_go": [{"view": each.view, "claim": each.claim.claim} for each in gone] if small else None,
        },
        COLUMNS,
        [row(document["publisher"], text, each) for text, each in listed],
        [iri, *(each.claim for each in read)],
        {
            "document": document,
            "key": local_key(iri),
            "listed": listed,
            "pieces": pieces(whole, read) if whole else [],
            "passages": [] if whole else _passages(listed),
            "gone": [(each.view, sentence(each.claim, lost, ontology), said(each.claim)) for each in gone],
            "small": small,
            "out_of": len(claims),
            "part": number,
            "parts_number": -(-len(claims) // _MOST) or 1,
        },
    )


def _passages(listed: list[tuple[str, Said]]) -> list[tuple[str, str, list[tuple[str, Said]]]]:
    """Give the quoted passages in their order, each with where it stands and what it says."""
    found: dict[tuple[Any, ...], list[tuple[str, Said]]] = {}
    for text, each in listed:
        c = each.claim
        found.setdefault((c.row or "", c.start, c.end, c.quote), []).append((text, each))
    return [(key[3], claims[0][1].where, claims) for key, claims in found.items()]


def pieces(text: str, claims: list[Evidence]) -> list[Piece]:
    """Cut a text where passages begin and end, so that passages that overlap can both be marked.

    Each piece knows the claims (by their number in the list) that rest on it; a passage that is not where its claim says
    is left out.
    """
    there = [(n, each) for n, each in enumerate(claims) if text[each.start : each.end] == each.quote]
    ends = sorted({0, len(text), *(each.start for _, each in there), *(each.end for _, each in there)})
    return [
        Piece(text[start:end], tuple(n for n, each in there if each.start <= start and end <= each.end))
        for start, end in pairwise(ends)
    ]
