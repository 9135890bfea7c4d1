"""Answers as tables, and the same question asked of several views side by side."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kg.network import Network

__all__ = ["cells", "compare"]


def compare(
    analysis: Callable[..., Sequence[Any]], views: Mapping[str, "Network"], *, top: int = 10, unnamed: bool = False
) -> tuple[tuple[str, ...], list[list[str]]]:
    """Ask one question of several views, and give the answers side by side by rank: the columns and the rows.

    Each view has its own columns, headed by its name, so that a reader sees what only holds with what is said.
    """
    answers = {name: analysis(network, top=top, unnamed=unnamed) for name, network in views.items()}
    columns: list[str] = []
    blocks: list[list[list[str]]] = []
    for name, rows in answers.items():
        heads = [each.name for each in fields(rows[0])] if rows else ["party"]
        columns += [f"{name}: {head}" for head in heads]
        blocks.append([cells(row, views[name]) for row in rows])
    length = max(map(len, blocks), default=0)
    widths = [len(block[0]) if block else 1 for block in blocks]
    return tuple(columns), [
        [
            cell
            for block, width in zip(blocks, widths, strict=True)
            for cell in (block[i] if i < len(block) else [""] * width)
        ]
        for i in range(length)
    ]


def cells(row: Any, network: "Network") -> list[str]:
    """Give the fields of one answer as text, node ids as labels."""
    return [_cell(getattr(row, each.name), network) for each in fields(row)]


def _cell(value: Any, network: "Network") -> str:
    if isinstance(value, tuple):
        return ", ".join(_cell(each, network) for each in value)
    return str(network.nodes[value].get("label", value)) if value in network else str(value)
