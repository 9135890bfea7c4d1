"""What a cue is: words that tell how firmly something is said, and what stands under them."""

from dataclasses import dataclass

from kg.model import Modality

__all__ = ["Cue"]


@dataclass(frozen=True, slots=True)
class Cue:
    """Words that say how firmly; `scopes` are the stretches of the sentence that stand under them.

    Offsets count in the sentence. `kind` tells how the words were found: a form of a verb, noun or phrase, or a mark
    of the sentence itself.
    """

    name: str
    modality: Modality
    start: int
    end: int
    scopes: tuple[tuple[int, int], ...]
    kind: str
    denies: bool = False
    negates: bool = False
    implies: bool = False

    def covers(self, at: int) -> bool:
        """Tell whether a place of the sentence stands under the cue."""
        return any(start <= at < end for start, end in self.scopes)
