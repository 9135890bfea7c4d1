"""One build, four kinds of store: the same rows, the same network, the same profile, the same checks."""

from pathlib import Path

import networkx as nx
import pytest
from rdflib import Dataset, Graph

import kg
from kg.graph import Table, answer, dump, note
from kg.notes import MANIFEST
from kg.pipeline import check_path, dataset_of
from kg.queries import ask, find, question, question_names
from kg.queries.profile import profile
from kg.vocab import PREFIXES
from tests.queries.test_questions import GOLDEN, SAMPLES, as_csv

REPO = Path(__file__).parents[2]
SOURCES = REPO / "tests" / "article.toml"
EL_CUINI = PREFIXES[""] + "bbc-2025-08-13.abigael-gonzalez-valencia"


@pytest.fixture(scope="module", params=["embedded", "memory", "oxigraph", "virtuoso"])
def store(request: pytest.FixtureRequest, built: Path, tmp_path_factory: pytest.TempPathFactory) -> str | Path | None:
    """Where the article's build is; nowhere for the one in memory."""
    if request.param == "memory":
        return None
    if request.param == "embedded":
        return built / "store"
    url: str = request.getfixturevalue(request.param).url
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(tmp_path_factory.mktemp("pages"))
        assert kg.build(SOURCES, into=url).store == url
    return url


@pytest.fixture(scope="module")
def dataset(store: str | Path | None) -> Dataset:
    return dataset_of(SOURCES) if store is None else kg.open(store)


@pytest.mark.parametrize("name", question_names())
def test_every_question_has_the_answer_last_read(dataset: Dataset, name: str) -> None:
    found = ask(dataset, question(name), SAMPLES.get(name, {}))
    assert isinstance(found, Table)
    assert as_csv(found) == (GOLDEN / f"{name}.csv").read_text(encoding="utf-8")


@pytest.mark.parametrize("include", ["established", "alleged"])
def test_the_network_is_the_same(dataset: Dataset, article: Dataset, include: str) -> None:
    found, expected = (kg.network(each, include=include) for each in (dataset, article))
    assert nx.utils.graphs_equal(found, expected)
    assert [tuple(data["claims"]) for *_, data in found.edges(data=True)] == [
        tuple(data["claims"]) for *_, data in expected.edges(data=True)
    ]


def test_the_network_around_somebody_on_a_day_is_the_same(dataset: Dataset, article: Dataset) -> None:
    asked = {"include": "alleged", "among": [EL_CUINI], "depth": 2, "as_of": "2025-08"}
    assert nx.utils.graphs_equal(kg.network(dataset, **asked), kg.network(article, **asked))


def test_the_profile_is_the_same(dataset: Dataset, article: Dataset) -> None:
    assert profile(dataset, EL_CUINI) == profile(article, EL_CUINI)


def test_names_are_found_alike(dataset: Dataset, article: Dataset) -> None:
    assert find(dataset, "el cuini") == find(article, "el cuini") != []


def test_the_default_graph_is_the_established_view(dataset: Dataset, article: Dataset) -> None:
    asked = "SELECT ?s ?p ?o WHERE { ?s ?p ?o } ORDER BY ?s ?p ?o"
    assert answer(dataset, asked) == answer(article, asked)
    assert answer(dataset, "ASK { ?who a kg:Person }") is True
    built = answer(dataset, "CONSTRUCT { ?who rdfs:label ?name } WHERE { ?who a kg:Person ; rdfs:label ?name }")
    assert isinstance(built, Graph)
    assert len(built) == 8


def test_rdflib_asks_the_dataset_too(dataset: Dataset) -> None:
    found = dataset.query("SELECT ?p WHERE { ?p a kg:Person ; rdfs:label 'Rosa A' }")
    assert [str(row.p) for row in found] == [PREFIXES[""] + "bbc-2025-08-13.rosa-a"]


def test_all_quads_are_the_same_letter_by_letter(dataset: Dataset, article: Dataset) -> None:
    assert list(dump(dataset, "nquads")) == list(dump(article, "nquads"))


def test_a_store_passes_the_checks_and_knows_its_texts(store: str | Path | None) -> None:
    if store is not None:
        assert check_path(store) == []
        assert list(note(store, MANIFEST)["sources"]) == ["bbc-2025-08-13"]
