"""Plots inside a page: plain SVG, escaped, the same every time."""

from xml.etree import ElementTree

import pytest

from kg.renderers.figures import Range, curves, ranges

SVG = "{http://www.w3.org/2000/svg}"


def test_a_plot_of_ranks_has_a_bar_a_dot_and_a_ring_for_each_party():
    rows = [Range("Ana", 1, 2, 1, 4), Range("Luis <b>", 0, 3, 2, 9)]
    root = ElementTree.fromstring(str(ranges(rows, "Who?")))
    assert len([each for each in root.iter(f"{SVG}line") if each.get("stroke-width") == "6"]) == 2
    assert len(list(root.iter(f"{SVG}circle"))) == 3
    assert "Luis <b>" in [each.text for each in root.iter(f"{SVG}text")]
    assert root.get("aria-label") == "Who?"


def test_a_plot_of_curves_names_each_and_stays_small():
    root = ElementTree.fromstring(str(curves([("a", [1.0] * 10_000), ("b", [1.0, 0.0])], "How?", "taken", "left")))
    lines = [each.get("points").split() for each in root.iter(f"{SVG}polyline")]
    assert [len(each) for each in lines] == [201, 2]
    assert {"a", "b", "taken", "left"} <= {each.text for each in root.iter(f"{SVG}text")}


@pytest.mark.parametrize("nothing", [ranges([], "Who?"), curves([], "How?", "a", "b")])
def test_nothing_is_no_plot(nothing):
    assert nothing == ""
