"""A dataset as a network of named parties, groups, events and offences. RDF stops here.

Each edge is one relation between two nodes and carries every claim behind it, with quote, speaker, modality and date.
`kg.network(dataset)` and `from kg.network import ...` both work: the module can be called.

project   dataset -> network, of all of it or of what lies around some entities
claims    the claims behind an edge; their quotes are read when they are shown
parts     a network -> the part around somebody, without victims, of some ties or sources
modes     a network -> the ties between its parties, or between parties and what they took part in
"""

import sys
from types import ModuleType
from typing import TYPE_CHECKING, Any

from kg.network.claims import Brief, Claims
from kg.network.modes import one_mode, parties, two_mode
from kg.network.parts import around, only, picture
from kg.network.project import network
from kg.queries.evidence import Evidence, dated, wording

if TYPE_CHECKING:
    from rdflib import Dataset

    from kg.network.project import Network as Network

__all__ = [
    "Brief",
    "Claims",
    "Evidence",
    "around",
    "dated",
    "network",
    "one_mode",
    "only",
    "parties",
    "picture",
    "two_mode",
    "wording",
]


class _Callable(ModuleType):
    """Lets `kg.network(dataset)` work although importing kg.network binds the module under that name."""

    def __call__(self, dataset: "Dataset", **options: Any) -> "Network":
        return network(dataset, **options)


sys.modules[__name__].__class__ = _Callable
