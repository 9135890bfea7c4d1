"""Shapes over data and over the ontology; quotes against their texts."""

import shutil
from pathlib import Path

import pytest
import rdflib

import kg
from kg.check import check_ontology, check_quotes, check_shapes
from kg.graph import ONTOLOGY, memory_store
from kg.graph.quads import quad
from kg.ontology import folder, load_ontology, vocab_source
from kg.pipeline import check_path
from kg.shapes import broken

REPO = Path(__file__).parents[1]
EXAMPLES = REPO / "ontology" / "examples"


def example(turtle: Path):
    """One example file, beside the ontology."""
    graph = rdflib.Graph().parse(turtle)
    lines = [f"{s.n3()} {p.n3()} {o.n3()} <u:example> .\n" for s, p, o in graph]
    terms = [quad(t.subject.value, t.predicate.value, str(t.object), str(ONTOLOGY)) for t in load_ontology().triples]
    return memory_store([*lines, *terms])


@pytest.mark.parametrize("path", sorted((EXAMPLES / "valid").glob("*.ttl")), ids=lambda path: path.stem)
def test_a_valid_example_passes(path):
    assert check_shapes(example(path)) == []


@pytest.mark.parametrize("path", sorted((EXAMPLES / "invalid").glob("*.ttl")), ids=lambda path: path.stem)
def test_an_invalid_example_fails_with_the_message_its_first_line_expects(path):
    expected = path.read_text(encoding="utf-8").partition("\n")[0].removeprefix("# expect: ")
    assert any(expected in str(fault) for fault in check_shapes(example(path))), check_shapes(example(path))


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*/*.ttl")), ids=lambda path: path.stem)
def test_the_fast_path_for_lists_gives_the_verdicts_of_pyshacl(path):
    dataset = example(path)
    reference = {fault.place for fault in check_shapes(dataset)}
    assert {node.rsplit("/", 1)[-1] for node, _ in broken(dataset)} == {place.rsplit("/", 1)[-1] for place in reference}


def test_the_fast_path_finds_nothing_wrong_with_the_article(article):
    assert list(broken(article)) == []


def test_every_rule_over_data_has_an_invalid_example():
    shapes = rdflib.Graph().parse(folder() / "shapes" / "claims.ttl")
    sh = rdflib.Namespace("http://www.w3.org/ns/shacl#")
    rules = {str(rule).rsplit("#", 1)[1] for rule in shapes.subjects(rdflib.RDF.type, sh.SPARQLConstraint)}
    assert {path.stem for path in (EXAMPLES / "invalid").glob("*.ttl")} >= rules


def test_the_article_keeps_to_the_shapes(article):
    assert check_shapes(article) == []


def test_the_ontology_explains_every_term_in_both_languages():
    assert check_ontology() == []


def test_the_vocabulary_is_in_step_with_the_ontology():
    assert (REPO / "kg" / "vocab.py").read_text(encoding="utf-8") == vocab_source()


def test_a_term_the_ontology_does_not_have_fails_where_it_is_typed():
    with pytest.raises(AttributeError):
        kg.KG.memberOff  # noqa: B018


def test_the_values_of_records_are_those_of_the_ontology():
    from kg import model

    for name in ("Modality", "Basis", "DateBasis", "Review"):
        assert set(getattr(model, name)) == {n for n, t in load_ontology().terms.items() if name in t.kinds}


def test_a_store_is_checked_against_the_text_it_came_from(tmp_path):
    shutil.copytree(REPO / "data", tmp_path / "data")
    store = kg.build(tmp_path / "data" / "sources.toml", into=tmp_path / "build").store
    assert check_path(store) == []
    text = tmp_path / "data" / "sources" / "bbc-2025-08-13.txt"
    text.write_bytes(text.read_bytes().replace(b"26 inmates", b"62 inmates"))
    (fault,) = check_path(store)
    assert "is not the text that was read" in str(fault)
    text.unlink()
    (fault,) = check_path(store)
    assert "is not here" in str(fault)


def test_a_passage_that_does_not_stand_at_its_offsets_is_found():
    from kg.vocab import KG

    text = REPO / "README.md"
    import hashlib

    digest = hashlib.sha256(text.read_bytes()).hexdigest()
    lines = [
        quad("u:s", KG.sha256, f'"{digest}"', "u:s"),
        quad("u:p", KG.inSource, "<u:s>", "u:s"),
        quad("u:p", KG.exact, '"no such words"', "u:s"),
        quad("u:p", KG.start, '"0"', "u:s"),
        quad("u:p", KG.end, '"13"', "u:s"),
    ]
    (fault,) = check_quotes(memory_store(lines), {digest: text})
    assert "does not stand at code points 0 to 13" in str(fault)


@pytest.mark.parametrize(
    ("toml", "shown"),
    [
        ("[[source]]\nid='a'\nloader='claims'\npath='x.yaml'\nlicense='y'", "source.0.license: the key is unknown"),
        ("[[source]]\nid='a'\nloader='klaims'\npath='x.yaml'", "there is no loader 'klaims'; choose one of claims"),
        ("[[source]]\nid='a'\nloader='claims'\npath='none.yaml'", "none.yaml: cannot be read"),
        ("[[source]\n", "is not TOML"),
        ("", "source: Field required"),
    ],
)
def test_a_fault_in_sources_toml_is_one_clear_line(tmp_path, toml, shown):
    (tmp_path / "sources.toml").write_text(toml, encoding="utf-8")
    (fault,) = check_path(tmp_path / "sources.toml")
    assert shown in str(fault)


def test_a_parse_that_gives_less_than_expected_stops(tmp_path):
    shutil.copytree(REPO / "data", tmp_path / "data")
    sources = tmp_path / "data" / "sources.toml"
    sources.write_text(sources.read_text(encoding="utf-8").replace("claims = 125", "claims = 999"), encoding="utf-8")
    (fault,) = check_path(sources)
    assert "claims where at least 999 are expected" in str(fault)


def test_a_claim_file_is_called_as_the_plan_calls_it(tmp_path):
    shutil.copytree(REPO / "data", tmp_path / "data")
    sources = tmp_path / "data" / "sources.toml"
    sources.write_text(
        sources.read_text(encoding="utf-8").replace('id = "bbc-2025-08-13"', 'id = "bbc"'), encoding="utf-8"
    )
    (fault,) = check_path(sources)
    assert "calls its source 'bbc-2025-08-13'; give both the same id" in str(fault)
