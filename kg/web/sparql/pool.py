"""The workers: a query waits for one, has so much time and memory, and is ended with its worker when it takes more.

One process a worker, since the engine cannot be stopped otherwise; a worker that ends, of itself or not, is replaced. When
the store has a new build, workers for it are started beside the old ones, which finish what they do and end.
"""

import asyncio
import logging
import os
import resource
import signal
import socket
import subprocess
import sys
import time
from collections import deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

from kg.errors import StoreError
from kg.graph import current_build
from kg.vocab import BASE, PREFIXES
from kg.web.metrics import METRICS
from kg.web.settings import Settings
from kg.web.sparql import wire

__all__ = ["Pool", "Reply", "Stopped", "job", "pool"]

_LOG = logging.getLogger("kg.web.sparql")
#: Seconds between looks at running queries, and at the `current` link.
_WATCH, _LOOK = 0.05, 0.5
#: Seconds after which a query, waiting or running, is watched for a client that has gone.
_LONG = 0.25
#: Seconds until a worker that could not start is tried again.
_AGAIN = 1.0
#: How many answers of full length may lie in files at once.
_SPOOLED = 10
_PAGE = resource.getpagesize()


def _nothing() -> None:
    """Watch nothing."""


class Stopped(Exception):
    """A query without an answer; the text says why, `status` is its HTTP status, `again` the seconds after which to try."""

    def __init__(self, status: int, why: str, again: int | None = None) -> None:
        super().__init__(why)
        self.status, self.again = status, again


class Kept:
    """Values by name, each of one build: a newer build's takes its place."""

    def __init__(self) -> None:
        self._values: dict[str, tuple[str, Any]] = {}

    def get(self, name: str, build: str) -> Any:
        """Give what was kept of a build; None if there is nothing."""
        found = self._values.get(name)
        return found[1] if found and found[0] == build else None

    def put(self, name: str, build: str, value: Any) -> None:
        """Keep a value."""
        self._values[name] = (build, value)


class Reply:
    """What a worker answered, and from which build. Its file, if there is one, is the reader's to close."""

    def __init__(self, message: wire.Message, build: str) -> None:
        self.head, self.body, self.file, self.build = message.head, message.body, message.file, build


class _Worker:
    """One process, seen from the service."""

    def __init__(self, owner: "Pool", home: Path, settings: Settings) -> None:
        self.owner, self.build = owner, home.name
        self.locks: list[str] = []
        self.ready = self.retired = False
        self.began = 0.0
        self.watch: Callable[[], None] = _nothing
        self.ended = ""
        self._pending: asyncio.Future[wire.Message] | None = None
        self._channel, theirs = socket.socketpair()
        limits = (settings.query_rows, settings.query_result_bytes, settings.query_memory, settings.query_characters)
        command = [sys.executable, "-m", "kg.web.sparql.worker", theirs.fileno(), os.getpid(), home / "quads", *limits]
        with theirs:
            self.process = subprocess.Popen(
                [str(part) for part in command], pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL
            )
        self._channel.setblocking(False)
        self._inbox = wire.Inbox(self._channel)
        self._loop = asyncio.get_running_loop()
        self._loop.add_reader(self._channel, self._arrived)
        self._channel.send(wire.pack({"prefixes": PREFIXES, "base": BASE}))

    async def ask(self, job: bytes, watch: Callable[[], None]) -> wire.Message:
        """Give the answer to a job. Whoever stops waiting ends the worker."""
        self._pending = self._loop.create_future()
        self.began, self.watch = time.monotonic(), watch
        try:
            sent = self._channel.send(job)
            if sent < len(job):
                await self._loop.sock_sendall(self._channel, memoryview(job)[sent:])
            return await self._pending
        except (OSError, asyncio.CancelledError) as error:
            self.end("left")
            if isinstance(error, OSError):
                raise Stopped(503, "the worker is gone; ask again", 1) from None
            raise
        finally:
            self.began, self._pending, self.watch = 0.0, None, _nothing

    def memory(self) -> int:
        """Give the bytes of memory that are the worker's own."""
        try:
            whole, shared = Path(f"/proc/{self.process.pid}/statm").read_text(encoding="ascii").split()[1:3]
        except (OSError, ValueError):
            return 0
        return (int(whole) - int(shared)) * _PAGE

    def end(self, why: str) -> None:
        """Kill the process; `lost` is called when it is gone."""
        self.ended = self.ended or why
        self.process.kill()

    def close(self) -> None:
        """Let an idle worker end of itself."""
        self._let_go()
        self._loop.run_in_executor(None, self.process.wait)

    def _let_go(self) -> None:
        self._loop.remove_reader(self._channel)
        self._inbox.close()
        self._channel.close()

    def _arrived(self) -> None:
        try:
            message = self._inbox.read()
        except EOFError:
            self._gone()
            return
        if message is None:
            return
        if not self.ready:
            self.locks = message.head.get("network", [])
            self.ready = "error" not in message.head
            self.owner.started(self, message.head.get("error", ""))
        elif self._pending is not None and not self._pending.done():
            self._pending.set_result(message)
        elif message.file is not None:
            os.close(message.file)

    def _gone(self) -> None:
        self._let_go()
        self.process.kill()
        code = self.process.wait()
        if self._pending is not None and not self._pending.done():
            self._pending.set_exception(self._why(code))
        self.owner.lost(self)

    def _why(self, code: int) -> Stopped:
        limits = self.owner.settings
        match self.ended:
            case "time":
                return Stopped(422, f"the query took longer than {limits.query_seconds:g} seconds")
            case "memory":
                return Stopped(422, f"the query took more than {limits.query_memory // 2**20} MiB of memory")
            case "closing":
                return Stopped(503, "the service is stopping", 5)
        if code == -signal.SIGKILL:
            return Stopped(503, "the worker of this query was ended from outside; ask again", 1)
        return Stopped(
            422, "the query is more than the engine can take: it nests too deeply, or asks for too much memory"
        )


class Pool:
    """The workers of a service, and the queries that wait for one."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.build = ""
        #: What was worked out about a build, by name.
        self.kept = Kept()
        #: Bytes of answers that lie in files while their readers read.
        self.spooled = 0
        self._home = Path()
        self._workers: set[_Worker] = set()
        self._idle: list[_Worker] = []
        self._waiting: deque[asyncio.Future[_Worker]] = deque()
        self._closing = False
        self._fault = ""
        self._tasks: list[asyncio.Task[None]] = []

    async def ask(self, job: bytes, watch: Callable[[], None] = _nothing) -> Reply:
        """Give the answer to a job. Raises Stopped when there is none. Who got a file takes its size from `spooled` at last.

        `watch` is called, perhaps more than once, when the answer is long in coming; who asked may then look whether it
        is still wanted, and be cancelled: that ends the query.
        """
        if self.spooled > _SPOOLED * self.settings.query_result_bytes:
            raise Stopped(503, "too many long answers are being read", 10)
        worker = self._idle.pop() if self._idle else await self._turn(watch)
        try:
            message = await worker.ask(job, watch)
        except Stopped as stopped:
            METRICS.count("kg_queries_stopped_total", "Queries that got no answer", why=worker.ended or "lost")
            raise stopped
        finally:
            self._give(worker)
        if message.file is not None:
            self.spooled += message.head["size"]
        return Reply(message, worker.build)

    def health(self) -> dict[str, object]:
        """Say how many workers answer, from which build, and what keeps them from the network."""
        ready = [each for each in self._workers if each.ready]
        locks = set.intersection(*(set(each.locks) for each in ready)) if ready else set()
        told: dict[str, object] = {"ok": bool(ready), "build": self.build, "workers": len(ready)}
        told["network"] = f"none ({', '.join(sorted(locks))})" if locks else _OPEN
        return {**told, **({"fault": self._fault} if self._fault else {})}

    async def start(self) -> None:
        """Start the workers, and wait for the first. Raises StoreError when the store cannot be read."""
        self._home = current_build(self.settings.store)
        self.build = self._home.name
        for _ in range(self.settings.workers):
            self._start()
        METRICS.gauge("kg_query_queue", "Queries that wait for a worker", lambda: len(self._waiting))
        METRICS.gauge("kg_query_workers", "Workers that answer", lambda: sum(each.ready for each in self._workers))
        while not self._idle:
            if self._fault:
                await self.stop()
                raise StoreError(self._fault)
            await asyncio.sleep(0.005)
        if not self._idle[0].locks:
            _LOG.warning("%s", _OPEN)
        self._tasks = [asyncio.create_task(self._watch()), asyncio.create_task(self._look())]

    async def stop(self) -> None:
        """End all workers."""
        self._closing = True
        for task in self._tasks:
            task.cancel()
        for waiting in self._waiting:
            if not waiting.done():
                waiting.set_exception(Stopped(503, "the service is stopping", 5))
        for worker in list(self._workers):
            worker.end("closing")
        while self._workers:
            await asyncio.sleep(0.005)

    def started(self, worker: _Worker, fault: str) -> None:
        """Take in a worker that has opened the store, or could not."""
        self._fault = fault
        if fault:
            worker.end("fault")
            return
        if worker.build != self.build:
            self._switch(worker.build)
        self._give(worker)

    def lost(self, worker: _Worker) -> None:
        """Replace a worker that is gone."""
        self._workers.discard(worker)
        with suppress(ValueError):
            self._idle.remove(worker)
        if self._closing or worker.retired or worker.build != self._home.name:
            return
        METRICS.count("kg_workers_replaced_total", "Workers that ended and were replaced")
        if worker.ready:
            self._start()
        else:
            self._fault = self._fault or "workers cannot be started; the log says why"
            asyncio.get_running_loop().call_later(_AGAIN, self._fill)

    def _start(self) -> None:
        self._workers.add(_Worker(self, self._home, self.settings))

    def _fill(self) -> None:
        there = sum(each.build == self._home.name and not each.retired for each in self._workers)
        for _ in range(0 if self._closing else self.settings.workers - there):
            self._start()

    async def _turn(self, watch: Callable[[], None]) -> _Worker:
        """Wait for a worker, in order of coming."""
        self._waiting = deque(each for each in self._waiting if not each.done())
        if len(self._waiting) >= self.settings.query_queue:
            raise Stopped(503, "too many queries are waiting", 2)
        mine: asyncio.Future[_Worker] = asyncio.get_running_loop().create_future()
        self._waiting.append(mine)
        try:
            done, _ = await asyncio.wait([mine], timeout=_LONG)
            if not done:
                watch()
                await asyncio.wait([mine], timeout=self.settings.query_seconds)
            if not mine.done():
                raise TimeoutError
            return mine.result()
        except (TimeoutError, asyncio.CancelledError) as error:
            if mine.done() and not mine.cancelled() and not mine.exception():
                self._give(mine.result())
            mine.cancel()
            if isinstance(error, TimeoutError):
                raise Stopped(503, "no worker was free in time", 5) from None
            raise

    def _give(self, worker: _Worker) -> None:
        """Hand a worker to who waits longest; end one that was told to, or has kept much memory."""
        if worker.ended or worker not in self._workers:
            return
        if worker.build != self.build:
            worker.retired = True
            self._workers.discard(worker)
            worker.close()
            return
        while self._waiting:
            next_ = self._waiting.popleft()
            if not next_.done():
                next_.set_result(worker)
                return
        self._idle.append(worker)

    def _switch(self, build: str) -> None:
        """Let queries be answered from a new build: idle workers of the old one end now, busy ones after their query."""
        self.build = build
        idle, self._idle = self._idle, []
        for worker in idle:
            self._give(worker)
        METRICS.count("kg_query_builds_total", "Builds that went live for queries without a restart")

    async def _watch(self) -> None:
        """End queries that take too long or too much memory."""
        while True:
            await asyncio.sleep(_WATCH)
            now = time.monotonic()
            for worker in list(self._workers):
                if worker.began and now - worker.began > self.settings.query_seconds:
                    worker.end("time")
                elif worker.began and now - worker.began > _WATCH and worker.memory() > self.settings.query_memory:
                    worker.end("memory")
                elif worker.began and now - worker.began > _LONG:
                    worker.watch()

    async def _look(self) -> None:
        """Start workers for a new build."""
        while True:
            await asyncio.sleep(_LOOK)
            with suppress(StoreError, OSError):
                home = await asyncio.to_thread(current_build, self.settings.store)
                if home != self._home:
                    self._home = home
                    self._fill()


_OPEN = (
    "workers are NOT kept from the network: this system lets them neither have a namespace nor a filter of their own"
)


@asynccontextmanager
async def pool(settings: Settings) -> AsyncIterator[Pool]:
    """Give the pool of a service, started; it is stopped at the end."""
    made = Pool(settings)
    await made.start()
    try:
        yield made
    finally:
        await made.stop()


def job(do: str, text: str = "", **rest: Any) -> bytes:
    """Give the message of a job."""
    return wire.pack({"do": do, **rest}, text.encode())
