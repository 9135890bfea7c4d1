"""What is served, to whom, and the limits that hold for everybody."""

from dataclasses import dataclass
from pathlib import Path

__all__ = ["Settings"]


@dataclass(frozen=True, slots=True)
class Settings:
    """How a store is served. The defaults are for one person on one machine; times in seconds, sizes in bytes.

    `hosts` are the names under which the service may be asked, beside this machine's own; `origins` the sites whose
    pages may read its answers (none unless asked for); `proxy` the address whose X-Forwarded headers are believed.
    """

    store: Path | str
    host: str = "127.0.0.1"
    port: int = 8000
    hosts: tuple[str, ...] = ()
    origins: tuple[str, ...] = ()
    proxy: str | None = None

    #: Requests: what is longer is refused, what is slower is cut off.
    url_bytes: int = 8_192
    head_bytes: int = 16_384
    body_bytes: int = 1_048_576
    request_seconds: float = 10.0
    send_seconds: float = 30.0
    connections: int = 1_000
    shutdown_seconds: float = 10.0

    #: Pages: made in so many threads, with so many requests waiting for one.
    page_threads: int = 4
    page_queue: int = 256
    #: Those that can take seconds (answers to questions, pictures, sheets) have threads of their own, so that they hold up no other.
    slow_threads: int = 2
    slow_queue: int = 16

    #: Queries: answered by so many processes, each query within these limits.
    workers: int = 2
    query_queue: int = 256
    query_seconds: float = 10.0
    query_rows: int = 100_000
    query_result_bytes: int = 50_000_000
    query_memory: int = 1_073_741_824
    query_characters: int = 100_000
