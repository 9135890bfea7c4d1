"""A store on this machine to an endpoint: the graphs that are not there yet, each counted before a build is made current."""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import Any

import pyoxigraph as ox

from kg.errors import StoreError
from kg.graph.remote.builds import BUILD, BUILDS, Build, Terms, ask, log, newest
from kg.graph.remote.copies import line, stored_name
from kg.graph.remote.endpoint import Endpoint
from kg.vocab import PREFIXES

__all__ = ["publish"]

#: How many triples of a stored graph have been loaded: where an interrupted load goes on.
_LOADED = PREFIXES["graph"] + "loaded"
#: Triples, and letters, in one update: Virtuoso 7.2 has no memory for 5,000 triples.
_TRIPLES, _LETTERS = 1_000, 500_000
#: Letters of a note in one literal.
_PART = 5_000
#: Builds kept beside the current one, for readers that opened them before the switch.
_KEPT = 1
_INTEGER = PREFIXES["xsd"] + "integer"

Say = Callable[[str], None]


def publish(
    endpoint: Endpoint, store: ox.Store, notes: Mapping[str, Any], before: Build | None, say: Say = lambda _: None
) -> str:
    """Load a store into an endpoint as a build, make that current, and give its id.

    Graphs that are there are not loaded again, and one that a load left in the middle is completed. Raises StoreError,
    and leaves the current build current, when the endpoint fails, holds less than was loaded, or was given another
    build than `before` in the meantime.
    """
    terms = Terms()
    names: dict[str, tuple[str, int]] = {}
    for name in ("", *sorted(graph.value for graph in store.named_graphs())):
        names[name] = stored_name(store, ox.NamedNode(name) if name else ox.DefaultGraph())
    parts = list(_noted(notes))
    described = json.dumps([sorted(names.items()), parts])
    build = BUILD + hashlib.sha256(described.encode()).hexdigest()[:16]
    whole = sum(count for _, count in names.values())
    done = 0
    for name, (stored, count) in names.items():
        _load(endpoint, stored, count, partial(_triples, store, name), _telling(say, done, whole))
        done += count
    lines = [f"<{build}> {terms.default} <{names[''][0]}> ."]
    lines += [f"<{stored}> {terms.name} <{name}> ." for name, (stored, _) in names.items() if name]
    lines += [f"<{build}/{part}> {terms.value} {ox.Literal(text)} ." for part, text in parts]
    _load(endpoint, build, len(lines), lambda: lines)
    kept = log(endpoint)
    if before is not None and kept and newest(kept)[0] != before.iri:
        raise StoreError(f"{endpoint.at.place}: another build was made current in the meantime; run the same again")
    if not kept or newest(kept)[0] != build:
        kept[build] = max(kept.values(), default=0) + 1
        # The one triple that makes the build current.
        endpoint.update(_insert(BUILDS, [f'<{build}> {terms.issued} "{kept[build]}"^^<{_INTEGER}> .']))
        _clear(endpoint, kept)
    return build.removeprefix(BUILD)


def _triples(store: ox.Store, name: str) -> Iterator[str]:
    graph = ox.NamedNode(name) if name else ox.DefaultGraph()
    return (line(each) for each in store.quads_for_pattern(None, None, None, graph))


def _noted(notes: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for file, content in sorted(notes.items()):
        text = json.dumps(content, sort_keys=True, ensure_ascii=False)
        for number, start in enumerate(range(0, len(text), _PART)):
            yield f"{file}/{number}", text[start : start + _PART]


def _insert(graph: str, lines: Iterable[str]) -> str:
    return f"INSERT DATA {{ GRAPH <{graph}> {{\n" + "\n".join(lines) + "\n} }"


def _telling(say: Say, done: int, whole: int) -> Callable[[int], None]:
    return lambda there: say(f"loading {done + there:,} of {whole:,} triples")


def _load(
    endpoint: Endpoint,
    graph: str,
    count: int,
    lines: Callable[[], Iterable[str]],
    say: Callable[[int], None] = lambda _: None,
) -> None:
    """Load a graph, from where an earlier load left off, and see that all of it is there."""
    if not count or (found := _count(endpoint, graph)) == count:
        return
    # If the endpoint lost what it had taken, all of it is loaded anew.
    for start in (_loaded(endpoint, graph) if found else 0, 0):
        there = 0
        for batch in _batches(lines()):
            there += len(batch)
            if there > start:
                endpoint.update(_insert(graph, batch))
                endpoint.update(_insert(_LOADED, [f'<{graph}> {Terms().extent} "{there}"^^<{_INTEGER}> .']))
            say(there)
        found = _count(endpoint, graph)
        if found == count:
            return
    fault = f"holds {found:,} of the {count:,} triples that were loaded into {graph}"
    raise StoreError(f"{endpoint.at.place}: the endpoint {fault}; see its log and its limits, then run the same again")


def _count(endpoint: Endpoint, graph: str) -> int:
    ((number,),) = ask(endpoint, f"SELECT (COUNT(*) AS ?n) WHERE {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}")
    return int(number.value)


def _loaded(endpoint: Endpoint, graph: str) -> int:
    query = f"SELECT ?n WHERE {{ GRAPH <{_LOADED}> {{ <{graph}> {Terms().extent} ?n }} }}"
    return max((int(number.value) for (number,) in ask(endpoint, query)), default=0)


def _batches(lines: Iterable[str]) -> Iterator[list[str]]:
    batch: list[str] = []
    size = 0
    for each in lines:
        batch.append(each)
        size += len(each)
        if len(batch) == _TRIPLES or size > _LETTERS:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _clear(endpoint: Endpoint, kept: Mapping[str, int]) -> None:
    """Drop the builds that are neither current nor the one before, and the graphs that only they have."""
    ordered = newest(kept)
    used = {graph for each in ordered[: _KEPT + 1] for graph in _graphs_of(endpoint, each)}
    for each in ordered[_KEPT + 1 :]:
        gone = _graphs_of(endpoint, each) - used
        # First nobody can open it any more, then it goes.
        endpoint.update(f"DELETE WHERE {{ GRAPH <{BUILDS}> {{ <{each}> {Terms().issued} ?n }} }}")
        for graph in (*sorted(gone), each):
            endpoint.update(f"DELETE WHERE {{ GRAPH <{_LOADED}> {{ <{graph}> {Terms().extent} ?n }} }}")
            endpoint.update(f"DROP SILENT GRAPH <{graph}>")


def _graphs_of(endpoint: Endpoint, build: str) -> set[str]:
    terms = Terms()
    query = (
        f"SELECT ?g WHERE {{ GRAPH <{build}> {{ {{ ?g {terms.name} ?n }} UNION {{ <{build}> {terms.default} ?g }} }} }}"
    )
    return {graph.value for (graph,) in ask(endpoint, query)}
