"""What takes room in a picture, and when one thing stands on another."""

from collections.abc import Sequence
from dataclasses import dataclass

__all__ = [
    "ASPECT",
    "HOP",
    "STRETCH",
    "Box",
    "Link",
    "Room",
    "frame_of",
    "middle_of",
    "overlaps",
    "room_of",
    "runs_under",
    "shift",
]

HOP = 100.0  # ideal length of a line that stands, in picture units: a pixel at scale 1
STRETCH = 1.9  # names and labels are wider than they are high, so lines that lie are longer
ASPECT = 1.6  # width : height of the whole picture
_GAP = 8.0
Room = tuple[float, float, float, float, tuple[int, ...]]  # left, right, top, bottom, and who moves with it


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


def room_of(x: float, y: float, box: Box, owners: tuple[int, ...]) -> Room:
    half, middle = box.width / 2 + _GAP / 2, y + box.drop
    tall = box.height / 2 + _GAP / 2
    return (x - half, x + half, middle - tall, middle + tall, owners)


def middle_of(a: list[float], b: list[float], bend: float) -> tuple[float, float]:
    """Give the middle of a line that bends to its side by a share of its length."""
    return (a[0] + b[0]) / 2 + (b[1] - a[1]) * bend / 2, (a[1] + b[1]) / 2 - (b[0] - a[0]) * bend / 2


def shift(moves: list[list[float]], owners: tuple[int, ...], dx: float, dy: float) -> None:
    for owner in owners:
        moves[owner][0] += dx
        moves[owner][1] += dy


def overlaps(room: Room, others: list[Room], but: int) -> float:
    """Give the fault of a box that lies on others."""
    left, right, top, bottom, _ = room
    return sum(
        120 + 4 * min(right - each[0], each[1] - left, bottom - each[2], each[3] - top)
        for j, each in enumerate(others)
        if each[0] < right and each[1] > left and each[2] < bottom and each[3] > top and j != but
    )


def runs_under(a: list[float], b: list[float], room: Room) -> float:
    """Give the fault of a line that runs under a box."""
    left, right, top, bottom = room[:4]
    if max(a[0], b[0]) <= left or min(a[0], b[0]) >= right or max(a[1], b[1]) <= top or min(a[1], b[1]) >= bottom:
        return 0.0
    dx, dy = b[0] - a[0], b[1] - a[1]
    sides = [dx * (y - a[1]) - dy * (x - a[0]) for x in (left, right) for y in (top, bottom)]
    return 150.0 if min(sides) < 0 < max(sides) else 0.0


def frame_of(
    at: Sequence[Sequence[float]], members: Sequence[int], boxes: Sequence[Box]
) -> tuple[float, float, float, float]:
    rooms = [room_of(x, y, boxes[node], ()) for node, (x, y) in zip(members, at, strict=True)]
    return (
        min((room[0] for room in rooms), default=0.0),
        min((room[2] for room in rooms), default=0.0),
        max((room[1] for room in rooms), default=0.0),
        max((room[3] for room in rooms), default=0.0),
    )
