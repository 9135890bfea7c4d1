"""The explorer in a real browser: what a reader does with it, with and without scripts, and that no text of a source runs."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import httpx
import pytest
from rdflib import Dataset

import kg
from kg.graph import create_store, dump
from kg.model import local_key
from kg.web.settings import Settings

if TYPE_CHECKING:
    from playwright.sync_api import Page

Serve = Callable[[Settings], httpx.Client]
PAYLOAD = "</script><script>window.hit=1</script><img src=x onerror='window.hit=1'><a href=javascript:window.hit=1>"


@pytest.fixture(scope="module")
def sdn(
    serve: Serve, shared_data: Path, need: Callable[[bool, str], None], tmp_path_factory: pytest.TempPathFactory
) -> httpx.Client:
    """OFAC's whole list and the article, judged to speak of the same people; KG_TEST_SDN_STORE names a store built before."""
    if named := os.environ.get("KG_TEST_SDN_STORE"):
        return serve(Settings(Path(named), port=0))
    trio = shared_data / "data/ofac/2022-01-31/sdn.csv"
    need(trio.is_file(), f"{trio} is not there")
    folder = tmp_path_factory.mktemp("sdn")
    (folder / "decisions.csv").write_text(
        "left,right,verdict,decided_by,decided_on,reason\n"
        "bbc-2025-08-13.nemesio-oseguera,ofac.17674,Same,a test,2026-11-24,given name and first surname agree\n"
    )
    claims = Path(__file__).parents[2] / "data/claims/bbc-2025-08-13.yaml"
    (folder / "sources.toml").write_text(
        f'decisions = "decisions.csv"\n[[source]]\nid = "ofac-2022-01-31"\nloader = "ofac"\npath = "{trio}"\npublisher = "OFAC"\n'
        'date = "2022-01-31"\nlicence = "US government, public domain"\nlanguage = "en"\nretrieved = 2022-01-31\n'
        f'[[source]]\nid = "bbc-2025-08-13"\nloader = "claims"\npath = "{claims}"\nretrieved = 2026-11-24\n'
    )
    kg.build(folder / "sources.toml", into=folder / "build")
    return serve(Settings(folder / "build/store", port=0))


def test_four_letters_lead_to_the_man_his_names_his_network_a_question_and_a_table(
    sdn: httpx.Client, reader: "Callable[..., Page]"
) -> None:
    page = reader(sdn, accept_downloads=True)
    page.goto("/")
    page.locator("#q").press_sequentially("menc")
    page.get_by_role("option").first.wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/entity/**nemesio-oseguera")
    cards = page.locator("section[aria-labelledby=names] .card")
    told = {card.locator("h3").inner_text(): card.inner_text() for card in cards.all()}
    assert "El Mencho" in told["BBC News, 2025-08-13"]
    assert "OSEGUERA CERVANTES, Nemesio" in told["OFAC, 2022-01-31"]
    assert "OSEGUERA CERVANTES, Ruben" in told["OFAC, 2022-01-31"]
    boxes = [card.bounding_box() for card in cards.all()]
    assert boxes[0]["y"] == boxes[1]["y"], "the sources do not stand side by side"

    page.get_by_role("link", name="Network", exact=True).last.click()
    page.wait_for_selector("html[data-ready=yes]")
    assert page.title() == "Nemesio Oseguera"
    page.get_by_role("link", name="Explorer").click()

    page.get_by_role("link", name="Questions").first.click()
    page.locator("a[href='/questions/aliases_of']").click()
    page.locator("form.asked input[required]").fill("El Mencho")
    page.locator("form.asked input[required]").press("Enter")  # the names that fit may stand over the button
    page.get_by_text("OSEGUERA CERVANTES").first.wait_for()
    with page.expect_download() as saved:
        page.get_by_role("link", name="CSV").click()
    table = Path(saved.value.path()).read_text(encoding="utf-8-sig")
    assert "OSEGUERA CERVANTES" in table
    assert "Mencho" in table
    assert page.told == []


def test_all_of_it_works_without_scripts(serve: Serve, default_build: Path, reader: "Callable[..., Page]") -> None:
    page = reader(serve(Settings(default_build / "store", port=0)), java_script_enabled=False)
    page.goto("/")
    page.locator("#q").fill("cuini")
    page.get_by_role("button", name="Search").click()
    page.locator(".hits a").first.click()
    assert page.locator("h1").inner_text() == "Abigael González Valencia"
    page.locator("a.id").first.click()
    assert page.get_by_text("To cite it").is_visible()


def test_an_entry_of_the_network_opens_further(
    serve: Serve, default_build: Path, reader: "Callable[..., Page]"
) -> None:
    page = reader(serve(Settings(default_build / "store", port=0)))
    page.goto("/network?entity=bbc-2025-08-13.cjng")
    page.wait_for_selector("html[data-ready=yes]")
    before = page.locator("#rows tr").count()
    page.locator("#search").fill("cuini")
    page.locator("#found button").first.click()
    page.get_by_role("link", name="Open it here").click()
    page.wait_for_selector("html[data-ready=yes]")
    assert page.locator("#rows tr").count() > before
    assert page.told == []


@pytest.fixture(scope="module")
def hostile(serve: Serve, article: Dataset, tmp_path_factory: pytest.TempPathFactory) -> tuple[httpx.Client, list[str]]:
    """A store in which every text of a source tries to run, and every page about it."""
    folder = tmp_path_factory.mktemp("hostile")
    safe = PAYLOAD.replace("\\", "\\\\").replace('"', '\\"')
    lines = []
    for line in dump(article, "nquads"):
        head, mark, rest = line.partition(' "')
        text, end, tail = rest.rpartition('"')
        plain = mark and tail.startswith(" ") and "graph/ontology" not in line
        lines.append(f'{head} "{text}{safe}{end}{tail}' if plain else line)
        if "ontology#url>" in line:
            lines[-1] = line.replace("https:", "javascript:window.hit=1//")
    create_store(folder / "store", lines, lambda: (), None, dict)
    client = serve(Settings(folder / "store", port=0))
    claims = [
        line.split("> ")[0].removeprefix("<")
        for line in lines
        if "22-rdf-syntax-ns#type> <https://w3id.org/cartel-kg/ontology#Claim>" in line
    ]
    entity = "bbc-2025-08-13.abigael-gonzalez-valencia"
    return client, [
        "/", "/?q=cuini", "/?q=" + quote(PAYLOAD), f"/entity/{entity}", "/entity/bbc-2025-08-13.cjng", "/entity/bbc-2025-08-13.caro-quintero",
        *(f"/claim/{quote(local_key(claim), safe='')}" for claim in claims[:40:8]),
        "/sources", "/source/bbc-2025-08-13", f"/network?entity={entity}", f"/reply/{entity}", "/questions/denials?run=1",
        f"/questions/everything_about?entity={entity}", f"/compare?entity={entity}&first=2013&second=2025", "/entity/" + quote(PAYLOAD, safe=""),
        "/questions/everything_about?entity=" + quote(PAYLOAD), f"/{quote(PAYLOAD)}",
    ]  # fmt: skip


def test_texts_that_try_to_run_stay_texts_on_every_page(
    hostile: tuple[httpx.Client, list[str]], reader: "Callable[..., Page]"
) -> None:
    client, paths = hostile
    page = reader(client)
    for path in paths:
        answer = page.goto(path)
        assert answer is not None
        assert answer.status in {200, 404}, (path, answer.status)
        assert page.evaluate("window.hit") is None, path
        assert page.locator("a[href^='javascript']").count() == 0, path
        # Chromium prints a line for the 404 itself.
        assert [text for text in page.told if "404" not in text] == [], path
        page.told.clear()


def test_hostile_names_stay_texts_while_they_are_typed(
    hostile: tuple[httpx.Client, list[str]], reader: "Callable[..., Page]"
) -> None:
    page = reader(hostile[0])
    page.goto("/")
    page.locator("#q").press_sequentially("cuini")
    page.get_by_role("option").first.wait_for()
    assert "<script>" in page.get_by_role("option").first.inner_text()
    assert page.evaluate("window.hit") is None
    assert page.told == []
