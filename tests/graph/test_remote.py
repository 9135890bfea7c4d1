"""An endpoint: builds that are switched at once, loads that go on, one line for every failure."""

import base64
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

import kg
from kg.change import load, retract
from kg.errors import QueryError, StoreError
from kg.graph import Table, answer, create_store, dump, open_copy, rows
from kg.graph.remote.builds import log
from kg.graph.remote.endpoint import Endpoint, addresses
from kg.graph.remote.rewrite import pinned
from kg.pipeline import dataset_of
from kg.plan import Plan, read_plan
from kg.vocab import PREFIXES
from tests.graph.conftest import Server, free_port

REPO = Path(__file__).parents[2]
ARTICLE, LIST = "bbc-2025-08-13", "ofac-sdn-excerpt"
PERSONS = "SELECT (COUNT(DISTINCT ?p) AS ?n) WHERE { GRAPH ?source { ?p a kg:Person } }"


def part(*ids: str) -> Plan:
    """Give the plan of the default build with only some of its sources."""
    whole = read_plan(REPO / "data" / "sources.toml")
    return Plan(whole.place, whole.home, tuple(spec for spec in whole.sources if spec.id in ids), whole.decisions)


@cache
def lines(*ids: str) -> tuple[str, ...]:
    """Give the quads of a build of some sources."""
    return tuple(dump(dataset_of(part(*ids)), "nquads"))


def made(store: str | Path, *ids: str, say: Callable[[str], None] = lambda _: None) -> None:
    """Make a store of some sources, without the checks and the pages."""
    create_store(store, lines(*ids), list, None, dict, say=say)


def builds(url: str, environment: dict[str, str] | None = None) -> dict[str, int]:
    """Give the builds that an endpoint keeps."""
    with closing(Endpoint(url, os.environ if environment is None else environment)) as endpoint:
        return log(endpoint)


def persons(store: str) -> int:
    ((number,),) = rows(kg.open(store), PERSONS)
    return int(number or 0)


# ---------------------------------------------------------------- builds


def test_a_source_that_is_loaded_and_retracted_leaves_what_was_there(server: Server, tmp_path: Path) -> None:
    stores = [tmp_path / "here" / "store", server.url]
    made(tmp_path / "here" / "store", LIST)
    made(server.url, LIST)
    before = list(dump(open_copy(server.url), "nquads"))
    for store in stores:
        load(part(ARTICLE), store)
    here, there = (list(dump(kg.open(store), "nquads")) for store in stores)
    assert there == here != before
    assert retract(ARTICLE, server.url) == 133
    assert list(dump(kg.open(server.url), "nquads")) == before


def test_the_same_build_twice_is_one_build(server: Server) -> None:
    made(server.url, ARTICLE)
    once = builds(server.url)
    made(server.url, ARTICLE)
    assert builds(server.url) == once


def test_a_reader_keeps_its_build_through_the_next_one_and_is_told_when_it_is_gone(oxigraph: Server) -> None:
    made(oxigraph.url, ARTICLE)
    reader = kg.open(oxigraph.url)
    before = list(rows(reader, PERSONS))
    made(oxigraph.url, LIST)
    assert list(rows(reader, PERSONS)) == before != list(rows(kg.open(oxigraph.url), PERSONS))
    made(oxigraph.url, LIST, ARTICLE)
    reader.store._inner._looked = 0
    with pytest.raises(StoreError, match="no longer kept; open the store again"):
        list(rows(reader, PERSONS))


def test_readers_never_see_half_a_build(server: Server) -> None:
    made(server.url, ARTICLE)
    before, seen, done = persons(server.url), set(), threading.Event()

    def read() -> None:
        while not done.is_set():
            seen.add(persons(server.url))

    reading = threading.Thread(target=read)
    reading.start()
    try:
        made(server.url, LIST)
        after = persons(server.url)
        while after not in seen:
            assert reading.is_alive()
    finally:
        done.set()
        reading.join()
    assert seen == {before, after}


def test_a_load_that_the_endpoint_dies_under_is_one_line_and_the_second_run_completes(server: Server) -> None:
    made(server.url, ARTICLE)
    said: list[str] = []

    def dying(text: str) -> None:
        said.append(text)
        if len(said) == 3:
            server.kill()

    with pytest.raises(StoreError, match=r"cannot be reached .*; see that it runs, then run the same again") as failure:
        made(server.url, LIST, ARTICLE, say=dying)
    assert "\n" not in str(failure.value)
    server.start()
    assert persons(server.url) == 8
    made(server.url, LIST, ARTICLE)
    assert list(dump(open_copy(server.url), "nquads")) == list(lines(LIST, ARTICLE))


def test_questions_of_two_sources_have_the_rows_of_a_directory(oxigraph: Server, default_build: Path) -> None:
    create_store(oxigraph.url, list(dump(kg.open(default_build / "store"), "nquads")), list, None, dict)
    there, here = kg.open(oxigraph.url), kg.open(default_build / "store")
    asked = [name for name in kg.queries.question_names() if not kg.queries.question(name).params]
    found = {name: kg.select(there, name) for name in asked}
    assert found == {name: kg.select(here, name) for name in asked}
    assert found["charged_not_sanctioned"]


# ---------------------------------------------------------------- queries


GRAPHS = {"": "u:0", PREFIXES["graph"] + "labels": "u:1", "u:source": "u:2"}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("ASK { ?s ?p ?o }", "ASK { GRAPH <u:0> { ?s ?p ?o } }"),
        (
            "ASK { GRAPH graph:labels { ?s ?p 'GRAPH ?g {' } }",
            "ASK { GRAPH <u:0> { GRAPH <u:1> { ?s ?p 'GRAPH ?g {' } } }",
        ),
        ("ASK { GRAPH <u:unknown> {} }", "ASK { GRAPH <u:0> { GRAPH <https://w3id.org/cartel-kg/stored/none> {} } }"),
        (
            "PREFIX my: <u:> ASK { GRAPH my:source {} }",
            "PREFIX my: <u:> ASK { GRAPH <u:0> { GRAPH <u:2> {} } }",
        ),
        (
            "ASK { GRAPH ?g { ?g ?p ?o } }",
            "ASK { GRAPH <u:0> { GRAPH ?g__stored { ?g ?p ?o } GRAPH <u:build> { ?g__stored "
            "<http://www.w3.org/ns/sparql-service-description#name> ?g } } }",
        ),
        ("SELECT ?x { ?x a ?c } ORDER BY ?x", 'SELECT ("1" AS ?x) { GRAPH <u:0> { "1" a ?c } } ORDER BY ?x'),
        ("ASK { ?s ?p ?o } # GRAPH ?g {", "ASK { GRAPH <u:0> { ?s ?p ?o } }  "),
        ("CONSTRUCT { ?s ?p ?x } WHERE { ?s ?p ?o }", 'CONSTRUCT { ?s ?p "1" } WHERE { GRAPH <u:0> { ?s ?p ?o } }'),
    ],
)
def test_a_query_is_written_anew_for_one_build(query: str, expected: str) -> None:
    assert pinned(query, {"x": '"1"'}, GRAPHS, "u:build", PREFIXES) == expected


@pytest.mark.parametrize(
    "query",
    ["DESCRIBE <u:a>", "SELECT * FROM <u:g> { ?s ?p ?o }", "ASK { SERVICE <u:s> {} }", "CONSTRUCT WHERE { ?s ?p ?o }"],
)
def test_what_cannot_be_asked_of_one_build_is_refused_with_a_cure(query: str) -> None:
    with pytest.raises(QueryError, match="is not asked of an endpoint; "):
        pinned(query, {}, GRAPHS, "u:build", PREFIXES)


def test_select_all_shows_the_columns_of_the_query_alone(oxigraph: Server) -> None:
    made(oxigraph.url, ARTICLE)
    found = answer(kg.open(oxigraph.url), "SELECT * WHERE { GRAPH ?g { ?g kg:date ?day } }")
    assert isinstance(found, Table)
    assert sorted(found.columns) == ["day", "g"]
    with pytest.raises(QueryError, match="cannot be run"):
        answer(kg.open(oxigraph.url), "SELECT nonsense")


# ---------------------------------------------------------------- failures


class Quiet(ThreadingHTTPServer):
    def handle_error(self, *_: object) -> None:
        """Say nothing of a client that did not wait."""


@pytest.fixture
def site() -> Iterator[Callable[[Callable[[BaseHTTPRequestHandler], int]], str]]:
    """Start a server that answers each request with the status that a function gives, and an empty result."""
    running = []

    def start(decide: Callable[[BaseHTTPRequestHandler], int]) -> str:
        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                self.rfile.read(int(self.headers["Content-Length"]))
                status = decide(self)
                body = b'{"head": {"vars": ["b", "n"]}, "results": {"bindings": []}}'
                self.send_response(status)
                if status == 401:
                    self.send_header("WWW-Authenticate", 'Basic realm="x"')
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                pass

        served = Quiet(("127.0.0.1", 0), Handler)
        thread = threading.Thread(target=served.serve_forever)
        thread.start()
        running.append((served, thread))
        return f"http://127.0.0.1:{served.server_port}"

    yield start
    for served, thread in running:
        served.shutdown()
        served.server_close()
        thread.join()


def one_line(url: str, environment: dict[str, str] | None = None) -> str:
    with pytest.raises(StoreError) as failure:
        builds(url, environment or {})
    assert "\n" not in str(failure.value)
    return str(failure.value)


def test_an_endpoint_that_is_not_there_is_one_line() -> None:
    url = f"http://127.0.0.1:{free_port()}"
    assert one_line(url).startswith(f"{url}: the endpoint cannot be reached (")
    assert one_line(url).endswith("; start it there")


def test_an_endpoint_without_a_build_says_how_to_make_one(site) -> None:
    url = site(lambda _: 200)
    with pytest.raises(StoreError, match=f"{url}: there is no build here; make one with `kg build SOURCES -o {url}`"):
        kg.open(url)


@pytest.mark.parametrize(
    ("status", "line"),
    [(404, "there is no SPARQL query here"), (403, "does not let us in"), (500, "the endpoint fails (500: ")],
)
def test_what_an_endpoint_refuses_is_one_line(site, status: int, line: str) -> None:
    assert line in one_line(site(lambda _: status))


def test_a_busy_endpoint_is_asked_again(site) -> None:
    answers = [503, 429, 200]
    assert builds(site(lambda _: answers.pop(0)), {}) == {}
    assert answers == []


def test_a_slow_endpoint_is_one_line(site) -> None:
    stop = threading.Event()

    def slow(_: BaseHTTPRequestHandler) -> int:
        stop.wait(2)
        return 200

    url = site(slow)
    try:
        assert "gave no answer in 0.05 s" in one_line(url, {"KG_STORE_TIMEOUT": "0.05"})
    finally:
        stop.set()


def test_a_password_is_shown_only_when_asked_for(site) -> None:
    seen = []

    def guarded(request: BaseHTTPRequestHandler) -> int:
        seen.append(request.headers["Authorization"])
        return 200 if seen[-1] else 401

    builds(site(guarded), {"KG_STORE_USER": "ana", "KG_STORE_PASSWORD": "é"})
    assert seen == [None, "Basic " + base64.b64encode("ana:é".encode()).decode()]


def test_a_token_is_shown(site) -> None:
    url = site(lambda request: 200 if request.headers["Authorization"] == "Bearer abc" else 401)
    assert builds(url, {"KG_STORE_TOKEN": "abc"}) == {}
    assert "set KG_STORE_USER and KG_STORE_PASSWORD, or KG_STORE_TOKEN" in one_line(url)


def test_a_wrong_password_of_virtuoso_is_one_line(virtuoso: Server) -> None:
    wrong = Endpoint(virtuoso.url, {"KG_STORE_USER": "dba", "KG_STORE_PASSWORD": "wrong"})
    with closing(wrong), pytest.raises(StoreError, match="does not let us in"):
        wrong.update("INSERT DATA { GRAPH <u:g> { <u:a> <u:b> <u:c> } }")


@pytest.mark.parametrize(
    ("url", "line"),
    [
        ("http://ana:secret@host", "http://host: an address with a password is kept in shell histories"),
        ("http://host?updates=x", "http://host: updates is no address of ours; give query, update or graphs"),
    ],
)
def test_an_address_that_cannot_be_used_is_one_line(url: str, line: str) -> None:
    with pytest.raises(StoreError, match=line):
        addresses(url)
