"""A timeline: what is dated, a row for each who or what it is about, uncertain dates as bars. It runs no script."""

import xml.etree.ElementTree as ET
from datetime import date
from typing import TYPE_CHECKING, Any

from kg.network import Evidence, dated, wording
from kg.ontology import load_ontology
from kg.renderers.page.records import NEUTRAL
from kg.renderers.page.still import Still
from kg.renderers.svg import add, text_of

if TYPE_CHECKING:
    from kg.network import Network

__all__ = ["render_timeline"]

_WIDE, _LEFT, _ROW, _MANY = 1180, 250, 26, 200
_Row = tuple[str, str, str, Evidence]  # about, label of the tie with its other end, colour, claim


def render_timeline(network: "Network", *, title: str = "What is dated, in order") -> str:
    """Give a page of dated claims: by who or what they are about, then by date. Sequence, never cause."""
    ontology = load_ontology()
    label = {node: str(data["label"]) for node, data in network.nodes.items()}
    rows: list[_Row] = []
    undated = 0
    for start, end, data in network.edges(data=True):
        colour = (data["tie"] and ontology.ties[data["tie"]].colour) or NEUTRAL
        for each in data["claims"]:
            rows += [(label[start], f"{data['label']} {label[end]}", colour, each)] if each.when else []
            undated += not each.when
    first: dict[str, date] = {}
    for about, _, _, each in rows:
        first[about] = min(first.get(about, date.max), _span(each)[0])
    rows.sort(key=lambda row: (first[row[0]], row[0], _span(row[3]), row[3].claim))
    notes = [
        "Sequence, never cause.",
        "A mark is a day; a bar is all the days on which it can have been, a pale end one that is not known.",
        "What is only said is hollow and dashed.",
        f"{undated} claims without a date have no place here.",
    ]
    if len(rows) > _MANY:
        notes.append(f"The picture shows the first {_MANY} of {len(rows)}; the table holds them all.")
    table = tuple(
        (dated(each), about, tie, f"«{each.quote}»", f"{wording(each)}; {each.publisher}, {each.published}")
        for about, tie, _, each in sorted(rows, key=lambda row: (_span(row[3]), row[3].claim))
    )
    return Still(
        title, tuple(notes), _drawn(rows[:_MANY]), ("When", "Who or what", "Claim", "Quote", "Who says so"), table
    ).page(network)


def _span(each: Evidence) -> tuple[date, date]:
    """Give the first and the last day on which it can have been; an open end counts as the other."""
    b = each.bounds
    first = b.earliest_start or b.latest_start or b.earliest_end or b.latest_end or date.min
    last = b.latest_end or b.earliest_end or b.latest_start or first
    return first, max(first, last)


def _drawn(rows: list[_Row]) -> str:
    if not rows:
        return ""
    # Dates lie by rank, not by distance: one arrest in 1985 must not press a week of 2025 into a point.
    days = sorted({day for row in rows for day in _span(row[3])})
    place = {day: _LEFT + 20 + (_WIDE - _LEFT - 60) * index / max(len(days) - 1, 1) for index, day in enumerate(days)}
    root = ET.Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "viewBox": f"0 0 {_WIDE} {len(rows) * _ROW + 44}",
            "role": "img",
            "aria-label": "Timeline; the table below holds the same",
        },
    )
    for index, day in enumerate(days):
        add(
            root,
            "line",
            x1=place[day],
            x2=place[day],
            y1=24,
            y2=len(rows) * _ROW + 30,
            stroke="currentColor",
            opacity=0.15,
        )
        if index % max(1, len(days) // 9) == 0:
            add(
                root,
                "text",
                day.isoformat(),
                x=place[day],
                y=16,
                fill="currentColor",
                **{"font-size": 12, "text-anchor": "middle"},
            )
    said = ""
    for index, (about, tie, colour, each) in enumerate(rows):
        y = 42.0 + index * _ROW
        if about != said:
            add(root, "line", x1=0, x2=_WIDE, y1=y - 17, y2=y - 17, stroke="currentColor", opacity=0.3)
            add(
                root,
                "text",
                _short(about, 32),
                x=4,
                y=y,
                fill="currentColor",
                **{"font-size": 13, "font-weight": "bold"},
            )
            said = about
        _bar(root, each, (place[_span(each)[0]], place[_span(each)[1]]), y, colour)
        right = place[_span(each)[1]] + 10
        sided = right + len(tie) * 6.2 < _WIDE
        x, anchor = (right, "start") if sided else (place[_span(each)[0]] - 10, "end")
        add(root, "text", _short(tie, 70), x=x, y=y, fill="currentColor", **{"font-size": 12, "text-anchor": anchor})
    return text_of(root)


def _bar(root: ET.Element, each: Evidence, ends: tuple[float, float], y: float, colour: str) -> None:
    first, last = ends
    looks: dict[str, Any] = {
        "fill": colour if each.standing == "Established" else "none",
        "stroke": colour,
        "stroke-width": 2,
    }
    if each.standing != "Established":
        looks["stroke-dasharray"] = "4 3"
    shape = (
        add(root, "circle", cx=first, cy=y - 4, r=5, **looks)
        if first == last
        else add(root, "rect", x=first, y=y - 9, width=last - first, height=10, rx=3, **looks)
    )
    if each.bounds.earliest_start is None or each.bounds.latest_end is None:
        shape.set("opacity", "0.55")
    add(shape, "title", f"{dated(each)}: {wording(each)}: «{each.quote}»")


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"
