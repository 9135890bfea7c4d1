"""The page for review in a real browser: keys alone do everything, a hostile file runs nothing, nothing is asked of others."""

import hashlib
import http.client
import importlib.util
import json
import shutil
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml

from kg.review import Session
from kg.review.server import ReviewServer

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

REPO = Path(__file__).parents[2]
PAYLOAD = "</script><script>window.hit=1</script><img src=x onerror='window.hit=1'><a href=javascript:window.hit=1>"
ARGUMENTS = ("--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync")


@dataclass
class Opened:
    page: "Page"
    server: ReviewServer
    asked: list[str] = field(default_factory=list)
    printed: list[str] = field(default_factory=list)

    def press(self, keys: str) -> None:
        """Press keys one by one, each after the answer to the one before."""
        for key in keys:
            self.page.keyboard.press(key)
            self.page.wait_for_selector("html[data-busy=no]")

    def current(self) -> str:
        return self.page.locator("li[aria-current=true] .head").inner_text().partition(" ")[0]


@pytest.fixture(scope="module")
def browser(need: Callable[[bool, str], None]) -> "Iterator[Browser]":
    need(importlib.util.find_spec("playwright") is not None, "install playwright: pip install 'cartel-kg[browser]'")
    chromium = shutil.which("chromium")
    need(chromium is not None, "install Debian's chromium: apt-get install chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium, args=list(ARGUMENTS))
        yield launched
        launched.close()


@pytest.fixture
def article_file(tmp_path: Path) -> Path:
    """The claims of the article, the first five of them candidates."""
    shutil.copytree(REPO / "data", tmp_path / "data")
    shutil.copy(REPO / "tests" / "article.toml", tmp_path / "data" / "sources.toml")
    path = tmp_path / "data" / "claims" / "bbc-2025-08-13.yaml"
    text = path.read_text(encoding="utf-8")
    for row in ("C01", "C01a", "C02", "C02a", "C03"):
        text = text.replace(f"- id: {row}\n", f"- id: {row}\n    review: Candidate\n")
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture
def visit(browser: "Browser") -> Iterator[Callable[[Path], Opened]]:
    opened: list[Opened] = []

    def go(path: Path) -> Opened:
        server = ReviewServer(Session(path))
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        page = browser.new_context(viewport={"width": 1280, "height": 800}).new_page()
        one = Opened(page, server)
        opened.append(one)
        page.on("request", lambda r: None if r.url.startswith(server.address) else one.asked.append(r.url))
        page.on("console", lambda message: one.printed.append(message.text))
        page.on("pageerror", lambda error: one.printed.append(str(error)))
        page.goto(server.address)
        page.wait_for_selector("html[data-ready=yes]")
        return one

    yield go
    for one in opened:
        one.page.context.close()
        one.server.shutdown()
        one.server.server_close()


def row_of(path: Path, row: str) -> dict[str, str]:
    rows = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)["claims"]
    return next(each for each in rows if each["id"] == row)


def test_keys_accept_reject_walk_and_undo_and_each_is_in_the_file_at_once(visit, article_file):
    opened = visit(article_file)
    before = article_file.read_bytes()
    assert opened.current() == "C01"
    opened.press("a")
    assert (row_of(article_file, "C01")["review"], opened.current()) == ("Accepted", "C01a")
    opened.press("r")
    assert (row_of(article_file, "C01a")["review"], opened.current()) == ("Rejected", "C02")
    assert opened.page.locator("#count").inner_text() == "3 of 88 to judge"
    opened.press("np")
    assert opened.current() == "C02"
    opened.press("uu")
    assert article_file.read_bytes() == before
    opened.press("u")
    assert opened.page.locator("#message").inner_text() == "there is nothing to undo"
    assert not opened.asked
    assert not opened.printed


def test_an_edit_is_refused_with_the_nearest_text_then_written_and_the_editor_is_left_by_keys(visit, article_file):
    opened = visit(article_file)
    opened.press("e")
    written = opened.page.locator("#written")
    text = written.input_value()
    assert text.startswith("id: C01\n")
    written.fill(text.replace("Mexico sent 26 inmates", "Mexico sent 27 inmates"))
    opened.page.keyboard.press("Control+Enter")
    opened.page.wait_for_selector("#refused:has-text('the nearest text is «Mexico sent 26 inmates')")
    written.fill(text.replace("Mexico sent 26 inmates suspected", "26 inmates suspected"))
    opened.page.keyboard.press("Control+Enter")
    opened.page.wait_for_selector("#editor", state="hidden")
    assert row_of(article_file, "C01")["quote"].startswith("26 inmates suspected")
    opened.press("e")
    opened.page.keyboard.press("Escape")
    opened.page.wait_for_selector("#editor", state="hidden")
    opened.press("a")
    assert row_of(article_file, "C01")["review"] == "Accepted"


def test_the_passage_of_the_claim_is_coloured_where_it_stands_even_after_signs_of_two_units(visit, tmp_path):
    text = "😀😀 Police said Ana Ruiz left."
    opened = visit(small_file(tmp_path, text, attribution="Police said"))
    assert opened.page.locator("#article").inner_text() == text
    assert (
        "".join(opened.page.locator("#article mark.quote, #article mark.attribution").all_inner_texts())
        == "Police said Ana Ruiz left"
    )
    assert opened.page.locator("#article mark.attribution").inner_text() == "Police said"


def small_file(folder: Path, text: str, attribution: str, payload: str = "") -> Path:
    (folder / "a.txt").write_text(text, encoding="utf-8")
    say = payload or "Police"
    file = {
        "source": {
            "id": "w" + payload, "publisher": say, "date": "2024-05-14", "language": "en", "licence": say, "file": "a.txt",
            "sha256": hashlib.sha256(text.encode()).hexdigest(), "title": say, "url": "javascript:window.hit=1",
        },
        "entities": {"ana": {"type": "Person"}, say: {"type": "UnnamedGroup", "label": say}},
        "claims": [
            {
                "id": f"{word}1", "quote": text[text.index("Police") : -1], "subject": "ana", "says": {"name": "Ana Ruiz"},
                "claimant": say, "attribution": attribution, "note": say, "mention": "Ana", "resolvedBy": say,
            }
            for word in ("A", "constructor", "__proto__")
        ],
    }  # fmt: skip
    path = folder / "c.yaml"
    path.write_text(yaml.safe_dump(file, allow_unicode=True), encoding="utf-8")
    return path


def test_a_hostile_file_runs_nothing_and_asks_for_nothing(visit, tmp_path):
    opened = visit(small_file(tmp_path, f"{PAYLOAD} Police said Ana Ruiz {PAYLOAD}.", "Police said", PAYLOAD))
    opened.press("anpre")
    opened.page.locator("#written").fill(PAYLOAD)
    opened.page.keyboard.press("Control+Enter")
    opened.page.wait_for_selector("#refused:not(:empty)")
    assert opened.page.evaluate("window.hit") is None
    assert opened.page.locator("img, li script, a[href^=java]").count() == 0
    assert not opened.asked
    assert [text for text in opened.printed if "422" not in text] == []


def test_two_pages_on_one_file_do_not_judge_over_each_other(visit, article_file):
    opened = visit(article_file)
    other = opened.page.context.new_page()
    other.goto(opened.server.address)
    other.wait_for_selector("html[data-ready=yes]")
    opened.press("a")
    other.keyboard.press("r")
    other.wait_for_selector("#message:has-text('moved on')")
    assert row_of(article_file, "C01")["review"] == "Accepted"


def test_q_ends_it_and_a_key_after_the_end_says_that_nothing_was_written(visit, article_file):
    opened = visit(article_file)
    late = opened.page.context.new_page()
    late.goto(opened.server.address)
    late.wait_for_selector("html[data-ready=yes]")
    opened.page.keyboard.press("q")
    opened.page.wait_for_selector("text=Everything is written")
    opened.server.server_close()
    late.keyboard.press("a")
    late.wait_for_selector("#message:has-text('no longer running')")


@pytest.fixture
def served(article_file) -> Iterator[ReviewServer]:
    server = ReviewServer(Session(article_file))
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(
    ("method", "path", "headers", "status"),
    [
        ("GET", "/TOKEN/state", {}, 200),
        ("GET", "/state", {}, 403),
        ("GET", "/wrong/state", {}, 403),
        ("GET", "/TOKEN/other", {}, 404),
        ("GET", "/TOKEN/../server.py", {}, 404),
        ("GET", "/TOKEN/state", {"Host": "evil.example"}, 403),
        ("GET", "/TOKEN/state", {"Origin": "http://evil.example"}, 403),
        ("GET", "/TOKEN/state", {"Sec-Fetch-Site": "cross-site"}, 403),
        ("POST", "/TOKEN/judge", {"Content-Type": "application/json"}, 403),
        ("POST", "/TOKEN/judge", {"Content-Type": "application/json", "Origin": "null"}, 403),
        ("POST", "/TOKEN/judge", {"Content-Type": "application/json", "Origin": "http://localhost:1"}, 403),
        ("POST", "/TOKEN/judge", {"Content-Type": "text/plain", "Origin": "OWN"}, 415),
        ("POST", "/TOKEN/judge", {"Content-Type": "application/json", "Origin": "OWN", "Content-Length": "99999999"}, 415),
        ("POST", "/TOKEN/judge", {"Content-Type": "application/json", "Origin": "OWN"}, 200),
        ("PUT", "/TOKEN/judge", {}, 501),
    ],
)  # fmt: skip
def test_only_the_page_itself_is_answered(served, method, path, headers, status):
    body = json.dumps({"row": "C01", "review": "Accepted", "version": served.session.version})
    given = {name: f"http://{served.host}" if value == "OWN" else value for name, value in headers.items()}
    connection = http.client.HTTPConnection(served.host, timeout=10)
    connection.request(method, path.replace("TOKEN", served.token), body if method == "POST" else None, given)
    answer = connection.getresponse()
    assert answer.status == status
    connection.close()
    judged = served.session["C01"].review.value
    assert judged == ("Accepted" if (method, status) == ("POST", 200) else "Candidate")


@pytest.mark.parametrize("body", ["", "[]", "{", '"a"', "[" * 100_000])
def test_a_change_that_is_not_json_is_refused(served, body):
    connection = http.client.HTTPConnection(served.host, timeout=10)
    headers = {"Content-Type": "application/json", "Origin": f"http://{served.host}"}
    connection.request("POST", f"/{served.token}/judge", body, headers)
    assert connection.getresponse().status == 400
    connection.close()


def test_it_listens_on_this_machine_only_and_its_policy_allows_nothing_from_elsewhere(served):
    assert served.server_address[0] == "127.0.0.1"
    connection = http.client.HTTPConnection(served.host, timeout=10)
    connection.request("GET", f"/{served.token}/")
    policy = connection.getresponse().getheader("Content-Security-Policy") or ""
    connection.close()
    assert policy.startswith("default-src 'none'; script-src 'self'")
    assert "unsafe" not in policy
