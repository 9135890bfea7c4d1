"""FollowTheMoney in and out: what becomes what, what is kept in words, and what an export leaves behind."""

import json
from collections import Counter
from pathlib import Path

import pytest
from rdflib import Dataset

from kg.errors import DataError
from kg.exchange.ftm import ftm_lines
from kg.loaders import LOADERS
from kg.model import Claim, Edition, Entity, Record
from kg.pipeline import dataset_of
from kg.plan import Plan, SourceSpec

INPUT = Path(__file__).parent / "ftm" / "input.ftm.json"


def load(path: Path) -> list[Record]:
    return list(LOADERS["ftm"](path, Edition(id="sample")))


def said(records: list[Record]) -> set[tuple[str, str, str]]:
    return {
        (
            record.subject.rsplit("/", 1)[1],
            record.predicate.rsplit("#", 1)[-1],
            str(record.object).rsplit("/", 1)[-1].rsplit("#", 1)[-1],
        )
        for record in records
        if isinstance(record, Claim)
    }


def test_links_become_claims_and_a_sanction_a_designation() -> None:
    found = said(load(INPUT))
    assert {
        ("ftm.x-ana", "kinOf", "ftm.x-luis"),
        ("ftm.x-ana", "owns", "ftm.x-corp"),
        ("ftm.x-san", "type", "Designation"),
        ("ftm.x-san", "target", "ftm.x-ana"),
        ("ftm.x-san", "authority", "ftm.authority%3AConsejo%20de%20Muestra"),
        ("ftm.x-san", "underProgramme", "ftm.program%3AMUESTRA-1"),
    } <= found
    whens = {(r.predicate.rsplit("#", 1)[-1], r.when.edtf) for r in load(INPUT) if isinstance(r, Claim) and r.when}
    assert whens >= {("owns", "2019/.."), ("target", "2020-05-06")}


def test_what_no_alignment_names_is_kept_in_words() -> None:
    found = said(load(INPUT))
    assert {
        ("ftm.x-ana", "particular", "topics: sanction"),
        ("ftm.x-ana", "particular", "referents: eu-1"),
        ("ftm.x-ana", "particular", "Family: person: x-ana, relative: x-luis, relationship: sibling"),
        ("ftm.x-ana", "particular", "Directorship: director: x-ana, organization: x-nowhere, role: Chair"),
        ("ftm.x-san", "particular", "reason: Because."),
        ("ftm.x-pay", "particular", "schema: Payment"),
        ("ftm.x-pay", "particular", "amount: 12"),
    } <= found


def test_every_value_of_every_entity_is_in_a_quote() -> None:
    quotes = " ".join(r.passage.exact for r in load(INPUT) if isinstance(r, Claim))
    for line in INPUT.read_text(encoding="utf-8").splitlines():
        for values in json.loads(line)["properties"].values():
            for value in [values] if isinstance(values, str) else values:
                assert value in quotes or value == "2020-05-06"


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("{", "input.ftm.json:9: is not JSON"),
        ("[]", "input.ftm.json:9: is no entity"),
        ('{"id": "a", "properties": {}}', "has no id or no schema"),
        (
            '{"id": "a", "schema": "Person", "properties": {"familyPerson": [{"id": "b", "schema": "Family"}]}}',
            "familyPerson holds an entity",
        ),
        ("[" * 100_000, "input.ftm.json:9: is not JSON"),
    ],
)
def test_a_line_that_is_no_entity_stops_the_load_and_says_where(line: str, shown: str, tmp_path: Path) -> None:
    (tmp_path / "input.ftm.json").write_text(INPUT.read_text(encoding="utf-8") + line + "\n", encoding="utf-8")
    with pytest.raises(DataError) as error:
        load(tmp_path / "input.ftm.json")
    assert shown in str(error.value)
    assert len(str(error.value).splitlines()) == 1


def built(path: Path, loader: str) -> Dataset:
    spec = SourceSpec(id="s", loader=loader, path=path.name, publisher="P", date="2026", licence="none", language="en")
    return dataset_of(Plan("here", path.parent, (spec,), None))


def exported(dataset: Dataset) -> tuple[list[str], Counter[str]]:
    lost: Counter[str] = Counter()
    return list(ftm_lines(dataset, lost)), lost


def values(lines: list[str]) -> set[tuple[str, str, str]]:
    """Every (schema, property, value), an id of an entity written as its first name."""
    entities = [json.loads(line) for line in lines]
    names = {entity["id"]: entity["properties"].get("name", [""])[0] for entity in entities}
    return {
        (entity["schema"], name, names.get(value, value))
        for entity in entities
        for name, found in entity["properties"].items()
        for value in found
    }


def test_an_export_that_is_read_again_says_the_same(tmp_path: Path) -> None:
    lines, lost = exported(built(INPUT, "ftm"))
    assert lost == {"about a Entity, which has no schema": 2}
    (tmp_path / "back.ftm.json").write_text("".join(lines), encoding="utf-8")
    again, nothing = exported(built(tmp_path / "back.ftm.json", "ftm"))
    assert nothing == {}
    assert values(again) == values(lines)


def test_an_export_says_only_what_is_established_and_counts_what_it_leaves(article: Dataset) -> None:
    lines, lost = exported(article)
    assert lost["not established (said)"] > 10
    assert lost["not established (withheld)"] > 1
    text = "".join(lines)
    for line in map(json.loads, lines):
        assert set(line) == {"id", "schema", "properties"}
        assert line["schema"] in {"Person", "Organization", "PublicBody", "Position", "Address", "Company", "Membership"} | {"Occupancy", "Employment", "UnknownLink", "LegalEntity", "Family", "Succession"}  # fmt: skip
    for allegation in ("murder", "accused", "charged", "trafficking", "denie"):
        assert allegation not in text.lower()


def test_a_delisting_has_no_place_there_and_is_counted() -> None:
    lines, lost = exported(built(INPUT.parents[1] / "un" / "input.xml", "un"))
    assert lost["about a Delisting, which has no schema"] == 4
    sanctions = [entity for entity in map(json.loads, lines) if entity["schema"] == "Sanction"]
    assert {each["properties"]["startDate"][0] for each in sanctions} == {"2004-04-26", "2016-11-30"}
    assert len(sanctions) == 2


def test_real_files_are_read_whole(shared_data: Path) -> None:
    folder = shared_data / "data" / "ftm"
    records = load(folder / "wd_saudi_peps_1565.entities.ftm.json.gz")
    kinds = Counter(r.type.rsplit("#", 1)[1] for r in records if isinstance(r, Entity))
    counts = Counter(r.predicate.rsplit("#", 1)[-1] for r in records if isinstance(r, Claim))
    assert (kinds["Person"], kinds["Position"]) == (607, 100)
    assert counts["kinOf"] > 500
    assert len([r for r in load(folder / "t1.entities.ftm.json") if isinstance(r, Entity)]) == 7
