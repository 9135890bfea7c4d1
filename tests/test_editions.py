"""Editions of a list: what came, what changed and what went, between which days; and sources one at a time."""

import gzip
import shutil
from pathlib import Path

import pytest
from rdflib import URIRef
from rdflib.namespace import RDF

import kg
from kg.change import load, retract
from kg.editions import Editions, Remembered
from kg.errors import DataError
from kg.graph import dump, rows
from kg.loaders import LOADERS, _files
from kg.model import Claim, local_key
from kg.pipeline import dataset_of
from kg.plan import read_plan
from kg.vocab import KG

REPO = Path(__file__).parents[1]
NULL = "-0- ,-0- ,-0- ,-0- ,-0- ,-0- "
#: Four editions of a list of three and more parties, in OFAC's format.
FIRST = f"""\
1,"UNO, Ana","individual","SDNTK",-0- ,{NULL},"DOB 01 Jan 1960; POB Tepic, Nayarit, Mexico."
2,"DOS, Luis","individual","SDNTK",-0- ,{NULL},"DOB 02 Feb 1970."
3,"GRUPO TRES, S.A. DE C.V.",-0- ,"ILLICIT-DRUGS-EO",-0- ,{NULL},"Linked To: UNO, Ana."
"""
EDITIONS = {
    "2022-01-01": FIRST,
    "2022-02-01": FIRST.replace("01 Jan 1960", "01 Jan 1961"),
    "2022-03-01": FIRST.replace("01 Jan 1960", "01 Jan 1961")
    .replace("-DRUGS-EO", "-DRUGS-EO14059")
    .replace('2,"DOS, Luis","individual","SDNTK"', '4,"CUATRO, Eva","individual","SDNTK] [TCO"'),
    "2022-04-01": FIRST.replace("01 Jan 1960", "01 Jan 1961")
    .replace("-DRUGS-EO", "-DRUGS-EO14059")
    .replace('2,"DOS, Luis","individual","SDNTK"', '4,"CUATRO, Eva","individual","TCO"'),
}
TABLE = """\
[[source]]
id = "list-{date}"
loader = "ofac"
path = "sdn_{date}.csv"
list = "list"
publisher = "OFAC"
"""


def planned(folder: Path, *dates: str, article: bool = False) -> Path:
    """Write editions and the plan that loads them."""
    folder.mkdir(parents=True, exist_ok=True)
    for date in dates:
        (folder / f"sdn_{date}.csv").write_text(EDITIONS[date].replace("\n", "\r\n"), encoding="latin-1", newline="")
    text = TABLE
    if article:
        shutil.copytree(REPO / "data", folder / "data", dirs_exist_ok=True)
        text += '[[source]]\nid = "bbc-2025-08-13"\nloader = "claims"\npath = "data/claims/bbc-2025-08-13.yaml"\n'
    (folder / "sources.toml").write_text(text, encoding="utf-8")
    return folder / "sources.toml"


def happened(dataset, kind):
    """What events of a kind there are: party, programme and interval."""
    query = f"""
    SELECT ?party ?programme ?when WHERE {{
      GRAPH ?g {{ ?type rdf:subject ?event ; rdf:predicate rdf:type ; rdf:object kg:{kind} ; kg:when ?when .
                 ?target rdf:subject ?event ; rdf:predicate kg:target ; rdf:object ?party .
                 OPTIONAL {{ ?under rdf:subject ?event ; rdf:predicate kg:underProgramme ; rdf:object ?programme }} }} }}"""
    found = rows(dataset, query)
    return {(local_key(p), local_key(c or "").partition(".")[2], when) for p, c, when in found}


def test_a_first_edition_says_that_it_happened_by_then(tmp_path):
    dataset = dataset_of(planned(tmp_path, "2022-01-01"))
    assert happened(dataset, "Designation") == {
        ("ofac.1", "SDNTK", "[..2022-01-01]"),
        ("ofac.2", "SDNTK", "[..2022-01-01]"),
        ("ofac.3", "ILLICIT-DRUGS-EO14059", "[..2022-01-01]"),
    }


def test_designations_changes_and_delistings_fall_between_two_editions(tmp_path):
    dataset = dataset_of(planned(tmp_path, *EDITIONS))
    assert happened(dataset, "Designation") - happened(
        dataset_of(planned(tmp_path / "1", "2022-01-01")), "Designation"
    ) == {
        ("ofac.4", "SDNTK", "[2022-02-01..2022-03-01]"),
        ("ofac.4", "TCO", "[2022-02-01..2022-03-01]"),
    }
    assert happened(dataset, "Delisting") == {
        ("ofac.2", "SDNTK", "[2022-02-01..2022-03-01]"),
        ("ofac.4", "SDNTK", "[2022-03-01..2022-04-01]"),
    }
    assert happened(dataset, "Amendment") == {("ofac.1", "", "[2022-01-01..2022-02-01]")}


def test_a_renamed_programme_is_no_event_and_has_both_names(tmp_path):
    dataset = dataset_of(planned(tmp_path, "2022-02-01", "2022-03-01"))
    assert not [each for each in happened(dataset, "Delisting") if each[0] == "ofac.3"]
    names = rows(dataset, "SELECT ?n { GRAPH graph:alleged { :ofac-programme.ILLICIT-DRUGS-EO14059 kg:name ?n } }")
    assert {"ILLICIT-DRUGS-EO", "ILLICIT-DRUGS-EO14059"} <= {name for (name,) in names}


def test_what_a_list_corrects_leaves_the_views_and_stays_on_record(tmp_path):
    dataset = dataset_of(planned(tmp_path, "2022-01-01", "2022-02-01"))
    assert [born for (born,) in rows(dataset, "SELECT ?b { :ofac.1 kg:birthDate ?b }")] == ["1961-01-01"]
    stands = rows(
        dataset,
        "SELECT ?b ?s { GRAPH ?g { ?c rdf:subject :ofac.1 ; rdf:predicate kg:birthDate ; rdf:object ?b } "
        "GRAPH graph:standing { ?c kg:standing ?s } }",
    )
    assert {(b, s.partition("#")[2]) for b, s in stands} == {("1960-01-01", "Withdrawn"), ("1961-01-01", "Established")}


def test_who_leaves_the_list_keeps_name_and_birth_date_as_last_said(tmp_path):
    dataset = dataset_of(planned(tmp_path, "2022-02-01", "2022-03-01"))
    assert [born for (born,) in rows(dataset, "SELECT ?b { :ofac.2 kg:birthDate ?b }")] == ["1970-02-02"]
    assert [label for (label,) in rows(dataset, "SELECT ?l { :ofac.2 rdfs:label ?l }")] == ["DOS, Luis"]


def test_a_delisting_quotes_the_row_that_is_no_longer_there_and_says_so(tmp_path):
    dataset = dataset_of(planned(tmp_path, "2022-02-01", "2022-03-01"))
    quoted = rows(
        dataset,
        "SELECT DISTINCT ?exact ?row ?in ?note { GRAPH source:list-2022-03-01 { ?c rdf:object kg:Delisting ; kg:note ?note ; "
        "kg:passage ?p . ?p kg:exact ?exact ; kg:row ?row ; kg:inSource ?in } }",
    )
    ((exact, row, source, note),) = quoted
    assert (exact, row, local_key(source)) == ("SDNTK", "sdn.csv 2", "list-2022-02-01")
    assert "no longer there" in note


def test_an_edition_that_lost_a_fifth_of_its_rows_is_refused_unless_it_is_expected(tmp_path):
    plan = planned(tmp_path, "2022-01-01", "2022-02-01")
    cut = tmp_path / "sdn_2022-02-01.csv"
    cut.write_text(EDITIONS["2022-02-01"].partition("\n")[0] + "\n", encoding="latin-1")
    with pytest.raises(DataError, match="has 2 rows where the edition of 2022-01-01 has 5"):
        dataset_of(plan)
    plan.write_text(TABLE + "[source.expect]\nrows = 1\n", encoding="utf-8")
    assert {party for party, _, _ in happened(dataset_of(plan), "Delisting")} == {"ofac.2", "ofac.3"}


def test_loading_one_by_one_gives_what_a_build_of_all_gives(tmp_path):
    kg.build(planned(tmp_path / "all", *EDITIONS, article=True), into=tmp_path / "all")
    kg.build(planned(tmp_path / "one", "2022-01-01", article=True), into=tmp_path / "one")
    whole = read_plan(planned(tmp_path / "one", *EDITIONS, article=True))
    for spec in whole.sources[1:4]:
        load(kg.plan.Plan(whole.place, whole.home, (spec,), None), tmp_path / "one" / "store")
    expected = list(dump(kg.open(tmp_path / "all" / "store"), "nquads"))
    assert list(dump(kg.open(tmp_path / "one" / "store"), "nquads")) == expected


def test_retracting_the_latest_edition_leaves_what_was_there_before_it(tmp_path):
    kg.build(planned(tmp_path / "two", "2022-01-01", "2022-02-01"), into=tmp_path / "two")
    kg.build(planned(tmp_path / "all", *EDITIONS), into=tmp_path / "all")
    store = tmp_path / "all" / "store"
    with pytest.raises(DataError, match="is what list-2022-03-01 was compared with"):
        retract("list-2022-02-01", store)
    for edition in ("list-2022-04-01", "list-2022-03-01"):
        retract(edition, store)
    assert list(dump(kg.open(store), "nquads")) == list(dump(kg.open(tmp_path / "two" / "store"), "nquads"))
    # and what was retracted can be loaded again
    whole = read_plan(tmp_path / "all" / "sources.toml")
    for spec in whole.sources[2:4]:
        load(kg.plan.Plan(whole.place, whole.home, (spec,), None), store)
    kg.build(tmp_path / "all" / "sources.toml", into=tmp_path / "again")
    assert list(dump(kg.open(store), "nquads")) == list(dump(kg.open(tmp_path / "again" / "store"), "nquads"))


def test_an_article_is_loaded_and_retracted_without_a_trace(tmp_path):
    plan = planned(tmp_path, "2022-01-01")
    kg.build(plan, into=tmp_path)
    before = list(dump(kg.open(tmp_path / "store"), "nquads"))
    load(read_plan(REPO / "data" / "claims" / "bbc-2025-08-13.yaml"), tmp_path / "store")
    assert len(list(rows(kg.open(tmp_path / "store"), "SELECT ?c { GRAPH ?g { ?c a kg:Claim } }"))) > 133
    with pytest.raises(DataError, match="is in the store already"):
        load(read_plan(REPO / "data" / "claims" / "bbc-2025-08-13.yaml"), tmp_path / "store")
    assert retract("bbc-2025-08-13", tmp_path / "store") == 133
    assert list(dump(kg.open(tmp_path / "store"), "nquads")) == before


BROKEN = {
    "is empty": b"",
    "is a web page": b"<!DOCTYPE html><html><title>503</title></html>",
    "cannot be read": gzip.compress(EDITIONS["2022-02-01"].encode() * 50)[:-20],
    "is larger than": gzip.compress(b"0" * 200_000),
    "is not a row of this list": EDITIONS["2022-02-01"].partition('"individual"')[0].encode() + b"\n",
    "UTF-8": EDITIONS["2022-02-01"].replace("UNO, Ana", "UÑO, Ana").encode(),
}


@pytest.mark.parametrize("said", BROKEN)
def test_a_broken_edition_gives_one_line_and_changes_nothing(tmp_path, monkeypatch, said):
    kg.build(planned(tmp_path, "2022-01-01"), into=tmp_path)
    before = (tmp_path / "store" / "current").resolve()
    monkeypatch.setattr(_files, "_LIMIT", 100_000)
    (tmp_path / "sdn_2022-02-01.csv").write_bytes(BROKEN[said])
    whole = read_plan(tmp_path / "sources.toml")
    with pytest.raises(DataError, match=said) as raised:
        load(kg.plan.Plan(whole.place, whole.home, whole.sources[1:], None), tmp_path / "store")
    assert len(raised.value.faults) == 1
    assert (tmp_path / "store" / "current").resolve() == before
    assert not list((tmp_path / "store").glob(".building-*"))


def test_an_older_edition_cannot_be_put_after_a_newer_one(tmp_path):
    kg.build(planned(tmp_path, "2022-02-01"), into=tmp_path)
    planned(tmp_path, "2022-01-01")
    whole = read_plan(tmp_path / "sources.toml")
    with pytest.raises(DataError, match="the store has list up to 2022-02-01"):
        load(kg.plan.Plan(whole.place, whole.home, whole.sources[:1], None), tmp_path / "store")


def test_the_real_series_gives_every_narcotics_and_tco_designation_and_removal(shared_data, tmp_path):
    (tmp_path / "series").symlink_to(shared_data / "data" / "ofac" / "series")
    table = TABLE.replace("sdn_{date}.csv", "series/sdn_{date}.csv.gz")
    (tmp_path / "sources.toml").write_text(table, encoding="utf-8")
    plan = read_plan(tmp_path / "sources.toml")
    assert (len(plan.sources), plan.sources[0].date, plan.sources[-1].date) == (23, "2021-08-18", "2023-06-01")
    editions = Editions(before=Remembered())
    listed: dict[URIRef, set[str]] = {}
    came, went, left = ({"narcotics": 0, "TCO": 0} for _ in range(3))
    at_first: dict[str, int] = {}
    for spec in plan.sources:
        before = {party: frozenset(families(codes)) for party, codes in listed.items()}
        roles: dict[URIRef, dict] = {}
        for record in editions.read(lambda e, spec=spec: LOADERS["ofac"](plan.path(spec), e), spec.edition()):
            if isinstance(record, Claim) and record.predicate in {RDF.type, KG.target, KG.underProgramme}:
                roles.setdefault(record.subject, {})[record.predicate] = record.object
                if record.object in {KG.Designation, KG.Delisting}:
                    assert record.when.edtf.endswith(f"..{spec.date}]")
        for kind, change in ((KG.Designation, set.add), (KG.Delisting, set.discard)):
            for event in roles.values():
                if event[RDF.type] == kind:
                    code = local_key(event[KG.underProgramme]).partition(".")[2]
                    change(listed.setdefault(event[KG.target], set()), code)
        if not at_first:
            at_first = {f: sum(f in families(codes) for codes in listed.values()) for f in came}
            continue
        for family in came:
            for party, codes in listed.items():
                had, has = family in before.get(party, ()), family in families(codes)
                came[family] += has and not had
                went[family] += had and not has
                left[family] += had and not codes
    assert at_first == {"narcotics": 1770, "TCO": 131}
    assert (came, went) == ({"narcotics": 155, "TCO": 17}, {"narcotics": 315, "TCO": 10})
    assert left["narcotics"] == 308
    assert {f: sum(f in families(codes) for codes in listed.values()) for f in came} == {"narcotics": 1610, "TCO": 138}


def families(codes: set[str]) -> set[str]:
    narcotics = {"narcotics"} if any(code == "SDNTK" or code.startswith("ILLICIT-DRUGS") for code in codes) else set()
    return narcotics | (codes & {"TCO"})
