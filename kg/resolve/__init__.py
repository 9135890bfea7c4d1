"""Identity: recorded judgements that two records are one party, two, or undecided."""

from kg.resolve.decisions import Decision, canonical_ids, decision_quads, decisions_in, read_decisions

__all__ = ["Decision", "canonical_ids", "decision_quads", "decisions_in", "read_decisions"]
