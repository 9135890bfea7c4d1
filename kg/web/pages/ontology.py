"""The terms: what each class, relation and value means, with an example and the questions that ask it."""

from typing import Any

from kg.ontology import Ontology, Term, load_ontology
from kg.queries import question, question_names
from kg.vocab import BASE, PREFIXES
from kg.web.live import Build
from kg.web.pages.asked import Missing
from kg.web.pages.links import path_of
from kg.web.pages.page import Page

__all__ = ["ontology", "term"]

_COLUMNS = ("term", "kind", "label (en)", "label (es)", "definition", "domain", "range", "example", "iri")
_DEFINITION = PREFIXES["skos"] + "definition"
_ASKED_BY = PREFIXES["kg"] + "askedBy"
_OWL = PREFIXES["owl"]


def ontology(build: Build, asked: dict[str, Any]) -> Page:
    """All terms, by what they are."""
    found = load_ontology()
    version = _about(found, BASE + "ontology", _OWL + "versionInfo").get("", "")
    groups = _groups(found)
    listed = [(kind, [_told(found, each) for each in terms]) for kind, terms in groups]
    rows = [_row(kind, each) for kind, terms in listed for each in terms]
    data = {"version": version, "terms": [{"kind": kind, **each} for kind, terms in listed for each in terms]}
    nodes = [term.iri for _, terms in groups for term in terms]
    return Page("ontology", "The terms", data, _COLUMNS, rows, nodes, {"groups": listed, "version": version})


def term(build: Build, asked: dict[str, Any]) -> Page:
    """One term."""
    found = load_ontology()
    name = asked["key"]
    if name not in found.terms:
        raise Missing(f"the ontology has no term {name[:100]!r}")
    told = _told(found, found.terms[name])
    kind = next((kind for kind, terms in _groups(found) if found.terms[name] in terms), "annotation")
    below = sorted(each.name for each in found.terms.values() if name in each.parents)
    used = sorted(
        each.name for each in found.terms.values() if name in {each.domain, each.range, each.tie} | each.kinds
    )
    version = _about(found, BASE + "ontology", _OWL + "versionInfo").get("", "")
    data = {"kind": kind, **told, "narrower": below, "used_by": used, "version": version}
    shown = {"told": told, "kind": kind, "below": below, "used": used, "version": version, "terms": found.terms}
    return Page("term", told["label"], data, _COLUMNS, [_row(kind, told)], [told["iri"]], shown)


def _row(kind: str, each: dict[str, Any]) -> tuple[object, ...]:
    return (
        each["name"], kind, each["label"], each["label_es"], each["definition"], each["domain"], each["range"], each["example"], each["iri"],
    )  # fmt: skip


def _groups(found: Ontology) -> list[tuple[str, list[Term]]]:
    def by_label(terms: Any) -> list[Term]:
        return sorted(terms, key=lambda each: each.label())

    values = [t for n, t in found.terms.items() if n not in found.classes | found.ties | found.relations and t.labels]
    return [
        ("class", by_label(found.classes.values())),
        ("relation", by_label(found.relations.values())),
        ("kind of tie", by_label(found.ties.values())),
        ("property of a record, or value", by_label(values)),
    ]


def _told(found: Ontology, each: Term) -> dict[str, Any]:
    definition = _about(found, each.iri, _DEFINITION)
    asked_by = sorted(name for name in _texts(found, each.iri, _ASKED_BY) if name in question_names())
    return {
        "name": each.name,
        "iri": each.iri,
        "page": path_of(each.iri),
        "label": each.label(),
        "label_es": each.labels.get("es", ""),
        "inverse_label": each.inverse_label or "",
        "definition": definition.get("en", ""),
        "definition_es": definition.get("es", ""),
        "example": each.example or "",
        "domain": each.domain or "",
        "range": each.range or "",
        "broader": list(each.parents),
        "tie": each.tie or "",
        "flags": sorted(each.flags),
        "to_be_read_as": each.caveats.get("en", ""),
        "symmetric": "SymmetricProperty" in each.kinds,
        "asked_by": [{"name": name, "question": question(name).text} for name in asked_by],
    }


def _about(found: Ontology, iri: str, predicate: str) -> dict[str, str]:
    """Give the texts of an annotation by language."""
    return {
        getattr(each.object, "language", None) or "": each.object.value  # type: ignore[union-attr]
        for each in found.triples
        if getattr(each.subject, "value", "") == iri and each.predicate.value == predicate
    }


def _texts(found: Ontology, iri: str, predicate: str) -> list[str]:
    return [
        each.object.value  # type: ignore[union-attr]
        for each in found.triples
        if getattr(each.subject, "value", "") == iri and each.predicate.value == predicate
    ]
