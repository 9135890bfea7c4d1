"""Copies of an endpoint's builds on this machine: brought once, checked by content, and kept in the user's cache.

What reads a whole graph, a check or a change, works on a copy; and so does everything on an engine whose answers cannot
be used.
"""

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from kg.errors import StoreError
from kg.graph.remote.builds import Build, notes_of
from kg.graph.remote.endpoint import Endpoint
from kg.vocab import BASE

__all__ = ["fetch", "line", "shelf", "shelve", "stored_name"]

_STORED = BASE + "stored/"
#: Copies kept beside the latest.
_KEPT = 1


def stored_name(store: ox.Store, graph: ox.NamedNode | ox.DefaultGraph) -> tuple[str, int]:
    """Give the name that a graph is stored under, which follows from what is in it, and its number of triples."""
    total = count = 0
    for each in store.quads_for_pattern(None, None, None, graph):
        total += int.from_bytes(hashlib.blake2b(line(each).encode(), digest_size=16).digest())
        count += 1
    named = f"{graph} {count} {total % 2**128:032x}"
    return _STORED + hashlib.sha256(named.encode()).hexdigest()[:32], count


def line(each: ox.Quad) -> str:
    """Write the triple of a quad in N-Triples."""
    return f"{each.subject} {each.predicate} {each.object} ."


def fetch(endpoint: Endpoint, build: Build) -> Path:
    """Give the folder of a copy of a build on this machine, brought there if it is not there.

    Raises StoreError when what comes is not what was loaded.
    """
    home = shelf(endpoint) / build.id
    if (home / "quads").is_dir():
        os.utime(home)
        return home
    with _beside(home) as work:
        store = ox.Store(str(work / "quads"))
        for name, stored in sorted(build.graphs.items()):
            _bring(endpoint, store, name, stored, work / "graph.nt")
        store.flush()
        del store
        for file, text in notes_of(endpoint, build).items():
            (work / file).write_text(text, encoding="utf-8")
    return home


def shelve(endpoint: Endpoint, store: ox.Store, notes: Mapping[str, Any], build: str) -> None:
    """Keep a store that was made on this machine and published, with its notes, as the copy of its build."""
    home = shelf(endpoint) / build
    if not home.exists():
        with _beside(home) as work:
            store.backup(str(work / "quads"))
            for file, content in notes.items():
                (work / file).write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")


@contextmanager
def _beside(home: Path) -> Iterator[Path]:
    """Give a folder to make a copy in, which takes its place when it is whole; somebody else's may be there first."""
    home.parent.mkdir(parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp(prefix=f".{home.name}-", dir=home.parent))
    try:
        yield work
        with suppress(OSError):
            work.rename(home)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    copies = [path for path in home.parent.iterdir() if not path.name.startswith(".")]
    for old in sorted(copies, key=lambda path: path.stat().st_mtime, reverse=True)[_KEPT + 1 :]:
        shutil.rmtree(old, ignore_errors=True)


def shelf(endpoint: Endpoint) -> Path:
    """Give the folder for copies of an endpoint's builds, in the user's cache."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return cache / "cartel-kg" / hashlib.sha256(endpoint.at.query.encode()).hexdigest()[:16]


def _bring(endpoint: Endpoint, store: ox.Store, name: str, stored: str, file: Path) -> None:
    graph = ox.NamedNode(name) if name else ox.DefaultGraph()
    if stored != stored_name(ox.Store(), graph)[0]:  # an empty graph is stored nowhere
        endpoint.graph(stored, file)
        store.bulk_load(path=str(file), format=ox.RdfFormat.N_TRIPLES, to_graph=graph)
        file.unlink()
    if (found := stored_name(store, graph))[0] != stored:
        fault = f"hands out {found[1]:,} triples of {stored}, and they are not those that were loaded"
        cure = "raise the number of rows it answers with, or build again"
        raise StoreError(f"{endpoint.at.place}: the endpoint {fault}; {cure}")
