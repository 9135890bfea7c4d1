"""Where everything in a picture stands: connected parts apart, boxes and labels clear of each other.

A part is placed by stress majorization (Gansner, Koren and North 2004) over the hops between its members, then its
boxes are pushed apart, then the parts are packed. No clock; the one random jitter has a fixed seed.
"""

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import networkx as nx
import numpy as np
import numpy.typing as npt

__all__ = ["Box", "Link", "place"]

_HOP = 100.0  # ideal length of a line that stands, in picture units: a pixel at scale 1
_STRETCH = 1.9  # names and labels are wider than they are high, so lines that lie are longer
_ASPECT = 1.6  # width : height of the whole picture
_GAP = 8.0
_MARGIN = 50.0
_ROUNDS = 200
_ROUNDS_MANY = 80  # for a part that is not searched through
_STEP = 40.0  # the farthest a point goes in a round
_FORCE = 0.7
_PULL = 0.06
_SEARCHES = 120  # rounds of the search for better points
_TURNS = (0, 45, 90, 135)  # degrees: the way a part is laid is the one that takes the least room
_SETTLED = 100  # members of a part; a larger one is not looked through point by point
_TURNED = 150  # members of a part; a larger one is laid as it comes
_MAJORIZED = 1200  # members of a part; past it the matrices cost more than they give
_LABELLED = 400  # lines; past it labels are not kept clear of each other, only names are
_FITTED = 12  # parts; of no more than this, small ones are fitted into the free room of the largest
_PACKED = 30  # parts that are fitted into gaps; the others go in rows below

_Points = npt.NDArray[np.float64]
_Frame = tuple[float, float, list[int]]  # width, height, members
_Room = tuple[float, float, float, float, tuple[int, ...]]  # left, right, top, bottom, and who moves with it


@dataclass(frozen=True, slots=True)
class Box:
    """The room that a node or a label takes; `drop` is how far its middle lies below its anchor."""

    width: float
    height: float
    drop: float = 0.0


@dataclass(frozen=True, slots=True)
class Link:
    """A line between two nodes, by number, the room for its label, and how far it bends (0 is straight)."""

    start: int
    end: int
    label: Box
    bend: float = 0.0


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
        left, top, right, bottom = _frame(at, members, boxes)
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


def _holes(
    frames: list[_Frame], points: dict[int, tuple[float, float]], boxes: Sequence[Box], links: Sequence[Link]
) -> dict[int, tuple[float, float]]:
    """Give the corner of each small part that finds free room within the frame of the largest."""
    wide, high, members = frames[0]
    inside = set(members)
    rooms = [_room(*points[node], boxes[node], ()) for node in members]
    lines = [(list(points[each.start]), list(points[each.end]), each) for each in links if each.start in inside]
    rooms += [_room(*_middle(a, b, each.bend), each.label, ()) for a, b, each in lines]
    found: dict[int, tuple[float, float]] = {}
    for number, (width, height, _) in enumerate(frames[1:], 1):
        tried = []
        for x in range(0, max(1, round(wide - width)), 20):
            for y in range(0, max(1, round(high - height)), 20):
                own = (x - _MARGIN / 2, x + width, y - _MARGIN / 2, y + height, ())
                if width < wide and height < high and not _overlaps(own, rooms, -1):
                    tried.append((min(x, wide - width - x) + min(y, high - height - y), x, y, own))
        for _, x, y, own in sorted(tried):  # the nearest to a corner that no line runs under
            if not any(_under(a, b, own) for a, b, _ in lines):
                found[number] = (float(x), float(y))
                rooms.append(own)
                break
    return found


def _part(graph: "nx.Graph[int]", members: list[int], boxes: Sequence[Box], links: Sequence[Link]) -> list[list[float]]:
    if len(members) == 1:
        return [[0.0, 0.0]]
    rank = {node: index for index, node in enumerate(members)}
    at = _stress(graph, members) if len(members) <= _MAJORIZED else _spread(graph, members)
    ties = [(rank[each.start], rank[each.end], each) for each in links]
    own = [boxes[node] for node in members]
    tried = []
    for turn in _TURNS if len(members) <= _TURNED else _TURNS[:1]:
        cos, sin = math.cos(math.radians(turn)), math.sin(math.radians(turn))
        # Whole numbers before boxes are pushed: a last bit that differs between processors must not grow.
        start = [
            [float(round((x * cos - y * sin) * _STRETCH)), float(round(x * sin + y * cos))] for x, y in at.tolist()
        ]
        met, points = _apart(start, own, ties)
        left, top, right, bottom = _frame(points, members, boxes)
        size = max((right - left) / _ASPECT, bottom - top)
        tried.append((size * (1 + met / 20), turn, points))
    best = min(tried)[2]
    return _Settled(best, own, ties).points if len(members) <= _SETTLED else best


def _hops(graph: "nx.Graph[int]", members: list[int], sources: list[int]) -> _Points:
    rank = {node: index for index, node in enumerate(members)}
    found = np.zeros((len(sources), len(members)))
    for row, source in enumerate(sources):
        for node, hops in nx.single_source_shortest_path_length(graph, source).items():
            found[row, rank[node]] = hops
    return found


def _jitter(count: int) -> _Points:
    """Give small fixed displacements: leaves of one hub start at the same point."""
    return np.random.default_rng(0).normal(scale=0.05, size=(count, 2))


def _stress(graph: "nx.Graph[int]", members: list[int]) -> _Points:
    """Give points whose distances follow the hops, by majorization from the pivots' points."""
    count = len(members)
    wanted = _hops(graph, members, members)
    at = _spread(graph, members) / _HOP
    weights = np.where(wanted > 0, wanted, np.inf) ** -2.0
    pulls = weights * wanted
    inverse = np.linalg.inv(np.diag(weights.sum(1)) - weights + 1 / count) - 1 / count
    for _ in range(120 if count < 400 else 25):
        x, y = at.T
        distance = np.hypot(x[:, None] - x, y[:, None] - y)
        pull = -pulls / np.maximum(distance, 1e-9)
        np.fill_diagonal(pull, 0)
        np.fill_diagonal(pull, -pull.sum(1))
        at = inverse @ (pull @ at)
    return _turned(at) * _HOP


def _spread(graph: "nx.Graph[int]", members: list[int]) -> _Points:
    """Give points for a part too large for a full matrix: PivotMDS (Brandes and Pich 2007) over 60 pivots."""
    step = max(1, len(members) // 60)
    squared = _hops(graph, members, members[::step]).T ** 2
    centred = squared - squared.mean(0) - squared.mean(1)[:, None] + squared.mean()
    _, _, axes = np.linalg.svd(centred, full_matrices=False)
    at = centred @ axes[:2].T
    room = math.sqrt(len(members)) * _HOP / max(float(np.abs(at).max()), 1e-9)
    return _turned(at) * room + _jitter(len(members)) * _HOP * 4


def _turned(at: _Points) -> _Points:
    """Give the points with the longer axis lying and a fixed orientation, for an eigenvector has no sign."""
    at = at[:, ::-1] if np.ptp(at[:, 0]) < np.ptp(at[:, 1]) else at
    signs = np.where(at[np.abs(at).argmax(0), [0, 1]] < 0, -1.0, 1.0)
    return at * signs


def _apart(at: list[list[float]], boxes: list[Box], ties: list[tuple[int, int, Link]]) -> tuple[int, list[list[float]]]:
    """Push boxes, and labels on lines with their two ends, off each other; give how many still meet, and the points."""
    met = 0
    rounds = _ROUNDS if len(at) <= _TURNED else _ROUNDS_MANY
    for turn in range(rounds):
        moves = [[0.0, 0.0] for _ in at]
        rooms = [_room(x, y, box, (index,)) for index, ((x, y), box) in enumerate(zip(at, boxes, strict=True))]
        for start, end, link in ties:
            x, y = _middle(at[start], at[end], link.bend)
            rooms.append(_room(x, y, link.label, (start, end)))
        met = _push(sorted(rooms), moves)
        if turn < rounds * 0.6:
            _clear(at, boxes, ties, moves)
            _pull(at, ties, moves, _PULL)
        elif not met:
            break
        for point, (dx, dy) in zip(at, moves, strict=True):
            point[0] += max(-_STEP, min(_STEP, dx))
            point[1] += max(-_STEP, min(_STEP, dy))
    return met, at


def _pull(at: list[list[float]], ties: list[tuple[int, int, Link]], moves: list[list[float]], share: float) -> None:
    """Draw the ends of long lines together, so that pushing does not swell the picture."""
    for start, end, _ in ties:
        dx, dy = at[end][0] - at[start][0], at[end][1] - at[start][1]
        # A line that lies needs room for two names and a label, one that stands for their heights only.
        length = math.hypot(dx / _STRETCH, dy)
        if length > _HOP:
            pull = share * (1 - _HOP / length)
            _shift(moves, (start,), dx * pull, dy * pull)
            _shift(moves, (end,), -dx * pull, -dy * pull)


def _room(x: float, y: float, box: Box, owners: tuple[int, ...]) -> _Room:
    half, middle = box.width / 2 + _GAP / 2, y + box.drop
    tall = box.height / 2 + _GAP / 2
    return (x - half, x + half, middle - tall, middle + tall, owners)


def _middle(a: list[float], b: list[float], bend: float) -> tuple[float, float]:
    """Give the middle of a line that bends to its side by a share of its length."""
    return (a[0] + b[0]) / 2 + (b[1] - a[1]) * bend / 2, (a[1] + b[1]) / 2 - (b[0] - a[0]) * bend / 2


def _push(rooms: list[_Room], moves: list[list[float]]) -> int:
    met = 0
    for index, (_, right, top, bottom, owners) in enumerate(rooms):
        for other in range(index + 1, len(rooms)):
            left2, right2, top2, bottom2, owners2 = rooms[other]
            if left2 >= right:
                break
            if top2 >= bottom or bottom2 <= top or owners == owners2:
                continue
            met += 1
            across = min(right, right2) - left2
            down = min(bottom, bottom2) - max(top, top2)
            if down <= across:
                side = 1 if top + bottom <= top2 + bottom2 else -1
                step = (0.0, side * (down / 2 + 0.5))
            else:
                step = (across / 2 + 0.5, 0.0)
            _shift(moves, owners, -step[0] * _FORCE, -step[1] * _FORCE)
            _shift(moves, owners2, step[0] * _FORCE, step[1] * _FORCE)
    return met


def _clear(at: list[list[float]], boxes: list[Box], ties: list[tuple[int, int, Link]], moves: list[list[float]]) -> int:
    """Push nodes off lines that are not theirs: a line under a name reads as a tie of that name."""
    met = 0
    for start, end, _ in ties:
        (ax, ay), (bx, by) = at[start], at[end]
        dx, dy = bx - ax, by - ay
        length = math.hypot(dx, dy)
        if length < 1:
            continue
        for node, box in enumerate(boxes):
            px, py = at[node][0], at[node][1] + box.drop
            along = ((px - ax) * dx + (py - ay) * dy) / (length * length)
            if node in (start, end) or not 0 < along < 1:
                continue
            off = ((px - ax) * -dy + (py - ay) * dx) / length
            need = (abs(dy) * box.width + abs(dx) * box.height) / (2 * length) + 4
            if abs(off) < need:
                met += 1
                step = (need - abs(off)) / 2 * (1 if off >= 0 else -1)
                _shift(moves, (node,), -dy / length * step, dx / length * step)
                _shift(moves, (start, end), dy / length * step / 2, -dx / length * step / 2)
    return met


class _Settled:
    """A small part after a search for better points, one node at a time (after Davidson and Harel 1996).

    What is bad: one box on another, a line under a name, lines that cross, long lines, and room taken.
    """

    def __init__(self, points: list[list[float]], boxes: list[Box], ties: list[tuple[int, int, Link]]) -> None:
        middle = [sum(each[axis] for each in points) / len(points) for axis in (0, 1)]
        self.points = [[float(round(x - middle[0])), float(round(y - middle[1]))] for x, y in points]
        self.boxes, self.ties = boxes, ties
        self.own = [[k for k, tie in enumerate(ties) if node in tie[:2]] for node in range(len(points))]
        self.strangers = [[each[:2] for each in ties if not {*each[:2]} & {*tie[:2]}] for tie in ties]
        self.rooms = [self._node_room(node) for node in range(len(points))]
        self.labels = [self._label_room(k) for k in range(len(ties))]
        chance = random.Random(0)
        for turn in range(_SEARCHES):
            reach = 15 + 150 * (1 - turn / _SEARCHES)
            for node in range(len(points)):
                self._try(node, round(chance.uniform(-reach, reach) * 1.5), round(chance.uniform(-reach, reach)))

    def _node_room(self, node: int) -> _Room:
        x, y = self.points[node]
        return _room(x, y, self.boxes[node], (node,))

    def _label_room(self, k: int) -> _Room:
        start, end, link = self.ties[k]
        x, y = _middle(self.points[start], self.points[end], link.bend)
        return _room(x, y, link.label, (start, end))

    def _put(self, node: int, x: float, y: float) -> None:
        self.points[node] = [x, y]
        self.rooms[node] = self._node_room(node)
        for k in self.own[node]:
            self.labels[k] = self._label_room(k)

    def _try(self, node: int, dx: int, dy: int) -> None:
        x, y = self.points[node]
        before = self._cost(node)
        self._put(node, x + dx, y + dy)
        if self._cost(node) >= before:
            self._put(node, x, y)

    def _cost(self, node: int) -> float:
        x, y = self.points[node]
        own = self.own[node]
        cost = 0.7 * math.hypot(x / _ASPECT, y)
        cost += _overlaps(self.rooms[node], self.rooms, node) + _overlaps(self.rooms[node], self.labels, -1)
        for k in own:
            start, end, _ = self.ties[k]
            a, b = self.points[start], self.points[end]
            cost += 0.5 * math.hypot((a[0] - b[0]) / _STRETCH, a[1] - b[1])
            cost += _overlaps(self.labels[k], self.rooms, node) + _overlaps(self.labels[k], self.labels, k)
            cost += sum(_under(a, b, room) for j, room in enumerate(self.rooms) if j not in (start, end))
            cost += 60 * sum(_cross(a, b, self.points[c], self.points[d]) for c, d in self.strangers[k])
        others = (tie[:2] for k, tie in enumerate(self.ties) if k not in own)
        return cost + sum(_under(self.points[start], self.points[end], self.rooms[node]) for start, end in others)


def _overlaps(room: _Room, others: list[_Room], but: int) -> float:
    """Give the fault of a box that lies on others."""
    left, right, top, bottom, _ = room
    return sum(
        120 + 4 * min(right - each[0], each[1] - left, bottom - each[2], each[3] - top)
        for j, each in enumerate(others)
        if each[0] < right and each[1] > left and each[2] < bottom and each[3] > top and j != but
    )


def _under(a: list[float], b: list[float], room: _Room) -> float:
    """Give the fault of a line that runs under a box."""
    left, right, top, bottom = room[:4]
    if max(a[0], b[0]) <= left or min(a[0], b[0]) >= right or max(a[1], b[1]) <= top or min(a[1], b[1]) >= bottom:
        return 0.0
    dx, dy = b[0] - a[0], b[1] - a[1]
    sides = [dx * (y - a[1]) - dy * (x - a[0]) for x in (left, right) for y in (top, bottom)]
    return 150.0 if min(sides) < 0 < max(sides) else 0.0


def _cross(a: list[float], b: list[float], c: list[float], d: list[float]) -> bool:
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = a, b, c, d
    if ((bx - ax) * (cy - ay) - (by - ay) * (cx - ax)) * ((bx - ax) * (dy - ay) - (by - ay) * (dx - ax)) >= 0:
        return False
    return ((dx - cx) * (ay - cy) - (dy - cy) * (ax - cx)) * ((dx - cx) * (by - cy) - (dy - cy) * (bx - cx)) < 0


def _shift(moves: list[list[float]], owners: tuple[int, ...], dx: float, dy: float) -> None:
    for owner in owners:
        moves[owner][0] += dx
        moves[owner][1] += dy


def _frame(
    at: Sequence[Sequence[float]], members: Sequence[int], boxes: Sequence[Box]
) -> tuple[float, float, float, float]:
    rooms = [_room(x, y, boxes[node], ()) for node, (x, y) in zip(members, at, strict=True)]
    return (
        min((room[0] for room in rooms), default=0.0),
        min((room[2] for room in rooms), default=0.0),
        max((room[1] for room in rooms), default=0.0),
        max((room[3] for room in rooms), default=0.0),
    )


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
                    tried.append((max(right / _ASPECT, low), right * low, y, x))
        _, _, y, x = min(tried)
        placed.append((x, x + width, y, y + height))
        corners.append((x, y))
    area = sum(width * height for width, height in frames)
    limit = max([math.sqrt(area * _ASPECT), *(each[1] for each in placed)])
    x, y, row = 0.0, max((each[3] for each in placed), default=0.0), 0.0
    for width, height in frames[_PACKED:]:
        if x and x + width > limit:
            x, y, row = 0.0, y + row, 0.0
        corners.append((x, y))
        x, row = x + width, max(row, height)
    return corners


def _centred(points: list[tuple[float, float]], boxes: Sequence[Box]) -> list[tuple[int, int]]:
    left, top, right, bottom = _frame(points, range(len(points)), boxes)
    return [(round(x - (left + right) / 2), round(y - (top + bottom) / 2)) for x, y in points]
