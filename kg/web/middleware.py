"""What holds for every request: limits of its size, the host it asks, headers of security, a line in the log."""

import json
import logging
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import lru_cache

from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.responses import JSONResponse
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kg.web.metrics import METRICS
from kg.web.settings import Settings

__all__ = ["CSP", "Straight", "middleware"]

#: Pages get their script and style from here and nowhere else, and nothing in them is run or framed. A response may set
#: a policy of its own (the network page has its parts inside, allowed by their hashes).
CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'"
)
_HEADERS = {
    "Content-Security-Policy": CSP,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
_RAW = [(name.lower().encode(), value.encode()) for name, value in _HEADERS.items()]
_OWN = ("localhost", "127.0.0.1", "[::1]")
_LOG = logging.getLogger("kg.web.access")


def middleware(settings: Settings) -> Sequence[Middleware]:
    """Give the layers around the application, the outermost first."""
    layers = [Middleware(_Logged), Middleware(_Secured), Middleware(_Limited, settings)]
    if settings.origins:
        layers.append(Middleware(CORSMiddleware, allow_origins=settings.origins, allow_methods=["GET", "POST"]))
    return layers


class Straight(Route):
    """A route without parameters whose endpoint is an application that answers all, its errors too."""


class _Layer:
    """Something around the application that looks at requests; start and end of the service pass through it."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await (self.request if scope["type"] == "http" else self.app)(scope, receive, send)

    async def request(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        raise NotImplementedError


class _Logged(_Layer):
    """One JSON line a request. What was searched or asked is not in it: the words of a search are a reporter's."""

    async def request(self, scope: Scope, receive: Receive, send: Send) -> None:
        began, status, sent = time.perf_counter(), 500, 0

        async def noted(message: Message) -> None:
            nonlocal status, sent
            if message["type"] == "http.response.start":
                status = message["status"]
            else:
                sent += len(message.get("body", b""))
            await send(message)

        try:
            await self.app(scope, receive, noted)
        finally:
            took = time.perf_counter() - began
            METRICS.count("kg_http_requests_total", "Requests answered", method=_method(scope), status=str(status))
            METRICS.time("kg_http_request_seconds", "Time from the request to the end of its answer", took)
            if _LOG.isEnabledFor(logging.INFO):
                line = _line(scope, status, sent, took)
                # Not `_LOG.info`, which walks the stack for the place of this line: a tenth of the time of a short answer.
                _LOG.handle(logging.LogRecord(_LOG.name, logging.INFO, __file__, 0, line, None, None))


def _method(scope: Scope) -> str:
    """Give the method for a label: a client may not make new ones."""
    return scope["method"] if scope["method"] in {"GET", "HEAD", "POST", "OPTIONS"} else "other"


def _line(scope: Scope, status: int, sent: int, took: float) -> str:
    """Give the line of a request; written out here because a general writer of JSON takes five times as long."""
    now = datetime.now(UTC).isoformat(timespec="milliseconds")
    client = (scope.get("client") or ("",))[0]
    return (
        f'{{"time": "{now}", "client": {_quoted(client)}, "method": {_quoted(scope["method"])}, '
        f'"path": {_quoted(scope["path"][:500])}, "status": {status}, "bytes": {sent}, "ms": {took * 1000:.1f}}}'
    )


@lru_cache(maxsize=1024)
def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=True)


class _Secured(_Layer):
    """Headers of security on every answer, errors included."""

    async def request(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def headed(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = list(message.get("headers", ()))
                there = {name for name, _ in headers}
                message["headers"] = headers + [pair for pair in _RAW if pair[0] not in there]
            await send(message)

        started = False

        async def noted(message: Message) -> None:
            nonlocal started
            started = True
            await headed(message)

        try:
            await self.app(scope, receive, noted)
        except Exception:
            # Here and not in Starlette's own layer, which is outside of these headers.
            logging.getLogger("kg.web").exception("no answer to %s %s", scope.get("method"), ascii(scope.get("path")))
            if started:
                raise
            await JSONResponse({"error": "the service failed to answer; its log says why"}, 500)(scope, receive, headed)


class _TooLarge(Exception):
    pass


class _Limited(_Layer):
    """Refuses what asks a host that is not ours, and what is too long."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        super().__init__(app)
        self.settings = settings
        self.hosts = {name.lower() for name in (*_OWN, settings.host, *settings.hosts)}

    async def request(self, scope: Scope, receive: Receive, send: Send) -> None:
        if refusal := self._refusal(scope):
            status, why = refusal
            await JSONResponse({"error": why}, status_code=status)(scope, receive, send)
            return
        started, read = False, 0

        async def counted() -> Message:
            nonlocal read
            message = await receive()
            read += len(message.get("body", b""))
            if read > self.settings.body_bytes:
                raise _TooLarge
            return message

        async def noted(message: Message) -> None:
            nonlocal started
            started = True
            await send(message)

        try:
            await self.app(scope, counted, noted)
        except _TooLarge:
            if started:
                raise
            await JSONResponse({"error": _BODY}, status_code=413)(scope, receive, send)

    def _refusal(self, scope: Scope) -> tuple[int, str] | None:
        """Give the status and the reason for a request that is refused by its head."""
        headers: list[tuple[bytes, bytes]] = scope["headers"]
        named = [value for name, value in headers if name == b"host"]
        if len(named) != 1 or _name(named[0].decode("latin-1")) not in self.hosts:
            return 400, "the host asked for is not one this service answers for; `kg serve --allow-host NAME` adds it"
        if len(scope["raw_path"]) + len(scope["query_string"]) > self.settings.url_bytes:
            return 414, f"an address has at most {self.settings.url_bytes} bytes"
        if sum(len(name) + len(value) + 4 for name, value in headers) > self.settings.head_bytes:
            return 431, f"the headers of a request have at most {self.settings.head_bytes} bytes"
        length = next((value for name, value in headers if name == b"content-length"), b"0")
        if not length.isdigit():
            return 400, "content-length is not a number"
        if int(length[:20]) > self.settings.body_bytes:
            return 413, _BODY
        return None


_BODY = "the body of the request is too long"


def _name(host: str) -> str:
    """Give the name in a Host header, without its port."""
    name, colon, port = host.rpartition(":")
    return (name if colon and port.isdigit() else host).lower()
