"""Stores: the same bytes twice, all or nothing, readers never see half."""

import multiprocessing
import os
import shutil
import signal
import time
from pathlib import Path

import pytest
from rdflib import Literal, URIRef

import kg
from kg.errors import DataError, StoreError
from kg.graph import dump, memory_store, rows
from kg.graph.store import append, change_store, create_store
from kg.vocab import BASE, PREFIXES

REPO = Path(__file__).parents[2]
SOURCES = REPO / "tests" / "article.toml"
LINE = "<u:a> <u:p> <u:b> <u:g> .\n"


def test_two_builds_give_the_same_bytes(built, tmp_path):
    kg.build(SOURCES, into=tmp_path)
    for form in ("nquads", "trig", "jsonld"):
        assert list(dump(kg.open(built / "store"), form)) == list(dump(kg.open(tmp_path / "store"), form))
    for name in ("network.html", "report.html"):
        assert (built / name).read_bytes() == (tmp_path / name).read_bytes()


def test_a_second_build_of_the_same_sources_is_the_same_folder(tmp_path):
    first = kg.build(SOURCES, into=tmp_path).store.joinpath("current").resolve()
    assert kg.build(SOURCES, into=tmp_path).store.joinpath("current").resolve() == first


def test_a_fault_leaves_the_store_as_it_was(tmp_path):
    shutil.copytree(REPO / "data", tmp_path / "data")
    shutil.copy(REPO / "tests" / "article.toml", tmp_path / "data" / "sources.toml")
    kg.build(tmp_path / "data" / "sources.toml", into=tmp_path / "build")
    before = sorted(path.name for path in (tmp_path / "build" / "store").iterdir())
    claims = tmp_path / "data" / "claims" / "bbc-2025-08-13.yaml"
    claims.write_text(claims.read_text(encoding="utf-8").replace("26 inmates", "27 inmates"), encoding="utf-8")
    with pytest.raises(DataError):
        kg.build(tmp_path / "data" / "sources.toml", into=tmp_path / "build")
    assert sorted(path.name for path in (tmp_path / "build" / "store").iterdir()) == before
    assert len(list(rows(kg.open(tmp_path / "build" / "store"), "SELECT ?p { ?p a kg:Person }"))) == 8


def _slow_build(directory):
    def accept(_):
        time.sleep(60)

    create_store(Path(directory), [LINE], list, accept, dict)


@pytest.mark.parametrize("with_signal", [signal.SIGKILL, signal.SIGINT])
def test_a_killed_build_leaves_the_store_as_it_was(tmp_path, with_signal):
    create_store(tmp_path, [LINE], list, None, dict)
    before = (tmp_path / "current").resolve()
    builder = multiprocessing.get_context("spawn").Process(target=_slow_build, args=(str(tmp_path),))
    builder.start()
    while not list(tmp_path.glob(".building-*/*.nq")):
        time.sleep(0.05)
    os.kill(builder.pid, with_signal)
    builder.join()
    assert (tmp_path / "current").resolve() == before
    assert len(list(rows(kg.open(tmp_path), "SELECT ?s { GRAPH ?g { ?s ?p ?o } }"))) == 1


def _slow_change(directory):
    def change(dataset):
        append(dataset, [LINE.replace("u:a", "u:z")])
        (Path(directory) / "changed").touch()
        time.sleep(60)

    change_store(Path(directory), change, dict)


def test_a_killed_load_leaves_the_store_as_it_was(tmp_path):
    create_store(tmp_path, [LINE], list, None, dict)
    before = (tmp_path / "current").resolve()
    loader = multiprocessing.get_context("spawn").Process(target=_slow_change, args=(str(tmp_path),))
    loader.start()
    while not (tmp_path / "changed").exists():
        time.sleep(0.05)
    os.kill(loader.pid, signal.SIGKILL)
    loader.join()
    assert (tmp_path / "current").resolve() == before
    assert list(tmp_path.glob(".building-*"))
    change_store(tmp_path, lambda _: None, dict)
    assert not list(tmp_path.glob(".building-*"))
    assert len(list(rows(kg.open(tmp_path), "SELECT ?s { GRAPH ?g { ?s ?p ?o } }"))) == 1


def test_a_reader_keeps_what_it_opened_while_a_new_build_is_switched_to(tmp_path):
    create_store(tmp_path, [LINE], list, None, dict)
    reader = kg.open(tmp_path)
    create_store(tmp_path, [LINE, LINE.replace("u:a", "u:z")], list, None, dict)
    assert len(list(rows(reader, "SELECT ?s { GRAPH ?g { ?s ?p ?o } }"))) == 1
    assert len(list(rows(kg.open(tmp_path), "SELECT ?s { GRAPH ?g { ?s ?p ?o } }"))) == 2


def test_the_dataset_is_rdflibs_and_read_only(built):
    dataset = kg.open(built / "store")
    found = dataset.query("SELECT ?p WHERE { ?p a kg:Person ; rdfs:label 'Rosa A' }")
    assert [str(row.p) for row in found] == ["https://w3id.org/cartel-kg/id/bbc-2025-08-13.rosa-a"]
    assert len(dataset.graph(URIRef("https://w3id.org/cartel-kg/graph/alleged"))) > 100
    with pytest.raises(StoreError, match="read-only"):
        dataset.add((URIRef("u:a"), URIRef("u:b"), URIRef("u:c")))


def test_quotes_are_stored_letter_by_letter():
    text = '“one” 1.50 – “two”\n\\ "three" en-US'
    store = memory_store([f"<u:a> <u:p> {kg.graph.quads.literal(text)} .\n"])
    assert [row[0] for row in rows(store, "SELECT ?o { ?s ?p ?o }")] == [text]


def test_a_string_equals_the_literal_people_write(built):
    (row,) = kg.select(kg.open(built / "store"), "aliases_of", entity="El Cuini")[:1]
    assert any(value == Literal("El Cuini") for value in row.values())


def test_no_store_is_one_line(tmp_path):
    with pytest.raises(StoreError, match="make one with `kg build`"):
        kg.open(tmp_path / "none")


def test_no_quad_has_a_blank_node(article):
    assert not list(rows(article, "SELECT ?s { GRAPH ?g { ?s ?p ?o } FILTER(isBlank(?s) || isBlank(?o)) }"))


def test_every_id_can_be_typed_into_a_query(article):
    """Oxigraph 0.5 refuses prefixed names with two dots; ids are made so that none has."""
    for prefix, iri in PREFIXES.items():
        if not iri.startswith(BASE):
            continue
        query = f"SELECT DISTINCT ?s WHERE {{ GRAPH ?g {{ ?s ?p ?o }} FILTER(STRSTARTS(STR(?s), '{iri}')) }}"
        for (subject,) in list(rows(article, query)):
            assert list(
                rows(article, f"SELECT ?p WHERE {{ GRAPH ?g {{ {prefix}:{subject.removeprefix(iri)} ?p ?o }} }}")
            )
