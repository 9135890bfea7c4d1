"""Names that are found while they are typed."""

from pathlib import Path

import pytest
from rdflib import Dataset

from kg.graph import LABELS, memory_store
from kg.graph.quads import literal, quad
from kg.graph.search import INDEX, Index, write_index
from kg.model import mint
from kg.queries import find
from kg.vocab import PREFIXES


@pytest.fixture(scope="module")
def index(article: Dataset, tmp_path_factory: pytest.TempPathFactory) -> Index:
    path = tmp_path_factory.mktemp("index") / INDEX
    write_index(article, path)
    return Index(path)


def labels(index: Index, text: str) -> list[str]:
    return [found.label for found in index.search(text)]


@pytest.mark.parametrize(
    "text",
    ["menc", "MENCHO", "el mencho", "mencho el", "oseguera neme", "Nemesio", " nemesio  oseg", "“mencho”", "osegu"],
)
def test_a_name_is_found_by_its_words_in_any_order_the_last_unfinished(index: Index, text: str) -> None:
    assert "Nemesio Oseguera" in labels(index, text)


@pytest.mark.parametrize("text", ["gonzalez", "González", "GONZÁLEZ", "gonza\u0301lez"])
def test_accents_and_case_are_set_aside(index: Index, text: str) -> None:
    assert "Abigael González Valencia" in labels(index, text)


@pytest.mark.parametrize(
    "text", ["", " ", "-", '"', "*", "' OR 1=1 --", 'a" OR "b', "NEAR(a b)", "(", "x" * 10_000, "\x00", "^a", "a AND"]
)
def test_what_is_no_name_finds_nobody_and_breaks_nothing(index: Index, text: str) -> None:
    assert isinstance(index.search(text), list)


def test_who_is_called_so_comes_before_who_has_it_in_a_name(tmp_path: Path) -> None:
    names = {"a": "Ana María López", "b": "Ana", "c": "Mariana"}
    label = PREFIXES["rdfs"] + "label"
    dataset = memory_store(
        quad(mint("entity", "x", key), label, literal(name), str(LABELS)) for key, name in names.items()
    )
    write_index(dataset, tmp_path / INDEX)
    assert labels(Index(tmp_path / INDEX), "ana") == ["Ana", "Ana María López"]


def test_the_same_store_gives_the_same_index(article: Dataset, tmp_path: Path) -> None:
    for name in ("one", "two"):
        write_index(article, tmp_path / name)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


def test_every_name_that_kg_find_finds_whole_is_in_the_index(article: Dataset, index: Index) -> None:
    for text in ("cjng", "caro quintero", "claudia sheinbaum", "sinaloa cartel", "pam bondi"):
        found = {hit.entity for hit in find(article, text) if hit.rank < 2}
        assert found <= {each.entity for each in index.search(text, 50)}, text
