"""Names of people and organisations, compared as readers compare them."""

import re
import unicodedata

__all__ = ["fold", "words"]

_WORD = re.compile(r"\w+(?:[.’'-]\w+)*")


def fold(text: str) -> str:
    """Give the text without accents and case, for searching.

    >>> fold("Abigael González  Valencia")
    'abigael gonzalez valencia'
    """
    bare = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return " ".join(bare.casefold().split())


def words(text: str) -> list[str]:
    """Give the folded words of a name, one-letter initials and particles included.

    >>> words("Rosa A")
    ['rosa', 'a']
    """
    return _WORD.findall(fold(text))
