"""A page that runs no script: a picture, what must be said beside it, and the same as a table."""

import base64
import hashlib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

if TYPE_CHECKING:
    from kg.network import Network

__all__ = ["Still"]


@dataclass(frozen=True, slots=True)
class Still:
    """Title, notes, a picture in SVG (made by `kg.renderers.svg`, so escaped), and the rows of its table."""

    title: str
    notes: tuple[str, ...]
    picture: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def page(self, network: "Network") -> str:
        """Give the page; its policy allows its one style and nothing else."""
        style = files("kg.renderers.page").joinpath("page.css").read_text(encoding="utf-8")
        digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
        page: str = _template().render(
            still=self, picture=Markup(self.picture), style=Markup(style), digest=digest, graph=network.graph
        )
        return page


@cache
def _template() -> Any:
    loader = PackageLoader("kg.renderers", "page")
    environment = Environment(
        loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return environment.get_template("still.html.jinja")
