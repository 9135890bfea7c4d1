"""What can go wrong, in one tree.

KgError
├── DataError      a source, claim file or decision cannot be used as it is; carries one Fault per problem
├── StoreError     a store is not there, or cannot be opened
├── QueryError     a query cannot be found, parsed or bound
├── LookupFailed   a name fits no entity, or more than one
├── FetchError     a list cannot be brought from where it is published
├── ModelError     a language model gives no answer that can be used
└── MissingExtra   an optional package is not installed
"""

from collections.abc import Iterable
from dataclasses import dataclass

__all__ = [
    "DataError",
    "Fault",
    "FetchError",
    "KgError",
    "LookupFailed",
    "MissingExtra",
    "ModelError",
    "QueryError",
    "StoreError",
]


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One problem: where it is, what is wrong, what mends it."""

    place: str
    fault: str
    cure: str

    def __str__(self) -> str:
        return f"{self.place}: {self.fault}; {self.cure}"


class KgError(Exception):
    """Anything this package raises on purpose; its text is one clear line."""


class DataError(KgError):
    """A source, claim file or decision file that cannot be used as it is."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))


class StoreError(KgError):
    """A store that is not there or cannot be opened."""


class QueryError(KgError):
    """A query that cannot be found, parsed or bound."""


class LookupFailed(KgError):
    """A name that fits no entity, or more than one."""


class FetchError(KgError):
    """A list that cannot be brought from where it is published."""


class MissingExtra(KgError):
    """An optional package that is not installed."""


class ModelError(KgError):
    """A language model that cannot be reached, refuses, or gives no answer that can be used.

    `about_all` is true when it is not the article's doing, so that the next article would fail as well.
    """

    about_all = True
