"""Identity: a merge is a recorded decision, and changing its row undoes it."""

import shutil
from datetime import date
from pathlib import Path

import pytest
from rdflib import URIRef

import kg
from kg.errors import DataError
from kg.graph import rows
from kg.model import local_key
from kg.pipeline import dataset_of
from kg.resolve import Decision, append_decision, canonical_ids, read_decisions, withdraw_decision
from kg.vocab import PREFIXES

REPO = Path(__file__).parents[2]
HEAD = "left,right,verdict,decided_by,decided_on,reason\n"


@pytest.fixture
def two_articles(tmp_path):
    """The article's claims twice over, as two sources, and a decisions file to write."""
    data = tmp_path / "data"
    shutil.copytree(REPO / "data", data)
    first = data / "claims" / "bbc-2025-08-13.yaml"
    text = first.read_text(encoding="utf-8")
    (data / "claims" / "second.yaml").write_text(text.replace("id: bbc-2025-08-13", "id: second", 1), encoding="utf-8")
    sources = data / "sources.toml"
    article = (REPO / "tests" / "article.toml").read_text(encoding="utf-8")
    second = '\n[[source]]\nid = "second"\nloader = "claims"\npath = "claims/second.yaml"\n'
    sources.write_text(f'decisions = "decisions.csv"\n{article}{second}', encoding="utf-8")

    def decide(*lines: str):
        (data / "decisions.csv").write_text(HEAD + "".join(f"{line}\n" for line in lines), encoding="utf-8")
        return dataset_of(sources)

    return decide


SAME = "bbc-2025-08-13.cjng,second.cjng,Same,Ana,2026-11-24,same name and abbreviation"


def people(dataset, name):
    found = rows(dataset, f"SELECT ?p WHERE {{ ?p kg:abbreviation '{name}' }}")
    return sorted(iri.rsplit("/", 1)[1] for (iri,) in found)


def test_two_records_of_one_name_stay_two_until_somebody_decides(two_articles):
    assert people(two_articles(), "CJNG") == ["bbc-2025-08-13.cjng", "second.cjng"]


def test_a_merge_keeps_every_claim_and_the_id_it_was_recorded_under(two_articles):
    dataset = two_articles(SAME)
    assert people(dataset, "CJNG") == ["bbc-2025-08-13.cjng"]
    recorded = rows(dataset, "SELECT ?local WHERE { GRAPH ?g { :bbc-2025-08-13.cjng kg:recordedAs ?local } }")
    assert [iri.rsplit("/", 1)[1] for (iri,) in recorded] == ["second.cjng"]
    claims = rows(
        dataset, "SELECT ?c WHERE { GRAPH ?g { ?c rdf:subject :bbc-2025-08-13.cjng ; rdf:predicate kg:name } }"
    )
    assert sorted(iri.rsplit("/", 1)[1] for (iri,) in claims) == ["bbc-2025-08-13.C15:name", "second.C15:name"]


def test_an_edge_of_two_sources_carries_both_quotes(two_articles):
    names = ("abigael-gonzalez-valencia", "nemesio-oseguera")
    dataset = two_articles(*(f"bbc-2025-08-13.{n},second.{n},Same,Ana,2026-11-24,test" for n in names))
    kin = [data for *_, data in kg.network(dataset).edges(data=True) if data["relation"] == "brotherInLawOf"]
    assert [len(data["claims"]) for data in kin] == [2]


def test_a_later_row_about_the_pair_undoes_the_merge(two_articles):
    undo = "second.cjng,bbc-2025-08-13.cjng,Unsure,Luis,2026-11-25,no second source"
    assert people(two_articles(SAME, undo), "CJNG") == ["bbc-2025-08-13.cjng", "second.cjng"]


def test_the_judgement_with_who_when_and_why_is_in_the_identity_graph(two_articles):
    (row,) = kg.select(two_articles(SAME), "identities")
    assert {"Ana", "same name and abbreviation"} <= {str(value) for value in row.values()}


def test_a_rejection_contests_the_merged_proposition_in_the_other_source(two_articles):
    """The second article repeats what Sheinbaum rejects in the first: once the events are one, both are contested."""
    dataset = two_articles("bbc-2025-08-13.authorisation,second.authorisation,Same,Ana,2026-11-24,test")
    standing = rows(dataset, "SELECT ?s WHERE { GRAPH graph:standing { claim:second.C43:authority kg:standing ?s } }")
    assert [iri.rsplit("#", 1)[1] for (iri,) in standing] == ["Contested"]


def test_different_holds_for_ever(tmp_path):
    path = tmp_path / "decisions.csv"
    path.write_text(
        HEAD + "a.1,b.1,Different,Ana,2026-01-01,x\na.1,c.1,Same,Ana,2026-01-02,x\nc.1,b.1,Same,Ana,2026-01-03,x\n",
        encoding="utf-8",
    )
    with pytest.raises(DataError, match=r"a\.1 and b\.1 are judged Different, and other rows join them"):
        canonical_ids(read_decisions(path))


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("a.1,b.1,Sure,Ana,2026-01-01,x", "verdict 'Sure' is none of Same, Different, Unsure"),
        ("a.1,b.1,Same,,2026-01-01,x", "the row lacks decided_by"),
        ("a.1,b.1,Same,Ana,soon,x", "decided_on 'soon' is not a day"),
        ("a.1,a.1,Same,Ana,2026-01-01,x", "both sides are the same record"),
        ("a.1,b.1,Same,Ana,2026-01-01,x,y", "too many cells"),
        (
            "a.1,b.1,Same,Ana,2026-01-02,x\na.1,c.1,Same,Ana,2026-01-01,x",
            ":3: 2026-01-01 is earlier than the row above",
        ),
    ],
)
def test_a_fault_in_the_file_is_one_clear_line(tmp_path, line, shown):
    path = tmp_path / "decisions.csv"
    path.write_text(f"{HEAD}{line}\n", encoding="utf-8")
    with pytest.raises(DataError) as error:
        read_decisions(path)
    assert shown in str(error.value)


def test_a_decision_about_a_record_nobody_loaded_is_told_and_stops_nothing(two_articles, tmp_path):
    two_articles("bbc-2025-08-13.cjng,third.cjng,Same,Ana,2026-11-24,x")
    built = kg.build(tmp_path / "data" / "sources.toml", into=tmp_path / "build")
    assert [local_key(each) for each in built.strangers] == ["third.cjng"]


def judged(left, right, verdict, day="2026-11-24", reason="a reason, with a comma"):
    return Decision(
        *(URIRef(PREFIXES[""] + key) for key in (left, right)), verdict, "Ana", date.fromisoformat(day), reason
    )


def test_judgements_are_read_back_as_they_were_added(tmp_path):
    path = tmp_path / "new" / "decisions.csv"
    added = [judged("a.1", "b.1", "Same"), judged("a.1", "c%201", "Different", reason='«quoted» "twice"')]
    for each in added:
        append_decision(path, each)
    assert list(read_decisions(path)) == added


def test_a_judgement_is_added_on_a_line_of_its_own(tmp_path):
    path = tmp_path / "decisions.csv"
    path.write_text(HEAD + "a.1,b.1,Same,Ana,2026-01-01,x", encoding="utf-8")
    append_decision(path, judged("a.1", "c.1", "Same"))
    assert len(read_decisions(path)) == 2


def test_taking_the_last_judgement_back_leaves_the_file_as_it_was(tmp_path):
    path = tmp_path / "decisions.csv"
    append_decision(path, judged("a.1", "b.1", "Same"))
    before = path.read_bytes()
    append_decision(path, judged("a.1", "c.1", "Same"))
    withdraw_decision(path, judged("a.1", "c.1", "Same"))
    assert path.read_bytes() == before
    with pytest.raises(DataError, match="its last row is not the one to take back"):
        withdraw_decision(path, judged("a.1", "c.1", "Same"))


def test_a_judgement_older_than_the_last_row_is_refused(tmp_path):
    path = tmp_path / "decisions.csv"
    append_decision(path, judged("a.1", "b.1", "Same"))
    with pytest.raises(DataError, match="has a row of 2026-11-24, and today is 2026-11-23"):
        append_decision(path, judged("a.1", "c.1", "Same", day="2026-11-23"))


def test_a_judgement_against_different_is_refused_and_the_file_is_as_before(tmp_path):
    path = tmp_path / "decisions.csv"
    append_decision(path, judged("a.1", "b.1", "Different"))
    append_decision(path, judged("b.1", "c.1", "Same"))
    before = path.read_bytes()
    with pytest.raises(DataError, match="are judged Different, and other rows join them"):
        append_decision(path, judged("a.1", "c.1", "Same"))
    assert path.read_bytes() == before
