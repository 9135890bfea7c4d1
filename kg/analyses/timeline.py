"""What happened, or is said to have, in order?"""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from kg.network import dated, wording

if TYPE_CHECKING:
    from kg.network import Network

__all__ = ["Entry", "timeline"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One dated edge: its date in EDTF, what it says, how sure it is, and the quote."""

    when: str
    subject: str
    relation: str
    target: str
    wording: str
    quote: str
    claim: str


def timeline(network: "Network", about: str | None = None) -> list[Entry]:
    """What happened, or is said to have, in the order of dates? Sequence, never cause.

    Dated claims of edges at `about`, or of all edges; by the first day they may have begun, then the last. Undated
    claims have no place here and are left out.
    """
    found = []
    for subject, target, data in network.edges(data=True):
        if about is None or about in {subject, target}:
            found += [(each, subject, target, data["label"]) for each in data["claims"] if each.when]
    found.sort(
        key=lambda item: (
            item[0].bounds.earliest_start or item[0].bounds.latest_start or date.min,
            item[0].bounds.latest_end or date.max,
            item[0].claim,
        )
    )
    return [
        Entry(dated(each), subject, label, target, wording(each), each.quote, each.claim)
        for each, subject, target, label in found
    ]
