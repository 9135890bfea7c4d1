"""Who stands in the densest part?"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import networkx as nx

from kg.network import one_mode

if TYPE_CHECKING:
    from kg.network import Network

__all__ = ["Core", "cores"]


@dataclass(frozen=True, slots=True)
class Core:
    """The parties that each have at least `ties` ties to one another, and to no denser set."""

    ties: int
    parties: tuple[str, ...]


def cores(network: "Network", *, top: int = 10, unnamed: bool = False) -> list[Core]:
    """Who stands in the densest part, in this corpus?

    The k-core decomposition (Seidman 1983), the densest first; parties without ties are left out.

    >>> cores(nx.MultiDiGraph([("ana", "luis"), ("luis", "eva"), ("eva", "ana"), ("eva", "rey")]))
    [Core(ties=2, parties=('ana', 'eva', 'luis')), Core(ties=1, parties=('rey',))]
    """
    shells: dict[int, list[str]] = {}
    for party, number in nx.core_number(one_mode(network, unnamed=unnamed)).items():
        shells.setdefault(number, []).append(party)
    return [Core(ties, tuple(sorted(shells[ties]))) for ties in sorted(shells, reverse=True) if ties][:top]
