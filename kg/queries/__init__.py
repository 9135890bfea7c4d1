"""Questions: one competency question per .rq file, run by name with bound values.

The first line of a file is the question, ending in "?". Then its parameters, which the query projects:

    # param organisation (entity)  the organisation
    # param on (date)              the date
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from pathlib import Path

from rapidfuzz import process
from rdflib import Dataset, Graph, Literal, URIRef
from rdflib.namespace import XSD

from kg.dates import day_range
from kg.errors import QueryError
from kg.graph import Row, Table, Value, answer
from kg.queries.find import Hit, find, find_entity, label_of

__all__ = [
    "Hit",
    "Param",
    "Question",
    "ask",
    "bind",
    "find",
    "find_entity",
    "label_of",
    "parse_question",
    "question",
    "question_names",
    "read_question",
    "select",
]

_PARAM = re.compile(r"# param (\w+) \((entity|source|date|text)(, optional)?\)\s+(.+)")


@dataclass(frozen=True, slots=True)
class Param:
    """One value a question takes: an entity or source by id or name, a date in EDTF, or text."""

    name: str
    kind: str
    optional: bool
    about: str


@dataclass(frozen=True, slots=True)
class Question:
    """One competency question."""

    name: str
    text: str
    params: tuple[Param, ...]
    sparql: str


@cache
def question_names() -> tuple[str, ...]:
    """Give the names of all questions, sorted."""
    return tuple(
        sorted(path.name.removesuffix(".rq") for path in files("kg.queries").iterdir() if path.name.endswith(".rq"))
    )


@cache
def question(name: str) -> Question:
    """Give a question by name. Raises QueryError, with the nearest name, when there is none."""
    if name not in question_names():
        best = process.extractOne(name, question_names(), score_cutoff=50)
        hint = f"did you mean {best[0]!r}?" if best else "`kg query` without a name lists them"
        raise QueryError(f"there is no question {name!r}; {hint}")
    sparql = (files("kg.queries") / f"{name}.rq").read_text(encoding="utf-8")
    return parse_question(name, sparql)


def parse_question(name: str, sparql: str) -> Question:
    """Read the question and the parameters from the comments of a query."""
    first = sparql.partition("\n")[0].removeprefix("#").strip()
    params = tuple(Param(n, kind, bool(optional), about.strip()) for n, kind, optional, about in _PARAM.findall(sparql))
    return Question(name, first if first.endswith("?") else "", params, sparql)


def select(dataset: Dataset, name: str, **values: str | date | Value) -> list[Row]:
    """Run a question by name with bound values, and give its rows.

    Entities are given by IRI, by id (`bbc-2025-08-13.cjng`) or by a name only one entity has. Raises QueryError for
    an unknown question or parameter, LookupFailed for a name that fits none or several.
    """
    found = ask(dataset, question(name), values)
    if not isinstance(found, Table):
        raise QueryError(f"{name} does not select rows")
    return found.rows


def ask(dataset: Dataset, asked: Question, values: Mapping[str, str | date | Value]) -> Table | Graph | bool:
    """Run a question with bound values, whatever form its answer has."""
    return answer(dataset, asked.sparql, bind(dataset, asked, values))


def read_question(name: str) -> Question:
    """Give a question by name, or from a .rq file by path. Raises QueryError."""
    if not name.endswith(".rq"):
        return question(name)
    try:
        return parse_question(name, Path(name).read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise QueryError(f"{name} cannot be read: {error}") from None


def bind(dataset: Dataset, asked: Question, values: Mapping[str, str | date | Value]) -> dict[str, Value]:
    """Give the values of a question's parameters as terms: entities by their IRIs, dates as days. Raises as `select` does."""
    known = {param.name: param for param in asked.params}
    for name in values:
        if name not in known:
            takes = f"it takes {', '.join(known)}" if known else "it takes none"
            raise QueryError(f"{asked.name} has no parameter {name!r}; {takes}")
    missing = [param for param in asked.params if not param.optional and param.name not in values]
    if missing:
        raise QueryError(
            f"{asked.name} needs {', '.join(f'{p.name} ({p.about})' for p in missing)}; give --param NAME=VALUE"
        )
    return {name: _value(dataset, known[name], value) for name, value in values.items()}


def _value(dataset: Dataset, param: Param, value: str | date | Value) -> Value:
    if isinstance(value, URIRef):
        return value
    match param.kind:
        case "entity" | "source":
            return URIRef(find_entity(dataset, str(value)))
        case "date":
            return Literal(_day(param, str(value)), datatype=XSD.date)
        case _:
            return Literal(str(value))


def _day(param: Param, text: str) -> str:
    """Give the day a date means in a question: itself, or the last day of a month or year."""
    try:
        return day_range(text)[1].isoformat()
    except ValueError as error:
        raise QueryError(f"{param.name}: {error}") from None
