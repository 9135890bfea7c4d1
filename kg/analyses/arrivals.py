"""Through whom could something have reached whom, in the order of dates?"""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kg.network import Network

__all__ = ["Arrival", "arrivals"]


@dataclass(frozen=True, slots=True)
class Arrival:
    """One node that can be reached, the earliest day it could be, and the way: nodes and the days of the steps."""

    node: str
    day: date
    way: tuple[str, ...]
    days: tuple[date, ...]


def arrivals(network: "Network", start: str, *, since: date = date.min) -> list[Arrival]:
    """Whom could something have reached from one party, by dated ties used in the order of their dates?

    Earliest-arrival paths (Xuan, Ferreira and Jarry 2003; Holme and Saramäki 2012). A step may be taken on any day on
    which its tie possibly holds, not before the day of arrival; edges none of whose claims is dated are not used, for
    their order is not known. Possible, never shown: a way in time is no proof that anything was passed on.

    >>> import networkx as nx
    >>> net = nx.MultiDiGraph()
    >>> _ = net.add_edge("ana", "luis", days=[(date(2024, 5, 1), date(2024, 5, 2))])
    >>> _ = net.add_edge("luis", "eva", days=[(date(2024, 3, 1), date(2024, 3, 1))])
    >>> [(each.node, str(each.day)) for each in arrivals(net, "ana")]
    [('luis', '2024-05-01')]
    """
    start = str(start)
    if start not in network:
        return []
    best: dict[str, Arrival] = {start: Arrival(start, since, (start,), ())}
    settled: set[str] = set()
    while waiting := [each for node, each in best.items() if node not in settled]:
        here = min(waiting, key=lambda each: (each.day, len(each.way), each.way))
        settled.add(here.node)
        for other, first, last in _steps(network, here.node):
            day = max(first, here.day)
            if other not in settled and day <= last:
                found = Arrival(other, day, (*here.way, other), (*here.days, day))
                if other not in best or (day, len(found.way), found.way) < (
                    best[other].day,
                    len(best[other].way),
                    best[other].way,
                ):
                    best[other] = found
    return sorted((each for node, each in best.items() if node != start), key=lambda each: (each.day, each.node))


def _steps(network: "Network", node: str) -> list[tuple[str, date, date]]:
    edges = [(v, data) for _, v, data in network.out_edges(node, data=True)]
    edges += [(u, data) for u, _, data in network.in_edges(node, data=True)]
    return [(other, first, last) for other, data in edges for first, last in _days(data)]


def _days(data: dict[str, Any]) -> list[tuple[date, date]]:
    """Give the first and last day on which an edge possibly holds, for each dated claim."""
    if "days" in data:
        return list(data["days"])
    spans = [claim.bounds for claim in data.get("claims", ()) if claim.when]
    return [(each.earliest_start or each.latest_start or date.min, each.latest_end or date.max) for each in spans]
