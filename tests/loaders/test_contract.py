"""What every loader promises, held to its sample in tests/loaders/<name>/input.*"""

import gzip
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from rdflib import BNode, URIRef
from rdflib.namespace import RDF

import kg.loaders
from kg.check import check_shapes
from kg.errors import DataError
from kg.loaders import LOADERS
from kg.model import Claim, Edition, Entity, Record, Review, Source, mint
from kg.ontology import load_ontology
from kg.pipeline import dataset_of
from kg.plan import Plan, SourceSpec
from kg.vocab import PREFIXES

HERE = Path(__file__).parent
EDITION = Edition(id="sample", publisher="A publisher", date="2026-11-24", licence="none", language="en")
#: The formats of lists, whose rows are asked for one by one when an edition follows another.
LISTS = ["ftm", "ofac", "table", "un"]


def sample(name: str) -> tuple[Path, Edition]:
    """The sample of a loader; the one of claim files is the claim file of the project, which names its own source."""
    if name == "claims":
        return HERE.parents[1] / "data" / "claims" / "bbc-2025-08-13.yaml", replace(EDITION, id="bbc-2025-08-13")
    (path,) = [each for each in (HERE / name).glob("input.*") if each.suffix != ".toml"]
    return path, EDITION


def read(name: str, **changed: object) -> list[Record]:
    path, edition = sample(name)
    return list(LOADERS[name](path, replace(edition, **changed)))  # type: ignore[arg-type]


def claims(records: list[Record]) -> list[Claim]:
    return [record for record in records if isinstance(record, Claim)]


every = pytest.mark.parametrize("name", sorted(LOADERS))
lists = pytest.mark.parametrize("name", LISTS)


def test_the_registry_names_every_loader_in_the_folder() -> None:
    folder = Path(kg.loaders.__file__).parent
    assert sorted(LOADERS) == sorted(each.stem for each in folder.glob("*.py") if not each.stem.startswith("_"))


@every
def test_every_loader_has_a_sample(name: str) -> None:
    assert sample(name)[0].is_file()


@every
def test_records_come_source_first_and_no_id_twice(name: str) -> None:
    records = read(name)
    assert [type(record) for record in records].count(Source) == 1
    assert isinstance(records[0], Source)
    assert records[0].id == mint("source", sample(name)[1].id)
    assert [key for key, n in Counter(claim.id for claim in claims(records)).items() if n > 1] == []


@every
def test_every_claim_quotes_and_speaks_in_terms_of_the_ontology(name: str) -> None:
    ontology = load_ontology()
    records = read(name)
    for entity in records:
        if isinstance(entity, Entity):
            assert entity.type.removeprefix(PREFIXES["kg"]) in ontology.classes
    for claim in claims(records):
        assert claim.predicate == RDF.type or claim.predicate.removeprefix(PREFIXES["kg"]) in ontology.relations
        assert claim.passage.exact
        assert claim.passage.end - claim.passage.start == len(claim.passage.exact)
        assert not {type(part) for part in (claim.id, claim.subject, claim.object)} & {BNode}


@every
def test_every_entity_a_claim_speaks_of_is_one_of_the_records(name: str) -> None:
    records = read(name)
    known = {entity.id for entity in records if isinstance(entity, Entity)} | {claim.id for claim in claims(records)}
    known |= {records[0].id}
    for claim in claims(records):
        used = {claim.subject, claim.object, claim.claimant, claim.jurisdiction, claim.accuser, *claim.via}
        named = {each for each in used if isinstance(each, URIRef) and not each.startswith(PREFIXES["kg"])}
        assert named <= known, claim.id


@every
def test_what_a_sample_gives_passes_the_shapes(name: str) -> None:
    path, edition = sample(name)
    given = {key: getattr(edition, key) for key in ("id", "publisher", "date", "licence", "language")}
    plan = Plan("here", path.parent, (SourceSpec(loader=name, path=path.name, **given),), None)
    assert check_shapes(dataset_of(plan)) == []


@lists
def test_every_claim_of_a_list_names_its_row_and_column(name: str) -> None:
    assert [claim.id for claim in claims(read(name)) if not claim.passage.row or not claim.passage.column] == []


@lists
def test_rows_that_the_edition_before_had_are_skipped(name: str) -> None:
    asked: list[tuple[str, str]] = []

    def unchanged(row: str, digest: str) -> bool:
        asked.append((row, digest))
        return True

    assert claims(read(name, unchanged=unchanged)) == []
    assert {claim.passage.row for claim in claims(read(name))} <= {row for row, _ in asked}
    assert len({row for row, _ in asked}) == len(asked)


@lists
def test_a_list_speaks_in_its_publishers_voice_unless_the_plan_says_otherwise(name: str) -> None:
    assert {claim.review for claim in claims(read(name))} == {Review.ACCEPTED}
    assert {claim.review for claim in claims(read(name, review=Review.CANDIDATE))} == {Review.CANDIDATE}


@every
@pytest.mark.parametrize(
    "made",
    [
        lambda raw: b"",
        lambda raw: b"<!DOCTYPE html><html><body>Not here</body></html>",
        lambda raw: raw[: len(raw) * 2 // 3],
        lambda raw: gzip.compress(raw)[:-20],
        lambda raw: b"\xff\xfe\x00\xd8" + raw,
        lambda raw: bytes(range(128, 256)) * 40,
    ],
    ids=["empty", "a web page", "cut off", "cut off gzip", "mis-encoded", "no text"],
)
def test_a_file_that_is_no_such_list_gives_one_line(name: str, made: Callable[[bytes], bytes], tmp_path: Path) -> None:
    path, edition = sample(name)
    for beside in path.parent.iterdir():
        (tmp_path / beside.name).write_bytes(beside.read_bytes())
    (tmp_path / path.name).write_bytes(made(path.read_bytes()))
    with pytest.raises(DataError) as error:
        list(LOADERS[name](tmp_path / path.name, edition))
    assert len(str(error.value).splitlines()) == 1
    assert path.name in str(error.value)


@every
def test_a_file_that_is_not_there_gives_one_line(name: str, tmp_path: Path) -> None:
    path, edition = sample(name)
    with pytest.raises(DataError, match=path.stem):
        list(LOADERS[name](tmp_path / path.name, edition))
