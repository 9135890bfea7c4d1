"""Several servers of one store, a directory or an endpoint: a new build is rolled out on all, and no request fails."""

import re
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

import kg
from tests.graph.conftest import Server, own_cache, oxigraph  # noqa: F401

REPO = Path(__file__).parents[2]
PATHS = (
    "/entity/bbc-2025-08-13.abigael-gonzalez-valencia",
    "/?q=cuini&format=json",
    "/sources",
    "/sparql?query=SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }",
)


def run(*arguments: str) -> None:
    subprocess.run([sys.executable, "-m", "kg", *arguments], check=True, capture_output=True)


@pytest.fixture(params=["directory", "endpoint"])
def store(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.chdir(tmp_path)  # the pages of a build into an endpoint
    if request.param == "directory":
        return str(kg.build(REPO / "tests" / "article.toml", into=tmp_path).store)
    server: Server = request.getfixturevalue("oxigraph")
    return str(kg.build(REPO / "tests" / "article.toml", into=server.url).store)


@pytest.fixture
def replicas(store: str, tmp_path: Path) -> Iterator[list[str]]:
    """The addresses of two servers of one store, each a process of its own."""
    processes, addresses = [], []
    for number in range(2):
        log = tmp_path / f"{number}.log"
        with log.open("wb") as out:
            command = [sys.executable, "-m", "kg", "serve", "--store", store, "--port", "0"]
            processes.append(subprocess.Popen(command, stderr=out))
        until(lambda log=log: "serving" in log.read_text())
        addresses.append(re.findall(r"http://127\S+(?=\n)", log.read_text())[0])
    yield addresses
    for process in processes:
        process.terminate()
    assert [process.wait(20) in {0, -15} for process in processes] == [True, True]


def until(holds: Callable[[], bool], seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.05)


def build_of(address: str) -> tuple[str, str]:
    """The builds that a server answers pages and queries from."""
    told = httpx.get(f"{address}healthz", trust_env=False, timeout=30).json()
    return told["pages"]["build"], told["queries"]["build"]


def test_a_build_goes_live_on_every_replica_and_no_request_fails(
    store: str, replicas: list[str], tmp_path: Path
) -> None:
    seen: dict[str, list[tuple[int, str]]] = {f"{address}{path}": [] for address in replicas for path in PATHS}
    stop = threading.Event()

    def ask(address: str) -> None:
        with httpx.Client(base_url=address, trust_env=False, timeout=30) as client:
            while not stop.is_set():
                for path in PATHS:
                    answer = client.get(path)
                    seen[f"{address}{path}"].append((answer.status_code, answer.headers.get("etag", "").split("-")[0]))
                    time.sleep(0.01)  # leave the machine to the builds

    threads = [threading.Thread(target=ask, args=(address,)) for address in replicas]
    for thread in threads:
        thread.start()
    try:
        rolled = [build_of(replicas[0])]
        plan = tmp_path / "more.toml"
        excerpt = (REPO / "data" / "sources.toml").read_text().partition("# An excerpt")[2].partition("\n")[2]
        plan.write_text(excerpt.replace('path = "', f'path = "{REPO}/data/'))
        for change in (["load", str(plan), "--into", store], ["retract", "ofac-sdn-excerpt", "--from", store]):
            run(*change)
            until(lambda: all(build_of(each) not in rolled and len(set(build_of(each))) == 1 for each in replicas))
            rolled.append(build_of(replicas[0]))
            assert build_of(replicas[1]) == rolled[-1]
    finally:
        stop.set()
        for thread in threads:
            thread.join(30)
    for answers in seen.values():
        assert {status for status, _ in answers} == {200}
        builds = [build for _, build in answers]
        assert list(dict.fromkeys(builds)) == [
            each for each, before in zip(builds, ["", *builds], strict=False) if each != before
        ]
        assert len(set(builds)) == 3
