"""Answers as tables: how sure a ranking is, or the same question asked of several views."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields
from typing import TYPE_CHECKING, Any

from kg.analyses.sureness import Sureness

if TYPE_CHECKING:
    from kg.network import Network

__all__ = ["cells", "compare", "heads", "sure_table"]

#: Columns that can be read abreast; views of wider answers stand one below the other.
_ABREAST = 8
#: Between members of a set, and between sets: names of lists have commas in them.
_AND, _OR = "; ", " | "


def compare(
    analysis: Callable[..., Sequence[Any]], views: Mapping[str, "Network"], *, top: int = 10, unnamed: bool = False
) -> tuple[tuple[str, ...], list[list[str]]]:
    """Ask one question of several views, and give the answers side by side by rank: the columns and the rows.

    Each view has its own columns, headed by its name, so that a reader sees what only holds with what is said; or,
    where that would be too wide, its own rows.
    """
    answers = {name: analysis(network, top=top, unnamed=unnamed) for name, network in views.items()}
    found = {name: heads(rows[0]) if rows else ["party"] for name, rows in answers.items()}
    if sum(map(len, found.values())) > _ABREAST:
        return _stacked(answers, views)
    columns = tuple(f"{name}: {head}" for name, names in found.items() for head in names)
    blocks = [[cells(row, views[name]) for row in rows] for name, rows in answers.items()]
    widths = [len(names) for names in found.values()]
    return columns, [
        [
            cell
            for block, width in zip(blocks, widths, strict=True)
            for cell in (block[i] if i < len(block) else [""] * width)
        ]
        for i in range(max(map(len, blocks), default=0))
    ]


def _stacked(
    answers: Mapping[str, Sequence[Any]], views: Mapping[str, "Network"]
) -> tuple[tuple[str, ...], list[list[str]]]:
    columns = next(heads(rows[0]) for rows in answers.values() if rows)
    found = [[name, *cells(row, views[name])] for name, rows in answers.items() for row in rows]
    return ("view", *columns), found


def sure_table(found: Sequence[Sureness], network: "Network") -> tuple[tuple[str, ...], list[list[str]]]:
    """Give how sure a ranking is as columns and rows: rank by what is established, by all, in draws; how often first."""
    first = found[0].first if found else 1
    columns = (
        "party",
        "established",
        "with what is said",
        "in nine draws of ten",
        "first" if first == 1 else f"among the first {first}",
    )
    return columns, [
        [
            _cell(each.party, network),
            str(each.established or "–"),
            str(each.alleged or "–"),
            f"{each.low}–{each.high}" if each.low != each.high else str(each.low),
            f"{each.in_top:.0%}",
        ]
        for each in found
    ]


def heads(row: Any) -> list[str]:
    """Give the names of the fields of an answer that stand in a table."""
    return [
        each.metadata.get("head", each.name.replace("_", " ")) for each in fields(row) if not each.metadata.get("drawn")
    ]


def cells(row: Any, network: "Network") -> list[str]:
    """Give the fields of one answer as text, node ids as labels."""
    return [_cell(getattr(row, each.name), network) for each in fields(row) if not each.metadata.get("drawn")]


def _cell(value: Any, network: "Network") -> str:
    if isinstance(value, tuple):
        joint = _OR if any(isinstance(each, tuple) for each in value) else _AND
        return joint.join(_cell(each, network) for each in value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(network.nodes[value].get("label", value)) if value in network else str(value)
