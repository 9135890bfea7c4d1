"""Finding by name: as people type it, and as lists write it."""

import pytest

from kg.graph import memory_store
from kg.graph.quads import literal, quad
from kg.queries import find
from kg.vocab import PREFIXES

LABELS = PREFIXES["graph"] + "labels"
NAMES = ("CARO QUINTERO, Rafael", "CARO QUINTERO, Miguel Angel", "Abigael González Valencia", "Rosa A")


@pytest.fixture(scope="module")
def named():
    label = "http://www.w3.org/2000/01/rdf-schema#label"
    return memory_store(quad(f"{PREFIXES['']}{n}", label, literal(name), LABELS) for n, name in enumerate(NAMES))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Rafael Caro Quintero", [(0, "CARO QUINTERO, Rafael")]),
        ("rafael quintero", [(1, "CARO QUINTERO, Rafael")]),
        ("caro quintero", [(1, "CARO QUINTERO, Miguel Angel"), (1, "CARO QUINTERO, Rafael")]),
        ("valencia abigael", [(1, "Abigael González Valencia")]),
        ("gonz", [(2, "Abigael González Valencia")]),
        ("rafael valencia", []),
        ("caro caro", []),
    ],
)
def test_the_words_of_a_name_may_stand_in_any_order(named, text, found):
    assert [(hit.rank, hit.name) for hit in find(named, text)] == found
