"""What is taken away from the page: what is shown and nothing else, stamped, and readable by other tools."""

import csv
import io
import struct
import xml.etree.ElementTree as ET

import networkx as nx
import pytest
import rdflib


@pytest.fixture
def take(visit, tmp_path):
    """Open a page, filter what is only said away if asked to, and give what a button saves."""

    def taken(network, form, *, established=False):
        opened = visit(network, title="Who & what")
        if established:
            opened.page.locator("input[name=standing][value=Said]").uncheck()
        opened.page.locator("#take > summary").click()
        with opened.page.expect_download() as download:
            opened.page.locator(f"button[data-form={form}]").click()
        path = tmp_path / download.value.suggested_filename
        download.value.save_as(path)
        assert opened.quiet()
        return path

    return taken


@pytest.mark.parametrize(("form", "read"), [("graphml", nx.read_graphml), ("gexf", nx.read_gexf)])
@pytest.mark.parametrize("established", [False, True])
def test_networkx_reads_what_was_shown_with_quotes(take, alleged, form, read, established):
    back = read(take(alleged, form, established=established))
    claims = [
        (s, t, claim.quote)
        for s, t, d in alleged.edges(data=True)
        if d["standing"] == "Established" or not established
        for claim in d["claims"]
    ]
    assert sorted((s, t, d["quote"]) for s, t, d in back.edges(data=True)) == sorted(claims)
    assert all(d["wording"] and d["standing"] for *_, d in back.edges(data=True))


def test_the_csv_has_a_row_a_claim_and_its_stamp(take, alleged):
    rows = list(csv.DictReader(io.StringIO(take(alleged, "csv", established=True).read_text(encoding="utf-8-sig"))))
    claims = [row for row in rows if not row["subject"].startswith("# ")]
    assert {row["standing"] for row in claims} == {"Established"}
    assert all(row["quote"] and row["wording"] for row in claims)
    stamp = " ".join(row["subject"] for row in rows if row["subject"].startswith("# "))
    assert "Who & what" in stamp
    assert "without said" in stamp
    assert "1 source: BBC News, 2025-08-13" in stamp


# rdflib 7.6 warns of its own deprecated names when it reads JSON-LD.
READS_JSON_LD = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")


@READS_JSON_LD
def test_rdflib_reads_the_json_ld_claim_by_claim(take, alleged):
    graph = rdflib.Graph().parse(take(alleged, "jsonld"), format="json-ld")
    kg = rdflib.Namespace("https://w3id.org/cartel-kg/ontology#")
    claims = set(graph.subjects(rdflib.RDF.type, kg.Claim))
    assert {str(each) for each in claims} == {c.claim for *_, d in alleged.edges(data=True) for c in d["claims"]}
    known = {str(graph.value(each, kg.exact)) for each in claims}
    assert known == {c.quote for *_, d in alleged.edges(data=True) for c in d["claims"]}


def test_the_svg_is_drawn_and_stamped(take, alleged):
    root = ET.parse(take(alleged, "svg")).getroot()
    texts = "\n".join("".join(each.itertext()) for each in root)
    assert "Who & what" in texts
    assert "not established" in texts
    dashed = [each for each in root.iter("{http://www.w3.org/2000/svg}path") if each.get("stroke-dasharray")]
    assert len(dashed) == sum(d["standing"] == "Said" for *_, d in alleged.edges(data=True))


def test_the_png_is_a_picture(take, alleged):
    head = take(alleged, "png").read_bytes()[:24]
    assert head[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = struct.unpack(">II", head[16:])
    assert width > 1500
    assert height > 800


@READS_JSON_LD
@pytest.mark.parametrize("form", ["svg", "graphml", "gexf", "csv", "jsonld"])
def test_hostile_texts_stay_texts_in_what_is_taken(take, hostile, payload, form):
    path = take(hostile, form)
    if form == "jsonld":
        graph = rdflib.Graph().parse(path, format="json-ld")
        assert any(payload in str(o) for o in graph.objects())
    elif form == "csv":
        assert any(payload in row for row in csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"))))
    else:
        root = ET.parse(path).getroot()
        assert not [each for each in root.iter() if each.tag.rpartition("}")[2] in {"script", "img", "a"}]
        assert payload[:20] in "".join(root.itertext()) + " ".join(
            v for each in root.iter() for v in each.attrib.values()
        )
