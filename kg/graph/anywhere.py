"""Stores, wherever they are: a directory on this machine, or the address of a SPARQL endpoint."""

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pyoxigraph as ox
from rdflib import Dataset

from kg.graph import store as embedded
from kg.graph.remote.builds import current, log, noted_in, reads_well
from kg.graph.remote.copies import fetch, shelf, shelve
from kg.graph.remote.endpoint import Endpoint, is_endpoint
from kg.graph.remote.publish import publish
from kg.graph.remote.reader import Pinned

__all__ = ["change_store", "create_store", "current_build", "note", "open_copy", "open_store"]

#: One connection to an endpoint, however often it is opened.
_endpoint = cache(Endpoint)


def open_store(store: str | Path) -> Dataset:
    """Open a store read-only, as an rdflib Dataset: a directory, or the address of an endpoint.

    The dataset is a snapshot: a later build is seen by opening again. Raises StoreError when there is no store.
    """
    if not is_endpoint(store):
        return embedded.open_store(store)
    endpoint = _endpoint(str(store))
    build = current(endpoint)
    if reads_well(endpoint):
        return embedded.as_dataset(Pinned(endpoint, build), embedded.ReadOnly)
    return embedded.open_build(fetch(endpoint, build))


def open_copy(store: str | Path) -> Dataset:
    """Open a store as `open_store` does; of an endpoint a copy on this machine, for what reads all of it."""
    return embedded.open_build(current_build(store))


def current_build(store: str | Path) -> Path:
    """Give the folder of the build that is current, of an endpoint's a copy. Its name tells builds apart.

    Raises StoreError when there is none.
    """
    if not is_endpoint(store):
        return embedded.current_build(Path(store))
    endpoint = _endpoint(str(store))
    return fetch(endpoint, current(endpoint))


def note(store: str | Path, name: str) -> dict[str, Any]:
    """Give what the build noted beside the store under a file name; empty if it noted nothing."""
    if not is_endpoint(store):
        return embedded.note(store, name)
    endpoint = _endpoint(str(store))
    return noted_in(endpoint, current(endpoint), name)


def create_store(
    store: str | Path,
    lines: Iterable[str],
    derive: Callable[[], Iterable[str]],
    accept: Callable[[Dataset], None] | None,
    noted: Callable[[], Mapping[str, Any]],
    *,
    say: Callable[[str], None] = lambda _: None,
) -> None:
    """Make a store from N-Quads lines and the lines that follow from them, and make it current if it is accepted.

    `noted` gives what is kept beside the quads, by file name; `say` is told how far a load into an endpoint is. The same sources give the same build. Whatever fails
    before the switch leaves what was current; what an endpoint has taken by then is not loaded again.
    """
    if not is_endpoint(store):
        embedded.create_store(Path(store), lines, derive, accept, noted)
        return
    endpoint = _endpoint(str(store))
    log(endpoint)  # before the work, not after it
    with embedded.building(shelf(endpoint)) as work:
        embedded.fill(work, lines, derive, accept)
        made = ox.Store.read_only(str(work / "quads"))
        notes = noted()
        shelve(endpoint, made, notes, publish(endpoint, made, notes, None, say))


def change_store(
    store: str | Path,
    change: Callable[[Dataset], None],
    noted: Callable[[], Mapping[str, Any]],
    *,
    say: Callable[[str], None] = lambda _: None,
) -> None:
    """Change a copy of the current build, and make it current. All or nothing, as with `create_store`."""
    if not is_endpoint(store):
        embedded.change_store(Path(store), change, noted)
        return
    endpoint = _endpoint(str(store))
    before = current(endpoint)
    old = fetch(endpoint, before)
    with embedded.building(shelf(endpoint)) as work:
        changed = embedded.changed_copy(old, work, change)
        notes = noted()
        shelve(endpoint, changed, notes, publish(endpoint, changed, notes, before, say))
