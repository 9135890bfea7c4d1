"""A build of an endpoint, read by queries as an Oxigraph store is read."""

import json
import time
from collections.abc import Iterator, Mapping
from typing import Any

import pyoxigraph as ox

from kg.errors import QueryError, StoreError
from kg.graph.remote.builds import Build, log, solutions
from kg.graph.remote.copies import fetch
from kg.graph.remote.endpoint import Endpoint
from kg.graph.remote.rewrite import HIDDEN, NAME, form_of, pinned, shows_all

__all__ = ["Pinned"]

#: How often, in seconds, a reader makes sure that its build is still kept.
_LOOK = 2.0


class Pinned:
    """Reads one build of an endpoint by queries, as pyoxigraph reads a store."""

    def __init__(self, endpoint: Endpoint, build: Build) -> None:
        self.endpoint, self.build = endpoint, build
        self._looked = time.monotonic()

    def query(
        self,
        query: str,
        *,
        prefixes: Mapping[str, str] | None = None,
        substitutions: Mapping[ox.Variable, Any] | None = None,
        use_default_graph_as_union: bool = False,
        default_graph: Any = None,
    ) -> Any:
        """Answer a query of any form but DESCRIBE. Raises QueryError, StoreError."""
        if use_default_graph_as_union:
            raise QueryError("a union of graphs is not asked of an endpoint; name graphs with GRAPH")
        names = dict(self.build.graphs)
        if isinstance(default_graph, ox.NamedNode):
            names[""] = names.get(default_graph.value, f"{self.build.iri}/none")
        values = {variable.value: str(term) for variable, term in (substitutions or {}).items()}
        known = dict(prefixes or {})
        head = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in known.items())
        text = head + pinned(query, values, names, self.build.iri, known)
        self._still_kept()
        if form_of(query) == "CONSTRUCT":
            return _constructed(self.endpoint.query(text, "application/n-triples"))
        answer = self.endpoint.query(text)
        return solutions(_without_hidden(answer) if shows_all(query) else answer)

    def quads_for_pattern(self, subject: Any, predicate: Any, object: Any, graph: Any = None) -> Iterator[ox.Quad]:  # noqa: A002
        """Give the quads that have the given terms."""
        given = (subject, predicate, object)
        pattern = " ".join(f"?{name}" if term is None else str(term) for name, term in zip("spo", given, strict=True))
        home, default = self.build.iri, self.build.graphs[""]
        if graph is None:
            query = f"""SELECT * WHERE {{ {{ GRAPH ?g {{ {pattern} }} GRAPH <{home}> {{ ?g {NAME} ?n }} }}
UNION {{ GRAPH <{default}> {{ {pattern} }} }} }}"""
        else:
            name = graph.value if isinstance(graph, ox.NamedNode) else ""
            if name not in self.build.graphs:
                return
            query = f"SELECT * WHERE {{ GRAPH <{self.build.graphs[name]}> {{ {pattern} }} }}"
        self._still_kept()
        found = solutions(self.endpoint.query(query))
        there = {variable.value for variable in found.variables}
        for row in found:
            s, p, o = (row[name] if name in there else term for name, term in zip("spo", given, strict=True))
            where = graph if graph is not None else (row["n"] if "n" in there and row["n"] else ox.DefaultGraph())
            yield ox.Quad(s, p, o, where)

    def named_graphs(self) -> Iterator[ox.NamedNode]:
        """Give the names of the graphs of the build."""
        return (ox.NamedNode(name) for name in sorted(self.build.graphs) if name)

    def __iter__(self) -> Iterator[ox.Quad]:
        """Give all quads, from a copy of the build: it is brought at once, not a page at a time."""
        return iter(ox.Store.read_only(str(fetch(self.endpoint, self.build) / "quads")))

    def _still_kept(self) -> None:
        if time.monotonic() - self._looked > _LOOK:
            if self.build.iri not in log(self.endpoint):
                place = self.endpoint.at.place
                raise StoreError(f"{place}: the build {self.build.id} is no longer kept; open the store again")
            self._looked = time.monotonic()


def _without_hidden(answer: bytes) -> bytes:
    """Take out the columns that pinning put in, where a query asks for all there are."""
    found = json.loads(answer)
    found["head"]["vars"] = [name for name in found["head"].get("vars", ()) if not name.endswith(HIDDEN)]
    for row in found.get("results", {}).get("bindings", ()):
        for name in [name for name in row if name.endswith(HIDDEN)]:
            del row[name]
    return json.dumps(found).encode()


def _constructed(answer: bytes) -> Any:
    store = ox.Store()
    store.bulk_load(answer, format=ox.RdfFormat.N_TRIPLES)
    return store.query("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }")
