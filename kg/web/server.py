"""How the service listens: heads that are slow or too long are cut off, and it stops in order."""

import asyncio
import logging
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import uvicorn
from starlette.applications import Starlette
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from kg.web.settings import Settings

__all__ = ["run", "server"]


def run(app: Starlette, settings: Settings, ready: Callable[[str], None] = lambda _: None) -> bool:
    """Serve until SIGTERM or Ctrl-C; requests in flight are answered first. Gives False if it could not listen.

    `ready` is told the address as soon as requests are answered.
    """
    log = logging.getLogger("kg.web.access")
    if not log.handlers:
        log.addHandler(_Lines())
        # Our lines name no thread and no process; looking them up is most of the time of a record.
        logging.logThreads = logging.logProcesses = logging.logMultiprocessing = False
    log.setLevel(logging.INFO)
    log.propagate = False
    listening = server(app, settings, ready)
    with suppress(KeyboardInterrupt, SystemExit):  # uvicorn has stopped in order, and tells on why
        listening.run()
    return listening.started


def server(app: Starlette, settings: Settings, ready: Callable[[str], None]) -> uvicorn.Server:
    """Give the server that `run` runs, for who runs it in a thread of their own; `should_exit` stops it."""
    return _Server(_config(app, settings), ready)


def _config(app: Starlette, settings: Settings) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        host=settings.host,
        port=settings.port,
        http=_limited(settings),
        ws="none",
        access_log=False,
        log_level="warning",
        server_header=False,
        proxy_headers=settings.proxy is not None,
        forwarded_allow_ips=settings.proxy,
        limit_concurrency=settings.connections,
        timeout_graceful_shutdown=int(settings.shutdown_seconds),
    )


class _Lines(logging.Handler):
    """Writes the log's lines to stderr several at a time: one by one they cost a tenth of the time of a short answer."""

    def __init__(self) -> None:
        super().__init__()
        self._waiting: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if not self._waiting:
            with suppress(RuntimeError):  # the loop may have ended: `flush` comes with the end of the process
                asyncio.get_running_loop().call_later(_LATE, self.flush)
        self._waiting.append(record.getMessage())

    def flush(self) -> None:
        lines, self._waiting = self._waiting, []
        if lines:
            sys.stderr.write("\n".join(lines) + "\n")
            sys.stderr.flush()


#: Seconds a line of the log may wait.
_LATE = 0.1


class _Server(uvicorn.Server):
    def __init__(self, config: uvicorn.Config, ready: Callable[[str], None]) -> None:
        super().__init__(config)
        self._ready = ready

    def _log_started_message(self, listeners: Any) -> None:
        host, port = next(iter(listeners)).getsockname()[:2]
        self._ready(f"http://{f'[{host}]' if ':' in host else host}:{port}/")


def _limited(settings: Settings) -> type[HttpToolsProtocol]:
    """Make the protocol of a server with limits: uvicorn has none for the head of a request, in size or in time."""

    class Limited(HttpToolsProtocol):
        _timer: asyncio.TimerHandle | None = None
        _reading: asyncio.TimerHandle | None = None
        _open = False
        _head = 0

        def connection_made(self, transport: Any) -> None:
            super().connection_made(_Joined(transport, self.loop))  # type: ignore[arg-type]
            self._wait()

        def connection_lost(self, exc: Exception | None) -> None:
            self._done()
            self._read()
            super().connection_lost(exc)

        def pause_writing(self) -> None:
            """Let go, after a while, of a client that does not read its answer."""
            super().pause_writing()
            self._reading = self.loop.call_later(settings.send_seconds, self.transport.abort)

        def resume_writing(self) -> None:
            self._read()
            super().resume_writing()

        def data_received(self, data: bytes) -> None:
            self._head += len(data)
            if self._head > settings.head_bytes + settings.url_bytes + _CHUNK:
                self.transport.close()
                return
            super().data_received(data)
            if self._open and self._timer is None:
                self._wait()

        def on_message_begin(self) -> None:
            super().on_message_begin()
            self._open = True

        def on_headers_complete(self) -> None:
            self._head = -settings.body_bytes
            super().on_headers_complete()

        def on_message_complete(self) -> None:
            self._head = 0
            self._open = False
            self._done()
            super().on_message_complete()

        def _wait(self) -> None:
            """Give the whole request, from its first byte or from connecting, the time it may take."""
            self._done()
            self._timer = self.loop.call_later(settings.request_seconds, self.transport.abort)

        def _read(self) -> None:
            if self._reading is not None:
                self._reading.cancel()
                self._reading = None

        def _done(self) -> None:
            if self._timer is not None:
                self._timer.cancel()
                self._timer = None

    return Limited


class _Joined:
    """A transport that sends in one piece what is written in one turn of the loop: the head of an answer and its body.

    Two pieces cost two calls of the system here and wake the client twice: a third of the time of a short answer.
    """

    __slots__ = ("_loop", "_parts", "_size", "_transport")

    def __init__(self, transport: asyncio.Transport, loop: asyncio.AbstractEventLoop) -> None:
        self._transport, self._loop = transport, loop
        self._parts: list[bytes] = []
        self._size = 0

    def write(self, data: bytes) -> None:
        if not self._parts:
            self._loop.call_soon(self._flush)
        self._parts.append(data)
        self._size += len(data)
        if self._size > _PIECE:
            self._flush()

    def close(self) -> None:
        self._flush()
        self._transport.close()

    def _flush(self) -> None:
        if self._parts:
            parts, self._parts, self._size = self._parts, [], 0
            self._transport.write(b"".join(parts))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)


#: Bytes that are sent without waiting for more.
_PIECE = 65_536
#: What arrives in one piece, and may hold the beginning of a body or of a next request.
_CHUNK = 262_144
