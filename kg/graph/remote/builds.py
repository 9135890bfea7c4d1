"""Builds on an endpoint: which is current, and one of them read as an Oxigraph store is read.

graph:builds           build -> a number; the build with the highest is current
a graph of its own     for each build: its graphs by the names it has for them, what was noted beside it
stored/…               the graphs themselves, each named by what is in it, shared by the builds that have it

A stored graph and a build never change, so a reader sees one build from beginning to end however many queries it asks,
and one triple, the last that is written, makes a new build current: it is there or it is not, on any engine. Names of
their own are what makes this possible with questions that name graphs by IRI, such as graph:labels, or by the source
that stands in them: a query is written anew for a build (see `rewrite`), and the data stays as it is everywhere else.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import pyoxigraph as ox

from kg.errors import QueryError, StoreError
from kg.graph.remote.endpoint import Endpoint
from kg.graph.remote.rewrite import NAME
from kg.vocab import BASE, PREFIXES

__all__ = [
    "BUILD",
    "BUILDS",
    "Build",
    "Terms",
    "ask",
    "current",
    "log",
    "newest",
    "noted_in",
    "notes_of",
    "reads_well",
    "solutions",
]

BUILDS = PREFIXES["graph"] + "builds"
BUILD = BASE + "build/"
#: A variable that nothing binds makes CONCAT fail, and leaves ?text unbound. Engines that get this wrong get more wrong,
#: such as who is said to have passed a statement on: their answers are not used, only the triples they keep.
_PROBE = """SELECT ?text ?bound WHERE { VALUES ?a { 1 } OPTIONAL { FILTER(false) BIND(1 AS ?u) }
BIND(CONCAT("a", ?u) AS ?text) BIND(BOUND(?u) AS ?bound) }"""


@dataclass(frozen=True, slots=True)
class Terms:
    """Terms of the vocabularies that say how builds are kept."""

    issued: str = "<http://purl.org/dc/terms/issued>"
    extent: str = "<http://purl.org/dc/terms/extent>"
    value: str = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#value>"
    default: str = "<http://www.w3.org/ns/sparql-service-description#defaultGraph>"
    name: str = NAME


@dataclass(frozen=True, slots=True)
class Build:
    """One build: its IRI, its number, and its stored graphs by the names they have in it, the default graph by ""."""

    iri: str
    number: int
    graphs: Mapping[str, str] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """Give the short name that tells builds apart."""
        return self.iri.removeprefix(BUILD)


def ask(endpoint: Endpoint, query: str) -> Iterator[list[Any]]:
    """Give the rows of a SELECT query, as it is, in Oxigraph's terms."""
    for row in solutions(endpoint.query(query)):
        yield list(row)


def log(endpoint: Endpoint) -> dict[str, int]:
    """Give the builds that are kept, by IRI, each with its highest number."""
    found: dict[str, int] = {}
    for build, number in ask(endpoint, f"SELECT ?b ?n WHERE {{ GRAPH <{BUILDS}> {{ ?b {Terms().issued} ?n }} }}"):
        found[build.value] = max(int(number.value), found.get(build.value, 0))
    return found


def newest(kept: Mapping[str, int]) -> list[str]:
    """Give builds by IRI, the current one first."""
    return sorted(kept, key=lambda build: (kept[build], build), reverse=True)


def current(endpoint: Endpoint) -> Build:
    """Give the build that is current. Raises StoreError when there is none."""
    kept = log(endpoint)
    if not kept:
        place = endpoint.at.place
        raise StoreError(f"{place}: there is no build here; make one with `kg build SOURCES -o {place}`")
    iri = newest(kept)[0]
    terms = Terms()
    named = ask(endpoint, f"SELECT ?g ?n WHERE {{ GRAPH <{iri}> {{ ?g {terms.name} ?n }} }}")
    graphs = {name.value: stored.value for stored, name in named}
    for (stored,) in ask(endpoint, f"SELECT ?g WHERE {{ GRAPH <{iri}> {{ <{iri}> {terms.default} ?g }} }}"):
        graphs[""] = stored.value
    return Build(iri, kept[iri], graphs)


def noted_in(endpoint: Endpoint, build: Build, name: str) -> dict[str, Any]:
    """Give what was noted beside a build under a file name; empty if nothing was."""
    noted: dict[str, Any] = json.loads(notes_of(endpoint, build).get(name, "{}"))
    return noted


def notes_of(endpoint: Endpoint, build: Build) -> dict[str, str]:
    """Give all that was noted beside a build, as JSON text by file name."""
    query = f"SELECT ?part ?text WHERE {{ GRAPH <{build.iri}> {{ ?part {Terms().value} ?text }} }}"
    parts: dict[str, dict[int, str]] = {}
    for part, text in ask(endpoint, query):
        file, _, number = part.value.removeprefix(f"{build.iri}/").rpartition("/")
        parts.setdefault(file, {})[int(number)] = text.value
    return {file: "".join(texts[number] for number in sorted(texts)) for file, texts in parts.items()}


def reads_well(endpoint: Endpoint) -> bool:
    """Tell whether the answers of an engine can be used: whether it answers a small question as SPARQL 1.1 says."""
    try:
        ((text, bound),) = ask(endpoint, _PROBE)
    except (QueryError, ValueError):
        return False
    return text is None and bound is not None and bound.value == "false"


def solutions(answer: bytes) -> Any:
    """Read the answer to a SELECT or ASK query."""
    return ox.parse_query_results(answer, format=ox.QueryResultsFormat.JSON)
