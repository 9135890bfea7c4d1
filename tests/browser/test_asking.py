"""What a reader asks of the picture: filters, a window of time, what lies around, the way between two, groups, steps."""

import json
import re

import networkx as nx
import pytest


def open_tool(opened, name):
    opened.page.locator(f"#{name} > summary").click()


def test_the_legend_counts_and_filters_by_kind(visit, alleged):
    opened = visit(alleged)
    people = opened.page.locator("input[name=kind][value=Person]")
    counted = int(people.locator("xpath=..").locator(".count").inner_text())
    assert counted == sum(data["type"] == "Person" for _, data in alleged.nodes(data=True))
    people.uncheck()
    left = [(s, t) for s, t in alleged.edges() if "Person" not in (alleged.nodes[s]["type"], alleged.nodes[t]["type"])]
    assert opened.shown_rows() == len(left)
    assert opened.page.locator("#filters-words").inner_text() == "Without person."
    opened.page.locator("#clear").click()
    assert opened.shown_rows() == alleged.number_of_edges()
    assert people.is_checked()
    assert opened.quiet()


def test_what_is_said_in_a_manner_can_be_taken_out(visit, alleged):
    opened = visit(alleged)
    opened.page.locator("input[name=modality][value=Alleged]").uncheck()
    kept = [d for *_, d in alleged.edges(data=True) if any(claim.modality != "Alleged" for claim in d["claims"])]
    assert opened.shown_rows() == len(kept) < alleged.number_of_edges()


def test_the_window_of_time_steps_over_dates_and_never_drops_the_undated(visit, alleged):
    opened = visit(alleged)
    open_tool(opened, "when")
    undated = sum(not any(claim.when for claim in d["claims"]) for *_, d in alleged.edges(data=True))
    assert opened.page.locator("#undated").inner_text().startswith(f"{undated} ties without a date")
    seen = set()
    for _ in range(3):
        opened.page.locator("#later").click()
        assert opened.page.locator("#undated").inner_text().startswith(f"{undated} ties without a date")
        assert opened.shown_rows() >= undated
        seen.add(opened.page.locator("#window").inner_text())
    assert len(seen) == 3
    opened.page.locator("#any-time").click()
    assert opened.shown_rows() == alleged.number_of_edges()
    assert opened.quiet()


def test_time_plays_by_itself_and_pauses(visit, alleged):
    opened = visit(alleged)
    open_tool(opened, "when")
    opened.page.locator("#play").click()
    first = opened.page.locator("#window").inner_text()
    opened.page.wait_for_function("text => document.getElementById('window').textContent !== text", arg=first)
    opened.page.locator("#play").click()
    assert opened.page.locator("#play").inner_text() == "Play"


def test_only_what_lies_around_a_name_as_many_steps_as_asked(visit, alleged):
    opened = visit(alleged)
    opened.page.locator("#search").fill("cuini")
    opened.page.keyboard.press("Enter")
    opened.page.locator("#search").fill("")
    cuini = next(node for node, data in alleged.nodes(data=True) if "El Cuini" in data["names"])
    for depth in (1, 2):
        opened.page.locator("#panel select").select_option(str(depth))
        if depth == 1:
            opened.page.get_by_role("button", name="Only what lies around").click()
        near = nx.ego_graph(nx.Graph(alleged), cuini, radius=depth)
        assert opened.shown_rows() == alleged.subgraph(near).number_of_edges()
    assert "Within 2 steps of Abigael González Valencia" in opened.page.locator("#filters-words").inner_text()


def test_the_way_between_two_names_its_weakest_link(visit, alleged):
    opened = visit(alleged)
    open_tool(opened, "ways")
    opened.page.locator("#way-from").fill("el mencho")
    opened.page.locator("#way-to").fill("Caro Quintero")
    opened.page.keyboard.press("Enter")
    steps = opened.page.locator("#way-found li").all_inner_texts()
    ends = [
        next(n for n, d in alleged.nodes(data=True) if name in d["names"]) for name in ("El Mencho", "Caro Quintero")
    ]
    assert len(steps) == nx.shortest_path_length(nx.Graph(alleged), *ends) == opened.shown_rows()
    weakest = [step for step in steps if step.endswith("← the weakest")]
    assert len(weakest) == 1
    assert "(" in weakest[0]
    opened.page.locator("#way-to").fill("nobody at all")
    opened.page.keyboard.press("Enter")
    assert opened.page.locator("#way-found").inner_text() == "No name like this."
    assert opened.quiet()


def test_a_way_follows_the_filters(visit, alleged):
    opened = visit(alleged)
    open_tool(opened, "ways")
    for name in ("Stated", "Reported"):
        opened.page.locator(f"input[name=modality][value={name}]").uncheck()
    opened.page.locator("#way-from").fill("el mencho")
    opened.page.locator("#way-to").fill("Caro Quintero")
    opened.page.keyboard.press("Enter")
    assert "No ties that are shown lead" in opened.page.locator("#way-found").inner_text()


def test_groups_fold_into_one_and_unfold_and_the_table_keeps_every_tie(visit, alleged):
    opened = visit(alleged)
    open_tool(opened, "groups")
    assert "a group is not a gang" in opened.page.locator("#groups").inner_text()
    boxes = opened.page.locator("input[name=group]")
    assert boxes.count() > 1
    opened.page.locator("#fold-all").click()
    assert all(boxes.nth(each).is_checked() for each in range(boxes.count()))
    assert "folded=" in opened.page.url
    assert opened.shown_rows() == alleged.number_of_edges()
    opened.page.locator("#unfold-all").click()
    assert "folded=" not in opened.page.url
    assert opened.quiet()


def test_a_view_is_in_its_address(visit, alleged, edge_of):
    edge = edge_of("runsFinancesOf")
    asked = f"#edge={edge}&no-tie=Custody%2CPolicy&around=0_2&find=mencho"
    opened = visit(alleged, at=asked)
    opened.page.wait_for_selector("#panel:visible")
    assert not opened.page.locator("input[name=tie][value=Custody]").is_checked()
    assert opened.page.locator("#search").input_value() == "mencho"
    assert set(opened.page.url.partition("#")[2].split("&")) == set(asked[1:].split("&"))


@pytest.mark.parametrize(
    "at", ["#around=99999_2&way=1", "#no-tie=__proto__,toString&when=1_2", "#folded=9999&no-source=77"]
)
def test_an_address_that_makes_no_sense_shows_everything(visit, alleged, at):
    opened = visit(alleged, at=at)
    assert opened.shown_rows() == alleged.number_of_edges()
    assert opened.quiet()


def test_steps_are_kept_in_the_saved_page_and_paged_through(visit, alleged, tmp_path):
    opened = visit(alleged)
    open_tool(opened, "story-tools")
    opened.page.locator("input[name=standing][value=Said]").uncheck()
    opened.page.locator("#step-words").fill("What is established </script><b>")
    opened.page.keyboard.press("Enter")
    opened.page.locator("#clear").click()
    opened.page.locator("#search").fill("cuini")
    opened.page.locator("#step-words").fill("Who is El Cuini?")
    opened.page.get_by_role("button", name="Keep this view as a step").click()
    with opened.page.expect_download() as download:
        opened.page.locator("#save-story").click()
    saved = tmp_path / "story.html"
    download.value.save_as(saved)
    again = visit(saved.read_text(encoding="utf-8"))
    assert again.page.locator("#telling-words").inner_text() == "A story in 2 steps."
    again.page.locator("#step-on").click()
    assert again.page.locator("#telling-words").inner_text() == "1 of 2: What is established </script><b>"
    assert again.shown_rows() == sum(d["standing"] == "Established" for *_, d in alleged.edges(data=True))
    again.page.locator("#step-on").click()
    assert again.page.locator("#search").input_value() == "cuini"
    assert again.page.locator("#step-on").is_disabled()
    assert again.quiet()
    assert opened.quiet()
    carried = re.search(r'id="story">(.*?)</script>', saved.read_text(encoding="utf-8"))
    assert carried is not None
    assert [each["words"] for each in json.loads(carried[1])][1] == "Who is El Cuini?"


def test_a_quote_is_copied_as_a_citation(visit, alleged, edge_of):
    opened = visit(alleged, at=f"#edge={edge_of('runsFinancesOf')}")
    opened.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    opened.page.get_by_role("button", name="Copy as citation").click()
    opened.page.get_by_role("button", name="Copied").wait_for()
    told = opened.page.evaluate("navigator.clipboard.readText()")
    assert told.startswith(
        "“said to be a top financial boss for the cartel” (reported by somebody the text does not name"
    )
    assert "BBC News, 2025-08-13, characters 2203–2249" in told


def test_a_reader_finds_who_says_that_el_cuini_is_a_financial_boss_in_two_clicks(visit, alleged):
    opened = visit(alleged)
    opened.page.locator("#search").fill("cuini")
    opened.page.locator("#found button").first.click()
    opened.page.locator("#panel").get_by_role("button", name="is a financial boss of").click()
    panel = opened.page.locator("#panel").inner_text()
    assert "“said to be a top financial boss for the cartel”" in panel
    assert "Reported by somebody the text does not name, in BBC News" in panel
