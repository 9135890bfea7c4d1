"""A new build answers queries without a restart, and no query fails while it takes over."""

import shutil
import threading
import time
from collections.abc import Callable
from pathlib import Path

import httpx
from rdflib import Dataset, URIRef

from kg.graph import ONTOLOGY, change_store, current_build
from kg.graph.store import drop_source
from kg.web.settings import Settings

COUNT = "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }"


def test_queries_go_over_to_a_new_build_and_none_fails(
    serve: Callable[[Settings], httpx.Client], built: Path, tmp_path: Path
) -> None:
    store = tmp_path / "store"
    shutil.copytree(built / "store", store, symlinks=True)
    client = serve(Settings(store, port=0))
    first = client.get("/sparql", params={"query": COUNT})
    failed: list[str] = []
    done = threading.Event()

    def asking() -> None:
        with httpx.Client(base_url=client.base_url, trust_env=False, timeout=30) as mine:
            while not done.is_set():
                found = mine.get("/sparql", params={"query": COUNT})
                if found.status_code != 200:
                    failed.append(found.text)

    threads = [threading.Thread(target=asking) for _ in range(4)]
    for thread in threads:
        thread.start()

    def change(dataset: Dataset) -> None:
        drop_source(dataset, URIRef(ONTOLOGY))

    change_store(store, change, dict)
    home = current_build(store)
    until = time.monotonic() + 15
    while client.get("/sparql", params={"query": COUNT}).json() == first.json():
        assert time.monotonic() < until, "the new build did not go live"
        time.sleep(0.05)
    time.sleep(0.3)
    done.set()
    for thread in threads:
        thread.join()
    assert failed == []
    again = client.get("/sparql", params={"query": COUNT}, headers={"if-none-match": first.headers["etag"]})
    assert again.status_code == 200
    assert home.name in again.headers["etag"]
    told = client.get("/healthz").json()["queries"]
    assert (told["build"], told["workers"]) == (home.name, 2)


def test_a_build_that_cannot_be_opened_leaves_the_one_that_is_served(
    serve: Callable[[Settings], httpx.Client], built: Path, tmp_path: Path
) -> None:
    store = tmp_path / "store"
    shutil.copytree(built / "store", store, symlinks=True)
    client = serve(Settings(store, port=0))
    (store / "broken" / "quads").mkdir(parents=True)
    (store / "current").unlink()
    (store / "current").symlink_to("broken")
    time.sleep(1.5)
    told = client.get("/healthz").json()["queries"]
    assert client.get("/sparql", params={"query": "ASK {}"}).json()["boolean"] is True
    assert told["workers"] == 2
    assert told["fault"]
