"""An endpoint in place of a directory: what loading and reading cost more, on loopback."""

import time
from collections.abc import Callable
from pathlib import Path

import kg
from kg.assemble import ontology_quads
from kg.graph import create_store, open_copy
from kg.queries.profile import profile
from kg.vocab import PREFIXES
from tests.benchmarks.test_network import written
from tests.graph.conftest import own_cache, oxigraph, virtuoso  # noqa: F401


def seconds(run: Callable[[], object]) -> float:
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


def test_an_endpoint_against_a_directory(request, tmp_path: Path, measured, scale) -> None:
    lines = [*written(max(int(10_000 * scale), 100)), *ontology_quads()]
    quads = sum(text.count(" .\n") for text in lines)
    quiet = f"{PREFIXES['']}p.{max(int(1_000 * scale), 10) - 1}"
    found = []
    for kind, store in (
        ("directory", tmp_path / "store"),
        ("Oxigraph server, asked", request.getfixturevalue("oxigraph").url),
        ("Virtuoso, copied", request.getfixturevalue("virtuoso").url),
    ):
        load = seconds(lambda store=store: create_store(store, lines, list, None, dict))
        again = seconds(lambda store=store: create_store(store, lines, list, None, dict))
        dataset = kg.open(store)
        times = [
            seconds(lambda dataset=dataset: kg.network(dataset)),
            seconds(lambda dataset=dataset: kg.network(dataset, among=[quiet])),
            seconds(lambda dataset=dataset: profile(dataset, quiet)),
            seconds(lambda store=store: open_copy(store)),
        ]
        found.append([kind, load, quads / load, again, *times])
    measured.table(
        f"{quads:,} quads in a directory and behind an endpoint on the same machine, seconds",
        ["store", "load", "quads a second", "load again", "network", "one party's network", "one party's page", "copy"],
        found,
        "Endpoints keep their data on disk. A load into one makes the store here first, and counts every graph there. One "
        "party's network is read a claim at a time: over HTTP each costs a request, from a directory some microseconds.",
    )
    measured.holds("reading a copy costs what a directory costs", found[2][4] <= 2 * found[0][4] + 0.1)
