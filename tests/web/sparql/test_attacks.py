"""What was tried on the endpoint, and that it answers its next request each time."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from kg.web.settings import Settings

Serve = Callable[[Settings], httpx.Client]
LINUX = pytest.mark.skipif(sys.platform != "linux", reason="workers are confined by what Linux has")
ALL = "GRAPH ?g{n} {{ ?s{n} ?p{n} ?o{n} }}"
PRODUCT = " ".join(ALL.format(n=n) for n in range(5))


@pytest.fixture(scope="module")
def small(serve: Serve, built: Path) -> httpx.Client:
    """A service with limits that are soon reached."""
    return serve(
        Settings(
            built / "store",
            port=0,
            query_seconds=2,
            query_rows=500,
            query_result_bytes=400_000,
            query_memory=128 * 2**20,
            query_queue=3,
            url_bytes=60_000,
            head_bytes=80_000,
        )
    )


def ask(client: httpx.Client, query: str) -> httpx.Response:
    return client.post("/sparql", data={"query": query})


def answers(client: httpx.Client) -> None:
    """Fail unless the service answers, soon, and with all its workers."""
    until = time.monotonic() + 15
    while True:
        found = ask(client, "ASK {}")
        if found.status_code == 200 and client.get("/healthz").json()["queries"]["workers"] == 2:
            return
        assert time.monotonic() < until, found.text
        time.sleep(0.05)


def workers() -> set[int]:
    """Give the ids of the workers of this process."""
    found = set()
    for entry in Path("/proc").iterdir():
        try:
            parent = (entry / "stat").read_text().rpartition(")")[2].split()[1]
            if int(parent) == os.getpid() and b"kg.web.sparql.worker" in (entry / "cmdline").read_bytes():
                found.add(int(entry.name))
        except (OSError, IndexError, ValueError):
            continue
    return found


@pytest.mark.parametrize(
    ("says", "query"),
    [
        ("longer than 2 seconds", f"SELECT (COUNT(*) AS ?n) {{ {PRODUCT} }}"),
        ("longer than 2 seconds", f"SELECT * {{ {PRODUCT} FILTER(?s0 = ?o4 && ?s1 = ?o3 && ?p1 = ?o2 && ?p4 = ?s2) }}"),
        ("longer than 2 seconds", f"ASK {{ {PRODUCT} FILTER(CONTAINS(CONCAT(STR(?s0), STR(?s1), STR(?s2)), 'never there')) }}"),
        ("longer than 2 seconds", "SELECT * { GRAPH ?g { ?a (!<x:x>|^!<x:x>)* ?b . ?b (!<x:y>|^!<x:y>)* ?c . ?c (!<x:z>)* ?a FILTER(?a = 1 && ?b = 2) } }"),
        ("", f"SELECT * {{ {PRODUCT} FILTER(REGEX(CONCAT(STR(?o0), STR(?o1)), '(a+)+(b+)+(c|cc|ccc)*$')) FILTER(1 = 2) }}"),
        ("", "SELECT * { BIND(REPLACE('" + "a" * 5000 + "', '(a*)*(a*)*(a*)*b', 'x') AS ?x) }"),
        ("", "SELECT * { FILTER(REGEX('aaaa', '(" + "a{1,1000}" * 50 + "){1,1000}')) }"),
        ("MiB of memory", f"SELECT * {{ {PRODUCT} }} ORDER BY ?s0 ?s4 LIMIT 1"),
        ("more than 500 rows", "SELECT * { GRAPH ?g { ?s ?p ?o } }"),
        ("more than 500 triples", "CONSTRUCT { ?s ?p ?o } WHERE { GRAPH ?g { ?s ?p ?o } }"),
        ("more than 400000 bytes", "SELECT (CONCAT(?a, ?a, ?a, ?a, ?a, ?a, ?a, ?a, ?a, ?a) AS ?b) { BIND('" + "x" * 50_000 + "' AS ?a) }"),
    ],
)  # fmt: skip
def test_a_query_that_asks_too_much_gets_an_error_and_nothing_of_an_answer(
    small: httpx.Client, says: str, query: str
) -> None:
    found = ask(small, query)
    if says:
        assert found.status_code == 422, found.text[:300]
        assert says in found.json()["error"]
    else:
        assert found.status_code in {200, 400, 422}, found.text[:300]
        assert found.headers["content-type"].startswith("application/")
    answers(small)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * {" + "{" * 6000 + "}" * 6001,
        "SELECT * {" + "#}\n{" * 6000 + "}" * 6001,
        "SELECT (" + "!" * 60_000 + "1 AS ?x) {}",
        "SELECT (1" + "+1" * 40_000 + " AS ?x) {}",
        "SELECT * {?s <p:p>" + "|<p:p>" * 16_000 + " ?o}",
        "SELECT * {" + "{?s ?p ?o}UNION" * 6_000 + "{}}",
        "SELECT * {?s ?p " + "[?p " * 2_000 + "1" + "]" * 2_000 + "}",
        "SELECT * { ?s ?p '" + "\\n" * 40_000 + "' }",
    ],
)
def test_a_query_nested_beyond_the_engine_ends_a_worker_at_most(small: httpx.Client, query: str) -> None:
    found = ask(small, query)
    assert found.status_code in {200, 400, 422}, found.text[:300]
    answers(small)


@pytest.mark.parametrize("length", [10_000, 50_000])
def test_long_iris_are_only_long(small: httpx.Client, length: int) -> None:
    iri = "http://a.example/" + "x" * length
    assert ask(small, f"SELECT * {{ <{iri}> ?p ?o }}").json()["results"]["bindings"] == []
    assert ask(small, f"ASK FROM <{iri}> {{}}").status_code == 400
    assert small.get("/graphs", params={"graph": iri}).status_code == 404
    assert small.get("/sparql", params={"query": "ASK {}", "named-graph-uri": iri}).status_code == 400


def test_what_waits_too_long_is_told_when_to_come_again(small: httpx.Client) -> None:
    slow = f"SELECT (COUNT(*) AS ?n) {{ {PRODUCT} }}"
    found: list[httpx.Response] = []

    def one() -> None:
        with httpx.Client(base_url=small.base_url, trust_env=False, timeout=30) as client:
            found.append(ask(client, slow))

    threads = [threading.Thread(target=one) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    refused = [each for each in found if each.status_code == 503]
    assert len(refused) >= 3
    assert all(int(each.headers["retry-after"]) > 0 for each in refused)
    assert {each.status_code for each in found} == {422, 503}
    answers(small)


@LINUX
def test_killed_workers_are_replaced(small: httpx.Client) -> None:
    answers(small)
    for _ in range(3):
        before = workers()
        for each in before:
            os.kill(each, signal.SIGKILL)
        time.sleep(0.1)
        answers(small)
        assert not before & workers()


@LINUX
def test_a_worker_killed_during_its_query_gives_an_error_and_not_half_an_answer(small: httpx.Client) -> None:
    answers(small)
    found: list[httpx.Response] = []
    thread = threading.Thread(target=lambda: found.append(ask(small, f"SELECT (COUNT(*) AS ?n) {{ {PRODUCT} }}")))
    thread.start()
    time.sleep(0.5)
    for each in workers():
        os.kill(each, signal.SIGKILL)
    thread.join()
    assert found[0].status_code == 503
    assert found[0].headers["retry-after"]
    answers(small)


def test_a_client_that_leaves_ends_its_query(serve: Serve, built: Path) -> None:
    client = serve(Settings(built / "store", port=0, workers=1, query_seconds=20))
    query = f"query=SELECT (COUNT(*) AS ?n) {{ {PRODUCT} }}".replace(" ", "+").encode()
    head = f"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Length: {len(query)}\r\n"
    with socket.create_connection((client.base_url.host, client.base_url.port or 80)) as leaving:
        leaving.sendall(head.encode() + b"Content-Type: application/x-www-form-urlencoded\r\n\r\n" + query)
        time.sleep(0.6)
    began = time.monotonic()
    assert ask(client, "ASK {}").status_code == 200
    assert time.monotonic() - began < 10


def test_a_slow_reader_of_a_long_answer_holds_no_worker(serve: Serve, built: Path) -> None:
    client = serve(Settings(built / "store", port=0, workers=1, query_seconds=20))
    held = []
    for _ in range(3):
        slow = socket.create_connection((client.base_url.host, client.base_url.port or 80))
        slow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        slow.sendall(
            b"GET /graphs?graph=https://w3id.org/cartel-kg/graph/ontology HTTP/1.1\r\nHost: localhost\r\nAccept: application/n-triples\r\n\r\n"
        )
        held.append(slow)
    assert ask(client, "ASK {}").json()["boolean"] is True
    graph = {"graph": "https://w3id.org/cartel-kg/graph/ontology"}
    long = client.get("/graphs", params=graph, headers={"accept": "application/n-triples"})
    assert len(long.content) == int(long.headers["content-length"]) > 262_144
    for slow in held:
        slow.close()


def test_slow_heads_and_bodies_are_cut_off_and_hold_nobody(serve: Serve, built: Path) -> None:
    client = serve(Settings(built / "store", port=0, request_seconds=1.0))
    address = (client.base_url.host, client.base_url.port or 80)
    slow = []
    for begun in (
        b"",
        b"GET /sparql?query=ASK",
        b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99\r\n\r\nquery=",
    ) * 30:
        one = socket.create_connection(address)
        one.sendall(begun)
        slow.append(one)
    assert ask(client, "ASK {}").status_code == 200
    for one in slow:
        one.settimeout(5)
        try:
            while one.recv(4096):
                pass
        except ConnectionError:
            pass
        one.close()


def test_many_clients_at_once_are_all_answered(serve: Serve, built: Path) -> None:
    client = serve(Settings(built / "store", port=0, query_queue=300))
    codes: list[int] = []

    def one() -> None:
        with httpx.Client(base_url=client.base_url, trust_env=False, timeout=30) as mine:
            codes.extend(ask(mine, f"SELECT * {{ ?s ?p {number} }}").status_code for number in range(3))

    threads = [threading.Thread(target=one) for _ in range(40)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert codes == [200] * 120


#: Tries to get out, in a process confined as a worker is; prints what each try came to.
ESCAPE = """
import os, socket, sys
from kg.web.sparql import confine
port, *locks = sys.argv[1:]
held = [name for name, lock in (("alone", lambda: confine.alone(os.getppid())), ("filtered", confine.filtered)) if name in locks and lock()]
print(*held)
def attempt(name, do):
    try:
        do()
        print(name, "got out")
    except Exception as error:
        print(name, type(error).__name__)
attempt("connect", lambda: socket.create_connection(("127.0.0.1", int(port)), 2))
attempt("udp", lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b"x", ("127.0.0.1", int(port))))
if "filtered" in held:
    attempt("program", lambda: os.execv("/bin/true", ["true"]))
    attempt("unix", lambda: socket.socket(socket.AF_UNIX))
import pyoxigraph as ox
attempt("service", lambda: list(ox.Store().query("SELECT * { SERVICE <http://127.0.0.1:%s/> { ?s ?p ?o } }" % port)))
"""


@LINUX
@pytest.mark.parametrize("lock", ["alone", "filtered"])
def test_each_lock_alone_keeps_a_worker_from_the_network(lock: str, need: Callable[[bool, str], None]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(0.2)
        port = str(listening.getsockname()[1])
        done = subprocess.run(
            [sys.executable, "-c", ESCAPE, port, lock], capture_output=True, text=True, check=True, timeout=60
        )
        lines = done.stdout.splitlines()
        need(lines[0] == lock, f"this system does not let a process have the lock {lock!r}")
        assert not any("got out" in line for line in lines if not line.startswith("udp")), lines
        if lock == "filtered":
            assert "udp PermissionError" in lines
        with pytest.raises(TimeoutError):
            listening.accept()


@LINUX
def test_running_workers_hold_the_locks_they_report(small: httpx.Client) -> None:
    answers(small)
    told = small.get("/healthz").json()["queries"]["network"]
    mine = Path("/proc/self/ns/net").readlink()
    for each in workers():
        status = Path(f"/proc/{each}/status").read_text()
        assert ("seccomp" in told) == ("Seccomp:\t2" in status)
        if "namespace" in told:
            assert Path(f"/proc/{each}/ns/net").readlink() != mine


@LINUX
def test_workers_end_with_their_service(built: Path) -> None:
    code = (
        "import sys, time\nfrom pathlib import Path\nfrom kg.web.app import create_app\nfrom kg.web.server import run\n"
        "from kg.web.settings import Settings\ns = Settings(Path(sys.argv[1]), port=0)\n"
        "run(create_app(s), s, lambda address: print(address, flush=True))"
    )
    service = subprocess.Popen(
        [sys.executable, "-c", code, str(built / "store")], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    assert service.stdout
    assert service.stdout.readline().startswith(b"http")
    children = Path(f"/proc/{service.pid}/task/{service.pid}/children").read_text().split()
    assert len(children) == 2
    service.kill()
    service.wait()
    service.stdout.close()
    until = time.monotonic() + 5
    while any(
        Path(f"/proc/{each}/cmdline").exists() and Path(f"/proc/{each}/cmdline").read_bytes() for each in children
    ):
        assert time.monotonic() < until
        time.sleep(0.02)
