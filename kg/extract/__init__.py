"""From an article to claims a person can accept: candidates with exact quotes, speaker, certainty and dates.

`extract` proposes, offline and on a CPU; a person decides. Every claim of every extractor passes `safety.guarded`.
"""

from kg.extract.reader import Document, read, read_text
from kg.extract.rules import extract
from kg.extract.safety import Reading, guarded

__all__ = ["Document", "Reading", "extract", "guarded", "read", "read_text"]
