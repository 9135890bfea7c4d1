"""A new build goes live without a restart and without a failed request; the server stops in order; slow clients are let go."""

import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import httpx

from kg.web.settings import Settings

Serve = Callable[[Settings], httpx.Client]
DATA = Path(__file__).parents[2] / "data"
CUINI = "/entity/bbc-2025-08-13.abigael-gonzalez-valencia"


def kg(*arguments: str) -> None:
    subprocess.run([sys.executable, "-m", "kg", *arguments], check=True, capture_output=True)


def build_of(client: httpx.Client) -> str:
    return client.get("/healthz").json()["pages"]["build"]


def test_a_load_and_a_retract_go_live_and_no_request_fails(serve: Serve, built: Path, tmp_path: Path) -> None:
    store = tmp_path / "store"
    shutil.copytree(built / "store", store, symlinks=True)
    client = serve(Settings(store, port=0))
    first = build_of(client)
    seen: list[tuple[int, str]] = []
    stop = threading.Event()

    def ask() -> None:
        with httpx.Client(base_url=client.base_url, trust_env=False, timeout=30) as own:
            while not stop.is_set():
                for path in (CUINI, "/?q=cuini&format=json", "/sources", f"{CUINI}?format=csv"):
                    answer = own.get(path)
                    seen.append((answer.status_code, answer.headers["etag"].split("-")[0]))

    threads = [threading.Thread(target=ask) for _ in range(3)]
    for thread in threads:
        thread.start()
    try:
        assert client.get("/?q=caro+quintero,+miguel&format=json").json()["hits"] == []
        plan = tmp_path / "more.toml"
        excerpt = (DATA / "sources.toml").read_text().partition("# An excerpt")[2].partition("\n")[2]
        plan.write_text(excerpt.replace('path = "', f'path = "{DATA}/'))
        kg("load", str(plan), "--into", str(store))
        until(lambda: build_of(client) != first)
        assert client.get("/?q=caro+quintero,+miguel&format=json").json()["hits"]
        second = build_of(client)
        kg("retract", "ofac-sdn-excerpt", "--from", str(store))
        until(lambda: build_of(client) != second)
        time.sleep(0.3)
    finally:
        stop.set()
        for thread in threads:
            thread.join(30)
    assert {status for status, _ in seen} == {200}
    assert len({build for _, build in seen}) == 3


def until(holds: Callable[[], bool], seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.05)


def test_a_build_that_cannot_be_opened_leaves_the_one_that_is_served(serve: Serve, built: Path, tmp_path: Path) -> None:
    store = tmp_path / "store"
    shutil.copytree(built / "store", store, symlinks=True)
    client = serve(Settings(store, port=0))
    broken = store / "broken"
    (broken / "quads").mkdir(parents=True)
    (store / "next").symlink_to("broken")
    (store / "next").replace(store / "current")
    until(lambda: "fault" in client.get("/healthz").json()["pages"])
    assert client.get(CUINI).status_code == 200


def test_a_head_that_never_ends_is_cut_off(serve: Serve, built: Path) -> None:
    client = serve(Settings(built / "store", port=0, request_seconds=1))
    slow = [socket.create_connection((client.base_url.host, client.base_url.port)) for _ in range(20)]
    for each in slow:
        each.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: ")
    assert client.get("/healthz").status_code == 200
    time.sleep(1.5)
    for each in slow:
        each.settimeout(5)
        with each, suppress(ConnectionResetError):
            assert each.recv(100) == b""


def test_the_command_serves_and_stops_in_order_on_a_signal(built: Path) -> None:
    command = [sys.executable, "-m", "kg", "serve", "--store", str(built / "store"), "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        address = process.stderr.readline().split()[-1]
        assert httpx.get(f"{address}healthz", trust_env=False).json()["ok"]
        process.terminate()
        assert process.wait(20) in {0, -15}
        assert "Traceback" not in process.stderr.read()


def test_a_port_that_is_taken_is_told_in_one_line(built: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        command = [sys.executable, "-m", "kg", "serve", "--store", str(built / "store"), "--port", port]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert port in done.stderr
