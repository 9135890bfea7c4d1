"""Reading an entity across sources: one line for one fact, differences side by side, and who joined the records."""

import hashlib
import json

import pytest
from rdflib import Dataset

from kg._terminal import profile_text
from kg.ontology import load_ontology
from kg.pipeline import dataset_of
from kg.queries import find_entity
from kg.queries.profile import Profile, profile

HERALD = """Herald. Ana Ruiz Sol, born on 1971-05-05, leads the Harbour Gang. Her cousin is Luis Mora. 29 men were held in 2015."""
GAZETTE = (
    """Gazette. Ana Ruiz, born in 1971, leads the Harbour Gang. Her brother is Luis Mora. 23 men were held in 2016."""
)
TIMES = """Times. Ana Ruiz belongs to the Harbour Gang, a source said. She is not Eva."""
ENTITIES = """
entities:
  ana: {type: Person}
  luis: {type: Person}
  gang: {type: CriminalOrganisation}
  men: {type: UnnamedGroup, label: the men}
claims:
  - {id: N2, quote: Luis Mora, subject: luis, says: {name: Luis Mora}}
  - {id: N3, quote: the Harbour Gang, subject: gang, says: {name: Harbour Gang}}
  - {id: B2, quote: leads the Harbour Gang, subject: ana, says: {leads: gang}}
"""
CLAIMS = {
    "herald": (
        HERALD,
        ENTITIES
        + """
  - {id: N1, quote: Ana Ruiz Sol, subject: ana, says: {name: Ana Ruiz Sol}}
  - {id: B1, quote: born on 1971-05-05, subject: ana, says: {birthDate: "1971-05-05"}}
  - {id: B3, quote: Her cousin is Luis Mora, subject: ana, says: {cousinOf: luis}}
  - {id: B4, quote: 29 men, subject: men, says: {count: 29}}
""",
    ),
    "gazette": (
        GAZETTE,
        ENTITIES
        + """
  - {id: N1, quote: Ana Ruiz, subject: ana, says: {name: Ana Ruiz}}
  - {id: B1, quote: born in 1971, subject: ana, says: {birthDate: "1971"}}
  - {id: B3, quote: Her brother is Luis Mora, subject: ana, says: {siblingOf: luis}}
  - {id: B4, quote: 23 men, subject: men, says: {count: 23}}
""",
    ),
    "times": (
        TIMES,
        """
entities:
  ana: {type: Person}
  gang: {type: CriminalOrganisation}
claims:
  - {id: N1, quote: Ana Ruiz, subject: ana, says: {name: Ana Ruiz}}
  - {id: N3, quote: the Harbour Gang, subject: gang, says: {name: Harbour Gang}}
  - id: B2
    quote: Ana Ruiz belongs to the Harbour Gang
    subject: ana
    says: {leads: gang}
    claimant: Unspecified
    attribution: a source said
    modality: Alleged
""",
    ),
}
SDN = (
    '7,"RUIZ SOL, Ana",individual,"SDNTK",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,"DOB 05 May 1971; alt. DOB 06 Jun 1974."\n'
)
SAME = {"gazette": ("ana", "luis", "gang", "men"), "times": ("ana", "gang")}


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    """Three invented articles and a row of an invented list about one woman."""
    folder = tmp_path_factory.mktemp("across")
    plan = ['decisions = "decisions.csv"']
    for name, (text, claims) in CLAIMS.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8", newline="")
        digest = hashlib.sha256(text.encode()).hexdigest()
        head = f"source: {{id: {name}, publisher: {name.title()}, date: 2021-05-03, language: en, licence: none, file: {name}.txt, sha256: {digest}}}"
        (folder / f"{name}.yaml").write_text(f"{head}\nreview: Accepted\n{claims}", encoding="utf-8")
        plan += ["[[source]]", f'id = "{name}"', 'loader = "claims"', f'path = "{name}.yaml"']
    (folder / "sdn.csv").write_text(SDN, encoding="latin-1")
    plan += [
        "[[source]]",
        'id = "list"',
        'loader = "ofac"',
        'path = "sdn.csv"',
        'publisher = "OFAC"',
        'date = "2022-01-31"',
    ]
    rows = ["left,right,verdict,decided_by,decided_on,reason"]
    rows += [
        f"herald.{key},{name}.{key},Same,a reader,2021-06-02,same name" for name, keys in SAME.items() for key in keys
    ]
    rows += ["herald.ana,ofac.7,Same,E. Ditor,2022-03-01,name and date of birth"]
    rows += ["herald.ana,herald.luis,Different,E. Ditor,2022-03-02,cousins"]
    (folder / "decisions.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    (folder / "sources.toml").write_text("\n".join(plan) + "\n", encoding="utf-8")
    return dataset_of(folder / "sources.toml")


@pytest.fixture(scope="module")
def ana(read: Dataset) -> Profile:
    return profile(read, find_entity(read, "Ana Ruiz Sol"))


def answers(found: Profile, question: str) -> list[tuple[str, list[str]]]:
    (asked,) = [each for each in found.differences if each.question == question]
    return [(answer.text, [claim.publisher for claim in answer.claims]) for answer in asked.answers]


def test_a_fact_that_several_sources_say_is_one_line_with_all_their_quotes(ana: Profile) -> None:
    (leads,) = [line for line in ana.sections["Ties and events"] if "Harbour Gang" in line.text]
    assert [claim.publisher for claim in leads.claims] == ["Gazette", "Herald", "Times"]
    text = profile_text(ana)
    assert "  is a leader of Harbour Gang  [stated by the publisher; said, not established]\n" in text
    assert text.count("«leads the Harbour Gang»") == 2
    assert "alleged by somebody the text does not name, in Times; “a source said”" in text


def test_answers_that_cannot_all_hold_stand_side_by_side(ana: Profile) -> None:
    assert answers(ana, "kinship") == [("is a sibling of", ["Gazette"]), ("is a cousin of", ["Herald"])]
    text = profile_text(ana)
    assert "is a cousin of Luis Mora  [stated by the publisher; sources differ on kinship]" in text
    assert "\nSOURCES DIFFER\n" in text


def test_a_date_said_less_exactly_does_not_differ_and_one_that_cannot_hold_does(ana: Profile) -> None:
    assert answers(ana, "date of birth") == [
        ("1971", ["Gazette"]),
        ("1971-05-05", ["Herald", "OFAC"]),
        ("1974-06-06", ["OFAC"]),
    ]


def test_a_name_said_in_full_and_in_another_order_is_no_difference(ana: Profile) -> None:
    assert not [each for each in ana.differences if each.question == "name"]


def test_two_counts_of_one_group_differ(read: Dataset) -> None:
    assert answers(profile(read, find_entity(read, "herald.men")), "number") == [
        ("23", ["Gazette"]),
        ("29", ["Herald"]),
    ]


def test_the_judgements_that_joined_the_records_say_who_when_and_why(ana: Profile) -> None:
    text = profile_text(ana)
    assert "  herald.ana and ofac.7: judged the same by E. Ditor on 2022-03-01\n    name and date of birth\n" in text
    assert "  herald.ana and herald.luis: judged different by E. Ditor on 2022-03-02\n    cousins\n" in text


def test_where_a_list_and_an_article_meet_it_warns_that_names_are_shared(ana: Profile, read: Dataset) -> None:
    warning = """  Names may be shared by several people.
  What is listed by OFAC and what is written by Gazette, Herald, Times are read together here because of these judgements;"""
    assert warning in profile_text(ana)
    assert "Names may be shared" not in profile_text(profile(read, find_entity(read, "Luis Mora")))


def test_a_merged_record_is_found_by_its_own_id(read: Dataset) -> None:
    assert find_entity(read, "ofac.7") == find_entity(read, "gazette.ana") == find_entity(read, "herald.ana")


def test_as_json_a_profile_has_facts_differences_and_judgements(ana: Profile) -> None:
    found = json.loads(profile_text(ana, "json"))
    assert {each["question"] for each in found["sources_differ"]} == {"kinship", "date of birth"}
    assert len(found["judgements"]) == 4
    (leads,) = [fact for fact in found["facts"]["Ties and events"] if "Harbour Gang" in fact["text"]]
    assert leads["sources"] == [f"https://w3id.org/cartel-kg/source/{name}" for name in ("gazette", "herald", "times")]
    assert len(leads["claims"]) == 3


def test_what_has_one_true_answer_is_said_by_the_ontology() -> None:
    terms = load_ontology().terms
    marked = {name: term.one_answer_to["en"] for name, term in terms.items() if term.one_answer_to}
    assert marked["birthDate"] == "date of birth"
    assert marked["name"] == marked["legalName"] == "name"
    assert all(set(term.one_answer_to) == {"en", "es"} for term in terms.values() if term.one_answer_to)
