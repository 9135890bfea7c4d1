"""The report of a build: questions, answers, quotes and caveats on one printable page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

__all__ = ["Section", "render_report"]


@dataclass(frozen=True, slots=True)
class Section:
    """One question with its answer as a table, what must be said beside it, a plot, and quotes behind it (what, how known)."""

    question: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""
    figure: Markup = Markup("")  # noqa: RUF009  # text, and as unchangeable as text
    behind: tuple[tuple[str, str], ...] = ()


def render_report(title: str, summary: Mapping[str, str], sections: Sequence[Section]) -> str:
    """Give the report as HTML that opens offline, prints, and runs no script."""
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    template = environment.from_string(
        (files("kg.renderers") / "page" / "report.html.jinja").read_text(encoding="utf-8")
    )
    return template.render(title=title, summary=summary, sections=sections) + "\n"
