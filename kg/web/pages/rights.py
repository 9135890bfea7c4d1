"""Whose text may be shown whole: only what its licence, as the source states it, plainly allows."""

import re

__all__ = ["may_show"]

_OPEN = re.compile(
    r"public domain|dominio público|\bCC0\b|\bCC[ -]BY(?:[ -]SA)?(?:[ -]\d|$|[ ,;.])|creative commons (?:zero|attribution(?! *-? *no))"
    r"|open government licen[cs]e|\bOGL\b|\bMIT\b|free with credit",
    re.IGNORECASE,
)
_CLOSED = re.compile(r"not redistributed|all rights reserved|no derivatives|\bND\b|©", re.IGNORECASE)


def may_show(licence: str) -> bool:
    """Tell whether a licence lets a text be shown whole. When in doubt, it does not: then passages are quoted alone.

    >>> may_show("US government, public domain"), may_show("CC BY 4.0"), may_show("CC BY-ND 4.0")
    (True, True, False)
    >>> may_show("© BBC; quoted in passages, not redistributed"), may_show("not stated")
    (False, False)
    """
    return bool(_OPEN.search(licence)) and not _CLOSED.search(licence)
