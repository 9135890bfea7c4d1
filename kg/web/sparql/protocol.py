"""SPARQL 1.1 Protocol: queries by GET, by form and as they are; and the reads of the Graph Store Protocol.

https://www.w3.org/TR/sparql11-protocol/ and https://www.w3.org/TR/sparql11-http-rdf-update/
"""

import asyncio
import hashlib
import os
import re
import time
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import parse_qsl, quote, unquote_plus

from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import Message, Receive, Scope, Send

from kg.web.metrics import METRICS
from kg.web.middleware import Straight
from kg.web.settings import Settings
from kg.web.sparql import description, editor
from kg.web.sparql.formats import GRAPHS, ROWS, TYPES, liked, wants_page
from kg.web.sparql.pool import Pool, Reply, Stopped, job

__all__ = ["routes"]

#: Bytes of a file sent at a time, and the bytes a second a reader must take at least.
_PART, _SLOWEST = 65_536, 50_000
#: Functions that give another value each time; a query in which their letters stand is not kept by caches.
_MOVING = re.compile("now|rand|uuid|bnode", re.IGNORECASE)
_FORM, _QUERY, _UPDATE = "application/x-www-form-urlencoded", "application/sparql-query", "application/sparql-update"


def routes(settings: Settings) -> list[Route]:
    """Give the addresses of queries, of graphs, and of what the editor page is made of."""
    graphs = _Graphs(settings)
    return [
        Straight("/sparql", _Queries(settings)),
        Straight("/graphs", graphs),
        Route("/graphs/{name:path}", graphs),
        *editor.routes(),
    ]


class _Failed(Exception):
    def __init__(self, status: int, why: str, **headers: str) -> None:
        super().__init__(why)
        self.status, self.headers = status, {name.replace("_", "-"): value for name, value in headers.items()}


@dataclass(frozen=True, slots=True)
class _Asked:
    """A request, read: its parameters by name, its query, and which formats it likes."""

    query: str | None
    default: list[str]
    named: list[str]
    liked: dict[str, str | None]
    example: str


class _Endpoint:
    """What queries and graphs share: methods, errors, and how an answer is sent."""

    methods: Sequence[str] = ("GET", "HEAD", "OPTIONS")

    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            if scope["method"] not in self.methods:
                raise _Failed(405, "this service is read-only", Allow=", ".join(self.methods))
            if scope["method"] == "OPTIONS":
                await Response(status_code=204, headers={"Allow": ", ".join(self.methods)})(scope, receive, send)
                return
            await self.answer(scope, receive, send)
        except _Failed as failed:
            await _error(failed.status, str(failed), failed.headers)(scope, receive, send)
        except Stopped as stopped:
            again = {"Retry-After": str(stopped.again)} if stopped.again else {}
            await _error(stopped.status, str(stopped), again)(scope, receive, send)

    async def answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request whose method is allowed."""
        raise NotImplementedError

    async def run(self, scope: Scope, receive: Receive, send: Send, message: bytes, steady: bool) -> None:
        """Let a worker answer, and send that; with an ETag if the answer stays the same for a build."""
        pool: Pool = scope["app"].state.pool
        mark = hashlib.blake2b(message, digest_size=8).hexdigest() if steady else ""
        known = _header(scope, b"if-none-match")
        if known and mark and f'W/"{pool.build}-{mark}"' in known:
            await _send_head(send, 304, [(b"etag", f'W/"{pool.build}-{mark}"'.encode()), *_CACHE])
            await send({"type": "http.response.body", "body": b""})
            return
        began = time.perf_counter()
        reply = await _unless_gone(pool, message, receive)
        if reply is None:
            return
        try:
            if reply.head["status"] != 200:
                raise _Failed(reply.head["status"], reply.head["error"])
            METRICS.time(
                "kg_query_seconds", "Time of queries in a worker, waiting included", time.perf_counter() - began
            )
            headers = [(b"content-type", TYPES[reply.head["type"]].encode()), *_CACHE]
            headers.append((b"content-length", str(reply.head["size"]).encode()))
            if mark:
                headers.append((b"etag", f'W/"{reply.build}-{mark}"'.encode()))
            await _send_head(send, 200, headers)
            await self._send_body(scope, send, reply)
        finally:
            if reply.file is not None:
                pool.spooled -= reply.head["size"]
                os.close(reply.file)

    async def _send_body(self, scope: Scope, send: Send, reply: Reply) -> None:
        if scope["method"] == "HEAD" or reply.file is None:
            await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else reply.body})
            return
        size = reply.head["size"]
        async with asyncio.timeout(self.settings.send_seconds + size / _SLOWEST):
            for place in range(0, size, _PART):
                part = os.pread(reply.file, _PART, place)
                await send({"type": "http.response.body", "body": part, "more_body": place + _PART < size})


class _Queries(_Endpoint):
    """`/sparql`: queries; without one, what the service is, as RDF or as a page to write queries on."""

    methods = ("GET", "HEAD", "POST", "OPTIONS")

    async def answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        asked = await _read(scope, receive)
        if asked.liked is _PAGE:
            await editor.page(scope["app"].state.pool.build, asked.query or "", asked.example)(scope, receive, send)
            return
        if asked.query is None:
            await self._describe(scope, receive, send, asked)
            return
        message = job("query", asked.query, default=asked.default, named=asked.named, liked=asked.liked)
        steady = scope["method"] != "POST" and not _MOVING.search(asked.query)
        await self.run(scope, receive, send, message, steady)

    async def _describe(self, scope: Scope, receive: Receive, send: Send, asked: _Asked) -> None:
        if scope["method"] == "POST":
            raise _Failed(400, "there is no query; send it as the parameter `query`, or as the body")
        form = asked.liked["graphs"]
        if form is None:
            raise _Failed(406, f"a description of the service has the formats {', '.join(GRAPHS)}")
        text = await description.text(scope["app"].state.pool, _address(scope), form)
        headers = {"Content-Type": TYPES[form], **{name.decode(): value.decode() for name, value in _CACHE}}
        await Response(text, headers=headers)(scope, receive, send)


class _Graphs(_Endpoint):
    """`/graphs`: one graph, whole, named by `?graph=` or `?default`, or by the address itself."""

    async def answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        pairs = _pairs(scope["query_string"].decode("latin-1"))
        names = [value for name, value in pairs if name == "graph"]
        default = any(name == "default" for name, _ in pairs)
        if scope["path"].rstrip("/") != "/graphs":
            names.append(_address(scope))
        if len(names) + default != 1:
            raise _Failed(400, "name one graph: ?graph=IRI, or ?default")
        form = _formats(scope, pairs)["graphs"]
        if form is None:
            raise _Failed(406, f"a graph has the formats {', '.join(GRAPHS)}")
        await self.run(
            scope, receive, send, job("graph", graph=names[0] if names else None, liked={"graphs": form}), steady=True
        )


async def _read(scope: Scope, receive: Receive) -> _Asked:
    """Read a request by the protocol. Raises _Failed where it is none."""
    pairs = _pairs(scope["query_string"].decode("latin-1"))
    texts = [value for name, value in pairs if name == "query"]
    if scope["method"] == "POST":
        kind, _, rest = _header(scope, b"content-type").lower().partition(";")
        charset = re.search(r"charset\s*=\s*\"?([\w-]+)", rest)
        if charset and charset[1] not in {"utf-8", "utf8", "us-ascii"}:
            raise _Failed(415, "the body is read as UTF-8")
        kind = kind.strip()
        if kind == _UPDATE:
            raise _Failed(403, _READ_ONLY)
        if kind not in {_FORM, _QUERY}:
            raise _Failed(415, f"the body of a POST is {_FORM} or {_QUERY}")
        text = await _body(receive)
        if kind == _FORM:
            pairs += _pairs(text)
            texts = [value for name, value in pairs if name == "query"]
        else:
            texts.append(text)
    if any(name == "update" for name, _ in pairs):
        raise _Failed(403, _READ_ONLY)
    if len(texts) > 1:
        raise _Failed(400, "there are several queries; send one")
    default = [value for name, value in pairs if name == "default-graph-uri"]
    named = [value for name, value in pairs if name == "named-graph-uri"]
    example = next((value for name, value in pairs if name == "example"), "")
    return _Asked(texts[0] if texts else None, default, named, _formats(scope, pairs), example)


def _formats(scope: Scope, pairs: list[tuple[str, str]]) -> dict[str, str | None]:
    """Give the formats a request likes, by `format` or by Accept."""
    form = next((value for name, value in pairs if name == "format"), "")
    if not form:
        accept = _header(scope, b"accept")
        return _PAGE if scope["path"] == "/sparql" and wants_page(accept) else liked(accept)
    if form not in ROWS and form not in GRAPHS:
        raise _Failed(400, f"`format` is one of {', '.join([*ROWS, *GRAPHS])}")
    # A form that does not fit what the query gives is no reason to give nothing: the page's list has one choice for all.
    return {
        "rows": form if form in ROWS else "json",
        "truth": form if form in {"json", "xml"} else "json",
        "graphs": form if form in GRAPHS else {"xml": "rdf", "json": "jsonld"}.get(form, "ttl"),
    }


async def _body(receive: Receive) -> str:
    parts = []
    while True:
        message: Message = await receive()
        if message["type"] == "http.disconnect":
            raise _Failed(400, "the request was not finished")
        parts.append(message.get("body", b""))
        if not message.get("more_body"):
            break
    try:
        return b"".join(parts).decode("utf-8")
    except UnicodeDecodeError:
        raise _Failed(400, "the body is not UTF-8") from None


def _pairs(text: str) -> list[tuple[str, str]]:
    try:
        if text.startswith("query=") and "&" not in text:
            return [("query", unquote_plus(text[6:], errors="strict"))]
        return parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=100)
    except ValueError:
        raise _Failed(400, "the parameters are not percent-encoded UTF-8, or more than a hundred") from None


def _header(scope: Scope, name: bytes) -> str:
    """Give a header; several of a name are one list."""
    return b", ".join([value for key, value in scope["headers"] if key == name]).decode("latin-1")


def _address(scope: Scope) -> str:
    """Give the address that was asked for, without its parameters."""
    return f"{scope['scheme']}://{_header(scope, b'host')}{quote(scope['path'])}"


async def _unless_gone(pool: Pool, message: bytes, receive: Receive) -> Reply | None:
    """Give a worker's reply; None, and the query is ended, when the client leaves first."""
    leaving = _Leaving(receive)
    try:
        return await pool.ask(message, leaving.watch)
    except asyncio.CancelledError:
        if leaving.left and leaving.asking:
            leaving.asking.uncancel()
            return None
        raise
    finally:
        if leaving.watching:
            leaving.watching.cancel()


class _Leaving:
    """Ends who waits for an answer when the client is gone; the pool lets it begin when a query is a long one."""

    __slots__ = ("asking", "left", "receive", "watching")

    def __init__(self, receive: Receive) -> None:
        self.receive = receive
        self.asking = asyncio.current_task()
        self.watching: asyncio.Task[None] | None = None
        self.left = False

    def watch(self) -> None:
        """Begin."""
        if self.watching is None:
            self.watching = asyncio.get_running_loop().create_task(self._watch())

    async def _watch(self) -> None:
        while (await self.receive())["type"] != "http.disconnect":
            pass
        self.left = True
        if self.asking:
            self.asking.cancel()


async def _send_head(send: Send, status: int, headers: list[tuple[bytes, bytes]]) -> None:
    await send({"type": "http.response.start", "status": status, "headers": headers})


def _error(status: int, why: str, headers: dict[str, str]) -> Response:
    return JSONResponse({"error": why}, status, headers={"Cache-Control": "no-store", **headers})


_PAGE: dict[str, str | None] = {}
_READ_ONLY = "updates are refused: this service is read-only"
#: An answer may be kept, and is asked about before it is used again: a new build may have come.
_CACHE = [(b"cache-control", b"no-cache"), (b"vary", b"accept")]
