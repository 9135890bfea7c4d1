"""From an article to claims a person can accept: candidates with exact quotes, speaker, certainty and dates.

`extract` proposes, offline and on a CPU; a person decides. Every claim of every extractor passes `safety.guarded`.
"""

from kg.extract.reader import Document, read, read_text
from kg.extract.reading import Reading
from kg.extract.rules import attributions, extract
from kg.extract.safety import guarded
from kg.extract.voices import Attribution

__all__ = ["Attribution", "Document", "Reading", "attributions", "extract", "guarded", "read", "read_text"]
