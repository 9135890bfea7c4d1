"""Pictures that stand still: SVG and PNG, Mermaid, the timeline and the map. Each keeps the words it owes."""

import re
import xml.etree.ElementTree as ET
from dataclasses import replace

import networkx as nx
import pytest

import kg
from kg.dates import bounds
from kg.renderers.chronicle import render_timeline
from kg.renderers.places import render_map

HOSTILE = '</text><script>alert(1)</script>"];\n%%{init: {}}%%\x00'
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def hostile(alleged):
    like = next(data for *_, data in alleged.edges(data=True))
    claim = replace(like["claims"][0], quote=HOSTILE, publisher=HOSTILE, when="2025-02", bounds=bounds("2025-02"))
    net = nx.MultiDiGraph(include="alleged", as_of="", sources=HOSTILE)
    for node, kind in (("a", "Person"), ("b", "Country")):
        net.add_node(node, label=HOSTILE, type=kind, unnamed=False, names=(HOSTILE,), denied=((HOSTILE, HOSTILE),))
    net.add_edge("a", "b", key="x", **{**like, "label": HOSTILE, "claims": (claim,)})
    return net


def test_the_svg_draws_every_node_and_edge_and_what_is_said_is_dashed(alleged):
    root = ET.fromstring(kg.render(alleged, "svg", title="A & B"))
    lines = root.findall(f"{SVG}path")
    assert len(lines) == alleged.number_of_edges()
    dashed = [each for each in lines if each.get("stroke-dasharray")]
    assert len(dashed) == sum(data["standing"] == "Said" for *_, data in alleged.edges(data=True))
    words = "\n".join(root.itertext())
    assert "A & B" in words
    assert "[denied: 1]" in words
    assert "To be named here is not to be guilty." in words
    assert "BBC News, 2025-08-13" in words


def test_the_png_is_a_picture(alleged, need):
    import importlib.util

    need(importlib.util.find_spec("resvg_py") is not None, "install resvg-py: pip install 'cartel-kg[pictures]'")
    from kg.renderers.svg import png

    assert png(kg.render(alleged, "svg"))[:8] == b"\x89PNG\r\n\x1a\n"


def test_mermaid_has_a_line_an_edge_dotted_where_it_is_only_said(alleged):
    text = kg.render(alleged, "mermaid")
    lines = re.findall(r"^  n\d+ (-->|---|-\.->|-\.-)\|\"(.*?)\"\| n\d+$", text, re.M)
    assert len(lines) == alleged.number_of_edges()
    said = [label for line, label in lines if "." in line]
    assert len(said) == sum(data["standing"] == "Said" for *_, data in alleged.edges(data=True))
    assert all(label.endswith(")") for label in said)
    assert "not established" in text


@pytest.mark.parametrize("form", ["svg", "mermaid", "timeline", "map"])
def test_no_text_of_a_source_becomes_anything_but_text(hostile, form):
    text = kg.render(hostile, form, title=HOSTILE)
    assert "<script" not in text
    if form == "svg":
        ET.fromstring(text)
    if form == "mermaid":
        assert "%%{" not in text
        assert len(re.findall(r"^  n\d+[(\[{]", text, re.M)) == 2


@pytest.mark.parametrize("form", ["timeline", "map"])
def test_the_pages_run_nothing_and_ask_for_nothing(alleged, form):
    text = kg.render(alleged, form)
    assert "<script" not in text
    assert re.search(r"default-src 'none'; style-src 'sha256-[^']+'; base-uri 'none'; form-action 'none'", text)
    assert not re.search(r"\b(src|srcset|action)=|url\(|@import|<(img|link|iframe|object)\b", text)


def test_the_timeline_tells_every_dated_claim_and_how_many_have_no_date(alleged):
    text = render_timeline(alleged)
    claims = [claim for *_, data in alleged.edges(data=True) for claim in data["claims"]]
    dated = [claim for claim in claims if claim.when]
    assert text.count("<tr>") == len(dated) + 1
    assert f"{len(claims) - len(dated)} claims without a date have no place here" in text
    assert "Sequence, never cause" in text


def test_an_uncertain_date_is_a_bar_and_a_day_is_a_mark(alleged):
    edge = next(data for *_, data in alleged.edges(data=True) if data["standing"] == "Established")
    net = nx.MultiDiGraph(include="alleged")
    for node in "ab":
        net.add_node(node, label=node, type="Person", unnamed=False, names=(), denied=())
    for number, when in enumerate(("2025-08-12", "[2025-02-01..2025-02-28]")):
        claim = replace(edge["claims"][0], when=when, bounds=bounds(when))
        net.add_edge("a", "b", key=str(number), **{**edge, "claims": (claim,)})
    text = render_timeline(net)
    assert text.count("<circle") == 1
    assert text.count("<rect") == 1


def test_a_state_is_shaded_on_the_map_of_mexico_and_a_town_by_the_state_it_lies_in(alleged):
    edge = next(data for *_, data in alleged.edges(data=True))
    net = nx.MultiDiGraph(include="alleged")
    for node, kind in (("Ana", "Person"), ("Guadalajara", "Place"), ("Jalisco", "Place"), ("Nowhere", "Place")):
        net.add_node(node, label=node, type=kind, unnamed=False, names=(), denied=())
    lines = [("Ana", "Guadalajara"), ("Guadalajara", "Jalisco"), ("Ana", "Nowhere")]
    for start, end in lines:
        net.add_edge(start, end, key="in", **{**edge, "label": "is in"})
    text = render_map(net)
    # Ana in Guadalajara, and Guadalajara in Jalisco, which names both places.
    assert "Jalisco: 3 claims" in text
    assert "Not on these maps: Nowhere." in text
    assert "CC BY 4.0" in text
    assert "Map of World" not in text


def test_the_countries_are_on_the_map_of_the_world(alleged):
    text = render_map(alleged)
    assert re.search(r"Mexico: \d+ claims", text)
    assert re.search(r"United States of America: \d+ claims", text)
