"""Where everything in a picture stands: connected parts apart, boxes and labels clear of each other.

A part is placed by stress majorization (Gansner, Koren and North 2004) over the hops between its members, then its
boxes are pushed apart, then the parts are packed. No clock; the one random jitter has a fixed seed.
"""

import math
from collections.abc import Sequence
from functools import lru_cache

import networkx as nx

from kg.renderers.page._apart import TURNED, Settled, push_apart
from kg.renderers.page._boxes import ASPECT, STRETCH, Box, Link, frame_of, middle_of, overlaps, room_of, runs_under
from kg.renderers.page._stress import loosened, spread, stress

__all__ = ["Box", "Link", "place"]

_MARGIN = 50.0
_TURNS = (0, 45, 90, 135)  # degrees: the way a part is laid is the one that takes the least room
_SETTLED = 100  # members of a part; a larger one is not looked through point by point
_MAJORIZED = 1200  # members of a part; past it the matrices cost more than they give
_PUSHED = 120  # members of a part; past it boxes are not pushed apart, and the page writes names where there is room
_LABELLED = 400  # lines; past it labels are not kept clear of each other, only names are
_FITTED = 12  # parts; of no more than this, small ones are fitted into the free room of the largest
_PACKED = 30  # parts that are fitted into gaps; the others go in rows below
_Frame = tuple[float, float, list[int]]  # width, height, members


def place(boxes: Sequence[Box], links: Sequence[Link]) -> list[tuple[int, int]]:
    """Give each node its point, in whole picture units around (0, 0).

    >>> place([Box(10, 10), Box(10, 10)], [])
    [(-34, 0), (34, 0)]
    """
    return list(_placed(tuple(boxes), tuple(links)))


@lru_cache(maxsize=16)  # one network is drawn more than once in a build
def _placed(boxes: tuple[Box, ...], links: tuple[Link, ...]) -> tuple[tuple[int, int], ...]:
    graph: nx.Graph[int] = nx.Graph()
    graph.add_nodes_from(range(len(boxes)))
    graph.add_edges_from((each.start, each.end) for each in links)
    part_of = {node: number for number, part in enumerate(nx.connected_components(graph)) for node in part}
    parts: dict[int, list[int]] = {}
    for node in range(len(boxes)):
        parts.setdefault(part_of[node], []).append(node)
    linked: dict[int, list[Link]] = {}
    for each in links:
        linked.setdefault(part_of[each.start], []).append(each)
    points: dict[int, tuple[float, float]] = {}
    frames: list[_Frame] = []
    for number, members in parts.items():
        lines = linked.get(number, []) if len(links) <= _LABELLED else []
        at = _part(graph, members, boxes, lines)
        left, top, right, bottom = frame_of(at, members, boxes)
        points.update({node: (x - left, y - top) for node, (x, y) in zip(members, at, strict=True)})
        frames.append((right - left + _MARGIN, bottom - top + _MARGIN, members))
    frames.sort(key=lambda frame: (-frame[0] * frame[1], frame[2][0]))
    holes = _holes(frames, points, boxes, links) if 1 < len(frames) <= _FITTED and len(boxes) <= _SETTLED else {}
    outside = [number for number in range(len(frames)) if number not in holes]
    corners = holes | dict(zip(outside, _packed([frames[number][:2] for number in outside]), strict=True))
    for number, (_, _, members) in enumerate(frames):
        for node in members:
            points[node] = (points[node][0] + corners[number][0], points[node][1] + corners[number][1])
    return tuple(_centred([points[node] for node in range(len(boxes))], boxes))


def _part(graph: "nx.Graph[int]", members: list[int], boxes: Sequence[Box], links: Sequence[Link]) -> list[list[float]]:
    if len(members) == 1:
        return [[0.0, 0.0]]
    rank = {node: index for index, node in enumerate(members)}
    at = stress(graph, members) if len(members) <= _MAJORIZED else spread(graph, members)
    if len(members) > _PUSHED:
        share = 0.25 if len(members) <= _MAJORIZED else 0.55
        return [[float(round(x)), float(round(y))] for x, y in loosened(at, share).tolist()]
    ties = [(rank[each.start], rank[each.end], each) for each in links]
    own = [boxes[node] for node in members]
    tried = []
    for turn in _TURNS if len(members) <= TURNED else _TURNS[:1]:
        cos, sin = math.cos(math.radians(turn)), math.sin(math.radians(turn))
        # Whole numbers before boxes are pushed: a last bit that differs between processors must not grow.
        start = [[float(round((x * cos - y * sin) * STRETCH)), float(round(x * sin + y * cos))] for x, y in at.tolist()]
        met, points = push_apart(start, own, ties)
        left, top, right, bottom = frame_of(points, members, boxes)
        size = max((right - left) / ASPECT, bottom - top)
        tried.append((size * (1 + met / 20), turn, points))
    best = min(tried)[2]
    return Settled(best, own, ties).points if len(members) <= _SETTLED else best


def _holes(
    frames: list[_Frame], points: dict[int, tuple[float, float]], boxes: Sequence[Box], links: Sequence[Link]
) -> dict[int, tuple[float, float]]:
    """Give the corner of each small part that finds free room within the frame of the largest."""
    wide, high, members = frames[0]
    inside = set(members)
    rooms = [room_of(*points[node], boxes[node], ()) for node in members]
    lines = [(list(points[each.start]), list(points[each.end]), each) for each in links if each.start in inside]
    rooms += [room_of(*middle_of(a, b, each.bend), each.label, ()) for a, b, each in lines]
    found: dict[int, tuple[float, float]] = {}
    for number, (width, height, _) in enumerate(frames[1:], 1):
        tried = []
        for x in range(0, max(1, round(wide - width)), 20):
            for y in range(0, max(1, round(high - height)), 20):
                own = (x - _MARGIN / 2, x + width, y - _MARGIN / 2, y + height, ())
                if width < wide and height < high and not overlaps(own, rooms, -1):
                    tried.append((min(x, wide - width - x) + min(y, high - height - y), x, y, own))
        for _, x, y, own in sorted(tried):  # the nearest to a corner that no line runs under
            if not any(runs_under(a, b, own) for a, b, _ in lines):
                found[number] = (float(x), float(y))
                rooms.append(own)
                break
    return found


def _packed(frames: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Give each frame its corner: the large ones where the whole stays smallest, the others in rows below."""
    corners: list[tuple[float, float]] = []
    placed: list[tuple[float, float, float, float]] = []
    for width, height in frames[:_PACKED]:
        tried = []
        for x in sorted({0.0, *(each[1] for each in placed)}):
            for y in sorted({0.0, *(each[3] for each in placed)}):
                if all(x >= r or x + width <= lf or y >= b or y + height <= t for lf, r, t, b in placed):
                    right = max([x + width, *(each[1] for each in placed)])
                    low = max([y + height, *(each[3] for each in placed)])
                    tried.append((max(right / ASPECT, low), right * low, y, x))
        _, _, y, x = min(tried)
        placed.append((x, x + width, y, y + height))
        corners.append((x, y))
    area = sum(width * height for width, height in frames)
    limit = max([math.sqrt(area * ASPECT), *(each[1] for each in placed)])
    x, y, row = 0.0, max((each[3] for each in placed), default=0.0), 0.0
    for width, height in frames[_PACKED:]:
        if x and x + width > limit:
            x, y, row = 0.0, y + row, 0.0
        corners.append((x, y))
        x, row = x + width, max(row, height)
    return corners


def _centred(points: list[tuple[float, float]], boxes: Sequence[Box]) -> list[tuple[int, int]]:
    left, top, right, bottom = frame_of(points, range(len(points)), boxes)
    return [(round(x - (left + right) / 2), round(y - (top + bottom) / 2)) for x, y in points]
