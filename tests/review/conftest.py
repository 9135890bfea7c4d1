"""A small article and claim files over it, in whatever layout a test wants."""

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest

TEXT = "Police said on Tuesday that Ana Ruiz led the Gulf Crew. Ana Ruiz was arrested. 😀 She denies it."


@pytest.fixture
def claim_file(tmp_path: Path) -> Callable[[str], Path]:
    """Write a claim file over the small article; SHA in it becomes the digest of the article."""

    def write(text: str) -> Path:
        (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
        path = tmp_path / "c.yaml"
        path.write_bytes(text.replace("SHA", hashlib.sha256(TEXT.encode()).hexdigest()).encode())
        return path

    return write


@pytest.fixture
def small() -> str:
    return """# read by me
source: {id: w, publisher: Wire, date: 2024-05-14, language: en, licence: MIT, file: a.txt, sha256: SHA}
entities:
  ana: {type: Person}   # the accused
  crew:
    type: CriminalOrganisation
  police: {type: UnnamedGroup, label: police}
claims:
  # who they are
  - {id: N1, quote: {exact: Ana Ruiz, suffix: " led"}, subject: ana, says: {name: Ana Ruiz}}
  - id: N2  # the group
    quote: the Gulf Crew
    subject: crew
    says:
      name: Gulf Crew

  - id: C1
    quote: Police said on Tuesday that Ana Ruiz led the Gulf Crew
    subject: ana
    says: {leads: crew}
    claimant: police
    attribution: Police said
    saidOn: {edtf: 2024-05-14, basis: Relative, words: on Tuesday}
    note: |
      two lines

      of a note

# the end
"""
