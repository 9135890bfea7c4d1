"""The right-to-reply sheet of somebody, as the command `kg dossier` makes it."""

import base64
import hashlib
import re
from dataclasses import asdict
from typing import Any

from kg.queries.dossier import dossier
from kg.web.live import Build
from kg.web.pages.entity import read_entity
from kg.web.pages.page import Page
from kg.web.pages.shown import COLUMNS, row, said

__all__ = ["reply"]

_STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)


def reply(build: Build, asked: dict[str, Any]) -> Page:
    """Each allegation about somebody, who made it, in which words, and what was answered."""
    from kg.renderers.dossier import render_dossier  # networkx takes a third of a second, which a start need not

    iri = read_entity(build, asked["key"])
    found = dossier(build.dataset, iri)
    text = render_dossier(found, "html")
    style = _STYLE.search(text)
    digest = base64.b64encode(hashlib.sha256((style[1] if style else "").encode()).digest()).decode()
    return Page(
        "reply",
        f"Right to reply: {found.label}",
        asdict(found),
        COLUMNS,
        [row("allegation", each.says, said(each.claim)) for each in found.allegations],
        [iri, *(each.claim.claim for each in found.allegations)],
        # The sheet carries its style; it is allowed by its hash, and nothing else is.
        html=text.replace("style-src 'unsafe-inline'", f"style-src 'sha256-{digest}'"),
        policy=f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    )
