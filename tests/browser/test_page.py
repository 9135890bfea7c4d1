"""The page in a real browser: every edge opens its sentences, nothing runs that should not, nothing is asked for."""

import pytest


def test_a_hostile_network_runs_nothing_and_asks_for_nothing(visit, hostile, payload):
    opened = visit(hostile, title=payload)
    for index in range(3):
        opened.page.locator(f"button[data-edge='{index}']").click()
        assert payload in (opened.page.locator("#panel blockquote").first.text_content() or "")
        assert opened.page.locator("#panel a").count() == 0
    opened.page.locator("#panel h2 button").first.click()
    sides = opened.page.locator("#panel .sides p").all_text_contents()
    assert sides == [f"«{payload}»", f"Denied by {payload}"]
    opened.page.keyboard.press("Escape")
    opened.page.locator("#search").fill("<script>")
    box = opened.page.locator("#picture").bounding_box()
    assert box is not None
    for step in range(10):
        opened.page.mouse.move(box["x"] + box["width"] * step / 10, box["y"] + box["height"] / 2)
    assert opened.page.evaluate("document.querySelectorAll('img, iframe, a[href^=java]').length") == 0
    assert opened.quiet()


def test_an_edge_of_the_article_opens_its_sentence(edge_of, visit, alleged):
    opened = visit(alleged)
    opened.page.locator(f"button[data-edge='{edge_of('runsFinancesOf')}']").click()
    panel = opened.page.locator("#panel").inner_text()
    assert "“said to be a top financial boss for the cartel”" in panel
    assert "Reported by somebody the text does not name, in BBC News" in panel
    assert "“said to be”" in panel
    assert "said, not established" in panel
    opened.page.keyboard.press("Escape")
    assert not opened.page.locator("#panel").is_visible()
    assert opened.page.evaluate("document.activeElement.dataset.edge") == str(edge_of("runsFinancesOf"))
    assert opened.quiet()


def test_every_edge_of_the_article_can_be_opened(visit, alleged):
    opened = visit(alleged)
    buttons = opened.page.locator("#rows button[data-edge]")
    assert buttons.count() == alleged.number_of_edges()
    for index, (_, _, data) in enumerate(alleged.edges(data=True)):
        opened.page.evaluate(f"document.querySelector(\"button[data-edge='{index}']\").click()")
        quotes = [text.strip("“”") for text in opened.page.locator("#panel blockquote").all_text_contents()]
        assert quotes == [each.quote for each in data["claims"]]


def test_a_link_into_the_page_opens_its_edge(edge_of, visit, alleged):
    opened = visit(alleged, at=f"#edge={edge_of('brotherInLawOf')}")
    opened.page.wait_for_selector("#panel:visible")
    assert "is a brother-in-law of" in opened.page.locator("#panel h2").inner_text()


@pytest.mark.parametrize("at", ["#edge=99999999", "#edge=9999", "#edge=-1", "#node=x", "#<img>"])
def test_a_link_to_nowhere_opens_nothing(visit, alleged, at: str):
    opened = visit(alleged, at=at)
    opened.page.wait_for_timeout(200)
    assert not opened.page.locator("#panel").is_visible()
    assert opened.quiet()


def test_a_click_on_a_line_of_the_picture_opens_it(edge_of, visit, alleged):
    edge = edge_of("brotherInLawOf")
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


def test_the_picture_is_walked_by_keyboard(visit, alleged):
    opened = visit(alleged)
    opened.page.locator("#picture").focus()
    opened.page.keyboard.press("ArrowRight")
    said = opened.page.locator("#status").inner_text()
    opened.page.keyboard.press("Enter")
    assert opened.page.locator("#panel h2").inner_text() in said
    opened.page.keyboard.press("Escape")
    assert opened.page.evaluate("document.activeElement.id") == "picture"
    assert opened.quiet()


def test_search_ignores_accents_and_finds_aliases(visit, alleged):
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


def test_filters_hide_ties_in_the_table_and_the_picture(visit, alleged):
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


def test_a_denial_is_read_with_the_person(visit, alleged):
    opened = visit(alleged)
    opened.page.locator("#search").fill("trump")
    opened.page.locator("#found button").first.click()
    said, against = opened.page.locator("#panel .sides p").all_inner_texts()
    assert said.startswith("«reports that US President Donald Trump had authorised")
    assert against == "Denied by Claudia Sheinbaum"


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (390, 844)])
def test_nothing_is_cut_off_sideways(visit, alleged, width: int, height: int):
    opened = visit(alleged, at="#edge=1", width=width, height=height)
    opened.page.wait_for_selector("#panel:visible")
    assert opened.page.evaluate("document.documentElement.scrollWidth") <= width
    assert opened.page.evaluate(
        "document.getElementById('panel').scrollWidth <= document.getElementById('panel').clientWidth"
    )
    assert opened.quiet()
