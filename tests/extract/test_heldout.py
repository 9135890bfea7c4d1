"""The held-out stories: there, fixed, and readable; what they measure comes later."""

import hashlib
from pathlib import Path

import pytest

from kg.loaders import LOADERS
from kg.model import Claim, Edition

HELD_OUT = Path(__file__).parent / "heldout"
FILES = sorted(HELD_OUT.glob("*/*.yaml"))


def test_there_are_sixty_stories_half_of_them_in_spanish():
    assert {folder: len(list((HELD_OUT / folder).glob("*.txt"))) for folder in ("en", "es")} == {"en": 30, "es": 30}


def test_they_are_the_ones_that_were_fixed():
    listed = dict(reversed(line.split(maxsplit=1)) for line in (HELD_OUT / "SHA256SUMS").read_text().splitlines())
    found = {
        path.relative_to(HELD_OUT).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in HELD_OUT.glob("*/*")
    }
    assert found == listed


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_the_gold_of_a_story_holds(path):
    """Every quote is in the story, every date follows from its words, every term is in the ontology."""
    assert [record for record in LOADERS["claims"](path, Edition(id=path.stem)) if isinstance(record, Claim)]
