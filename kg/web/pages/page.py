"""A page in all its forms: what a template shows, and the same as CSV, JSON and JSON-LD."""

import csv
import hashlib
import io
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from kg.graph import describe
from kg.web.live import Build
from kg.web.pages.asked import Parameter
from kg.web.pages.links import outside, path_of

__all__ = ["CAVEAT", "FORMS", "Page", "Route", "assets", "render", "template"]

#: What stands on every page and in every answer.
CAVEAT = (
    "Every statement is somebody's, in a passage you can open. People named here may not have been charged with, or convicted of, "
    "anything. What is alleged, reported, expected or denied is marked so wherever it stands. Nothing follows from a shared name."
)
#: The forms of a page, by the name that `?format=` takes, and their media types.
FORMS = {
    "html": "text/html; charset=utf-8",
    "csv": "text/csv; charset=utf-8; header=present",
    "json": "application/json",
    "jsonld": "application/ld+json",
}
#: A spreadsheet takes a cell that begins so for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Page:
    """What a page says. `data` is plain, for JSON; `rows` are its table, for CSV; `nodes` its records, for JSON-LD.

    A page made elsewhere comes ready as `html`, with the policy under which its own parts may run.
    """

    template: str
    title: str
    data: Mapping[str, Any]
    columns: Sequence[str] = ()
    rows: Sequence[Sequence[object]] = ()
    nodes: Sequence[str] = ()
    shown: Mapping[str, Any] = field(default_factory=dict)
    html: str = ""
    policy: str = ""


@dataclass(frozen=True, slots=True)
class Route:
    """One kind of page: its address, what it tells, what it may be asked, and who makes it from a build."""

    path: str
    name: str
    about: str
    make: Callable[[Build, dict[str, Any]], Page]
    parameters: tuple[Parameter, ...] = ()
    forms: tuple[str, ...] = ("html", "csv", "json", "jsonld")
    #: Whether it can take seconds.
    slow: bool = False


def render(page: Page, form: str, build: Build, address: str) -> str:
    """Give a page in one of its forms; `address` is the page's own, without host and format."""
    if form == "json":
        head = {"title": page.title, "page": address, "build": build.id, "caveat": CAVEAT}
        return json.dumps(head | dict(page.data), ensure_ascii=False, indent=1, default=_plain) + "\n"
    if form == "jsonld":
        return describe(build.dataset, page.nodes)
    if form == "csv":
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\r\n")
        writer.writerow(page.columns)
        writer.writerows([_cell(value) for value in row] for row in page.rows)
        return "\ufeff" + out.getvalue()
    return page.html or template(page.template).render(
        page=page, build=build.id, address=address, caveat=CAVEAT, assets=assets()[0], **page.shown
    )


def _cell(value: object) -> str:
    """Give a cell's text; one that a spreadsheet would run gets an apostrophe before it, which makes it text."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text


def _plain(value: object) -> object:
    return sorted(value) if isinstance(value, set | frozenset) else str(value)


@cache
def template(name: str) -> Any:
    """Give a template, with what all of them use."""
    environment = Environment(
        loader=PackageLoader("kg.web.pages", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.filters.update(path=path_of, outside=outside, thousands=lambda number: f"{number:,}")
    environment.globals["forms"] = ("csv", "json", "jsonld")
    return environment.get_template(f"{name}.html.jinja")


@cache
def assets() -> tuple[str, Mapping[str, bytes]]:
    """Give the style and script of the pages by name, and a word that changes when they or the templates do."""
    static = {each.name: each.read_bytes() for each in (files("kg.web.pages") / "static").iterdir() if each.is_file()}
    texts = [each.read_bytes() for each in (files("kg.web.pages") / "templates").iterdir() if each.is_file()]
    digest = hashlib.sha256(b"".join([static[name] for name in sorted(static)] + sorted(texts))).hexdigest()
    return digest[:12], static
