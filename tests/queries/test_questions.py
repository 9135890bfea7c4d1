"""Every competency question runs, answers as last read by a person, and walks into none of the article's traps."""

import csv
import hashlib
import io
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from rdflib import Dataset

from kg.graph import Table, rows
from kg.pipeline import dataset_of
from kg.queries import Question, ask, question, question_names, select
from kg.vocab import PREFIXES

GOLDEN = Path(__file__).parent / "golden"
ID = "bbc-2025-08-13."
EL_CUINI = ID + "abigael-gonzalez-valencia"
ROSA_A = ID + "rosa-a"
TRUMP = ID + "donald-trump"
#: What the questions with parameters are asked of the article.
SAMPLES = {
    "aliases_of": {"entity": EL_CUINI},
    "entity_claims": {"entity": ID + "us-embassy"},
    "everything_about": {"entity": ID + "caro-quintero"},
    "list_entry": {"party": EL_CUINI},
    "kin_of": {"person": ID + "nemesio-oseguera"},
    "members_of": {"organisation": ID + "cjng", "on": "2025-08-12"},
    "officeholders_on": {"on": "2025-08-13"},
    "on_date": {"entity": ID + "transfer-2025-08", "on": "2025-08-12"},
    "quotes_behind": {"subject": ID + "white-house", "object": ID + "mexico-government"},
    "recorded_on": {"on": "2026-12-31"},
    "retract": {"source": "source:bbc-2025-08-13"},
    "right_to_reply": {"person": ID + "roberto-salazar"},
    "said_by": {"by": ID + "attorney-generals-office"},
    "support": {"entity": EL_CUINI},
    "ties_of": {"entity": EL_CUINI},
}
#: What no source loaded so far speaks of: each says why in its comments, and answers about the invented sources below.
NOT_IN_THE_ARTICLE = {
    "designations",
    "factions_of",
    "identities",
    "list_entry",
    "machine_only",
    "overturned",
    "programme_family",
    "sanctioned_not_charged",
    "shared_alias",
    "split_dates",
    "unreviewed",
    "withdrawn",
}


def as_csv(answer: Table) -> str:
    """Write an answer with short ids."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(answer.columns)
    writer.writerows([short(row[name]) for name in answer.columns] for row in answer.rows)
    return out.getvalue()


def short(value: object) -> str:
    text = "" if value is None else str(value)
    for prefix, iri in PREFIXES.items():
        if text.startswith(iri):
            return f"{prefix}:{text.removeprefix(iri)}"
    return text


def body(asked: Question) -> str:
    return re.sub(r"(?m)^\s*#.*$", "", asked.sparql)


def projected(asked: Question) -> set[str]:
    head = re.sub(r"\([^(]*\([^)]*\) AS (\?\w+)\)", r"\1", body(asked).partition("WHERE")[0])
    return set(re.findall(r"\?(\w+)", head))


@pytest.mark.parametrize("name", question_names())
def test_a_question_begins_with_a_question(name: str) -> None:
    assert question(name).text.endswith("?")
    assert question(name).sparql.startswith(f"# {question(name).text}\n")


@pytest.mark.parametrize("name", question_names())
def test_every_comment_that_names_a_parameter_is_read_as_one(name: str) -> None:
    asked = question(name)
    assert len(asked.params) == asked.sparql.count("# param ")


@pytest.mark.parametrize("name", question_names())
def test_a_question_projects_its_parameters_and_orders_its_rows(name: str) -> None:
    asked = question(name)
    assert {param.name for param in asked.params} <= projected(asked)
    assert "\nORDER BY " in asked.sparql


@pytest.mark.parametrize("name", question_names())
def test_a_question_asks_one_named_graph_at_a_time(name: str) -> None:
    assert "FROM" not in body(question(name))
    assert "SERVICE" not in body(question(name))


@pytest.mark.parametrize("name", question_names())
def test_a_quote_stands_beside_its_speaker_and_its_modality(name: str) -> None:
    columns = projected(question(name))
    assert "quote" not in columns or {"said_by", "modality", "attribution", "claim"} <= columns


@pytest.mark.parametrize("name", question_names())
def test_the_answer_is_the_one_last_read(article: Dataset, golden: Callable[[Path, str], None], name: str) -> None:
    answer = ask(article, question(name), SAMPLES.get(name, {}))
    assert isinstance(answer, Table)
    golden(GOLDEN / f"{name}.csv", as_csv(answer))


@pytest.mark.parametrize("name", question_names())
def test_a_row_names_what_it_is_about_in_words(article: Dataset, name: str) -> None:
    for row in select(article, name, **SAMPLES.get(name, {})):
        for column in {
            "subject",
            "relation",
            "object",
            "party",
            "person_name",
            "offence",
            "value",
            "what",
        } & row.keys():
            if column not in {param.name for param in question(name).params}:
                assert row[column] is not None
                assert not str(row[column]).startswith("http")


@pytest.mark.parametrize("name", question_names())
def test_a_question_without_an_answer_says_why(article: Dataset, name: str) -> None:
    answer = select(article, name, **SAMPLES.get(name, {}))
    assert bool(answer) != (name in NOT_IN_THE_ARTICLE)
    comments = re.findall(r"(?m)^# (?!param)(.+)$", question(name).sparql)
    assert answer or len(comments) > 1


def test_the_samples_and_the_golden_files_are_those_of_questions() -> None:
    assert SAMPLES.keys() | NOT_IN_THE_ARTICLE <= set(question_names())
    assert {path.stem for path in GOLDEN.glob("*.csv")} == set(question_names())


# ---------------------------------------------------------------- the ontology and the questions


def properties(dataset: Dataset) -> Iterator[tuple[str, str, set[str]]]:
    """Give each property, the question that uses it, and the words by which it may do so."""
    found: dict[tuple[str, str], set[str]] = {}
    asked = """
    SELECT ?property ?question ?above ?tie ?marker WHERE { GRAPH graph:ontology {
      ?property kg:askedBy ?question ; rdfs:subPropertyOf* ?above
      OPTIONAL { ?property kg:tie ?tie }
      OPTIONAL { ?property ?marker ?value FILTER(?marker IN (kg:role, kg:assessment, kg:stageOrder, kg:sign)) }
    } }"""
    for row in rows(dataset, asked):
        name, file, above, tie, marker = (short(each) for each in row)
        words = found.setdefault((name, file), set())
        words |= {above, *({tie, "kg:tie ?category"} if tie else ()), *({marker} if marker else ())}
    for (name, file), words in sorted(found.items()):
        yield name, file, words


def test_every_property_is_used_by_the_question_that_asks_for_it(article: Dataset) -> None:
    pairs = list(properties(article))
    assert len(pairs) > 100
    for name, file, words in pairs:
        assert file in question_names(), f"{name} is asked by {file}, which is no question"
        text = body(question(file))
        assert any(re.search(rf"{re.escape(word)}\b", text) for word in words), f"{file} does not use {name}"


# ---------------------------------------------------------------- the article's traps


def test_nobody_says_that_trump_authorised_anything_except_as_contested(article: Dataset) -> None:
    for name in ("everything_about", "timeline"):
        said = [row for row in select(article, name, entity=TRUMP) if "authorised" in str(row["quote"])]
        assert [str(row["standing"]) for row in said] == ["Contested"]
        assert [str(row["modality"]) for row in said] == ["Reported"]
    assert not [row for row in select(article, "ties_of", entity=TRUMP) if "authorised" in str(row["quote"])]


def test_what_is_contested_is_shown_with_its_denial(article: Dataset) -> None:
    for name, column in (("contested", "rejected_by"), ("right_to_reply", "responded_by")):
        key = "about" if name == "contested" else "person"
        said = [row for row in select(article, name, **{key: TRUMP}) if str(row["standing"]) == "Contested"]
        assert [str(row[column]) for row in said] == ["Claudia Sheinbaum"]


def test_the_only_denial_is_sheinbaums_and_names_the_quote_it_denies(article: Dataset) -> None:
    [denial] = select(article, "denials")
    assert str(denial["party"]) == "Claudia Sheinbaum"
    assert str(denial["quote"]).startswith("President Claudia Sheinbaum rejected reports that")
    assert str(denial["rejected_quote"]).startswith("reports that US President Donald Trump had authorised")
    assert str(denial["rejected_said_by"]) == "somebody the text does not name"
    assert str(denial["rejected_modality"]) == "Reported"


def test_ruling_out_an_invasion_is_a_negation_and_no_denial(article: Dataset) -> None:
    ruled_out = [row for row in select(article, "negations") if "ruled out" in str(row["quote"])]
    assert [str(row["relation"]) for row in ruled_out] == ["NOT: happens as"]
    assert [str(row["said_by"]) for row in ruled_out] == ["Claudia Sheinbaum"]


def transfers_of(dataset: Dataset, person: str) -> list[tuple[str, str]]:
    answer = select(dataset, "in_which_transfer", person=ID + person)
    return [(str(row["transfer"]), str(row["modality"])) for row in answer]


def test_rosa_a_is_in_the_august_transfer_only_as_unknown(article: Dataset) -> None:
    assert transfers_of(article, "rosa-a") == [
        ("handing over of Rosa A", "Expected"),
        ("transfer of 26 prisoners to the US", "Unknown"),
    ]


def test_salazar_and_gonzalez_valencia_are_in_the_august_transfer_as_reported(article: Dataset) -> None:
    for person in ("roberto-salazar", "abigael-gonzalez-valencia"):
        assert transfers_of(article, person) == [("transfer of 26 prisoners to the US", "Reported")]


def test_caro_quintero_is_in_februarys_transfer_and_in_no_other(article: Dataset) -> None:
    assert transfers_of(article, "caro-quintero") == [("transfer of 29 prisoners to the US", "Stated")]


def test_nobody_is_convicted_and_a_groups_charge_is_nobody_elses(article: Dataset) -> None:
    stages = select(article, "legal_stage")
    assert not [row for row in stages if "convict" in str(row["stage"])]
    charged = [str(row["person"]) for row in stages if str(row["stage"]) == "is charged with"]
    assert charged == [PREFIXES[""] + ID + "group-of-26"]


def test_a_deeds_year_is_not_the_date_of_the_accusation(article: Dataset) -> None:
    [stage] = select(article, "legal_stage", person=ID + "caro-quintero")
    assert (str(stage["deed_when"]), stage["when"]) == ("1985", None)


def test_posts_are_held_certainly_only_on_the_day_a_source_saw_them(article: Dataset) -> None:
    def held(on: str) -> list[tuple[str, str]]:
        return [(str(row["held"]), str(row["person"])) for row in select(article, "officeholders_on", on=on)]

    assert held("2025-08-13") == [("certainly", "Claudia Sheinbaum"), ("certainly", "Donald Trump")]
    assert held("2025-08-08") == [("possibly", "Claudia Sheinbaum"), ("possibly", "Donald Trump")]


def test_an_undated_tie_is_never_certain_on_a_day(article: Dataset) -> None:
    answer = select(article, "members_of", organisation=ID + "cjng", on="2025-08-12")
    assert {str(row["held"]) for row in answer} == {"possibly"}
    assert {str(row["held"]) for row in select(article, "members_of", organisation=ID + "cjng")} == {""}


def test_the_bbc_uses_both_words_for_a_transfer_and_us_officials_say_extradited(article: Dataset) -> None:
    answer = select(article, "transfer_wording", transfer=ID + "transfer-2025-08")
    words = {(str(row["said_by"]), str(row["mechanism"])) for row in answer}
    assert words == {
        ("BBC News itself", "extradition"),
        ("BBC News itself", "prisoner transfer"),
        ("US officials", "extradition"),
    }


def test_no_source_joins_tariffs_to_a_transfer(article: Dataset) -> None:
    joined = [(str(row["event_name"]), str(row["other"])) for row in select(article, "tariff_and_transfer")]
    assert not [pair for pair in joined if "tariffs" in " ".join(pair) and "transfer" in " ".join(pair)]


def test_retracting_the_only_source_empties_both_views(article: Dataset) -> None:
    lost = [(str(row["view"]), str(row["claim"])) for row in select(article, "retract", source="source:bbc-2025-08-13")]
    established = {claim for view, claim in lost if view == "established"}
    alleged = {claim for view, claim in lost if view == "alleged"}
    stands = dict(rows(article, "SELECT ?c ?s WHERE { GRAPH graph:standing { ?c kg:standing ?s } }"))
    assert established == {claim for claim, standing in stands.items() if str(standing).endswith("#Established")}
    assert alleged - established == {claim for claim, standing in stands.items() if str(standing).endswith("#Said")}


# ---------------------------------------------------------------- invented sources, for what the article does not speak of

TEXTS = {
    "herald": """By Harbour Herald. Ana Ruiz, alias La Jefa, was convicted of smuggling in Freedonia.
The Treasury designated Ana Ruiz under the Harbour Order in 2012. The Treasury designated Eva Sol in 2014.
Luis Mora, alias la jefa, was indicted for bribery. The Dock Crew split from the Harbour Gang in 2015.
Eva Sol leads the Harbour Gang. The Night Shift is a faction of the Harbour Gang.
Ana Ruiz denied that Luis Mora led the Harbour Gang. The order gives Eva Sol the nationality Freedonian.
The Treasury took Ana Ruiz off the Harbour Order in 2019. The Treasury said Rita Paz is wanted for arson.
The Treasury said Luis Mora is wanted for theft.""",
    "gazette": """By Court of Freedonia. The conviction of Ana Ruiz for smuggling was overturned in 2013.
The Dock Crew split from the Harbour Gang in 2016. Luis Mora leads the Harbour Gang.
A witness said Luis Mora was indicted for bribery.""",
    "copy": "Eva Sol leads the Harbour Gang.",
}
CLAIMS = {
    "herald": """
entities:
  herald: {type: MediaOutlet}
  ana: {type: Person}
  luis: {type: Person}
  eva: {type: Person}
  gang: {type: CriminalOrganisation}
  crew: {type: CriminalOrganisation}
  shift: {type: Faction}
  treasury: {type: Agency}
  order: {type: Programme}
  freedonia: {type: Country}
  listing-of-ana: {type: Designation, label: listing of Ana Ruiz}
  listing-of-eva: {type: Designation, label: listing of Eva Sol}
  smuggling: {type: Offence, label: smuggling}
  bribery: {type: Offence, label: bribery}
  rita: {type: Person}
  arson: {type: Offence, label: arson}
  theft: {type: Offence, label: theft}
  end-of-listing: {type: Delisting, label: end of the listing of Ana Ruiz}
claims:
  - {id: C0, quote: Rita Paz is wanted, subject: rita, says: {name: Rita Paz}}
  - id: C1
    quote: Rita Paz is wanted for arson
    subject: rita
    says: {wantedFor: arson}
    claimant: treasury
    attribution: The Treasury said Rita
  - id: C2
    quote: Luis Mora is wanted for theft
    subject: luis
    says: {wantedFor: theft}
    claimant: treasury
    attribution: The Treasury said Luis
  - id: C3
    quote: The Treasury took Ana Ruiz off the Harbour Order in 2019
    event: end-of-listing
    says: {authority: treasury, target: ana, underProgramme: order}
    when: {edtf: 2019, basis: Explicit, words: in 2019}
  - {id: A0, quote: By Harbour Herald, subject: source, says: {publishedBy: herald}}
  - {id: A1, quote: By Harbour Herald, subject: herald, says: {name: Harbour Herald}}
  - {id: A2, quote: "Ana Ruiz, alias La Jefa", subject: ana, says: {name: Ana Ruiz, alias: La Jefa}}
  - {id: A3, quote: "Luis Mora, alias la jefa", subject: luis, says: {name: Luis Mora, alias: la jefa}}
  - {id: A4, quote: designated Eva Sol, subject: eva, says: {name: Eva Sol}}
  - {id: A5, quote: a faction of the Harbour Gang, subject: gang, says: {name: Harbour Gang}}
  - {id: A6, quote: The Dock Crew, subject: crew, says: {name: Dock Crew}}
  - {id: A7, quote: The Night Shift, subject: shift, says: {name: Night Shift}}
  - {id: A8, quote: The Treasury designated Eva Sol, subject: treasury, says: {name: Treasury}}
  - {id: A9, quote: under the Harbour Order, subject: order, says: {name: Harbour Order}}
  - {id: B0, quote: in Freedonia, subject: freedonia, says: {name: Freedonia}}
  - id: B1
    quote: was convicted of smuggling in Freedonia
    subject: ana
    says: {convictedOf: smuggling}
    jurisdiction: freedonia
  - id: B2
    quote: The Treasury designated Ana Ruiz under the Harbour Order in 2012
    event: listing-of-ana
    says: {authority: treasury, target: ana, underProgramme: order}
    when: {edtf: 2012, basis: Explicit, words: in 2012}
  - {id: A10, quote: the nationality Freedonian, subject: eva, says: {nationality: Freedonian}}
  - {id: B3, quote: The Treasury designated Eva Sol, event: listing-of-eva, says: {authority: treasury, target: eva}}
  - {id: B4, quote: was indicted for bribery, subject: luis, says: {indictedFor: bribery}}
  - id: B5
    quote: The Dock Crew split from the Harbour Gang in 2015
    subject: crew
    says: {splitFrom: gang}
    when: {edtf: 2015, basis: Explicit, words: in 2015}
  - {id: B6, quote: Eva Sol leads the Harbour Gang, subject: eva, says: {leads: gang}}
  - {id: B7, quote: The Night Shift is a faction of the Harbour Gang, subject: shift, says: {factionOf: gang}}
  - id: B8
    quote: Ana Ruiz denied that Luis Mora led the Harbour Gang
    subject: ana
    says: {rejects: B9}
  - id: B9
    quote: Luis Mora led the Harbour Gang
    subject: luis
    says: {leads: gang}
    claimant: Unspecified
    attribution: denied that
    modality: Reported
""",
    "gazette": """
entities:
  court: {type: Court}
  ana: {type: Person}
  luis: {type: Person}
  gang: {type: CriminalOrganisation}
  crew: {type: CriminalOrganisation}
  witness: {type: UnnamedGroup, label: a witness}
  smuggling: {type: Offence, label: smuggling}
  bribery: {type: Offence, label: bribery}
claims:
  - {id: A0, quote: By Court of Freedonia, subject: source, says: {publishedBy: court}}
  - {id: A1, quote: By Court of Freedonia, subject: court, says: {name: Court of Freedonia}}
  - id: B1
    quote: The conviction of Ana Ruiz for smuggling was overturned in 2013
    subject: ana
    says: {convictionOverturned: smuggling}
    when: {edtf: 2013, basis: Explicit, words: in 2013}
  - id: B2
    quote: The Dock Crew split from the Harbour Gang in 2016
    subject: crew
    says: {splitFrom: gang}
    when: {edtf: 2016, basis: Explicit, words: in 2016}
  - {id: B3, quote: Luis Mora leads the Harbour Gang, subject: luis, says: {leads: gang}, review: Candidate}
  - {id: B5, quote: Luis Mora leads the Harbour Gang, subject: luis, says: {memberOf: gang}, review: Candidate}
  - id: B4
    quote: Luis Mora was indicted for bribery
    subject: luis
    says: {indictedFor: bribery}
    claimant: witness
    attribution: A witness said
""",
    "copy": """
entities:
  eva: {type: Person}
  gang: {type: CriminalOrganisation}
claims:
  - {id: A1, quote: Eva Sol leads the Harbour Gang, subject: eva, says: {leads: gang}}
""",
}
#: A row of an official list, about nobody real either; a later edition leaves out what it is.
LIST = "1,HARBOUR FERRIES,-0- ,SDNTK,Ferry line,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \n"
#: Records of several sources that are one party, or one offence.
SAME = {"gazette": ("ana", "luis", "gang", "crew", "smuggling", "bribery"), "copy": ("eva", "gang")}


@pytest.fixture(scope="module")
def invented(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    """Sources about nobody real: a newspaper, a court, a copy of the newspaper, and a list."""
    folder = tmp_path_factory.mktemp("invented")
    plan = ['decisions = "decisions.csv"']
    for name, text in TEXTS.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8", newline="")
        head = {"id": name, "publisher": name.title(), "date": "2021-05-03", "language": "en", "licence": "none"}
        head |= {"file": f"{name}.txt", "sha256": hashlib.sha256(text.encode()).hexdigest()}
        head |= {"derivedFrom": "herald"} if name == "copy" else {}
        source = "source:\n" + "".join(f"  {key}: {value}\n" for key, value in head.items())
        (folder / f"{name}.yaml").write_text(f"{source}review: Accepted\n{CLAIMS[name]}", encoding="utf-8")
        plan += ["[[source]]", f'id = "{name}"', 'loader = "claims"', f'path = "{name}.yaml"', "retrieved = 2021-06-01"]
    (folder / "sdn_2021-05-03.csv").write_text(LIST, encoding="utf-8")
    (folder / "sdn_2021-05-20.csv").write_text(LIST.replace("Ferry line", "-0- "), encoding="utf-8")
    plan += ["[[source]]", 'id = "list-{date}"', 'loader = "ofac"', 'path = "sdn_{date}.csv"', 'list = "list"']
    pairs = [(f"herald.{key}", f"{source}.{key}") for source, keys in SAME.items() for key in keys]
    decided = ["left,right,verdict,decided_by,decided_on,reason"]
    decided += [f"{left},{right},Same,a reader,2021-06-02,same name and place" for left, right in pairs]
    decided += ["herald.ana,herald.luis,Different,a reader,2021-06-02,two people share the alias"]
    (folder / "decisions.csv").write_text("\n".join(decided) + "\n", encoding="utf-8")
    (folder / "sources.toml").write_text("\n".join(plan) + "\n", encoding="utf-8")
    return dataset_of(folder / "sources.toml")


def columns_of(dataset: Dataset, name: str, wanted: str, **values: str) -> list[tuple[str, ...]]:
    return [tuple(short(row[each]) for each in wanted.split()) for row in select(dataset, name, **values)]


@pytest.mark.parametrize("name", sorted(NOT_IN_THE_ARTICLE))
def test_a_question_the_article_cannot_answer_has_an_answer_elsewhere(invented: Dataset, name: str) -> None:
    assert select(invented, name)


def test_an_overturned_conviction_is_shown_with_the_source_that_still_states_it(invented: Dataset) -> None:
    answer = columns_of(invented, "overturned", "person_name offence still_stated_in still_quote")
    assert answer == [("Ana Ruiz", "smuggling", "Herald, 2021-05-03", "was convicted of smuggling in Freedonia")]


def test_the_latest_stage_comes_first_and_the_earlier_one_stays(invented: Dataset) -> None:
    answer = columns_of(invented, "legal_stage", "jurisdiction stage when", person="Ana Ruiz")
    assert answer == [
        ("Freedonia", "was convicted of", ""),
        ("not stated", "had overturned the conviction of", "2013"),
    ]


def test_a_stage_that_began_after_the_day_asked_is_left_out(invented: Dataset) -> None:
    answer = columns_of(invented, "legal_stage", "stage", person="Ana Ruiz", on="2012-12-31")
    assert answer == [("was convicted of",)]


def test_a_designation_names_its_authority_programme_and_date(invented: Dataset) -> None:
    answer = columns_of(invented, "designations", "party_name measure authority programme when ended")
    assert answer == [
        ("Ana Ruiz", "sanctions designation", "Treasury", "Harbour Order", "2012", "2019"),
        ("Ana Ruiz", "sanctions delisting", "Treasury", "Harbour Order", "2019", ""),
        ("Eva Sol", "sanctions designation", "Treasury", "", "", ""),
        (
            "HARBOUR FERRIES",
            "sanctions designation",
            "OFAC, US Department of the Treasury",
            "SDNTK",
            "[..2021-05-03] (inferred)",
            "",
        ),
        ("HARBOUR FERRIES", "amendment of a listing", "", "", "[2021-05-03..2021-05-20] (inferred)", ""),
    ]


def test_the_sanctioned_and_the_charged_are_told_apart(invented: Dataset) -> None:
    assert columns_of(invented, "sanctioned_not_charged", "party") == [("Eva Sol",), ("HARBOUR FERRIES",)]
    assert columns_of(invented, "charged_not_sanctioned", "party stage modality said_by") == [
        ("Luis Mora", "is indicted for", "Stated", "a witness"),
        ("Luis Mora", "is indicted for", "Stated", "Herald itself"),
    ]


def test_who_is_wanted_and_neither_sanctioned_nor_charged(invented: Dataset) -> None:
    assert columns_of(invented, "wanted_only", "party stage offence said_by") == [
        ("Rita Paz", "is wanted for", "arson", "Treasury")
    ]


def test_support_counts_origins_not_copies(invented: Dataset) -> None:
    rows = columns_of(invented, "support", "relation object origins printed_in origin_names", entity="Dock Crew")
    assert rows[0] == ("split from", "Harbour Gang", "2", "2", "Gazette, 2021-05-03; Herald, 2021-05-03")
    (leads,) = [
        row
        for row in columns_of(invented, "support", "relation origins printed_in", entity="Eva Sol")
        if "leader" in row[0]
    ]
    assert leads == ("is a leader of", "1", "2")


def test_what_one_source_says_of_somebody_and_no_other_does(invented: Dataset) -> None:
    said = columns_of(invented, "single_origin", "relation object only_origin", entity="Luis Mora")
    assert ("is also known as", "la jefa", "Herald, 2021-05-03") in said
    assert not [row for row in said if row[1] == "bribery"]


def test_a_stage_that_a_court_document_gives_too_does_not_rest_on_press_alone(invented: Dataset) -> None:
    assert columns_of(invented, "press_only", "party stage") == [
        ("Ana Ruiz", "was convicted of"),
        ("Luis Mora", "is wanted for"),
        ("Rita Paz", "is wanted for"),
    ]


def test_two_sources_that_date_a_split_differently_are_set_side_by_side(invented: Dataset) -> None:
    answer = columns_of(invented, "split_dates", "party when other_when other_source")
    assert answer == [
        ("Dock Crew", "2015", "2016", "Gazette, 2021-05-03"),
        ("Dock Crew", "2016", "2015", "Herald, 2021-05-03"),
    ]


def test_a_shared_alias_is_a_question_with_the_judgement_on_file(invented: Dataset) -> None:
    answer = columns_of(invented, "shared_alias", "first second verdict")
    assert answer == [("Ana Ruiz", "Luis Mora", "Different")]


def test_a_copy_adds_no_origin(invented: Dataset) -> None:
    answer = columns_of(invented, "single_origin", "subject relation object printed_in only_origin")
    assert ("Eva Sol", "is a leader of", "Harbour Gang", "2", "Herald, 2021-05-03") in answer
    assert not [row for row in answer if row[:2] == ("Dock Crew", "split from")]


def test_a_candidate_is_seen_only_where_candidates_are_asked_for(invented: Dataset) -> None:
    unread = columns_of(invented, "unreviewed", "relation review")
    assert unread == [("is a leader of", "Candidate"), ("is a member of", "Candidate")]
    assert columns_of(invented, "machine_only", "relation") == [("is a member of",)]
    leaders = columns_of(invented, "members_of", "party relation standing", organisation="Harbour Gang")
    assert leaders == [
        ("Night Shift", "is a faction of", "Established"),
        ("Eva Sol", "is a leader of", "Established"),
        ("Eva Sol", "is a leader of", "Established"),
        ("Luis Mora", "is a leader of", "Contested"),
    ]


def test_what_another_source_states_too_does_not_leave_with_a_retracted_one(invented: Dataset) -> None:
    def lost(source: str) -> list[tuple[str, ...]]:
        return columns_of(invented, "retract", "view subject relation object", source=f"source:{source}")

    assert lost("copy") == []
    assert ("established", "Dock Crew", "split from", "Harbour Gang") not in lost("herald")
    assert ("established", "Luis Mora", "is indicted for", "bribery") in lost("herald")
    assert ("alleged", "Luis Mora", "is indicted for", "bribery") not in lost("herald")


def test_a_tie_that_a_publisher_states_too_does_not_rest_on_the_unnamed(invented: Dataset) -> None:
    assert columns_of(invented, "anonymous_only", "subject relation said_by") == [
        ("Luis Mora", "is a leader of", "somebody the text does not name")
    ]


def test_a_symmetric_reading_or_a_merge_keeps_every_quote_between_two(invented: Dataset) -> None:
    answer = columns_of(invented, "quotes_behind", "source quote", subject="Eva Sol", object="Harbour Gang")
    assert [quote for _, quote in answer] == ["Eva Sol leads the Harbour Gang"] * 2
    assert columns_of(invented, "quotes_behind", "source quote", subject="Harbour Gang", object="Eva Sol") == answer


def test_record_time_is_the_day_we_took_the_source(invented: Dataset) -> None:
    assert set(columns_of(invented, "recorded_on", "recorded", on="2021-05-02")) == {("added since",)}
    assert set(columns_of(invented, "recorded_on", "recorded", on="2021-06-01")) == {("by then",)}
