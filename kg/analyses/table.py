"""Results with and without what is only said, side by side."""

from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING, Any

from kg.analyses.brokers import brokers

if TYPE_CHECKING:
    from kg.analyses._ties import Network

__all__ = ["cells", "side_by_side"]


def side_by_side(established: "Network", alleged: "Network", *, top: int = 10, unnamed: bool = False) -> list[tuple[str, str, str]]:
    """Which brokers keep their rank once what is only said is counted? (label, score established, score with said)"""
    first = {each.party: each.score for each in brokers(established, top=len(established), unnamed=unnamed)}
    second = {each.party: each.score for each in brokers(alleged, top=len(alleged), unnamed=unnamed)}
    rows = [
        (alleged.nodes[party].get("label", party), first.get(party, 0.0), second.get(party, 0.0))
        for party in {*first, *second}
        if party in alleged
    ]
    ranked = sorted(rows, key=lambda row: (-row[2], -row[1], row[0]))[:top]
    return [(label, f"{a:.3f}", f"{b:.3f}") for label, a, b in ranked]


def cells(row: Any, network: "Network") -> list[str]:
    """Give the fields of one answer as text, node ids as labels."""
    assert is_dataclass(row)
    return [_cell(getattr(row, each.name), network) for each in fields(row)]


def _cell(value: Any, network: "Network") -> str:
    if isinstance(value, tuple):
        return ", ".join(_cell(each, network) for each in value)
    return str(network.nodes[value].get("label", value)) if value in network else str(value)
