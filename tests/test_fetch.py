"""Fetching lists from a real server on loopback, which cuts connections, refuses, lies and dawdles as servers do."""

import hashlib
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from kg.download import Limits, download
from kg.errors import DataError, FetchError
from kg.fetch import Fetched, Order, fetch, listing, source_block
from kg.pipeline import dataset_of
from kg.queries import select

DAY = date(2026, 11, 24)
QUICK = Limits(timeout=2, attempts=3, pause=0.01)
ONCE = Limits(attempts=1, pause=0.01)
SDN = b'17672,"LOS CUINIS",-0- ,"SDNTK",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \r\n'
ALT = b'17672,27540,"aka","LOS QUINIS",-0- \r\n'
ADD = b'17672,26866,-0- ,-0- ,"Mexico",-0- \r\n'
#: 2022-01-31, 12:00 UTC
STAMP = 1643630400
LONG = b"1," + b"x" * 300_000


@dataclass
class Site:
    """What the server has, and how it behaves: `turns` are done once each, by path, before it serves the file."""

    port: int = 0
    files: dict[str, bytes] = field(default_factory=dict)
    turns: dict[str, list[Callable[["Answer"], None]]] = field(default_factory=dict)
    asked: list[tuple[str, str | None]] = field(default_factory=list)
    stamp: int = STAMP
    marks: bool = True

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/"

    def tag(self, body: bytes) -> str:
        return f'"{hashlib.md5(body).hexdigest()}"'


class Answer(BaseHTTPRequestHandler):
    """Serves files with ETag, Last-Modified, Range, If-Range and If-None-Match, as RFC 9110 has them."""

    site: Site
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: object) -> None:
        pass

    def do_GET(self) -> None:
        self.site.asked.append((self.path, self.headers.get("Range")))
        self.close_connection = True
        if turns := self.site.turns.get(self.path):
            turns.pop(0)(self)
            return
        if self.path not in self.site.files:
            self.send_error(404)
            return
        body = self.site.files[self.path]
        if self.headers.get("If-None-Match") == self.site.tag(body):
            self.send_response(304)
            self.end_headers()
            return
        start = 0
        if self.headers.get("Range") and self.headers.get("If-Range") == self.site.tag(body):
            start = int(self.headers["Range"].removeprefix("bytes=").rstrip("-"))
        self.head(206 if start else 200, body, start)
        self.wfile.write(body[start:])

    def head(self, status: int, body: bytes, start: int = 0) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body) - start))
        self.send_header("Connection", "close")
        if self.site.marks:
            self.send_header("ETag", self.site.tag(body))
            self.send_header("Last-Modified", formatdate(self.site.stamp, usegmt=True))
        if start:
            self.send_header("Content-Range", f"bytes {start}-{len(body) - 1}/{len(body)}")
        self.end_headers()


def cut(after: int) -> Callable[[Answer], None]:
    """Announce the whole file, and break the connection after some bytes."""

    def turn(answer: Answer) -> None:
        body = answer.site.files[answer.path]
        answer.head(200, body)
        answer.wfile.write(body[:after])

    return turn


def refuse(status: int, **headers: str) -> Callable[[Answer], None]:
    def turn(answer: Answer) -> None:
        answer.send_response(status)
        for name, text in headers.items():
            answer.send_header(name.replace("_", "-"), text)
        answer.send_header("Content-Length", "0")
        answer.end_headers()

    return turn


def dawdle(answer: Answer) -> None:
    """Send a little, then nothing for longer than anybody waits."""
    body = answer.site.files[answer.path]
    answer.head(200, body)
    answer.wfile.write(body[:1000])
    answer.wfile.flush()
    time.sleep(1)


@pytest.fixture
def site() -> Iterator[Site]:
    made = Site(files={"/sdn.csv": SDN, "/alt.csv": ALT, "/add.csv": ADD})
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Bound", (Answer,), {"site": made}))
    made.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield made
    server.shutdown()
    server.server_close()
    thread.join()


def ofac(site: Site, into: Path, **known: object) -> Fetched:
    order = Order(listing=listing("ofac", site.url), retrieved=DAY, **known)  # type: ignore[arg-type]
    return fetch(order, into, QUICK)


def tree(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


# ---------------------------------------------------------------- an edition


def test_an_edition_is_a_folder_of_its_files_named_by_the_day_the_server_gives(site: Site, tmp_path: Path) -> None:
    found = ofac(site, tmp_path)
    assert (found.id, found.date, found.new) == ("ofac-2022-01-31", "2022-01-31", True)
    here = tree(tmp_path)
    assert here.pop("ofac-2022-01-31/SHA256SUMS").decode() == "".join(
        f"{hashlib.sha256(body).hexdigest()}  {name}\n"
        for name, body in (("sdn.csv", SDN), ("alt.csv", ALT), ("add.csv", ADD))
    )
    assert here == {f"ofac-2022-01-31/{n}": b for n, b in (("sdn.csv", SDN), ("alt.csv", ALT), ("add.csv", ADD))}


def test_the_block_it_prints_builds_as_it_stands(site: Site, tmp_path: Path) -> None:
    found = ofac(site, tmp_path / "lists")
    plan = tmp_path / "sources.toml"
    plan.write_text(source_block(found, plan), encoding="utf-8")
    assert 'path = "lists/ofac-2022-01-31/sdn.csv"' in plan.read_text(encoding="utf-8")
    names = select(dataset_of(plan), "aliases_of", entity="LOS CUINIS")
    assert {(str(row["name"]), str(row["source"])) for row in names} == {
        ("LOS CUINIS", "OFAC, 2022-01-31"),
        ("LOS QUINIS", "OFAC, 2022-01-31"),
    }


def test_an_edition_that_is_here_already_is_left_as_it_is(site: Site, tmp_path: Path) -> None:
    ofac(site, tmp_path)
    before = tree(tmp_path)
    assert not ofac(site, tmp_path).new
    assert tree(tmp_path) == before


def test_another_edition_of_the_same_day_is_never_put_in_its_place(site: Site, tmp_path: Path) -> None:
    ofac(site, tmp_path)
    before = tree(tmp_path / "ofac-2022-01-31")
    site.files["/sdn.csv"] = SDN.replace(b"LOS", b"Los")
    with pytest.raises(FetchError, match="holds something else than this edition; give this one another id with --id"):
        ofac(site, tmp_path)
    assert tree(tmp_path / "ofac-2022-01-31") == before
    site.asked.clear()
    assert ofac(site, tmp_path, id="ofac-2022-01-31b").folder.name == "ofac-2022-01-31b"
    assert site.asked.count(("/sdn.csv", None)) == 2  # is it still so? and again at the end: never taken twice


def test_the_three_files_come_all_or_none(site: Site, tmp_path: Path) -> None:
    del site.files["/add.csv"]
    with pytest.raises(FetchError, match=r"add.csv: answers 404 Not Found; see whether the address is right"):
        ofac(site, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == [".ofac.part"]
    site.files["/add.csv"] = ADD
    assert ofac(site, tmp_path).new
    assert [path.name for path in tmp_path.iterdir()] == ["ofac-2022-01-31"]


def test_a_list_that_changes_while_it_is_fetched_is_taken_again(site: Site, tmp_path: Path) -> None:
    def change(answer: Answer) -> None:
        site.files["/sdn.csv"] = SDN.replace(b"CUINIS", b"KUINIS")
        answer.head(200, ADD)
        answer.wfile.write(ADD)

    site.turns["/add.csv"] = [change]
    assert b"KUINIS" in (ofac(site, tmp_path).folder / "sdn.csv").read_bytes()


def test_the_un_list_is_dated_by_its_own_first_line(site: Site, tmp_path: Path) -> None:
    site.files["/consolidated.xml"] = b'<?xml version="1.0"?>\n<CONSOLIDATED_LIST dateGenerated="2018-10-29T19:09:49">'
    found = fetch(Order(listing=listing("un", site.url), retrieved=DAY), tmp_path, QUICK)
    assert found.id == "un-2018-10-29"


def test_a_file_of_followthemoney_is_named_by_its_address_and_dated_by_the_day_it_is_taken(
    site: Site, tmp_path: Path
) -> None:
    site.marks = False
    site.files["/sets/peps/entities.ftm.json"] = b'{"id": "a", "schema": "Person"}\n'
    wanted = listing(f"ftm:{site.url}sets/peps/entities.ftm.json")
    found = fetch(Order(listing=wanted, retrieved=DAY), tmp_path, QUICK)
    assert (found.id, found.date) == ("ftm-peps-entities-2026-11-24", "2026-11-24")
    assert (found.folder / "entities.ftm.json").exists()


# ---------------------------------------------------------------- what breaks, and goes on


def test_a_cut_download_goes_on_where_it_was_cut(site: Site, tmp_path: Path) -> None:
    site.files["/long"] = LONG
    site.turns["/long"] = [cut(100_000), refuse(503, Retry_After="0")]
    download(site.url + "long", tmp_path / "long", QUICK)
    assert (tmp_path / "long").read_bytes() == LONG
    assert site.asked == [("/long", None), ("/long", "bytes=100000-"), ("/long", "bytes=100000-")]


def test_a_download_stopped_for_good_goes_on_in_the_next_run(site: Site, tmp_path: Path) -> None:
    site.files["/long"] = LONG
    site.turns["/long"] = [cut(200_000), refuse(503)]
    with pytest.raises(FetchError, match=r"503 Service Unavailable, 1 times; try later; what came is kept, run again"):
        download(site.url + "long", tmp_path / "long", ONCE)
    assert not (tmp_path / "long").exists()
    download(site.url + "long", tmp_path / "long", QUICK)
    assert site.asked[-1] == ("/long", "bytes=200000-")
    assert (tmp_path / "long").read_bytes() == LONG


def test_two_versions_of_a_file_are_never_joined(site: Site, tmp_path: Path) -> None:
    site.files["/long"] = LONG
    site.turns["/long"] = [cut(100_000), refuse(503)]
    with pytest.raises(FetchError):
        download(site.url + "long", tmp_path / "long", ONCE)
    site.files["/long"] = newer = LONG.replace(b"x", b"y")
    download(site.url + "long", tmp_path / "long", QUICK)
    assert (tmp_path / "long").read_bytes() == newer


def test_a_server_that_gives_no_marks_is_asked_from_the_start(site: Site, tmp_path: Path) -> None:
    site.marks = False
    site.files["/long"] = LONG
    site.turns["/long"] = [cut(100_000)]
    download(site.url + "long", tmp_path / "long", QUICK)
    assert site.asked == [("/long", None), ("/long", None)]
    assert (tmp_path / "long").read_bytes() == LONG


def test_a_server_that_is_busy_twice_is_asked_a_third_time(site: Site, tmp_path: Path) -> None:
    site.turns["/sdn.csv"] = [refuse(503), refuse(429, Retry_After="0")]
    download(site.url + "sdn.csv", tmp_path / "sdn.csv", QUICK)
    assert (tmp_path / "sdn.csv").read_bytes() == SDN


def test_a_server_that_stays_busy_is_given_up(site: Site, tmp_path: Path) -> None:
    site.turns["/sdn.csv"] = [refuse(503)] * 9
    with pytest.raises(FetchError, match=r"sdn.csv: answers 503 Service Unavailable, 3 times; try later$"):
        download(site.url + "sdn.csv", tmp_path / "sdn.csv", QUICK)
    assert len(site.asked) == 3


def test_a_server_that_falls_silent_is_not_waited_for(site: Site, tmp_path: Path) -> None:
    site.turns["/long"] = [dawdle]
    site.files["/long"] = LONG
    download(site.url + "long", tmp_path / "long", Limits(timeout=0.2, attempts=2, pause=0.01))
    assert site.asked[1] == ("/long", "bytes=1000-")
    assert (tmp_path / "long").read_bytes() == LONG


def test_a_redirect_is_followed_and_a_circle_is_not(site: Site, tmp_path: Path) -> None:
    site.turns["/here"] = [refuse(302, Location="/sdn.csv")]
    download(site.url + "here", tmp_path / "one", QUICK)
    assert (tmp_path / "one").read_bytes() == SDN
    site.turns["/round"] = [refuse(302, Location="/round")] * 20
    with pytest.raises(FetchError, match="round: redirects in a circle or too often"):
        download(site.url + "round", tmp_path / "two", QUICK)


@pytest.mark.parametrize("target", ["http://example.org/sdn.csv", "file:///etc/hostname", "ftp://example.org/sdn.csv"])
def test_a_redirect_away_from_https_is_refused(site: Site, tmp_path: Path, target: str) -> None:
    site.turns["/here"] = [refuse(302, Location=target)]
    with pytest.raises(FetchError, match=r"is no https address|answers 302|redirects"):
        download(site.url + "here", tmp_path / "one", QUICK)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("url", ["http://example.org/sdn.csv", "file:///etc/hostname", "sdn.csv", "https://"])
def test_only_https_is_asked_at_all(tmp_path: Path, url: str) -> None:
    with pytest.raises(FetchError, match="is no https address; lists are taken over https only"):
        download(url, tmp_path / "one", QUICK)


def test_a_password_in_an_address_is_refused_and_not_repeated(tmp_path: Path) -> None:
    with pytest.raises(FetchError, match="holds a password") as refused:
        download("https://me:secret@example.org/a.json", tmp_path / "one", QUICK)
    assert "secret" not in str(refused.value)


def test_nobody_there_is_said_at_once(site: Site, tmp_path: Path) -> None:
    with pytest.raises(FetchError, match="cannot be reached: Connection refused; are you online"):
        download("http://127.0.0.1:9/sdn.csv", tmp_path / "one", Limits(pause=60))


# ---------------------------------------------------------------- what comes and is not the list


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        (b"<!DOCTYPE html><title>Access denied</title>", "is a web page, not a list; fetch the file again"),
        (b"", "is empty; fetch the file again"),
        (b'{"message": "forbidden"}', 'begins with \'{"message": "forbidden"}\', not as this list does'),
        (b"\x1f\x8b\x08\x00\x00\x00\x00\x00", "cannot be read: "),
    ],
)
def test_what_is_not_the_list_is_thrown_away(site: Site, tmp_path: Path, body: bytes, fault: str) -> None:
    site.files["/sdn.csv"] = body
    with pytest.raises(DataError) as refused:
        ofac(site, tmp_path)
    (line,) = str(refused.value).splitlines()
    assert line.startswith(f"{site.url}sdn.csv: {fault}")
    assert not list(tmp_path.rglob("sdn.csv"))
    site.files["/sdn.csv"] = SDN
    assert ofac(site, tmp_path).new


def test_a_wrong_checksum_is_refused_and_the_right_one_taken(site: Site, tmp_path: Path) -> None:
    found = hashlib.sha256(SDN).hexdigest()
    with pytest.raises(DataError, match=f"sdn.csv: its sha256 is {found}, not {'0' * 64}; see which edition is meant"):
        ofac(site, tmp_path, sha256={"sdn.csv": "0" * 64})
    assert not list(tmp_path.rglob("sdn.csv"))
    assert ofac(site, tmp_path, sha256={"sdn.csv": found.upper()}).new


@pytest.mark.parametrize("told", [True, False], ids=["announced", "unannounced"])
def test_a_file_larger_than_allowed_is_not_taken(site: Site, tmp_path: Path, told: bool) -> None:
    def endless(answer: Answer) -> None:
        answer.send_response(200)
        answer.end_headers()
        answer.wfile.write(LONG)

    site.files["/long"] = LONG
    site.turns["/long"] = [] if told else [endless]
    with pytest.raises(FetchError, match="is larger than 0 MB; allow more with --largest"):
        download(site.url + "long", tmp_path / "long", Limits(largest=200_000))
    assert not (tmp_path / "long").exists()


def test_a_list_nobody_knows_is_answered_with_those_there_are() -> None:
    for name in ("eu", "ftm", "ofac:https://example.org/x"):
        with pytest.raises(FetchError, match="choose one of ofac, un, ftm:URL"):
            listing(name)


# ---------------------------------------------------------------- the command


def kg(*words: str, cwd: Path, **more: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "kg", "fetch", *words]
    return subprocess.run(  # type: ignore[call-overload, no-any-return]
        command,
        capture_output=True,
        encoding="utf-8",
        cwd=cwd,
        check=False,
        env={**os.environ, "PYTHONUTF8": "1"},
        **more,
    )


def test_the_command_prints_the_block_alone_and_its_output_can_be_appended(site: Site, tmp_path: Path) -> None:
    done = kg("ofac", "--mirror", site.url, "--retrieved", "2026-11-24", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    (tmp_path / "data" / "sources.toml").write_text(done.stdout, encoding="utf-8")
    assert "retrieved = 2026-11-24\n" in done.stdout
    assert done.stderr.splitlines()[-1] == "a new edition"
    assert select(dataset_of(tmp_path / "data" / "sources.toml"), "designations")


def test_a_failure_of_the_command_is_one_line_and_leaves_nothing_half(site: Site, tmp_path: Path) -> None:
    done = kg("ofac", "--mirror", "http://127.0.0.1:9/", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        "kg: http://127.0.0.1:9/sdn.csv: cannot be reached: Connection refused; are you online, and is the address right?\n"
    )
    site.files["/sdn.csv"] = b"<html>"
    done = kg("ofac", "--mirror", site.url, cwd=tmp_path)
    assert (done.returncode, len(done.stderr.splitlines())) == (1, 1)


def test_a_disk_that_is_full_is_said_and_what_came_is_kept(site: Site, tmp_path: Path) -> None:
    resource = pytest.importorskip("resource")

    def small() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))

    site.files["/sdn.csv"] = LONG
    done = kg("ofac", "--mirror", site.url, cwd=tmp_path, preexec_fn=small)
    assert done.returncode == 2
    assert done.stderr.endswith("cannot be written: File too large; make room; what came is kept, run again to go on\n")
    part = tmp_path / "data" / "lists" / ".ofac.part" / "sdn.csv.part"
    assert 0 < part.stat().st_size <= 100_000
    kg("ofac", "--mirror", site.url, cwd=tmp_path)
    assert ("/sdn.csv", f"bytes={part.stat().st_size if part.exists() else 100_000}-") in site.asked
