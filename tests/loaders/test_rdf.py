"""RDF in our terms: what an export writes comes back as it was, and nothing else comes in."""

import hashlib
import shutil
from collections.abc import Iterable
from pathlib import Path

import pytest
from rdflib import Dataset, URIRef

import kg
from kg.errors import DataError
from kg.graph import dump
from kg.graph.facts import Facts
from kg.graph.quads import source_quads
from kg.loaders import LOADERS
from kg.model import Claim, Edition, Entity, Record, Review, mint

INPUT = Path(__file__).parent / "rdf" / "input.trig"
TEXT = INPUT.read_text(encoding="utf-8")
DATA = Path(__file__).parents[2] / "data"


def load(path: Path, source: str = "sample") -> list[Record]:
    return list(LOADERS["rdf"](path, Edition(id=source)))


def quads(records: Iterable[Record], same: dict[URIRef, URIRef] | None = None) -> set[str]:
    return set(source_quads(records, same or {}, Facts()))


@pytest.mark.parametrize(("form", "suffix"), [("nquads", "nq"), ("trig", "trig"), ("jsonld", "jsonld")])
def test_an_export_of_the_article_comes_back_quad_for_quad(
    form: str, suffix: str, article: Dataset, tmp_path: Path
) -> None:
    path = tmp_path / f"export.{suffix}"
    path.write_text("".join(dump(article, form)), encoding="utf-8")
    records = LOADERS["claims"](DATA / "claims" / "bbc-2025-08-13.yaml", Edition(id="bbc-2025-08-13"))
    back = {line for line in quads(load(path, "bbc-2025-08-13")) if "#retrieved>" not in line}
    assert back == {line for line in quads(records) if "#retrieved>" not in line}


def test_a_build_from_an_export_quotes_the_text_beside_it(built: Path, tmp_path: Path) -> None:
    export = "".join(dump(kg.open(built / "store"), "nquads"))
    (tmp_path / "export.nq").write_text(export, encoding="utf-8")
    shutil.copy(DATA / "sources" / "bbc-2025-08-13.txt", tmp_path)
    plan = '[[source]]\nid = "bbc-2025-08-13"\nloader = "rdf"\npath = "export.nq"\n'
    (tmp_path / "sources.toml").write_text(plan, encoding="utf-8")
    again = kg.build(tmp_path / "sources.toml", into=tmp_path / "build")
    assert "".join(dump(kg.open(again.store), "nquads")) == export


def test_claims_nobody_has_reviewed_come_back_as_candidates(tmp_path: Path) -> None:
    table = INPUT.parents[1] / "table" / "input.csv"
    edition = Edition(id="sample", publisher="P", date="2026", review=Review.CANDIDATE)
    lines = quads(LOADERS["table"](table, edition))
    (tmp_path / "a.nq").write_text("".join(sorted(lines)), encoding="utf-8")
    records = load(tmp_path / "a.nq")
    assert {r.review for r in records if isinstance(r, Claim)} == {Review.CANDIDATE}
    assert quads(records) == lines


def test_a_merged_record_comes_back_with_the_ids_it_was_recorded_as(tmp_path: Path) -> None:
    old, new = mint("entity", "register", "17"), mint("entity", "other", "1")
    (tmp_path / "a.nq").write_text("".join(sorted(quads(load(INPUT), {old: new}))), encoding="utf-8")
    assert {old, new} <= {r.id for r in load(tmp_path / "a.nq") if isinstance(r, Entity)}


def test_turtle_carries_exactly_one_source(tmp_path: Path) -> None:
    body = TEXT[TEXT.index("{") + 1 : TEXT.rindex("}")].rstrip().removesuffix(".") + " .\n"
    prefixes = TEXT[: TEXT.rindex("\n", 0, TEXT.index("{"))]
    (tmp_path / "a.ttl").write_text(f"{prefixes}\n{body}", encoding="utf-8")
    assert quads(load(tmp_path / "a.ttl")) == quads(load(INPUT))
    with pytest.raises(DataError, match="has sample, not other"):
        load(tmp_path / "a.ttl", "other")


EXTRA = "<https://w3id.org/cartel-kg/source/sample> {\n"


@pytest.mark.parametrize(
    ("added", "shown"),
    [
        ("<https://w3id.org/cartel-kg/id/register.17> <https://schema.org/name> 'Ana' .", "unread property https://schema.org/name"),
        ("<https://w3id.org/cartel-kg/id/register.17> a <https://schema.org/Person> .", "the class https://schema.org/Person is not in the ontology"),
        ("<https://w3id.org/cartel-kg/id/register.17> a [] .", "has a blank node"),
        ("<https://w3id.org/cartel-kg/id/lost> <http://www.w3.org/2000/01/rdf-schema#label> 'x' .", "has no class"),
    ],
)  # fmt: skip
def test_what_is_not_in_our_terms_stops_the_load(added: str, shown: str, tmp_path: Path) -> None:
    path = tmp_path / "input.trig"
    path.write_text(f"{TEXT}\n{EXTRA}{added}\n}}\n", encoding="utf-8")
    with pytest.raises(DataError) as error:
        load(path)
    assert shown in str(error.value)


@pytest.mark.parametrize(
    ("name", "text", "shown"),
    [
        ("a.jsonld", '{"@context": "https://schema.org/", "@id": "https://example.org/a", "name": "Ana"}', "a.jsonld"),
        ("a.json", "{}", "is no RDF by its ending"),
        ("a.trig", TEXT.replace("kg:Person", "kg:Persona", 1), "Persona is not in the ontology"),
        ("a.trig", TEXT + "<https://example.org/g> { <https://example.org/a> a <https://example.org/B> . }", "which is no source of it"),
    ],
)  # fmt: skip
def test_a_file_of_another_kind_gives_one_line(name: str, text: str, shown: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(DataError) as error:
        load(tmp_path / name)
    assert shown in str(error.value)
    assert len(str(error.value).splitlines()) == 1


def test_a_digest_stays_that_of_the_text_not_of_the_export() -> None:
    source = load(INPUT)[0]
    assert source.sha256 != hashlib.sha256(INPUT.read_bytes()).hexdigest()  # type: ignore[union-attr]
