"""Shared by all tests: the article's dataset and store, golden files, and what is optional on this machine."""

import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import networkx as nx
import pytest
from rdflib import Dataset

import kg
from kg.pipeline import dataset_of

if TYPE_CHECKING:
    import httpx

    from kg.web.settings import Settings

REPO = Path(__file__).parents[1]
SOURCES = REPO / "tests" / "article.toml"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update", action="store_true", help="rewrite the golden files with what the code gives now")


@pytest.fixture(scope="session")
def need() -> Callable[[bool, str], None]:
    """Skip where something optional is missing, saying what to install; fail instead when KG_REQUIRE=all."""

    def check(there: bool, reason: str) -> None:
        if not there and os.environ.get("KG_REQUIRE") == "all":
            pytest.fail(reason)
        if not there:
            pytest.skip(reason)

    return check


@pytest.fixture(scope="session")
def shared_data(need: Callable[[bool, str], None]) -> Path:
    """The folder of real articles and lists that lives beside the project, where there is one."""
    named = os.environ.get("KG_TEST_DATA")
    if not named:
        pytest.skip("set KG_TEST_DATA to the folder that holds source/, gold/ and data/")
    need(Path(named).is_dir(), f"KG_TEST_DATA={named} is not a folder")
    return Path(named)


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[Path, str], None]:
    """Compare a text with a golden file; with --update, rewrite the file."""

    def check(path: Path, text: str) -> None:
        if request.config.getoption("--update"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="")
        assert path.exists(), f"{path} is missing; run pytest --update and read what it wrote"
        assert text == path.read_bytes().decode()

    return check


@pytest.fixture(scope="session")
def default_build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What `kg build` makes in a fresh clone: the article and the excerpt of OFAC's list."""
    folder = tmp_path_factory.mktemp("default")
    kg.build(REPO / "data" / "sources.toml", into=folder)
    return folder


@pytest.fixture(scope="session")
def article() -> Dataset:
    """The dataset of the BBC article, in memory."""
    return dataset_of(SOURCES)


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which the main job has run."""
    into = tmp_path_factory.mktemp("build")
    kg.build(SOURCES, into=into)
    return into


@pytest.fixture(scope="session")
def established(article: Dataset) -> "nx.MultiDiGraph[str]":
    return kg.network(article)


@pytest.fixture(scope="session")
def alleged(article: Dataset) -> "nx.MultiDiGraph[str]":
    return kg.network(article, include="alleged")


@pytest.fixture(scope="module")
def serve() -> "Iterator[Callable[[Settings], httpx.Client]]":
    """Start a service, and give a client whose paths are below its address."""
    import httpx

    from kg.web.app import create_app
    from kg.web.server import server

    running = []

    def start(settings: "Settings") -> httpx.Client:
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
