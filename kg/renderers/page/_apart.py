"""Boxes and labels pushed off each other, then looked through one node at a time."""

import math
import random

from kg.renderers.page._boxes import (
    ASPECT,
    HOP,
    STRETCH,
    Box,
    Link,
    Room,
    middle_of,
    overlaps,
    room_of,
    runs_under,
    shift,
)

__all__ = ["TURNED", "Settled", "push_apart"]

_ROUNDS = 200
_ROUNDS_MANY = 80  # for a part that is not searched through
_STEP = 40.0  # the farthest a point goes in a round
_FORCE = 0.7
_PULL = 0.06
_SEARCHES = 120  # rounds of the search for better points
TURNED = 150  # members of a part; a larger one is laid as it comes


def push_apart(
    at: list[list[float]], boxes: list[Box], ties: list[tuple[int, int, Link]]
) -> tuple[int, list[list[float]]]:
    """Push boxes, and labels on lines with their two ends, off each other; give how many still meet, and the points."""
    met = 0
    rounds = _ROUNDS if len(at) <= TURNED else _ROUNDS_MANY
    for turn in range(rounds):
        moves = [[0.0, 0.0] for _ in at]
        rooms = [room_of(x, y, box, (index,)) for index, ((x, y), box) in enumerate(zip(at, boxes, strict=True))]
        for start, end, link in ties:
            x, y = middle_of(at[start], at[end], link.bend)
            rooms.append(room_of(x, y, link.label, (start, end)))
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
        length = math.hypot(dx / STRETCH, dy)
        if length > HOP:
            pull = share * (1 - HOP / length)
            shift(moves, (start,), dx * pull, dy * pull)
            shift(moves, (end,), -dx * pull, -dy * pull)


def _push(rooms: list[Room], moves: list[list[float]]) -> int:
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
            shift(moves, owners, -step[0] * _FORCE, -step[1] * _FORCE)
            shift(moves, owners2, step[0] * _FORCE, step[1] * _FORCE)
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
                shift(moves, (node,), -dy / length * step, dx / length * step)
                shift(moves, (start, end), dy / length * step / 2, -dx / length * step / 2)
    return met


class Settled:
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

    def _node_room(self, node: int) -> Room:
        x, y = self.points[node]
        return room_of(x, y, self.boxes[node], (node,))

    def _label_room(self, k: int) -> Room:
        start, end, link = self.ties[k]
        x, y = middle_of(self.points[start], self.points[end], link.bend)
        return room_of(x, y, link.label, (start, end))

    def _put(self, node: int, x: float, y: float) -> None:
        self.points[node] = [x, y]
        self.rooms[node] = self._node_room(node)
        for k in self.own[node]:
            self.labels[k] = self._label_room(k)

    def _try(self, node: int, dx: int, dy: int) -> None:
        x, y = self.points[node]
        before = self._cost(node)
        self._put(node, x + dx, y + dy)
        if self._cost(node, enough=before) >= before:
            self._put(node, x, y)

    def _cost(self, node: int, enough: float = math.inf) -> float:
        """Give how bad it is about a node; no more than it takes to know that it is bad enough."""
        x, y = self.points[node]
        own = self.own[node]
        cost = 0.7 * math.hypot(x / ASPECT, y)
        cost += overlaps(self.rooms[node], self.rooms, node) + overlaps(self.rooms[node], self.labels, -1)
        for k in own:
            if cost >= enough:
                return cost
            start, end, _ = self.ties[k]
            a, b = self.points[start], self.points[end]
            cost += 0.5 * math.hypot((a[0] - b[0]) / STRETCH, a[1] - b[1])
            cost += overlaps(self.labels[k], self.rooms, node) + overlaps(self.labels[k], self.labels, k)
            if cost >= enough:
                return cost
            cost += sum(runs_under(a, b, room) for j, room in enumerate(self.rooms) if j not in (start, end))
            cost += 60 * sum(_cross(a, b, self.points[c], self.points[d]) for c, d in self.strangers[k])
        others = (tie[:2] for k, tie in enumerate(self.ties) if k not in own)
        return cost + sum(runs_under(self.points[start], self.points[end], self.rooms[node]) for start, end in others)


def _cross(a: list[float], b: list[float], c: list[float], d: list[float]) -> bool:
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = a, b, c, d
    if ((bx - ax) * (cy - ay) - (by - ay) * (cx - ax)) * ((bx - ax) * (dy - ay) - (by - ay) * (dx - ax)) >= 0:
        return False
    return ((dx - cx) * (ay - cy) - (dy - cy) * (ax - cx)) * ((dx - cx) * (by - cy) - (dy - cy) * (bx - cx)) < 0
