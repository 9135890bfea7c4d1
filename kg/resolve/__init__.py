"""Identity: which records may be one party, and the recorded judgements that they are one, two, or undecided.

records      what a dataset says of each party
blocking     the pairs worth comparing
compare      two records -> a score with its reasons
candidates   the pairs a person should look at; nothing is merged here
decisions    who judged what, when and why, in a CSV; the merge is made when quads are written
"""

from kg.resolve.candidates import THRESHOLD, Candidate, Settled, candidates
from kg.resolve.compare import compare
from kg.resolve.decisions import (
    Decision,
    append_decision,
    canonical_ids,
    decision_quads,
    decisions_in,
    read_decisions,
    withdraw_decision,
)
from kg.resolve.records import Party, parties
from kg.resolve.score import Score

__all__ = [
    "THRESHOLD",
    "Candidate",
    "Decision",
    "Party",
    "Score",
    "Settled",
    "append_decision",
    "candidates",
    "canonical_ids",
    "compare",
    "decision_quads",
    "decisions_in",
    "parties",
    "read_decisions",
    "withdraw_decision",
]
