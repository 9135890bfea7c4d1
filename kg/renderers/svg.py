"""A picture that stands still: the network as SVG for an article, with its caveat and its sources underneath."""

import math
import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING, Any

from kg.renderers.html import EvidencePage

if TYPE_CHECKING:
    from kg.network import Network

__all__ = ["add", "png", "render_svg", "text_of"]

_FACE = "Arial, Liberation Sans, sans-serif"
_INK, _PAPER, _SOFT = "#1c1b19", "#ffffff", "#5b5852"
_INSIDE = {"box", "ellipse"}
#: Corners of the shapes, in a square from -1 to 1.
_CORNERS = {
    "square": ((-0.85, -0.85), (0.85, -0.85), (0.85, 0.85), (-0.85, 0.85)),
    "diamond": ((0, -1), (1, 0), (0, 1), (-1, 0)),
    "triangle": ((0, -0.9), (1, 0.9), (-1, 0.9)),
    "triangleDown": ((-1, -0.9), (1, -0.9), (0, 0.9)),
    "hexagon": ((-0.5, -0.9), (0.5, -0.9), (1, 0), (0.5, 0.9), (-0.5, 0.9), (-1, 0)),
    "star": tuple(
        (round(r * math.sin(math.pi * n / 5), 3), round(-r * math.cos(math.pi * n / 5), 3))
        for n, r in enumerate((1, 0.45) * 5)
    ),
}
_CAVEAT = "Solid: stated by the publisher. Dashed: said, not established. To be named here is not to be guilty."


def render_svg(network: "Network", *, title: str = "Who says what about whom") -> str:
    """Give a network as an SVG picture; the same network gives the same text."""
    page = EvidencePage(network, title=title)
    at = {node["id"]: node for node in page.nodes}
    halves = {number: _half(node) for number, node in at.items()}
    left = min((n["x"] - halves[i][0] for i, n in at.items()), default=0) - 60
    right = max((n["x"] + halves[i][0] for i, n in at.items()), default=0) + 60
    top = min((n["y"] - halves[i][1] for i, n in at.items()), default=0) - 70
    bottom = max((n["y"] + halves[i][1] for i, n in at.items()), default=0) + 70
    middle, width = (left + right) / 2, max(right - left, 720)
    left, height = middle - width / 2, bottom - top + 66
    size = {
        "viewBox": f"{left:.0f} {top:.0f} {width:.0f} {height:.0f}",
        "width": f"{width:.0f}",
        "height": f"{height:.0f}",
    }
    root = ET.Element("svg", {"xmlns": "http://www.w3.org/2000/svg", **size, "font-family": _FACE, "role": "img"})
    add(root, "title", title)
    sources = str(network.graph.get("sources", ""))
    add(root, "desc", f"{title}. {_CAVEAT} Sources: {sources}.")
    add(root, "rect", x=left, y=top, width=width, height=height, fill=_PAPER)
    add(root, "text", title, x=left + 16, y=top + 30, fill=_INK, **{"font-size": 22, "font-weight": "bold"})
    for edge in page.edges:
        _line(root, edge, at, halves)
    for number, node in at.items():
        _node(root, node, halves[number])
    for row, line in enumerate((_CAVEAT, f"Sources: {sources or 'none'}.")):
        add(root, "text", line, x=left + 16, y=bottom + 26 + 22 * row, fill=_SOFT, **{"font-size": 14})
    return text_of(root)


def png(svg: str, *, zoom: int = 2) -> bytes:
    """Give an SVG text as a PNG picture. Raises ModuleNotFoundError where resvg-py is not installed."""
    import resvg_py

    picture: bytes = bytes(resvg_py.svg_to_bytes(svg_string=svg, zoom=zoom))
    return picture


def add(parent: ET.Element, tag: str, text: str | None = None, **attributes: Any) -> ET.Element:
    """Add an element; numbers lose what no eye sees, and None says nothing."""
    told = {n: f"{v:.1f}" if isinstance(v, float) else str(v) for n, v in attributes.items() if v is not None}
    element = ET.SubElement(parent, tag, told)
    # XML has no place for most control characters.
    element.text = text and "".join(c if c >= " " or c in "\t\n" else "\ufffd" for c in text)
    return element


def text_of(root: ET.Element) -> str:
    """Give the text of a picture."""
    return ET.tostring(root, encoding="unicode") + "\n"


def _half(node: dict[str, Any]) -> tuple[float, float]:
    lines = node["label"].split("\n")
    wide = max(map(len, lines)) * 3.9
    if node["shape"] == "ellipse":
        return wide + 16, len(lines) * 13.0
    return (wide + 10, len(lines) * 9.0 + 6) if node["shape"] in _INSIDE else (12.0, 12.0)


def _ends(half: tuple[float, float], shape: str, x: float, y: float) -> float:
    """Give how far from its middle a node ends in a direction."""
    if shape == "box":
        return min(half[0] / max(abs(x), 1e-9), half[1] / max(abs(y), 1e-9))
    return half[0] * half[1] / math.hypot(half[1] * x, half[0] * y)


def _line(
    root: ET.Element, edge: dict[str, Any], at: dict[int, dict[str, Any]], halves: dict[int, tuple[float, float]]
) -> None:
    a, b = at[edge["from"]], at[edge["to"]]
    bend = 0.0
    if smooth := edge.get("smooth"):
        bend = smooth["roundness"] * (1 if smooth["type"] == "curvedCW" else -1)
    ax, ay, bx, by = float(a["x"]), float(a["y"]), float(b["x"]), float(b["y"])
    cx, cy = (ax + bx) / 2 + (by - ay) * bend, (ay + by) / 2 - (bx - ax) * bend
    if edge["from"] == edge["to"]:
        ax, ay, cx, cy, by = ax - 8, ay - 8, ax + 60, ay - 90, by - 8
    looks = {
        "fill": "none",
        "stroke": edge["color"],
        "stroke-width": edge["width"],
        "stroke-dasharray": "7 6" if edge["dashes"] else None,
    }
    add(root, "path", d=f"M{ax:.0f} {ay:.0f}Q{cx:.1f} {cy:.1f} {bx:.0f} {by:.0f}", **looks)
    length = math.hypot(bx - cx, by - cy) or 1.0
    x, y = (bx - cx) / length, (by - cy) / length
    gap = _ends(halves[edge["to"]], b["shape"], x, y) + 3
    tip = (bx - x * gap, by - y * gap)
    if edge.get("arrows") != "":
        corners = [
            tip,
            (tip[0] - 9 * x + 4 * y, tip[1] - 9 * y - 4 * x),
            (tip[0] - 9 * x - 4 * y, tip[1] - 9 * y + 4 * x),
        ]
        add(root, "polygon", points=" ".join(f"{px:.1f},{py:.1f}" for px, py in corners), fill=edge["color"])
    _words(root, edge["label"], (ax + bx) / 4 + cx / 2, (ay + by) / 4 + cy / 2, 13, edge["color"], halo=True)


def _node(root: ET.Element, node: dict[str, Any], half: tuple[float, float]) -> None:
    x, y, shape, colour = float(node["x"]), float(node["y"]), node["shape"], node["color"]
    outline = {"fill": _PAPER, "stroke": colour, "stroke-width": 2}
    if shape == "ellipse":
        add(root, "ellipse", cx=x, cy=y, rx=half[0], ry=half[1], **outline)
    elif shape in _INSIDE:
        add(root, "rect", x=x - half[0], y=y - half[1], width=2 * half[0], height=2 * half[1], rx=3, **outline)
    elif shape in _CORNERS:
        corners = " ".join(f"{x + 12 * cx:.1f},{y + 12 * cy:.1f}" for cx, cy in _CORNERS[shape])
        add(root, "polygon", points=corners, fill=colour)
    else:
        add(root, "circle", cx=x, cy=y, r=11, fill=colour)
    if shape in _INSIDE:
        _words(root, node["label"], x, y, 15, _INK)
    else:
        lines = node["label"].count("\n") + 1
        _words(root, node["label"], x, y + 20 + lines * 8, 15, _INK, halo=True)


def _words(root: ET.Element, text: str, x: float, y: float, size: int, ink: str, *, halo: bool = False) -> None:
    lines = text.split("\n")
    first = y - (len(lines) - 1) * size * 0.55 + size * 0.35
    around = {"stroke": _PAPER, "stroke-width": 4, "paint-order": "stroke"} if halo else {}
    for row, line in enumerate(lines):
        looks = {"font-size": size, "text-anchor": "middle", "fill": ink, **around}
        add(root, "text", line, x=x, y=first + row * size * 1.1, **looks)
