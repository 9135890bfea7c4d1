"""How long a list kept saying what it says: the ends of its claims follow from its later editions."""

from dataclasses import dataclass, replace
from datetime import date

from rdflib import Dataset

from kg.dates import Bounds
from kg.graph import match
from kg.vocab import PREFIXES

__all__ = ["Listings", "listings"]

_KG = PREFIXES["kg"]


@dataclass(frozen=True, slots=True)
class Listings:
    """The editions loaded, by source: the day of each, the one before, the last of its list; and what was withdrawn."""

    dates: dict[str, date]
    before: dict[str, str]
    last: dict[str, str]
    withdrawn: dict[str, str]

    def bounds(self, claim: str, source: str, written: Bounds) -> Bounds:
        """Give when a claim holds: to the edition that withdraws it, else certainly to the last edition, possibly after.

        What is not of a list with more than one edition, or is over and done, holds as it was written.
        """
        if by := self.withdrawn.get(claim):
            return replace(written, earliest_end=self.dates[self.before[by]], latest_end=self.dates[by])
        if source in self.last and written.earliest_end and not written.latest_end:
            return replace(written, earliest_end=self.dates[self.last[source]])
        return written


def listings(dataset: Dataset) -> Listings:
    """Read the editions of a dataset."""
    before = {later: earlier for later, _, earlier, _ in match(dataset, predicate=_KG + "previousEdition")}
    after = {earlier: later for later, earlier in before.items()}
    dates = {}
    for edition in before.keys() | after.keys():
        for _, _, day, _ in match(dataset, edition, _KG + "date"):
            dates[edition] = date.fromisoformat(day)
    last = {}
    for edition in dates:
        last[edition] = edition
        while last[edition] in after:
            last[edition] = after[last[edition]]
    withdrawn = {claim: by for claim, _, by, _ in match(dataset, predicate=_KG + "withdrawnBy")}
    return Listings(dates, before, last, withdrawn)
