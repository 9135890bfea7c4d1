"""A service on a free port of this machine, as `kg serve` runs it."""

import threading
from collections.abc import Callable, Iterator

import httpx
import pytest

from kg.web.app import create_app
from kg.web.server import server
from kg.web.settings import Settings


@pytest.fixture(scope="module")
def serve() -> Iterator[Callable[[Settings], httpx.Client]]:
    """Start a service, and give a client whose paths are below its address."""
    running = []

    def start(settings: Settings) -> httpx.Client:
        address: list[str] = []
        ready = threading.Event()

        def listening(where: str) -> None:
            address.append(where)
            ready.set()

        served = server(create_app(settings), settings, listening)
        thread = threading.Thread(target=served.run)
        thread.start()
        assert ready.wait(20), "the service did not start"
        client = httpx.Client(base_url=address[0], trust_env=False, timeout=30)
        running.append((served, thread, client))
        return client

    yield start
    for served, thread, client in running:
        client.close()
        served.should_exit = True
        thread.join(20)
        assert not thread.is_alive(), "the service did not stop"
