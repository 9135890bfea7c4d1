"""SPARQL 1.1 Protocol, Graph Store Protocol for reading, and the description of the service, on the default build."""

import json
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import httpx
import pyoxigraph as ox
import pytest

from kg.queries import question_names
from kg.web.settings import Settings
from kg.web.sparql.editor import example

Serve = Callable[[Settings], httpx.Client]
ASK = "ASK { ?s a ?o }"
SELECT = "SELECT ?s ?o WHERE { ?s a ?o } ORDER BY ?s ?o LIMIT 2"
CONSTRUCT = "CONSTRUCT { ?s a ?o } WHERE { ?s a ?o }"
ALLEGED = "https://w3id.org/cartel-kg/graph/alleged"
ONTOLOGY = "https://w3id.org/cartel-kg/graph/ontology"


@pytest.fixture(scope="module")
def service(serve: Serve, default_build: Path) -> httpx.Client:
    return serve(Settings(default_build / "store", port=0))


def asked(service: httpx.Client, query: str, accept: str = "*/*", **params: str | list[str]) -> httpx.Response:
    return service.get("/sparql", params={"query": query, **params}, headers={"accept": accept})


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        ("*/*", "application/sparql-results+json"),
        ("application/json", "application/sparql-results+json"),
        ("application/sparql-results+xml", "application/sparql-results+xml"),
        ("text/csv", "text/csv; charset=utf-8"),
        ("text/tab-separated-values", "text/tab-separated-values; charset=utf-8"),
        ("text/csv;q=0.5, text/tab-separated-values;q=0.9", "text/tab-separated-values; charset=utf-8"),
        ("application/sparql-results+json;q=0, */*;q=0.1", "application/sparql-results+xml"),
        ("text/html;q=0.1, text/*", "text/csv; charset=utf-8"),
    ],
)
def test_rows_come_in_the_format_that_is_liked_best(service: httpx.Client, accept: str, kind: str) -> None:
    found = asked(service, SELECT, accept)
    assert found.status_code == 200, found.text
    assert found.headers["content-type"] == kind


@pytest.mark.parametrize(
    ("accept", "form"),
    [
        ("text/turtle", ox.RdfFormat.TURTLE),
        ("application/n-triples", ox.RdfFormat.N_TRIPLES),
        ("application/ld+json", ox.RdfFormat.JSON_LD),
        ("application/rdf+xml", ox.RdfFormat.RDF_XML),
    ],
)
def test_graphs_come_in_four_formats_and_say_the_same(service: httpx.Client, accept: str, form: ox.RdfFormat) -> None:
    found = asked(service, CONSTRUCT, accept)
    assert found.headers["content-type"].startswith(accept)
    triples = {str(each.triple) for each in ox.parse(found.content, format=form)}
    rows = asked(service, "SELECT (COUNT(*) AS ?n) { SELECT DISTINCT ?s ?o { ?s a ?o } }").json()
    assert len(triples) == int(rows["results"]["bindings"][0]["n"]["value"]) > 0


def test_rows_say_the_same_in_every_format(service: httpx.Client) -> None:
    rows = asked(service, SELECT).json()["results"]["bindings"]
    people = [row["s"]["value"] for row in rows]
    assert len(people) == 2
    csv = asked(service, SELECT, "text/csv").text.split("\r\n")
    assert [line.split(",")[0] for line in csv[1:3]] == people
    tsv = asked(service, SELECT, "text/tab-separated-values").text.split("\n")
    assert [line.split("\t")[0] for line in tsv[1:3]] == [f"<{each}>" for each in people]
    xml = ElementTree.fromstring(asked(service, SELECT, "application/sparql-results+xml").text)
    name = "{http://www.w3.org/2005/sparql-results#}"
    found = [each.text for each in xml.iter(name + "uri")]
    assert found[::2] == people


def test_get_post_form_and_post_direct_answer_alike(service: httpx.Client) -> None:
    by_get = asked(service, SELECT).json()
    by_form = service.post("/sparql", data={"query": SELECT}).json()
    direct = service.post("/sparql", content=SELECT, headers={"content-type": "application/sparql-query"}).json()
    assert by_get == by_form == direct


def test_a_yes_or_no_is_json_or_xml(service: httpx.Client) -> None:
    assert asked(service, ASK).json()["boolean"] is True
    assert "<boolean>true</boolean>" in asked(service, ASK, "application/sparql-results+xml").text
    assert asked(service, ASK, "text/csv").status_code == 406


@pytest.mark.parametrize(
    ("status", "request_"),
    [
        (400, {"method": "GET", "params": {"query": "SELECT * {"}}),
        (400, {"method": "GET", "params": {"query": ["ASK {}", "ASK {}"]}}),
        (400, {"method": "POST", "data": {"query": "ASK {}"}, "params": {"query": "ASK {}"}}),
        (400, {"method": "POST", "data": {}, "headers": {"content-type": "application/x-www-form-urlencoded"}}),
        (400, {"method": "POST", "content": b"ASK {} #\xff", "headers": {"content-type": "application/sparql-query"}}),
        (400, {"method": "GET", "params": {"query": "ASK {}", "default-graph-uri": "http://elsewhere.example/"}}),
        (400, {"method": "GET", "params": {"query": "ASK {}", "default-graph-uri": "not an iri"}}),
        (400, {"method": "GET", "params": {"query": "ASK FROM <http://elsewhere.example/> {}"}}),
        (400, {"method": "GET", "params": {"query": "ASK FROM NAMED <http://elsewhere.example/> {}"}}),
        (403, {"method": "GET", "params": {"query": "ASK { SERVICE <http://elsewhere.example/> {} }"}}),
        (403, {"method": "GET", "params": {"query": "LOAD <http://elsewhere.example/>"}}),
        (403, {"method": "POST", "data": {"update": "CLEAR ALL"}}),
        (403, {"method": "GET", "params": {"update": "CLEAR ALL"}}),
        (403, {"method": "POST", "content": "CLEAR ALL", "headers": {"content-type": "application/sparql-update"}}),
        (405, {"method": "PUT", "content": "ASK {}"}),
        (405, {"method": "DELETE"}),
        (406, {"method": "GET", "params": {"query": SELECT}, "headers": {"accept": "image/png"}}),
        (406, {"method": "GET", "params": {"query": SELECT}, "headers": {"accept": "text/turtle"}}),
        (413, {"method": "POST", "data": {"query": "ASK {}" + " " * 100_001}}),
        (414, {"method": "GET", "params": {"query": "ASK {}" + " " * 9_000}}),
        (415, {"method": "POST", "content": "ASK {}", "headers": {"content-type": "text/plain"}}),
        (415, {"method": "POST", "content": "ASK {}"}),
        (415, {"method": "POST", "content": "ASK {}".encode("utf-16"), "headers": {"content-type": "application/sparql-query; charset=UTF-16"}}),
    ],
)  # fmt: skip
def test_what_is_no_request_is_told_so(service: httpx.Client, status: int, request_: dict[str, object]) -> None:
    found = service.request(url="/sparql", **request_)  # type: ignore[arg-type]
    assert found.status_code == status, found.text
    assert found.json()["error"]
    assert found.headers["x-content-type-options"] == "nosniff"


def test_other_methods_are_told_which_there_are(service: httpx.Client) -> None:
    assert service.put("/sparql").headers["allow"] == "GET, HEAD, POST, OPTIONS"
    assert service.options("/graphs").headers["allow"] == "GET, HEAD, OPTIONS"
    head = service.head("/sparql", params={"query": SELECT})
    assert head.status_code == 200
    assert head.content == b""
    assert int(head.headers["content-length"]) == len(asked(service, SELECT).content)


def test_graphs_may_be_chosen_by_the_request_and_by_the_query(service: httpx.Client) -> None:
    count = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"

    def number(found: httpx.Response) -> int:
        return int(found.json()["results"]["bindings"][0]["n"]["value"])

    alleged = number(asked(service, count, **{"default-graph-uri": ALLEGED}))
    terms = number(asked(service, count, **{"default-graph-uri": ONTOLOGY}))
    assert alleged > number(asked(service, count)) > 0
    assert number(asked(service, count.replace(" {", f" FROM <{ALLEGED}> {{", 1))) == alleged
    both = number(asked(service, count, **{"default-graph-uri": [ALLEGED, ONTOLOGY]}))
    assert max(alleged, terms) < both <= alleged + terms
    # Oxigraph 0.5 counts a triple once per graph when it reads several as one.
    twice = asked(service, count.replace(" {", f" FROM <{ALLEGED}> FROM <{ALLEGED}> FROM graph:alleged {{", 1))
    assert number(twice) == alleged
    standing = "https://w3id.org/cartel-kg/graph/labels"
    assert number(asked(service, count, **{"named-graph-uri": standing})) == 0


def test_a_union_of_graphs_counts_a_triple_once(service: httpx.Client, default_build: Path) -> None:
    store = ox.Store.read_only(str(default_build / "store" / "current" / "quads"))
    graphs = [graph.value for graph in store.named_graphs() if isinstance(graph, ox.NamedNode)]
    triples = {
        str(each.triple) for name in graphs for each in store.quads_for_pattern(None, None, None, ox.NamedNode(name))
    }
    found = asked(service, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", **{"default-graph-uri": graphs})
    assert int(found.json()["results"]["bindings"][0]["n"]["value"]) == len(triples)


def test_a_query_by_a_chosen_dataset_sees_no_other_graph(service: httpx.Client) -> None:
    query = "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }"
    one = asked(service, query, **{"named-graph-uri": ALLEGED}).json()["results"]["bindings"]
    assert [row["g"]["value"] for row in one] == [ALLEGED]
    assert asked(service, query, **{"default-graph-uri": ALLEGED}).json()["results"]["bindings"] == []


def test_an_answer_has_a_mark_and_is_not_sent_twice(service: httpx.Client) -> None:
    found = asked(service, SELECT)
    again = service.get("/sparql", params={"query": SELECT}, headers={"if-none-match": found.headers["etag"]})
    assert again.status_code == 304
    assert again.content == b""
    assert again.headers["etag"] == found.headers["etag"]
    assert "etag" not in asked(service, "SELECT (NOW() AS ?n) {}").headers
    assert asked(service, SELECT, "text/csv").headers["etag"] != found.headers["etag"]


def test_a_graph_is_read_whole(service: httpx.Client, default_build: Path) -> None:
    store = ox.Store.read_only(str(default_build / "store" / "current" / "quads"))
    for name, params in ((ox.NamedNode(ALLEGED), {"graph": ALLEGED}), (ox.DefaultGraph(), {"default": ""})):
        found = service.get("/graphs", params=params, headers={"accept": "application/n-triples"})
        triples = {str(each.triple) for each in ox.parse(found.content, format=ox.RdfFormat.N_TRIPLES)}
        assert triples == {str(each.triple) for each in store.quads_for_pattern(None, None, None, name)}


@pytest.mark.parametrize(
    ("status", "params"),
    [(400, {}), (400, {"graph": ALLEGED, "default": ""}), (404, {"graph": "http://elsewhere.example/"}), (400, {"graph": "no iri"})],
)  # fmt: skip
def test_a_graph_that_is_not_named_or_not_there(service: httpx.Client, status: int, params: dict[str, str]) -> None:
    assert service.get("/graphs", params=params).status_code == status


@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE", "PATCH"])
def test_a_graph_is_not_written(service: httpx.Client, method: str) -> None:
    assert service.request(method, "/graphs", params={"default": ""}, content="").status_code == 405


def test_without_a_query_the_service_describes_itself(service: httpx.Client) -> None:
    found = service.get("/sparql", headers={"accept": "text/turtle"})
    store = ox.Store()
    store.load(found.content, format=ox.RdfFormat.TURTLE)
    query = """PREFIX sd: <http://www.w3.org/ns/sparql-service-description#> PREFIX void: <http://rdfs.org/ns/void#>
      SELECT ?endpoint ?name ?triples { ?service a sd:Service ; sd:endpoint ?endpoint ;
        sd:defaultDataset/sd:namedGraph [ sd:name ?name ; sd:graph/void:triples ?triples ] }"""
    rows = {row["name"].value: int(row["triples"].value) for row in store.query(query)}  # type: ignore[union-attr, index]
    whole = service.get("/graphs", params={"graph": ALLEGED}, headers={"accept": "application/n-triples"})
    assert rows[ALLEGED] == whole.text.count("\n")
    assert service.get("/sparql", headers={"accept": "image/png"}).status_code == 406


def test_a_browser_gets_a_page_to_write_queries_on(service: httpx.Client) -> None:
    browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
    found = service.get("/sparql", params={"query": "SELECT ?x {} # </textarea><script>"}, headers={"accept": browser})
    assert found.headers["content-type"].startswith("text/html")
    assert "SELECT ?x {} # &lt;/textarea&gt;&lt;script&gt;" in found.text
    assert "script-src 'self'" in found.headers["content-security-policy"]


@pytest.mark.parametrize("name", question_names())
def test_every_example_runs_and_is_answered_as_the_engine_answers(
    service: httpx.Client, default_build: Path, name: str
) -> None:
    found = service.post("/sparql", data={"query": example(name)})
    store = ox.Store.read_only(str(default_build / "store" / "current" / "quads"))
    own = store.query(example(name)).serialize(format=ox.QueryResultsFormat.JSON)  # type: ignore[union-attr]
    assert found.status_code == 200, found.text
    assert own is not None
    assert sorted(map(str, found.json()["results"]["bindings"])) == sorted(
        map(str, json.loads(own)["results"]["bindings"])
    )


def test_health_tells_of_the_workers(service: httpx.Client) -> None:
    told = service.get("/healthz").json()["queries"]
    assert told["ok"]
    assert told["workers"] == 2
    assert json.dumps(told)
    assert "kg_query_seconds_count" in service.get("/metrics").text
