"""What is kept beside the quads of a store: where its sources were read, and how far each list has been followed."""

import hashlib
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from kg.assemble import Assembly
from kg.editions import Editions
from kg.graph import is_endpoint
from kg.loaders._files import sha256_of
from kg.loaders.claims import source_file
from kg.model import mint
from kg.plan import Plan

__all__ = ["LISTS", "MANIFEST", "followed", "notes", "texts_of"]

MANIFEST = "manifest.json"
LISTS = "lists.json"


def notes(store: Path | str, plan: Plan, assembly: Assembly) -> dict[str, Any]:
    """Give the notes of a build of a plan, by file name. Paths are as seen from the store: both can be moved together.

    An endpoint sees no paths: beside its builds they are whole, those of this machine.
    """

    def seen(path: Path) -> str:
        return str(path.resolve()) if is_endpoint(store) else os.path.relpath(path.resolve(), Path(store).resolve())

    sources = {
        spec.id: {
            "path": seen(plan.path(spec)),
            "sha256": sha256_of(plan.path(spec)),
            "loader": spec.loader,
            "read": dict(assembly.counts[spec.id]),
        }
        for spec in plan.sources
    }
    texts = {digest: seen(path) for digest, path in texts_of(plan).items()}
    lists = {
        name: {"editions": each.dates, "rows": each.rows, "undo": each.undo} for name, each in assembly.lists.items()
    }
    return {MANIFEST: {"sources": sources, "texts": texts}, LISTS: lists}


def followed(noted: Mapping[str, Any]) -> Editions:
    """Take up a list where its notes leave off; `before` is for the caller to say."""
    dates = dict(noted["editions"])
    latest = max(dates, key=dates.__getitem__)
    return Editions(
        latest=mint("source", latest),
        date=dates[latest],
        rows=dict(noted["rows"]),
        dates=dates,
        undo=dict(noted["undo"]),
    )


def texts_of(plan: Plan) -> dict[str, Path]:
    """Give the texts that quotes are compared with, by their sha256."""
    texts: dict[str, Path] = {}
    for spec in plan.sources:
        if spec.loader == "claims":
            _, text = source_file(plan.path(spec))
            if text.is_file():
                texts[hashlib.sha256(text.read_bytes()).hexdigest()] = text
        if spec.loader == "rdf":
            # Claims that come as RDF quote texts that lie beside the file, and are known by their sha256.
            beside = sorted(plan.path(spec).parent.glob("*.txt"))
            texts |= {hashlib.sha256(text.read_bytes()).hexdigest(): text for text in beside}
    return texts
