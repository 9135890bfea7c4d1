"""Named questions, answered by the workers that answer queries: within their limits, and ended when they take too long."""

import asyncio
import json
import os
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from rdflib import Literal, URIRef
from rdflib.namespace import XSD
from starlette.exceptions import HTTPException

from kg.graph import Table, Value
from kg.queries import Question, bind
from kg.web.live import Build

if TYPE_CHECKING:
    from kg.web.sparql.pool import Pool

__all__ = ["asking"]


class _Asking:
    """Asks the pool, which lives in the service's loop, from a thread that makes a page."""

    def __init__(self, pool: "Pool") -> None:
        self.pool, self.loop = pool, asyncio.get_running_loop()

    def __call__(self, build: Build, asked: Question, values: Mapping[str, str]) -> Table:
        """Give the answer to a question. Raises HTTPException when there is none in time, or none that short."""
        bound = {name: _plain(value) for name, value in bind(build.dataset, asked, values).items()}
        done = asyncio.run_coroutine_threadsafe(self._run(asked.sparql, bound), self.loop)
        return _table(json.loads(done.result()))

    async def _run(self, text: str, bound: dict[str, list[str]]) -> bytes:
        from kg.web.sparql.pool import Stopped, job

        liked = {"rows": "json", "truth": "json", "graphs": None}
        try:
            reply = await self.pool.ask(job("query", text, default=None, named=None, liked=liked, bindings=bound))
        except Stopped as stopped:
            again = {"Retry-After": str(stopped.again)} if stopped.again else None
            raise HTTPException(stopped.status, str(stopped), again) from None
        if reply.file is None:
            body = reply.body
        else:
            try:
                body = await asyncio.to_thread(os.pread, reply.file, reply.head["size"], 0)
            finally:
                self.pool.spooled -= reply.head["size"]
                os.close(reply.file)
        if reply.head["status"] != 200:
            raise HTTPException(reply.head["status"], reply.head["error"])
        return body


def asking(pool: "Pool") -> _Asking:
    """Give what answers named questions by a pool. To be called where the pool runs."""
    return _Asking(pool)


def _plain(value: Value) -> list[str]:
    return [str(value)] if isinstance(value, URIRef) else [str(value), str(value.datatype or XSD.string)]


def _table(found: dict[str, Any]) -> Table:
    """Read SPARQL 1.1 Query Results JSON."""
    columns = tuple(found["head"]["vars"])
    rows = found["results"]["bindings"]
    return Table(columns, [{name: _term(row[name]) if name in row else None for name in columns} for row in rows])


def _term(value: dict[str, str]) -> Value:
    if value["type"] == "uri":
        return URIRef(value["value"])
    if language := value.get("xml:lang"):
        return Literal(value["value"], lang=language)
    return Literal(value["value"], datatype=URIRef(value["datatype"]) if "datatype" in value else None)
