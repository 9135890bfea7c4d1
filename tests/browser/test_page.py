"""The page in a real browser: every edge opens its sentences, nothing runs that should not, nothing is asked for."""

import importlib.util
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

import networkx as nx
import pytest

from kg.network import Evidence
from kg.renderers.html import render

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

PAYLOAD = (
    "</script><script>window.hit=1</script><img src=x onerror='window.hit=1'><a href=javascript:window.hit=1>\u2028"
)
ARGUMENTS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip


@dataclass
class Opened:
    """A page and what it did: everything it asked for, printed, threw or popped up."""

    page: "Page"
    address: str
    asked: list[str] = field(default_factory=list)
    printed: list[str] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)

    def quiet(self) -> bool:
        return not (self.asked or self.printed or self.dialogs) and self.page.evaluate("window.hit") is None

    def shown_rows(self) -> int:
        return self.page.locator("#rows tr:visible").count()


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
def visit(browser: "Browser", tmp_path: Path) -> Iterator[Callable[..., Opened]]:
    contexts = []

    def go(
        network: "nx.MultiDiGraph[str]", at: str = "", width: int = 1280, height: int = 800, title: str = "Ties"
    ) -> Opened:
        path = tmp_path / "page.html"
        path.write_text(render(network, title=title), encoding="utf-8", newline="")
        context = browser.new_context(viewport={"width": width, "height": height})
        contexts.append(context)
        opened = Opened(context.new_page(), path.as_uri())
        opened.page.on(
            "request", lambda r: opened.asked.append(r.url) if r.url.split("#")[0] != opened.address else None
        )
        opened.page.on("console", lambda message: opened.printed.append(message.text))
        opened.page.on("pageerror", lambda error: opened.printed.append(str(error)))
        opened.page.on("dialog", lambda dialog: (opened.dialogs.append(dialog.message), dialog.dismiss()))
        opened.page.goto(opened.address + at)
        opened.page.wait_for_selector("html[data-ready=yes]")
        return opened

    yield go
    for context in contexts:
        context.close()


@pytest.fixture
def hostile(alleged: "nx.MultiDiGraph[str]") -> "nx.MultiDiGraph[str]":
    """A network in which every text of a source, and every identifier, tries to run."""
    like: Evidence = next(iter(alleged.edges.values()))["claims"][0]
    vocabulary = {"relation", "modality", "standing", "basis", "review", "url"}
    texts = {name for name in like.__dataclass_fields__ if isinstance(getattr(like, name), str | None)} - vocabulary
    many = {"via": (PAYLOAD,), "denied_by": (PAYLOAD,)}
    claim = replace(
        like,
        **dict.fromkeys(texts, PAYLOAD),
        **many,
        url="javascript:window.hit=1",
        modality="Alleged",
        standing="Said",
    )
    net: nx.MultiDiGraph[str] = nx.MultiDiGraph(include="alleged", as_of=PAYLOAD, sources=PAYLOAD)
    for node in (PAYLOAD, "__proto__", "constructor"):
        denied = ((PAYLOAD, PAYLOAD),)
        net.add_node(node, label=node + PAYLOAD, type="Person", unnamed=False, names=(PAYLOAD, node), denied=denied)
    for key, (subject, target) in enumerate(((PAYLOAD, "__proto__"), ("__proto__", "constructor"), (PAYLOAD, PAYLOAD))):
        net.add_edge(
            subject, target, key=str(key), relation="leads", label=PAYLOAD, tie="Command", sign=0, standing="Said", claims=(claim, claim)
        )  # fmt: skip
    return net


def edge_of(network: "nx.MultiDiGraph[str]", relation: str) -> int:
    return next(index for index, (_, _, data) in enumerate(network.edges(data=True)) if data["relation"] == relation)


def test_a_hostile_network_runs_nothing_and_asks_for_nothing(
    visit: Callable[..., Opened], hostile: "nx.MultiDiGraph[str]"
) -> None:
    opened = visit(hostile, title=PAYLOAD)
    for index in range(3):
        opened.page.locator(f"button[data-edge='{index}']").click()
        assert PAYLOAD in (opened.page.locator("#panel blockquote").first.text_content() or "")
        assert opened.page.locator("#panel a").count() == 0
    opened.page.locator("#panel h2 button").first.click()
    assert f"Denied by {PAYLOAD}: «{PAYLOAD}»" in (opened.page.locator("#panel").text_content() or "")
    opened.page.keyboard.press("Escape")
    opened.page.locator("#search").fill("<script>")
    box = opened.page.locator("#picture").bounding_box()
    assert box is not None
    for step in range(10):
        opened.page.mouse.move(box["x"] + box["width"] * step / 10, box["y"] + box["height"] / 2)
    assert opened.page.evaluate("document.querySelectorAll('img, iframe, a[href^=java]').length") == 0
    assert opened.quiet()


def test_an_edge_of_the_article_opens_its_sentence(
    visit: Callable[..., Opened], alleged: "nx.MultiDiGraph[str]"
) -> None:
    opened = visit(alleged)
    opened.page.locator(f"button[data-edge='{edge_of(alleged, 'runsFinancesOf')}']").click()
    panel = opened.page.locator("#panel").inner_text()
    assert "“said to be a top financial boss for the cartel”" in panel
    assert "Reported by somebody the text does not name, in BBC News" in panel
    assert "“said to be”" in panel
    assert "said, not established" in panel
    opened.page.keyboard.press("Escape")
    assert not opened.page.locator("#panel").is_visible()
    assert opened.page.evaluate("document.activeElement.dataset.edge") == str(edge_of(alleged, "runsFinancesOf"))
    assert opened.quiet()


def test_every_edge_of_the_article_can_be_opened(visit: Callable[..., Opened], alleged: "nx.MultiDiGraph[str]") -> None:
    opened = visit(alleged)
    buttons = opened.page.locator("#rows button[data-edge]")
    assert buttons.count() == alleged.number_of_edges()
    for index, (_, _, data) in enumerate(alleged.edges(data=True)):
        opened.page.evaluate(f"document.querySelector(\"button[data-edge='{index}']\").click()")
        quotes = [text.strip("“”") for text in opened.page.locator("#panel blockquote").all_text_contents()]
        assert quotes == [each.quote for each in data["claims"]]


def test_a_link_into_the_page_opens_its_edge(visit: Callable[..., Opened], alleged: "nx.MultiDiGraph[str]") -> None:
    opened = visit(alleged, at=f"#edge={edge_of(alleged, 'brotherInLawOf')}")
    opened.page.wait_for_selector("#panel:visible")
    assert "is a brother-in-law of" in opened.page.locator("#panel h2").inner_text()


@pytest.mark.parametrize("at", ["#edge=99999999", "#edge=9999", "#edge=-1", "#node=x", "#<img>"])
def test_a_link_to_nowhere_opens_nothing(
    visit: Callable[..., Opened], alleged: "nx.MultiDiGraph[str]", at: str
) -> None:
    opened = visit(alleged, at=at)
    opened.page.wait_for_timeout(200)
    assert not opened.page.locator("#panel").is_visible()
    assert opened.quiet()


def test_a_click_on_a_line_of_the_picture_opens_it(
    visit: Callable[..., Opened], alleged: "nx.MultiDiGraph[str]"
) -> None:
    edge = edge_of(alleged, "brotherInLawOf")
    opened = visit(alleged, at=f"#edge={edge}")
    opened.page.wait_for_selector("#panel:visible")
    # Opened by its address, the line lies in the middle of what the panel leaves free.
    picture, panel = (opened.page.locator(each).bounding_box() for each in ("#picture", "#panel"))
    assert picture is not None
    assert panel is not None
    opened.page.locator("#close").click()
    opened.page.mouse.click((picture["x"] + panel["x"]) / 2, picture["y"] + picture["height"] / 2)
    opened.page.wait_for_selector("#panel:visible")
    assert "is a brother-in-law of" in opened.page.locator("#panel h2").inner_text()


def test_the_picture_is_walked_by_keyboard(visit: Callable[..., Opened], alleged: "nx.MultiDiGraph[str]") -> None:
    opened = visit(alleged)
    opened.page.locator("#picture").focus()
    opened.page.keyboard.press("ArrowRight")
    said = opened.page.locator("#status").inner_text()
    opened.page.keyboard.press("Enter")
    assert opened.page.locator("#panel h2").inner_text() in said
    opened.page.keyboard.press("Escape")
    assert opened.page.evaluate("document.activeElement.id") == "picture"
    assert opened.quiet()


def test_search_ignores_accents_and_finds_aliases(
    visit: Callable[..., Opened], alleged: "nx.MultiDiGraph[str]"
) -> None:
    opened = visit(alleged)
    opened.page.locator("#search").fill("GONZALEZ")
    assert opened.page.locator("#found button").all_inner_texts() == ["Abigael González Valencia"]
    assert 0 < opened.shown_rows() < alleged.number_of_edges()
    opened.page.locator("#search").fill("el mencho")
    opened.page.keyboard.press("Enter")
    assert opened.page.locator("#panel h2").inner_text() == "Nemesio Oseguera"
    opened.page.locator("#search").fill("nobody at all")
    assert opened.shown_rows() == 0
    assert opened.quiet()


def test_filters_hide_ties_in_the_table_and_the_picture(
    visit: Callable[..., Opened], alleged: "nx.MultiDiGraph[str]"
) -> None:
    opened = visit(alleged)
    data = [data for _, _, data in alleged.edges(data=True)]
    opened.page.locator("input[name=standing][value=Said]").uncheck()
    assert opened.shown_rows() == sum(each["standing"] == "Established" for each in data)
    opened.page.locator("input[name=tie][value=Custody]").uncheck()
    assert opened.shown_rows() == sum(each["standing"] == "Established" and each["tie"] != "Custody" for each in data)
    opened.page.locator("#picture").focus()
    opened.page.keyboard.press("ArrowRight")
    assert "(" not in opened.page.locator("#status").inner_text()
    opened.page.locator("input[name=standing][value=Said]").check()
    opened.page.locator("input[name=tie][value=Custody]").check()
    assert opened.shown_rows() == len(data)


def test_a_denial_is_read_with_the_person(visit: Callable[..., Opened], alleged: "nx.MultiDiGraph[str]") -> None:
    opened = visit(alleged)
    opened.page.locator("#search").fill("trump")
    opened.page.locator("#found button").first.click()
    panel = opened.page.locator("#panel").inner_text()
    assert "Denied by Claudia Sheinbaum: «reports that US President Donald Trump had authorised" in panel


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (390, 844)])
def test_nothing_is_cut_off_sideways(
    visit: Callable[..., Opened], alleged: "nx.MultiDiGraph[str]", width: int, height: int
) -> None:
    opened = visit(alleged, at="#edge=1", width=width, height=height)
    opened.page.wait_for_selector("#panel:visible")
    assert opened.page.evaluate("document.documentElement.scrollWidth") <= width
    assert opened.page.evaluate(
        "document.getElementById('panel').scrollWidth <= document.getElementById('panel').clientWidth"
    )
    assert opened.quiet()
