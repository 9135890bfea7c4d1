"""A right-to-reply sheet as HTML that prints, or as Markdown for a letter."""

import re
from importlib.resources import files
from typing import TYPE_CHECKING

from jinja2 import Environment, StrictUndefined

from kg.model import local_key
from kg.network import dated, wording
from kg.queries.evidence import place

if TYPE_CHECKING:
    from kg.queries.dossier import Allegation, Dossier

__all__ = ["CAVEAT", "render_dossier"]

#: What stands at the head of every sheet.
CAVEAT = (
    "What follows is what others have stated or alleged, in their words. None of it is a finding. People named here may not have been "
    "charged with, or convicted of, anything; names may be shared by several people. “None on record” means that no source that was read "
    "has a response, not that there is none."
)
_MARKS = re.compile(r"([\\`*_{}\[\]<>#|~])")


def render_dossier(found: "Dossier", format: str = "html") -> str:  # noqa: A002
    """Give a sheet as text: "html" (opens offline, runs no script) or "md"."""
    # Markdown of foreign words is escaped letter by letter, HTML by jinja itself.
    environment = Environment(
        autoescape=format == "html",
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["md"] = lambda text: _MARKS.sub(r"\\\1", " ".join(str(text).split()))
    source = files("kg.renderers") / "page" / f"dossier.{format}.jinja"
    template = environment.from_string(source.read_text(encoding="utf-8"))
    return template.render(found=found, rows=[_row(each) for each in found.allegations], caveat=CAVEAT)


def _row(each: "Allegation") -> dict[str, object]:
    claim = each.claim
    return {
        "says": each.says,
        "caveat": each.caveat,
        "words": wording(claim),
        "attribution": claim.attribution or "",
        "quote": claim.quote,
        "when": dated(claim),
        "said_on": claim.said_on or "",
        "where": f"{claim.publisher}, {claim.published}, {place(claim)}",
        "url": claim.url or "",
        "claim": local_key(claim.claim),
        "responses": [f"«{one.quote}» {one.by}{', ' + one.when if one.when else ''}" for one in each.responses],
    }
