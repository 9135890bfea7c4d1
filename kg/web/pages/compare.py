"""What is said of an entity as of two dates, side by side."""

from typing import Any

from kg.dates import Bounds, certainly, possibly
from kg.model import local_key
from kg.queries.profile import profile
from kg.web.live import Build
from kg.web.pages.entity import MOST, named
from kg.web.pages.links import path_of
from kg.web.pages.page import Page
from kg.web.pages.shown import COLUMNS, Fact, fact, row

__all__ = ["compare"]


def compare(build: Build, asked: dict[str, Any]) -> Page:
    """Which facts can hold on the one date only, on the other only, on both; what nobody dates is told apart."""
    if not (asked["entity"] and asked["first"] and asked["second"]):
        return Page("compare", "Compare two dates", {}, shown={"asked": asked, "found": None, "columns": []})
    iri, days = named(build, asked["entity"]), (asked["first"], asked["second"])
    found = profile(build.dataset, iri, part=(0, MOST))
    lines = [line for section in found.sections.values() for line in section]
    known = build.labels(iri, (each for line in lines for each in line.claims))
    kinds: dict[str, list[tuple[Fact, str]]] = {
        name: [] for name in (f"on {days[0]} only", f"on {days[1]} only", "on both")
    }
    undated = 0
    for line in lines:
        bounds = [each.bounds for each in line.claims if each.bounds != Bounds()]
        undated += not bounds
        holds = [any(possibly(each, day) for each in bounds) for day in days]
        if bounds and any(holds):
            kind = "on both" if all(holds) else f"on {days[holds.index(True)]} only"
            sure = [day for day in days if any(certainly(each, day) for each in bounds)]
            kinds[kind].append((fact(line, iri, known), f"certainly on {' and '.join(sure)}" if sure else "possibly"))
    rows = [
        row(kind, f"{each.text} ({sure})", said)
        for kind, listed in kinds.items()
        for each, sure in listed
        for said in each.said
    ]
    data = {
        "id": iri, "label": found.label, "first": days[0], "second": days[1], "undated": undated,
        "facts": {kind: [{"text": each.text, "held": sure, "claims": [said.claim.claim for said in each.said]} for each, sure in listed] for kind, listed in kinds.items()},
    }  # fmt: skip
    shown = {
        "asked": asked,
        "found": found,
        "columns": list(kinds.items()),
        "undated": undated,
        "key": local_key(iri),
        "home": path_of(iri),
    }
    nodes = [iri, *(said.claim.claim for listed in kinds.values() for each, _ in listed for said in each.said)]
    return Page("compare", f"{found.label}: {days[0]} and {days[1]}", data, COLUMNS, rows, nodes, shown)
