"""Shared by the tests in a real browser: the browser, a page that tells what it did, and a network that attacks."""

import importlib.util
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
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


@pytest.fixture(scope="module")  # one at a time: other modules drive browsers of their own
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
        network: "nx.MultiDiGraph[str] | str", at: str = "", width: int = 1280, height: int = 800, **options: str
    ) -> Opened:
        path = tmp_path / "page.html"
        text = network if isinstance(network, str) else render(network, title=options.pop("title", "Ties"))
        path.write_text(text, encoding="utf-8", newline="")
        context = browser.new_context(viewport={"width": width, "height": height}, **options)
        contexts.append(context)
        opened = Opened(context.new_page(), path.as_uri())
        opened.page.on(
            "request",
            lambda r: opened.asked.append(r.url) if r.url.split("#")[0].split("?")[0] != opened.address else None,
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
def reader(browser: "Browser") -> "Iterator[Callable[..., Page]]":
    """Open a tab whose page tells in `told` what it printed, threw, popped up, or asked of others."""
    contexts = []

    def opened(client: httpx.Client, **options: object) -> "Page":
        context = browser.new_context(base_url=str(client.base_url), viewport={"width": 1280, "height": 800}, **options)
        contexts.append(context)
        page = context.new_page()
        page.told = []
        page.on("console", lambda message: page.told.append(message.text))
        page.on("pageerror", lambda error: page.told.append(str(error)))
        page.on("dialog", lambda dialog: (page.told.append(dialog.message), dialog.dismiss()))
        page.on(
            "request",
            lambda asked: (
                page.told.append(asked.url) if not asked.url.startswith((str(client.base_url), "data:")) else None
            ),
        )
        return page

    yield opened
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


@pytest.fixture
def payload() -> str:
    return PAYLOAD


@pytest.fixture
def edge_of(alleged: "nx.MultiDiGraph[str]") -> Callable[[str], int]:
    """Give the number on the page of the first edge of a relation."""

    def number(relation: str) -> int:
        return next(i for i, (_, _, data) in enumerate(alleged.edges(data=True)) if data["relation"] == relation)

    return number
