"""The page for everybody: by keyboard, read aloud, in the dark, on paper and on a phone."""

import importlib.util
from importlib.resources import files

import pytest


@pytest.fixture(scope="session")
def axe(need):
    """The text of axe-core (MPL 2.0), which is used by tests only and never shipped."""
    there = importlib.util.find_spec("axe_playwright_python") is not None
    need(there, "install axe-playwright-python, which carries axe-core: pip install 'cartel-kg[browser]'")
    return (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("width", "height"), [(1280, 800), (390, 844)])
def test_axe_finds_nothing_serious(visit, alleged, axe, scheme, width, height):
    opened = visit(alleged, at="#edge=1", width=width, height=height, color_scheme=scheme, bypass_csp=True)
    opened.page.evaluate("document.querySelectorAll('.side details').forEach(each => { each.open = true; })")
    opened.page.add_script_tag(content=axe)
    found = opened.page.evaluate("axe.run()")["violations"]
    serious = [(each["id"], each["nodes"][0]["html"]) for each in found if each["impact"] in {"serious", "critical"}]
    assert serious == []


def test_the_first_tab_stop_skips_to_the_table(visit, alleged):
    opened = visit(alleged)
    opened.page.keyboard.press("Tab")
    opened.page.keyboard.press("Enter")
    assert opened.page.evaluate("document.activeElement.id") == "table"


def test_an_arrow_goes_to_the_nearest_neighbour_that_way_and_says_who_it_is(visit, alleged):
    opened = visit(alleged)
    opened.page.locator("#picture").focus()
    opened.page.keyboard.press("ArrowRight")
    first = opened.page.locator("#status").inner_text()
    busiest = max(alleged, key=lambda node: alleged.degree(node))
    assert first.startswith(alleged.nodes[busiest]["label"])
    said = set()
    for key in ("ArrowUp", "ArrowRight", "ArrowDown", "ArrowLeft"):
        opened.page.keyboard.press(key)
        said.add(opened.page.locator("#status").inner_text())
    assert len(said) > 1
    name = opened.page.locator("#status").inner_text().split(", ")[0]
    opened.page.keyboard.press("Enter")
    assert opened.page.locator("#panel h2").inner_text() == name
    assert opened.quiet()


def test_the_table_sorts_both_ways_and_says_so(visit, alleged):
    opened = visit(alleged)
    head = opened.page.locator("#table th").first
    names = opened.page.locator("#rows tr td:first-child")
    head.get_by_role("button").click()
    ascending = names.all_inner_texts()
    assert head.get_attribute("aria-sort") == "ascending"
    assert "Sorted by from, ascending" in opened.page.locator("#shown").inner_text()
    head.get_by_role("button").click()
    assert head.get_attribute("aria-sort") == "descending"
    descending = names.all_inner_texts()
    assert ascending[0] == descending[-1]
    assert ascending[0] < ascending[-1]
    assert sorted(ascending) == sorted(descending)


def test_what_is_established_and_what_is_said_differ_without_colour(visit, alleged):
    opened = visit(alleged)
    drawn = opened.page.evaluate("JSON.parse(document.getElementById('drawing').textContent).edges")
    looks = {(bool(each["dashes"]), each["width"], "(" in each["label"]) for each in drawn}
    assert len(looks) == 2
    assert len({look[0] for look in looks}) == len({look[1] for look in looks}) == len({look[2] for look in looks}) == 2


def test_the_dark_page_has_dark_paper_and_prints_on_white(visit, alleged):
    opened = visit(alleged, color_scheme="dark")
    paper = "getComputedStyle(document.body).backgroundColor"
    assert opened.page.evaluate(paper) != "rgb(255, 255, 255)"
    opened.page.emulate_media(media="print")
    assert opened.page.evaluate(paper) == "rgb(255, 255, 255)"
    assert opened.page.locator("#table").is_visible()
    assert not opened.page.locator(".side").is_visible()
