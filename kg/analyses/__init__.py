"""Analyses: one question per module, network in, rows out. Positions are in this corpus, not importance in crime."""

from collections.abc import Callable, Sequence
from typing import Any

from kg.analyses.brokers import Broker, brokers
from kg.analyses.communities import Community, communities
from kg.analyses.links import Step, links
from kg.analyses.table import cells, compare
from kg.analyses.timeline import Entry, timeline

__all__ = [
    "ANALYSES",
    "Broker",
    "Community",
    "Entry",
    "Step",
    "brokers",
    "cells",
    "communities",
    "compare",
    "links",
    "timeline",
]

#: Analyses of a whole network, by the name `kg analyse` takes; each docstring's first line is the question.
ANALYSES: dict[str, Callable[..., Sequence[Any]]] = {"brokers": brokers, "communities": communities}
