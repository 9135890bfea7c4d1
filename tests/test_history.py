"""Two clocks: what held on a day, and what was on record on a day; and what changed in between."""

from datetime import date
from pathlib import Path

import pytest

from kg.diff import between_datasets, between_editions
from kg.errors import DataError
from kg.graph import rows
from kg.model import local_key
from kg.network import network
from kg.pipeline import dataset_of
from kg.queries import select
from kg.queries.profile import profile
from kg.recorded import recorded
from kg.vocab import PREFIXES

FIRST = """\
1,"UNO, Ana","individual","SDNTK",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,"DOB 01 Jan 1960."
2,"DOS, Luis","individual","SDNTK",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,"DOB 02 Feb 1970."
"""
SECOND = FIRST.replace("01 Jan 1960", "01 Jan 1961").replace('2,"DOS, Luis"', '3,"TRES, Eva"')
REPO = Path(__file__).parents[1]
TABLE = """\
[[source]]
id = "list-{date}"
loader = "ofac"
path = "sdn_{date}.csv"
list = "list"
"""


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    for day, text in (("2022-01-01", FIRST), ("2022-02-01", SECOND)):
        (tmp_path / f"sdn_{day}.csv").write_text(text, encoding="latin-1")
    (tmp_path / "sources.toml").write_text(TABLE, encoding="utf-8")
    return tmp_path / "sources.toml"


def test_the_record_of_a_day_knows_no_later_edition_and_no_later_correction(plan):
    then = recorded(dataset_of(plan), date(2022, 1, 31))
    assert set(rows(then, "SELECT ?b { ?who kg:birthDate ?b }")) == {("1960-01-01",), ("1970-02-02",)}
    assert not list(rows(then, "SELECT ?e { GRAPH ?g { ?c rdf:object kg:Delisting ; rdf:subject ?e } }"))
    now = recorded(dataset_of(plan), date(2022, 2, 1))
    assert set(rows(now, "SELECT ?b { ?who kg:birthDate ?b }")) == {("1961-01-01",), ("1970-02-02",)}


def test_before_anything_was_recorded_there_is_nothing(plan):
    assert not list(rows(recorded(dataset_of(plan), date(2021, 12, 31)), "SELECT ?s { ?s ?p ?o }"))


def test_the_record_of_a_day_equals_what_a_build_of_that_day_had(tmp_path, plan):
    then = recorded(dataset_of(plan), date(2022, 1, 31))
    (tmp_path / "sdn_2022-02-01.csv").unlink()
    every = "SELECT ?g ?s ?p ?o { { GRAPH ?g { ?s ?p ?o } } UNION { ?s ?p ?o } }"
    assert set(rows(then, every)) == set(rows(dataset_of(plan), every))


def test_records_merged_later_stand_apart_in_the_record_of_an_earlier_day(tmp_path, plan):
    claims = REPO / "data" / "claims" / "bbc-2025-08-13.yaml"
    head = "left,right,verdict,decided_by,decided_on,reason\n"
    row = "bbc-2025-08-13.abigael-gonzalez-valencia,ofac.1,Same,Ana,2026-03-01,to see it undone\n"
    (tmp_path / "decisions.csv").write_text(head + row, encoding="utf-8")
    article = f'[[source]]\nid = "bbc-2025-08-13"\nloader = "claims"\npath = "{claims}"\nretrieved = 2026-01-01\n'
    plan.write_text(f'decisions = "decisions.csv"\n{TABLE}{article}', encoding="utf-8")
    dataset = dataset_of(plan)
    born = "SELECT ?who { ?who kg:birthDate '1961-01-01' }"
    kin = "SELECT ?who { ?who kg:brotherInLawOf ?o }"
    for day, same in ((date(2026, 2, 1), False), (date(2026, 4, 1), True)):
        then = recorded(dataset, day)
        assert (set(rows(then, born)) == set(rows(then, kin))) is same
    assert ("https://w3id.org/cartel-kg/id/ofac.1",) in set(rows(recorded(dataset, date(2026, 2, 1)), born))


def test_a_source_that_does_not_say_when_it_was_retrieved_has_no_record(tmp_path, plan):
    plan.write_text(
        '[[source]]\nid = "a"\nloader = "ofac"\npath = "sdn_2022-01-01.csv"\ndate = "2022-01-01"\n', "utf-8"
    )
    with pytest.raises(DataError, match="a: does not say when it was retrieved"):
        recorded(dataset_of(plan), date(2022, 1, 31))


def test_a_difference_of_two_states_says_what_is_new_what_is_gone_and_what_stands_otherwise(plan):
    dataset = dataset_of(plan)
    found = {
        (c.subject, c.relation, c.object, c.change)
        for c in between_datasets(recorded(dataset, date(2022, 1, 31)), dataset)
    }
    assert ("UNO, Ana", "is born on", "1960-01-01", "established → withdrawn") in found
    assert ("UNO, Ana", "is born on", "1961-01-01", "new, established") in found
    assert not [each for each in found if each[:2] == ("DOS, Luis", "is born on")]


def test_a_difference_of_two_editions_tells_comings_and_goings_and_each_correction(tmp_path, plan):
    old, new = ((tmp_path / f"sdn_{day}.csv", day) for day in ("2022-01-01", "2022-02-01"))
    found = [(c.change, c.subject, c.relation, c.object) for c in between_editions("ofac", old, new)]
    assert found == [
        ("gone", "DOS, Luis", "sanctions designation", "SDNTK"),
        ("new", "TRES, Eva", "sanctions designation", "SDNTK"),
        ("gone", "UNO, Ana", "is born on", "1960-01-01"),
        ("new", "UNO, Ana", "is born on", "1961-01-01"),
    ]


def test_what_a_list_no_longer_says_is_a_question(plan):
    answers = [{name: str(value) for name, value in row.items()} for row in select(dataset_of(plan), "withdrawn")]
    assert ("UNO, Ana", "1960-01-01", "2022-01-01", "2022-02-01", "Withdrawn") in {
        (a["subject"], a["object"], a["last_said"], a["gone_by"], a["standing"]) for a in answers
    }


def shown(dataset, entity, on):
    found = profile(dataset, f"{PREFIXES['']}{entity}", as_of=on)
    return {(name, line.text): line.marks for name, lines in found.sections.items() for line in lines}


def test_a_listing_holds_certainly_between_editions_that_have_it_and_possibly_after_the_last(plan):
    dataset = dataset_of(plan)
    key = ("Ties and events", "is a target of designation of UNO, Ana under SDNTK")
    assert shown(dataset, "ofac.1", "2022-01-15")[key] == ("certainly on 2022-01-15",)
    assert shown(dataset, "ofac.1", "2022-03-01")[key] == ("possibly on 2022-03-01, last seen on 2022-02-01",)
    assert shown(dataset, "ofac.1", "2021-12-01")[key] == ("possibly on 2021-12-01",)


def test_a_delisting_ends_what_is_shown_and_a_correction_shows_what_was_said_at_the_time(plan):
    dataset = dataset_of(plan)
    listed = ("Ties and events", "is a target of designation of DOS, Luis under SDNTK")
    assert listed in shown(dataset, "ofac.2", "2022-01-15")
    assert listed not in shown(dataset, "ofac.2", "2022-02-02")
    assert ("What a list no longer says", "is born on 1960-01-01") in shown(dataset, "ofac.1", "2022-01-15")
    assert ("What a list no longer says", "is born on 1960-01-01") not in shown(dataset, "ofac.1", "2022-02-02")


def test_a_network_on_a_date_has_the_designations_in_force_then(plan):
    dataset = dataset_of(plan)
    targets = {"2021-12-15": {"ofac.1", "ofac.2"}, "2022-02-02": {"ofac.1", "ofac.3"}}
    for day, expected in targets.items():
        net = network(dataset, as_of=day)
        named = {local_key(target) for _, target, name in net.edges(keys=True) if name == "target"}
        assert named == expected
