"""Measure extraction: one claim file against another, or a folder of them. See `score` for what counts as right."""

from kg.evaluate.corpus import NO_PREDICTION, Compared, compare, extracted, in_folder, language_totals, stories
from kg.evaluate.scores import MEASURES, Scores, Tally, Unsafe, score, total
from kg.evaluate.story import Story, read_story

__all__ = [
    "MEASURES",
    "NO_PREDICTION",
    "Compared",
    "Scores",
    "Story",
    "Tally",
    "Unsafe",
    "compare",
    "extracted",
    "in_folder",
    "language_totals",
    "read_story",
    "score",
    "stories",
    "total",
]
