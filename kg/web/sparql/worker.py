"""A worker: a process with one build, opened read-only, that answers one query after another and can be killed.

Started as `python -m kg.web.sparql.worker CHANNEL PARENT QUADS ROWS BYTES MEMORY CHARACTERS`. It limits itself before its
first query, counts rows and bytes while it writes an answer, and keeps the answer until it is whole: nothing is sent of one
that fails. Time and memory are watched from outside.
"""

import os
import re
import socket
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import IO, Any

import pyoxigraph as ox

from kg.web.sparql import confine, gate, wire

__all__ = ["Limits", "Reader", "main"]

#: Quads that may be copied to answer over several graphs as one.
_MERGED = 300_000
_RESULTS = {
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
}
_GRAPHS = {
    "ttl": ox.RdfFormat.TURTLE,
    "nt": ox.RdfFormat.N_TRIPLES,
    "jsonld": ox.RdfFormat.JSON_LD,
    "rdf": ox.RdfFormat.RDF_XML,
}
#: What stands once a row in each format and in no value (quotes, < and line ends are escaped there; in CSV a value may hold
#: its line ends, and they count), and how many rows that count begins with: JSON has it between rows, the tables after a head.
_ROW = {"json": (b'},{"', 1), "xml": (b"<result>", 0), "csv": (b"\r\n", -1), "tsv": (b"\n", -1)}
_CLASSES = "SELECT (COUNT(DISTINCT ?s) AS ?n) WHERE { ?s a ?class }"
_PLACE = re.compile(r"error at (\d+):(\d+): ")


@dataclass(frozen=True, slots=True)
class Limits:
    """What an answer may cost; sizes in bytes."""

    rows: int
    size: int
    memory: int
    characters: int


class _TooMuch(Exception):
    """An answer that grew over a limit."""


class _Spool:
    """Takes an answer as it is written, up to the limits; what is long goes to a file."""

    __slots__ = ("_file", "_parts", "_tail", "limits", "mark", "over", "rows", "size")

    def __init__(self, limits: Limits, form: str = "") -> None:
        self.limits, self.size = limits, 0
        self.mark, self.rows = _ROW.get(form, (b"", 0))
        self.over = ""
        self._tail = b""
        self._parts: list[bytes] = []
        self._file: IO[bytes] | None = None

    def write(self, part: bytes) -> int:
        """Take the next bytes."""
        self.size += len(part)
        if self.mark:
            text = self._tail + part
            self.rows += text.count(self.mark)
            self._tail = text[len(text) - len(self.mark) + 1 :]
        if self.size > self.limits.size:
            self.over = f"the answer has more than {self.limits.size} bytes"
        elif self.rows > self.limits.rows:
            self.over = (
                f"the answer has more than {self.limits.rows} rows; narrow the query, or take it in parts by LIMIT"
            )
        if self.over:
            raise _TooMuch(self.over)
        if self._file is not None:
            self._file.write(part)
            return len(part)
        self._parts.append(part)
        if self.size > wire.LONG:
            self._file = tempfile.TemporaryFile()  # noqa: SIM115
            self._file.write(b"".join(self._parts))
            self._parts.clear()
        return len(part)

    def flush(self) -> None:
        """Do nothing: the answer is sent when it is whole."""

    def send(self, channel: socket.socket, head: dict[str, Any]) -> None:
        """Send the whole answer."""
        head = {**head, "size": self.size}
        if self._file is None:
            channel.sendall(wire.pack(head, b"".join(self._parts)))
            return
        with self._file as file:
            file.flush()
            wire.send_file(channel, head, file.fileno())


class Reader:
    """Answers jobs from one store."""

    def __init__(self, store: ox.Store, limits: Limits, prefixes: dict[str, str], base: str) -> None:
        # The engine's stubs give unions and invariant lists that would be cast at every call.
        self.store: Any = store
        self.limits, self.prefixes, self.base = limits, prefixes, base
        self._merged: tuple[Any, Any] | None = None

    def answer(self, job: dict[str, Any], text: str, channel: socket.socket) -> None:
        """Answer one job; whatever fails is an answer as well."""
        try:
            made, head = {"query": self.query, "graph": self.graph, "count": self.count}[job["do"]](job, text)
        except gate.Refused as refused:
            channel.sendall(wire.pack({"status": refused.status, "error": str(refused)}))
        except MemoryError:
            channel.sendall(wire.pack({"status": 422, "error": "the query asks for more memory than it may have"}))
        except ValueError as error:
            channel.sendall(wire.pack({"status": 400, "error": _plain(error)}))
        else:
            made.send(channel, {"status": 200, **head})

    def query(self, job: dict[str, Any], text: str) -> tuple[_Spool, dict[str, Any]]:
        """Run a query, and write its answer in the format the client likes best of those its form has."""
        if len(text) > self.limits.characters:
            raise gate.Refused(413, f"a query has at most {self.limits.characters} characters")
        passed = gate.check(text)
        default, named = (
            (job["default"], job["named"]) if job["default"] or job["named"] else (passed.default, passed.named)
        )
        try:
            return self._written(self._found(passed.text, default, named, _bound(job.get("bindings", {}))), job)
        except SyntaxError as error:
            if gate.update(text):
                raise gate.Refused(403, "updates are refused: this service is read-only") from None
            raise gate.Refused(400, f"the query is not SPARQL: {_plain(error)}") from None
        except (ValueError, RuntimeError, OSError) as error:
            raise gate.Refused(400, f"the query cannot be answered: {_plain(error)}") from None

    def graph(self, job: dict[str, Any], _: str) -> tuple[_Spool, dict[str, Any]]:
        """Write a whole graph; the default one when no name is given."""
        name = job["graph"]
        graph = ox.NamedNode(name) if name else ox.DefaultGraph()
        if name and not self.store.contains_named_graph(graph):
            raise gate.Refused(404, "there is no such graph here")
        triples = (each.triple for each in self.store.quads_for_pattern(None, None, None, graph))
        return self._graph(triples, job["liked"]["graphs"]), {"type": job["liked"]["graphs"]}

    def count(self, _: dict[str, Any], __: str) -> tuple[_Spool, dict[str, Any]]:
        """Count what a description of the service tells: triples of each graph, entities of the default one."""
        graphs = {"": sum(1 for _ in self.store.quads_for_pattern(None, None, None, ox.DefaultGraph()))}
        for row in self.store.query("SELECT ?g (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g"):
            graphs[row["g"].value] = int(row["n"].value)
        entities = int(next(iter(self.store.query(_CLASSES)))["n"].value)
        return _Spool(self.limits), {"graphs": graphs, "entities": entities}

    def _found(
        self, text: str, default: Sequence[str] | None, named: Sequence[str] | None, bound: dict[ox.Variable, Any]
    ) -> Any:
        if default is None and named is None:
            return self.store.query(text, base_iri=self.base, prefixes=self.prefixes, substitutions=bound)
        graphs = [ox.NamedNode(each) for each in dict.fromkeys(default or ())]
        others = [ox.NamedNode(each) for each in dict.fromkeys(named or ())]
        for each in (*graphs, *others):
            if not self.store.contains_named_graph(each):
                raise gate.Refused(400, f"<{each.value}> is no graph of this service, and none is fetched")
        if len(graphs) > 1:
            return self._merge(graphs, others).query(text, base_iri=self.base, prefixes=self.prefixes,
                default_graph=ox.DefaultGraph(), named_graphs=others)  # fmt: skip
        return self.store.query(
            text, base_iri=self.base, prefixes=self.prefixes, default_graph=graphs, named_graphs=others
        )

    def _merge(self, graphs: list[ox.NamedNode], others: list[ox.NamedNode]) -> Any:
        """Give several graphs as one: Oxigraph counts a triple once per graph when it reads them together."""
        key = (tuple(each.value for each in graphs), tuple(each.value for each in others))
        if self._merged and self._merged[0] == key:
            return self._merged[1]
        self._merged = None
        copied = 0

        def quads() -> Iterator[ox.Quad]:
            nonlocal copied
            for graph, into in [*((each, None) for each in graphs), *((each, each) for each in others)]:
                for each in self.store.quads_for_pattern(None, None, None, graph):
                    copied += 1
                    if copied > _MERGED:
                        raise gate.Refused(
                            422,
                            f"graphs are read as one up to {_MERGED} triples; ask each by GRAPH or by a query of its own",
                        )
                    yield ox.Quad(each.subject, each.predicate, each.object, into)

        merged = ox.Store()
        merged.bulk_extend(quads())
        self._merged = (key, merged)
        return merged

    def _written(self, found: Any, job: dict[str, Any]) -> tuple[_Spool, dict[str, Any]]:
        if isinstance(found, ox.QueryTriples):
            return self._graph(self._counted(found), _liked(job["liked"]["graphs"])), {"type": job["liked"]["graphs"]}
        form = job["liked"]["truth"] if isinstance(found, ox.QueryBoolean) else job["liked"]["rows"]
        spool = _Spool(self.limits, _liked(form))
        try:
            found.serialize(spool, format=_RESULTS[form])
        except (_TooMuch, OSError):
            if spool.over:
                raise gate.Refused(422, spool.over) from None
            raise
        return spool, {"type": form}

    def _graph(self, triples: Iterable[ox.Triple], form: str) -> _Spool:
        spool = _Spool(self.limits)
        output: Any = spool
        prefixes = self.prefixes if form in {"ttl", "rdf", "jsonld"} else None
        try:
            ox.serialize(triples, output, format=_GRAPHS[form], prefixes=prefixes)
        except (_TooMuch, OSError):
            if spool.over:
                raise gate.Refused(422, spool.over) from None
            raise
        return spool

    def _counted(self, triples: Iterable[ox.Triple]) -> Iterator[ox.Triple]:
        for number, triple in enumerate(triples):
            if number >= self.limits.rows:
                raise gate.Refused(
                    422, f"the answer has more than {self.limits.rows} triples; take it in parts by LIMIT"
                )
            yield triple


def _bound(bindings: dict[str, list[str]]) -> dict[ox.Variable, Any]:
    """Give the values of a named question's parameters: IRIs alone, literals with their datatype."""
    return {
        ox.Variable(name): ox.Literal(value[0], datatype=ox.NamedNode(value[1]))
        if value[1:]
        else ox.NamedNode(value[0])
        for name, value in bindings.items()
    }


def _liked(form: str | None) -> str:
    if form is None:
        raise gate.Refused(406, "this query's answer has none of the formats that are accepted")
    return form


def _plain(error: Exception) -> str:
    """Give an error of the engine in one line, without the rules it tried."""
    line = str(error).partition("\n")[0][:300]
    place = _PLACE.search(line)
    return f"line {place[1]}, column {place[2]}" if place else line


def main() -> None:
    """Serve jobs until the channel closes."""
    channel, parent, quads, *numbers = sys.argv[1:]
    away = confine.alone(int(parent))
    limits = Limits(*map(int, numbers))
    with socket.socket(fileno=int(channel)) as link:
        hello = wire.read(link)
        if hello is None:
            return
        try:
            store = ox.Store.read_only(quads)
        except OSError as error:
            link.sendall(wire.pack({"error": str(error)}))
            return
        reader = Reader(store, limits, hello.head["prefixes"], hello.head["base"])
        locks = [name for name, holds in (("namespace", away), ("seccomp", confine.filtered())) if holds]
        confine.limited(2 * limits.memory, limits.size + wire.LONG)
        link.sendall(wire.pack({"network": locks, "pid": os.getpid()}))
        while job := wire.read(link):
            reader.answer(job.head, job.body.decode(), link)


if __name__ == "__main__":
    main()
