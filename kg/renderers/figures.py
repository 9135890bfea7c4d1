"""Small plots as SVG inside a page: no script, no fonts, no request; the same numbers give the same text."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

__all__ = ["Range", "curves", "ranges"]

_COLOURS = ("#b23a00", "#00628b", "#3d7a1f", "#7a3d8c", "#777777")
_DASHES = ("", "7 3", "2 3", "9 3 2 3", "1 2")
_WIDTH, _LEFT, _ROW = 720, 260, 26


@dataclass(frozen=True, slots=True)
class Range:
    """One row of a plot of ranks: where a party ranks among what is established and with all, and from where to where."""

    label: str
    established: int
    alleged: int
    low: int
    high: int


def ranges(rows: Sequence[Range], title: str) -> Markup:
    """Plot ranks, the first on the left: a line from low to high, a dot with what is said, a ring with what is established."""
    if not rows:
        return Markup("")
    last = max(max(row.high, row.established, row.alleged) for row in rows)
    height = _ROW * len(rows) + 56

    def x(rank: int) -> float:
        return round(_LEFT + (rank - 1) / max(last - 1, 1) * (_WIDTH - _LEFT - 30), 1)

    parts = []
    for rank in _ticks(last):
        parts.append(Markup('<line x1="{0}" x2="{0}" y1="8" y2="{1}" stroke="#8884"/>').format(x(rank), height - 44))
        parts.append(Markup('<text x="{}" y="{}" text-anchor="middle">{}</text>').format(x(rank), height - 28, rank))
    for number, row in enumerate(rows):
        y = 8 + _ROW * number + _ROW / 2
        name = row.label if len(row.label) <= 36 else row.label[:35] + "…"
        parts.append(Markup('<text x="{}" y="{}" text-anchor="end">{}</text>').format(_LEFT - 14, y + 4, name))
        line = '<line x1="{}" x2="{}" y1="{y}" y2="{y}" stroke="{}" stroke-width="6" stroke-linecap="round" stroke-opacity=".35"/>'
        parts.append(Markup(line).format(x(row.low), x(row.high), _COLOURS[1], y=y))
        if row.alleged:
            parts.append(Markup('<circle cx="{}" cy="{}" r="5" fill="{}"/>').format(x(row.alleged), y, _COLOURS[1]))
        if row.established:
            ring = '<circle cx="{}" cy="{}" r="8" fill="none" stroke="{}" stroke-width="2"/>'
            parts.append(Markup(ring).format(x(row.established), y, _COLOURS[0]))
    key = "rank: ● with what is said · ◯ established alone · bar: nine draws of ten"
    parts.append(Markup('<text x="{}" y="{}" text-anchor="middle">{}</text>').format(_WIDTH / 2, height - 8, key))
    return _svg(_WIDTH, height, title, parts)


def curves(lines: Sequence[tuple[str, Sequence[float]]], title: str, across: str, upward: str) -> Markup:
    """Plot some lines of shares, each from the left edge to the right, with a key; told apart by colour and by dashes."""
    if not lines:
        return Markup("")
    height, left, right, top, bottom = 330, 76, 250, 12, 48

    def x(share: float) -> float:
        return round(left + share * (_WIDTH - left - right), 1)

    def y(share: float) -> float:
        return round(top + (1 - share) * (height - top - bottom), 1)

    parts = []
    for tick in (0.0, 0.25, 0.5, 0.75, 1.0):
        grid = '<line x1="{}" x2="{}" y1="{y}" y2="{y}" stroke="#8884"/>'
        parts.append(Markup(grid).format(x(0), x(1), y=y(tick)))
        parts.append(Markup('<text x="{}" y="{}" text-anchor="end">{:.0%}</text>').format(x(0) - 8, y(tick) + 4, tick))
        parts.append(
            Markup('<text x="{}" y="{}" text-anchor="middle">{:.0%}</text>').format(x(tick), height - bottom + 18, tick)
        )
    parts.append(Markup('<text x="{}" y="{}" text-anchor="middle">{}</text>').format(x(0.5), height - 8, across))
    up = '<text x="14" y="{y}" text-anchor="middle" transform="rotate(-90 14 {y})">{}</text>'
    parts.append(Markup(up).format(upward, y=y(0.5)))
    for number, (name, values) in enumerate(lines):
        colour, dash = _COLOURS[number % len(_COLOURS)], _DASHES[number % len(_DASHES)]
        steps = max(len(values) - 1, 1)
        kept = sorted(
            {round(at * steps / 200) for at in range(201)}
        )  # two hundred points are as fine as it can be seen
        points = " ".join(f"{x(at / steps)},{y(values[at])}" for at in kept if at < len(values))
        look = Markup('stroke="{}" stroke-width="2" stroke-dasharray="{}" fill="none"').format(colour, dash)
        parts.append(Markup('<polyline points="{}" {}/>').format(points, look))
        key = top + 16 + 24 * number
        parts.append(Markup('<line x1="{}" x2="{}" y1="{y}" y2="{y}" {}/>').format(x(1) + 16, x(1) + 52, look, y=key))
        parts.append(Markup('<text x="{}" y="{}">{}</text>').format(x(1) + 60, key + 4, name))
    return _svg(_WIDTH, height, title, parts)


def _ticks(last: int) -> list[int]:
    step = max(1, -(-last // 8))
    return [1, *range(step + (step == 1), last + 1, step)]


def _svg(width: int, height: int, title: str, parts: Sequence[Markup]) -> Markup:
    head = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {} {}" role="img" aria-label="{}" font-size="13" fill="currentColor">'
    return Markup(head).format(width, height, escape(title)) + Markup("").join(parts) + Markup("</svg>")
