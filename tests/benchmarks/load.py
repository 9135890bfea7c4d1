"""Clients of an HTTP service, in a process of their own: each keeps one connection and sends the next request when it has
the answer to the last. Prints requests a second, the 50th and 95th percentile in milliseconds, and how many were not 200.

    python load.py PORT PATH CLIENTS SECONDS FILE      a query a line in FILE, each sent once
"""

import asyncio
import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote


class Client(asyncio.Protocol):
    def __init__(self, requests: Iterator[bytes], until: float, times: list[float], failed: list[bytes]) -> None:
        self.requests, self.until, self.times, self.failed = requests, until, times, failed
        self.done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.data = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport
        self.ask()

    def ask(self) -> None:
        request = next(self.requests, None)
        if request is None or time.perf_counter() > self.until:
            self.transport.close()
            return
        self.began = time.perf_counter()
        self.transport.write(request)  # type: ignore[attr-defined]

    def data_received(self, data: bytes) -> None:
        self.data += data
        head, found, body = self.data.partition(b"\r\n\r\n")
        if not found:
            return
        lower = head.lower()
        place = lower.find(b"content-length:")
        chunked = place < 0
        if not (body.endswith(b"0\r\n\r\n") if chunked else len(body) >= int(lower[place + 15 :].split(b"\r\n")[0])):
            return
        self.times.append(time.perf_counter() - self.began)
        if not head.startswith(b"HTTP/1.1 200"):
            self.failed.append(self.data)
        self.data = b""
        self.ask()

    def connection_lost(self, exc: Exception | None) -> None:
        if not self.done.done():
            self.done.set_result(None)


async def main(port: int, path: str, clients: int, seconds: float, queries: list[str]) -> None:
    head = f" HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAccept: application/sparql-results+json\r\n\r\n"
    requests = iter([f"GET {path}?query={quote(each)}{head}".encode() for each in queries])
    times: list[float] = []
    failed: list[bytes] = []
    began = time.perf_counter()

    def made() -> Client:
        return Client(requests, began + seconds, times, failed)

    loop = asyncio.get_running_loop()
    made_ = [await loop.create_connection(made, "127.0.0.1", port) for _ in range(clients)]
    await asyncio.gather(*(protocol.done for _, protocol in made_))
    took = time.perf_counter() - began
    times.sort()
    print(
        json.dumps(
            {
                "rate": len(times) / took,
                "p50": times[len(times) // 2] * 1000,
                "p95": times[len(times) * 95 // 100] * 1000,
                "failed": len(failed),
                "sample": failed[0][:300].decode(errors="replace") if failed else "",
            }
        )
    )


if __name__ == "__main__":
    port_, path_, clients_, seconds_, file = sys.argv[1:]
    lines = Path(file).read_text(encoding="utf-8").splitlines()
    coroutine = main(int(port_), path_, int(clients_), float(seconds_), lines)
    try:
        import uvloop
    except ImportError:
        asyncio.run(coroutine)
    else:
        uvloop.run(coroutine)
