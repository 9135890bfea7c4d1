"""Which format of an answer a client likes best (RFC 9110, section 12.5.1)."""

from collections.abc import Mapping
from functools import lru_cache

__all__ = ["GRAPHS", "ROWS", "TRUTH", "TYPES", "liked", "wants_page"]

#: By format, the media types that name it; the first is sent. Formats stand in the order in which we offer them.
ROWS: Mapping[str, tuple[str, ...]] = {
    "json": ("application/sparql-results+json", "application/json"),
    "xml": ("application/sparql-results+xml", "application/xml", "text/xml"),
    "csv": ("text/csv",),
    "tsv": ("text/tab-separated-values",),
}
TRUTH: Mapping[str, tuple[str, ...]] = {form: ROWS[form] for form in ("json", "xml")}
GRAPHS: Mapping[str, tuple[str, ...]] = {
    "ttl": ("text/turtle", "application/x-turtle"),
    "nt": ("application/n-triples", "text/plain"),
    "jsonld": ("application/ld+json", "application/json"),
    "rdf": ("application/rdf+xml", "application/xml", "text/xml"),
}
#: What is sent as Content-Type.
TYPES = {
    form: types[0] + ("; charset=utf-8" if types[0].startswith("text/") else "")
    for form, types in {**ROWS, **GRAPHS}.items()
}


@lru_cache(maxsize=256)
def liked(accept: str) -> dict[str, str | None]:
    """Give the format liked best for rows, for a yes or no, and for a graph; None where none is accepted."""
    wanted = _parsed(accept)
    return {
        "rows": _best(ROWS, wanted, accept),
        "truth": _best(TRUTH, wanted, accept),
        "graphs": _best(GRAPHS, wanted, accept),
    }


@lru_cache(maxsize=256)
def wants_page(accept: str) -> bool:
    """Tell whether a client likes a page better than data, as browsers do."""
    wanted = _parsed(accept)
    page = wanted.get("text/html", wanted.get("application/xhtml+xml", 0.0))
    data = {each for types in (*ROWS.values(), *GRAPHS.values()) for each in types}
    named = max((wanted[each] for each in data if each in wanted), default=0.0)
    return page > named and all(_weight(each, wanted) <= page for each in data)


def _best(forms: Mapping[str, tuple[str, ...]], wanted: dict[str, float], accept: str) -> str | None:
    if not accept.strip():
        return next(iter(forms))
    best, most = None, 0.0
    for form, types in forms.items():
        # Another name of a format counts only where it is written: ranges are about what is sent.
        found = max([_weight(types[0], wanted), *(wanted[each] for each in types[1:] if each in wanted)])
        if found > most:
            best, most = form, found
    return best


def _weight(kind: str, wanted: dict[str, float]) -> float:
    """Give the weight of the most specific range that holds a media type."""
    for each in (kind, kind.partition("/")[0] + "/*", "*/*"):
        if each in wanted:
            return wanted[each]
    return 0.0


def _parsed(accept: str) -> dict[str, float]:
    wanted: dict[str, float] = {}
    for part in accept.lower().split(","):
        kind, *parameters = (each.strip() for each in part.split(";"))
        weight = 1.0
        for each in parameters:
            name, _, value = each.partition("=")
            if name.strip() == "q":
                try:
                    weight = min(max(float(value), 0.0), 1.0)
                except ValueError:
                    weight = 0.0
        if kind:
            wanted[kind] = max(weight, wanted.get(kind, 0.0))
    return wanted
