"""The page to write queries on, in a real browser: with and without scripts, asking nobody else, running nothing of an answer."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest

from kg.web.settings import Settings

if TYPE_CHECKING:
    from playwright.sync_api import Page

PAYLOAD = "</script><img src=x onerror='window.hit=1'><a href=javascript:window.hit=1>"


@pytest.fixture
def service(serve: Callable[[Settings], httpx.Client], built: Path) -> httpx.Client:
    return serve(Settings(built / "store", port=0))


@pytest.fixture
def tab(reader: "Callable[..., Page]", service: httpx.Client) -> "Callable[..., Page]":
    return partial(reader, service)


def test_a_query_is_written_completed_run_and_taken_as_csv(tab: "Callable[..., Page]") -> None:
    page = tab()
    page.goto("/sparql")
    page.wait_for_selector(".yasqe .CodeMirror")
    page.locator(".CodeMirror").evaluate(
        "node => node.CodeMirror.setValue('PREFIX kg: <https://w3id.org/cartel-kg/ontology#>\\nSELECT ?s ?o WHERE { GRAPH ?g { ?s kg:memb') "
    )
    page.locator(".CodeMirror").evaluate("node => { node.CodeMirror.focus(); node.CodeMirror.setCursor(1, 99) }")
    page.keyboard.press("Control+Space")
    page.wait_for_selector(".CodeMirror-hints li:has-text('kg:memberOf')")
    page.locator(".CodeMirror-hints li", has_text="kg:memberOf").first.click()
    page.keyboard.type(" ?o } }")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("#rows table")
    assert page.locator("#rows thead").inner_text().split() == ["s", "o"]
    assert page.locator("#told").inner_text().split(",")[0].endswith(("row", "rows"))
    with page.expect_download() as taken:
        page.get_by_role("button", name="CSV").click()
    assert taken.value.path().read_text(encoding="utf-8").startswith("s,o")
    assert page.told == []


def test_an_example_is_shown_and_runs(tab: "Callable[..., Page]") -> None:
    page = tab()
    page.goto("/sparql")
    page.locator(".examples a").first.click()
    page.wait_for_selector(".yasqe .CodeMirror")
    page.get_by_role("button", name="Run").click()
    page.wait_for_selector("#rows table")
    assert page.told == []


def test_a_refusal_is_told_in_words(tab: "Callable[..., Page]") -> None:
    page = tab()
    page.goto("/sparql?query=SELECT * { SERVICE <http://x.example/> {} }")
    page.wait_for_selector("#told.wrong")
    assert "SERVICE is refused" in page.locator("#told").inner_text()


def test_nothing_of_a_query_or_an_answer_runs(tab: "Callable[..., Page]") -> None:
    page = tab()
    page.goto("/sparql?" + str(httpx.QueryParams({"query": f'SELECT ("{PAYLOAD}" AS ?x) {{}} # {PAYLOAD}'})))
    page.wait_for_selector("#rows table")
    assert PAYLOAD in page.locator("#rows td").inner_text()
    assert page.evaluate("window.hit") is None
    assert page.told == []


def test_without_scripts_the_form_asks(tab: "Callable[..., Page]") -> None:
    page = tab(java_script_enabled=False)
    page.goto("/sparql?example=background")
    assert "SELECT" in page.locator("#query").input_value()
    with page.expect_download() as taken:
        page.get_by_role("button", name="TSV").click()
    assert taken.value.path().read_text(encoding="utf-8").startswith("?")
