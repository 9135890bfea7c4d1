"""The claims behind an edge: what every analysis needs of them at once, their quotes when somebody looks."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple, overload

from kg.errors import StoreError
from kg.queries.evidence import Evidence

__all__ = ["Brief", "Claims"]


class Brief(NamedTuple):
    """What an edge keeps of a claim: its id, the source it stands in, where it stands and how firmly it is made."""

    claim: str
    source: str
    standing: str
    modality: str


class Claims(Sequence[Evidence]):
    """The claims behind an edge, by id, as a tuple of Evidence that is read from the store when it is asked for.

    Length and `briefs` cost nothing. Pickled, it is the tuple with all the evidence.
    """

    __slots__ = ("_plain", "_read")

    def __init__(self, briefs: Sequence[tuple[str, str, str, str]], read: Callable[[str], Evidence | None]) -> None:
        self._plain = briefs if len(briefs) == 1 else sorted(briefs)
        self._read = read

    @property
    def briefs(self) -> tuple[Brief, ...]:
        """What is known of each claim without reading it."""
        return tuple(map(Brief._make, self._plain))

    def __len__(self) -> int:
        return len(self._plain)

    @overload
    def __getitem__(self, index: int) -> Evidence: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Evidence, ...]: ...
    def __getitem__(self, index: int | slice) -> Evidence | tuple[Evidence, ...]:
        if isinstance(index, slice):
            return tuple(self._evidence(each) for each, *_ in self._plain[index])
        return self._evidence(self._plain[index][0])

    def __iter__(self) -> Iterator[Evidence]:
        return (self._evidence(each) for each, *_ in self._plain)

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Claims):
            return self._plain == other._plain
        return isinstance(other, tuple) and tuple(self) == other

    def __hash__(self) -> int:
        return hash(tuple(self._plain))

    def __repr__(self) -> str:
        return f"Claims({', '.join(each.claim for each in self.briefs)})"

    def __reduce__(self) -> tuple[Any, ...]:
        return tuple, (list(self),)

    def keep(self, wanted: Callable[[Brief], bool]) -> "Claims":
        """Give those claims that are wanted."""
        return Claims([each for each in self.briefs if wanted(each)], self._read)

    def _evidence(self, claim: str) -> Evidence:
        found = self._read(claim)
        if found is None:
            raise StoreError(f"the claim {claim} is no longer in the store; project the network again")
        return found
