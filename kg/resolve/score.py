"""A score with its reasons."""

from dataclasses import dataclass

__all__ = ["Score"]


@dataclass(frozen=True, slots=True)
class Score:
    """How much speaks for one party behind two records, 0 to 1, and why; each reason begins "for" or "against"."""

    value: float
    reasons: tuple[str, ...]
