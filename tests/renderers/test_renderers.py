"""GraphML, GEXF and CSV: every edge keeps its quote and the words that must stand beside it."""

import csv
import importlib
import io
from pathlib import Path

import networkx as nx
import pytest

import kg
from kg.renderers import RENDERERS


def test_every_renderer_is_registered_and_importable():
    for place in RENDERERS.values():
        home, _, name = place.partition(":")
        assert callable(getattr(importlib.import_module(home), name))


@pytest.mark.parametrize("form", sorted(RENDERERS))
def test_the_same_network_gives_the_same_text(alleged, form):
    assert kg.render(alleged, form) == kg.render(alleged, form)


def test_csv_has_one_row_a_claim_with_quote_and_wording(alleged):
    rows = list(csv.DictReader(io.StringIO(kg.render(alleged, "csv"))))
    assert len(rows) == sum(len(data["claims"]) for *_, data in alleged.edges(data=True))
    assert all(row["quote"] and row["wording"] for row in rows)


@pytest.mark.parametrize(("form", "read"), [("graphml", nx.read_graphml), ("gexf", nx.read_gexf)])
def test_networkx_reads_back_every_edge_with_its_quote(alleged, form, read, tmp_path):
    path = tmp_path / f"network.{form}"
    path.write_text(kg.render(alleged, form), encoding="utf-8")
    back = read(path)
    assert back.number_of_edges() == sum(len(data["claims"]) for *_, data in alleged.edges(data=True))
    assert set(back) == set(alleged)
    assert all(data["quote"] and data["wording"] and data["standing"] for *_, data in back.edges(data=True))


def test_gexf_has_no_date_of_today(alleged):
    assert "lastmodifieddate" not in kg.render(alleged, "gexf")


def test_an_unknown_format_names_those_there_are(alleged):
    with pytest.raises(ValueError, match="csv, gexf, graphml, html, map, mermaid, svg, timeline"):
        kg.render(alleged, "pdf")


def test_the_report_runs_no_script_asks_for_nothing_and_escapes(built):
    text = (Path(built) / "report.html").read_text(encoding="utf-8")
    assert "<script" not in text
    assert "http" not in text.replace("http-equiv", "").replace("http://www.w3.org/2000/svg", "")
    from kg.renderers.report import Section, render_report

    hostile = render_report("<b>t</b>", {"<i>": "<img src=x>"}, [Section("<q>?", ("<c>",), (("<script>x</script>",),))])
    assert "<script>" not in hostile
    assert "<img" not in hostile


def test_the_report_says_how_sure_ranks_are_and_shows_quotes_plots_and_caveats(built):
    text = (Path(built) / "report.html").read_text(encoding="utf-8")
    assert text.count("<svg") >= 3
    assert "Drawn 1,000 times" in text
    assert "removing leaders of armed groups" in text.lower()
    assert "Some of the ties it rests on" in text
