"""Thousands of entries: sigma draws them where WebGL is real, a part on canvas where it is only imitated."""

import networkx as nx
import pytest

MANY = 2300


@pytest.fixture(scope="session")
def crowd(alleged):
    """The article, and a chain of people so long that the page is a large one; it hangs on nobody of the article."""
    net = nx.MultiDiGraph(alleged)
    like = next(data for *_, data in alleged.edges(data=True) if data["standing"] == "Said")
    person = next(data for _, data in alleged.nodes(data=True) if data["type"] == "Person")
    for number in range(MANY):
        net.add_node(f"p{number}", **{**person, "label": f"P {number}", "names": (), "denied": ()})
        if number:
            net.add_edge(f"p{number}", f"p{number // 3}", key=str(number), **like)
    return nx.freeze(net)


@pytest.fixture(scope="session")
def page_of_crowd(crowd):
    from kg.renderers.html import render

    return render(crowd)


def test_where_webgl_is_imitated_a_part_is_drawn_and_the_page_says_so(visit, page_of_crowd, crowd):
    opened = visit(page_of_crowd)
    assert opened.page.locator("#picture canvas[class^=sigma]").count() == 0
    assert f"of {len(crowd):,} are drawn" in opened.page.locator("#partly").inner_text()
    opened.page.locator("#search").fill(f"P {MANY - 1}")
    opened.page.keyboard.press("Enter")
    opened.page.get_by_role("button", name="Only what lies around").click()
    opened.page.locator("#search").fill("")
    assert opened.shown_rows() == crowd.degree(f"p{MANY - 1}")
    assert opened.quiet()


def test_sigma_draws_all_of_it_when_it_is_asked_to(visit, page_of_crowd, crowd):
    opened = visit(page_of_crowd, at="?renderer=webgl")
    assert opened.page.locator("#picture canvas[class^=sigma]").count() > 0
    assert not opened.page.locator("#partly").is_visible()
    assert f"All {crowd.number_of_edges():,} ties" in opened.page.locator("#shown").inner_text()
    opened.page.locator("#search").fill("cuini")
    opened.page.keyboard.press("Enter")
    assert opened.page.locator("#panel h2").inner_text() == "Abigael González Valencia"
    opened.page.keyboard.press("Escape")
    box = opened.page.locator("#picture").bounding_box()
    # Opened by its name, the node lies in the middle of what the panel left free.
    opened.page.mouse.click((box["x"] + 860) / 2, box["y"] + box["height"] / 2)
    opened.page.wait_for_selector("#panel:visible")
    assert "Abigael González Valencia" in opened.page.locator("#panel h2").inner_text()
    opened.page.locator("input[name=kind][value=Person]").uncheck()
    assert opened.shown_rows() < 500
    assert not opened.dialogs
    assert not opened.asked
    assert not [line for line in opened.printed if "Content Security Policy" in line]


def test_the_table_of_thousands_is_made_in_portions(visit, page_of_crowd):
    opened = visit(page_of_crowd, at="?renderer=webgl")
    assert opened.shown_rows() == 500
    opened.page.locator("#more").click()
    assert opened.shown_rows() == 1000
