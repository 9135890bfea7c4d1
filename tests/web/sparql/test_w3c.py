"""The W3C's tests of the SPARQL Protocol, the Graph Store Protocol and service descriptions, where they are at hand.

Those apply that a service passes which only reads: queries, reads of graphs, and that requests which are none are refused.
What a graph holds before a read of the Graph Store Protocol is made from the writes before it; the writes themselves are
refused. `mf:requires` and how a request is put together follow the manifests.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pyoxigraph as ox
import pytest
from rdflib import RDF, Dataset, Graph, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.compare import isomorphic

from kg.graph import create_store
from kg.web.settings import Settings

MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
HT = Namespace("http://www.w3.org/2011/http#")
CNT = Namespace("http://www.w3.org/2011/content#")
UT = Namespace("http://www.w3.org/2009/sparql/tests/test-update#")
#: Those that write and then ask what was written; the rest of the names are run.
WRITING = re.compile("^update_")
FORMATS = {
    "boolean": ("application/sparql-results+json", "application/sparql-results+xml"),
    "tabular": (
        "application/sparql-results+json",
        "application/sparql-results+xml",
        "text/csv",
        "text/tab-separated-values",
    ),
    "RDF": ("application/rdf+xml", "text/turtle", "application/n-triples", "application/ld+json"),
}


@dataclass
class Call:
    """One request of a test, and what is expected of its answer."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes
    status: set[str]
    truth: bool | None
    format: str | None
    graph: Graph | None
    location: str | None


@dataclass
class Case:
    name: str
    calls: list[Call] = field(default_factory=list)


@cache
def manifest(path: Path) -> Graph:
    return Graph().parse(path, format="turtle")


def listed(graph: Graph, node: Any) -> list[Any]:
    return list(Collection(graph, node)) if node is not None else []


def cases(path: Path) -> Iterator[Case]:
    graph = manifest(path)
    for entries in graph.objects(None, MF.entries):
        for test in Collection(graph, entries):
            action = graph.value(test, MF.action)
            case = Case(str(test).rpartition("#")[2])
            case.calls = [call(graph, node) for node in listed(graph, graph.value(action, HT.requests))]
            yield case


def call(graph: Graph, node: Any) -> Call:
    answer = graph.value(node, HT.resp)
    body, expected = graph.value(node, HT.body), graph.value(answer, HT.body)
    encoding = str(graph.value(body, CNT.characterEncoding) or "UTF-8")
    text = graph.value(body, CNT.chars)
    truth = graph.value(answer, MF.expectedBoolean)
    form = graph.value(answer, MF.expectedFormat)
    location = graph.value(answer, MF.expectedLocation)
    found = None
    if expected is not None:
        found = Graph().parse(
            data=str(graph.value(expected, CNT.chars)), format="turtle", publicID="http://www.example/"
        )
    return Call(
        str(graph.value(node, HT.methodName)),
        str(graph.value(node, HT.absolutePath)),
        {
            str(graph.value(each, HT.fieldName)): str(graph.value(each, HT.fieldValue))
            for each in listed(graph, graph.value(node, HT.headers))
        },
        b"" if text is None else str(text).encode(encoding),
        {str(each).rpartition("#")[2] for each in graph.objects(answer, MF.expectedStatus)},
        None if truth is None else bool(truth.toPython()),  # type: ignore[attr-defined]
        None if form is None else str(form),
        found,
        None if location is None else str(location),
    )


def fits(code: int, expected: set[str]) -> bool:
    named = {"OK": 200, "Created": 201, "NoContent": 204, "NotFound": 404, "BadRequest": 400}
    return any(
        named.get(each) == code or each in {f"StatusCode{code // 100}xx", f"StatusCode{code}", str(code)}
        for each in expected
    )


@pytest.fixture(scope="module")
def protocol(serve: Callable[[Settings], httpx.Client], shared_data: Path, tmp_path_factory: pytest.TempPathFactory, need: Any) -> httpx.Client:  # fmt: skip
    """A service that holds the graphs which the tests of the protocol name."""
    folder = shared_data / "w3c" / "protocol"
    need(folder.is_dir(), "the W3C's tests are not in KG_TEST_DATA")
    lines = []
    for name in ("data1", "data2", "data3"):
        graph = ox.NamedNode(f"http://kasei.us/2009/09/sparql/data/{name}.rdf")
        quads = ox.parse((folder / f"{name}.nt").read_bytes(), format=ox.RdfFormat.N_TRIPLES)
        lines += [f"{ox.Quad(each.subject, each.predicate, each.object, graph)} .\n" for each in quads]
    # Tests that ask nothing of it name data0.rdf; the manifest gives it no content.
    lines.append("<urn:x> <urn:x> <urn:x> <http://kasei.us/2009/09/sparql/data/data0.rdf> .\n")
    store = tmp_path_factory.mktemp("w3c")
    create_store(store, lines, lambda: (), None, dict)
    return serve(Settings(store, port=0))


def test_queries_by_the_protocol(protocol: httpx.Client, shared_data: Path) -> None:
    ran = []
    for case in cases(shared_data / "w3c" / "protocol" / "manifest.ttl"):
        if WRITING.match(case.name):
            continue
        for each in case.calls:
            path = each.path.replace("/sparql/", "/sparql", 1)
            found = protocol.request(each.method, path, content=each.body, headers=each.headers)
            assert fits(found.status_code, each.status), f"{case.name}: {found.status_code} {found.text}"
            kind = found.headers.get("content-type", "").partition(";")[0]
            assert each.format is None or kind in FORMATS[each.format], f"{case.name}: {kind}"
            assert each.truth is None or found.json()["boolean"] is each.truth, case.name
        ran.append(case.name)
    assert len(ran) == 27
    assert {"query_multiple_dataset", "bad_query_non_utf8", "bad_update_dataset_conflict"} <= set(ran)


def test_updates_by_the_protocol_are_refused(protocol: httpx.Client, shared_data: Path) -> None:
    seen = 0
    for case in cases(shared_data / "w3c" / "protocol" / "manifest.ttl"):
        for each in case.calls:
            if WRITING.match(case.name) and ("sparql-update" in str(each.headers) or each.body.startswith(b"update=")):
                path = each.path.replace("/sparql/", "/sparql", 1)
                found = protocol.request(each.method, path, content=each.body, headers=each.headers)
                assert found.status_code == 403, f"{case.name}: {found.status_code}"
                seen += 1
    assert seen >= 7


@dataclass
class Read:
    """A read of the Graph Store Protocol, and the graph that is to be there; None where there is none."""

    test: str
    call: Call
    there: Graph | None


def reads(path: Path) -> Iterator[Read]:
    """Follow the writes of each test, and give its reads with what is there by then."""
    for case in cases(path):
        state: dict[str, Graph] = {}
        places: dict[str, str] = {}
        for number, each in enumerate(case.calls):
            for template, place in places.items():
                each.path = each.path.replace(template, place)
            name = graph_of(each.path)
            if each.location:
                name = places[each.location] = f"/gsp/made{number}"
            if each.method in {"GET", "HEAD"}:
                yield Read(case.name, each, state.get(name))
            elif each.method == "DELETE":
                state.pop(name, None)
            else:
                new = Graph()
                for kind, text in parts(each):
                    new.parse(data=text, format=kind, publicID="http://www.example" + name)
                state[name] = new if each.method == "PUT" else state.get(name, Graph()) + new


def parts(each: Call) -> Iterator[tuple[str, str]]:
    """Give what is written, by format; a form of files holds several."""
    text = each.body.decode()
    kind = next((value for name, value in each.headers.items() if name.lower() == "content-type"), "text/turtle")
    if kind.startswith("multipart/"):
        for part in re.split(r"--[\w'-]+(?:--)?\r?\n?", text):
            head, found, body = re.sub(r"\r\n", "\n", part).lstrip().partition("\n\n")
            if found:
                yield ("xml" if "rdf+xml" in head else "turtle"), body
    else:
        yield ("xml" if "rdf+xml" in kind else "turtle"), text


def graph_of(path: str) -> str:
    """Give the name of the graph a request is about: by `graph`, else by the path; "" is the default graph."""
    asked = parse_qs(urlsplit(path).query, keep_blank_values=True)
    if "default" in asked:
        return ""
    return urlsplit(asked["graph"][0]).path if "graph" in asked else urlsplit(path).path


@pytest.mark.parametrize("name", ["manifest-direct", "manifest-indirect"])
def test_reads_of_graphs(name: str, shared_data: Path, serve: Any, tmp_path: Path, need: Any) -> None:
    folder = shared_data / "w3c" / "graph-store-protocol"
    need(folder.is_dir(), "the W3C's tests are not in KG_TEST_DATA")
    found = list(reads(folder / f"{name}.ttl"))
    assert len(found) >= 4
    for number, read in enumerate(found):
        check_read(serve, tmp_path / str(number), read)


def check_read(serve: Callable[[Settings], httpx.Client], store: Path, read: Read) -> None:
    asked = parse_qs(urlsplit(read.call.path).query, keep_blank_values=True)
    direct, default = not asked, "default" in asked
    dataset = Dataset()
    address = "http://localhost/graphs" + urlsplit(read.call.path).path
    if read.there is not None:
        target = dataset.default_graph if default else dataset.graph(URIRef(address))
        for triple in read.there:
            target.add(triple)
    dataset.graph(URIRef("urn:other")).add((URIRef("urn:x"), RDF.type, URIRef("urn:x")))
    lines = dataset.serialize(format="nquads").splitlines(keepends=True)
    create_store(store, [line for line in lines if line.strip()], lambda: (), None, dict)
    client = serve(Settings(store, port=0))
    params = {} if direct else {"default": ""} if default else {"graph": address}
    path = urlsplit(address).path if direct else "/graphs"
    headers = {**read.call.headers, "host": "localhost"}
    answer = client.request(read.call.method, path, params=params, headers=headers)
    told = f"{read.test}: {answer.status_code} {answer.text[:200]}"
    assert fits(answer.status_code, read.call.status), told
    if read.call.graph is not None:
        assert answer.headers["content-type"] == "text/turtle; charset=utf-8", told
        assert read.there is not None
        assert isomorphic(Graph().parse(data=answer.text, format="turtle"), read.there), told
        assert len(read.there) == len(read.call.graph), told


def test_the_description_of_the_service(protocol: httpx.Client, shared_data: Path) -> None:
    names = {str(each).rpartition("#")[2] for each in manifest(shared_data / "w3c" / "service-description" / "manifest.ttl").subjects(RDF.type, MF.ServiceDescriptionTest)}  # fmt: skip
    assert names == {"returns-rdf", "has-endpoint-triple", "conforms-to-schema"}
    answer = protocol.get("/sparql")
    assert answer.headers["content-type"].startswith("text/turtle")
    found = Graph().parse(data=answer.text, format="turtle")
    sd = Namespace("http://www.w3.org/ns/sparql-service-description#")
    endpoint = URIRef(str(protocol.base_url).rstrip("/") + "/sparql")
    assert (endpoint, sd.endpoint, endpoint) in found
    kinds = {"endpoint": "Service", "defaultDataset": "Service", "defaultGraph": "Dataset", "namedGraph": "Dataset", "name": "NamedGraph", "graph": "NamedGraph"}  # fmt: skip
    for relation, kind in kinds.items():
        subjects = list(found.subjects(sd[relation]))
        assert subjects
        assert all((subject, RDF.type, sd[kind]) in found for subject in subjects), relation
    terms = {each for triple in found for each in triple if str(each).startswith(str(sd))}
    known = {*kinds, *kinds.values(), "supportedLanguage", "SPARQL11Query", "resultFormat", "Graph"}
    assert {str(each).removeprefix(str(sd)) for each in terms} <= known
