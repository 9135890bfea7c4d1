"""The named questions, each with a form for its parameters, and their answers."""

from typing import Any

from rdflib import URIRef

from kg.graph import Table
from kg.model import local_key
from kg.queries import Question, question, question_names
from kg.queries.reading import told
from kg.vocab import PREFIXES
from kg.web.live import Build
from kg.web.pages.asked import Bad, Missing
from kg.web.pages.links import path_of
from kg.web.pages.page import Page

__all__ = ["answer", "questions"]

#: Rows of an answer on a page; the other forms have all.
_SHOWN = 500


def questions(build: Build, asked: dict[str, Any]) -> Page:
    """All questions, with what they take."""
    listed = [question(name) for name in question_names()]
    rows = [(each.name, each.text, ", ".join(p.name for p in each.params)) for each in listed]
    return Page(
        "questions",
        "Questions",
        {"questions": [_told(each) for each in listed]},
        ("question", "asks", "parameters"),
        rows,
        shown={"listed": listed},
    )


def _told(each: Question) -> dict[str, Any]:
    params = [{"name": p.name, "kind": p.kind, "optional": p.optional, "about": p.about} for p in each.params]
    return {"name": each.name, "asks": each.text, "page": f"/questions/{each.name}", "parameters": params}


def answer(build: Build, asked: dict[str, Any]) -> Page:
    """The answer to one question, once it has what it needs; until then its form."""
    if asked["key"] not in question_names():
        raise Missing("there is no question of that name")
    known = question(asked["key"])
    given = {name: texts[0] for name, texts in asked["given"].items() if texts[0] and name not in {"format", "run"}}
    for name, text in given.items():
        if len(text) > 300 or any(ord(letter) < 32 for letter in text):
            raise Bad(f"{name[:40]} is too long, or has a control character")
    missing = [p.name for p in known.params if not p.optional and p.name not in given]
    run = not missing and (bool(known.params) is False or bool(given) or "run" in asked["given"])
    found = asked["asking"](build, known, given) if run else Table((), [])
    parts = [told(found.columns, row) for row in found.rows[:_SHOWN]]
    plain = [{name: None if value is None else str(value) for name, value in row.items()} for row in found.rows]
    return Page(
        "answer",
        known.text,
        {**_told(known), "given": given, "missing": missing, "columns": list(found.columns), "rows": plain},
        found.columns,
        [[row[name] for name in found.columns] for row in found.rows],
        shown={
            "known": known,
            "given": given,
            "run": run,
            "columns": found.columns,
            "number": len(found.rows),
            "told": parts if parts and all(parts) else [],
            "cells": [[_shown(row[name]) for name in found.columns] for row in found.rows[:_SHOWN]],
            "keys": [str(row.get("claim") or "") for row in found.rows[:_SHOWN]],
            "most": _SHOWN,
        },
        nodes=sorted({str(v) for row in found.rows[:_SHOWN] for v in row.values() if isinstance(v, URIRef)}),
    )


def _shown(value: Any) -> tuple[str, str]:
    """Give a cell's text and, for a record of ours, its page."""
    if value is None:
        return "", ""
    text = str(value)
    if not isinstance(value, URIRef):
        return text, ""
    short = text.removeprefix(PREFIXES["kg"])
    return local_key(short) or short, path_of(text)
