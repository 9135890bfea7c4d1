"""What counts as right, on files small enough to count by hand, and on the article under other keys."""

import hashlib
import json
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from kg.cli import main
from kg.errors import DataError
from kg.evaluate import compare, in_folder, language_totals, read_story, score

TEXT = (
    "Police said on Tuesday that Ana Ruiz led the Gulf Crew. She denies that she paid Luis Paz. "
    "Prosecutors said she may be charged with fraud. Paz joined the Gulf Crew in 2019."
)
HEAD = """
source: {{id: {id}, publisher: Wire, date: 2024-05-14, language: en-GB, licence: MIT, file: a.txt, sha256: {sha}}}
entities: {{{entities}}}
claims:
{claims}
"""
ENTITIES = {"ana": "Person", "luis": "Person", "crew": "CriminalOrganisation", "police": "UnnamedGroup"}
ANA = "  - {id: N1, quote: Ana Ruiz, subject: ana, says: {name: Ana Ruiz}}\n"
LUIS = "  - {id: N2, quote: Luis Paz, subject: luis, says: {name: Luis Paz}}\n"
CREW = "  - {id: N3, quote: the Gulf Crew, prefix: led, subject: crew, says: {name: Gulf Crew}}\n".replace(
    "quote: the Gulf Crew, prefix: led", "quote: {exact: the Gulf Crew, prefix: 'led '}"
)
LEADS = """  - id: C1
    quote: Police said on Tuesday that Ana Ruiz led the Gulf Crew
    subject: ana
    says: {leads: crew}
    claimant: police
    attribution: Police said
    saidOn: {edtf: 2024-05-14, basis: Relative, words: on Tuesday}
"""
PAID = """  - id: C2
    quote: She denies that she paid Luis Paz
    subject: ana
    says: {finances: luis}
    negated: true
    claimant: ana
    attribution: She denies
"""
JOINED = """  - id: C3
    quote: Paz joined the Gulf Crew in 2019
    subject: luis
    says: {memberOf: crew}
    when: {edtf: 2019, basis: Explicit, words: "2019"}
"""
ALL = ANA + LUIS + CREW + LEADS + PAID + JOINED


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    sha = hashlib.sha256(TEXT.encode()).hexdigest()

    def make(name: str, claims: str, id: str = "gold", **other: str) -> Path:  # noqa: A002
        used = {key: kind for key, kind in {**ENTITIES, **other}.items() if f" {key}" in claims or f":{key}" in claims}
        entities = ", ".join(
            f"{key}: {{type: {kind}{', label: police' if key == 'police' else ''}}}" for key, kind in used.items()
        )
        path = tmp_path / f"{name}.yaml"
        path.write_text(HEAD.format(id=id, sha=sha, entities=entities, claims=claims), encoding="utf-8")
        return path

    return make


def scored(write: Callable[..., Path], claims: str, **other: str):
    return score(read_story(write("gold", ALL)), read_story(write("mine", claims, id="mine", **other)))


def test_a_file_compared_with_itself_is_right_in_everything(write):
    result = scored(write, ALL)
    assert {name: tally.f1 for name, tally in result.tallies.items()} == dict.fromkeys(result.tallies, 1.0)
    assert not result.unsafe
    assert not result.allegations


def test_precision_counts_what_was_predicted_and_recall_what_there_is(write):
    invented = JOINED.replace("memberOf", "founded").replace("C3", "C9")
    result = scored(write, ALL.replace(LEADS, "").replace(PAID, "") + invented)
    strict = result.tallies["claims, strict"]
    assert (strict.found, strict.gold, strict.right, strict.predicted) == (1, 3, 1, 2)
    assert result.tallies["people"].f1 == 1.0


def test_a_related_relation_counts_only_in_the_lenient_measure(write):
    result = scored(write, ALL.replace("leads: crew", "runsFinancesOf: crew"))
    assert result.tallies["claims, strict"].right == 2
    assert result.tallies["claims, lenient"].right == 3
    assert result.confusions["relation", "leads", "runsFinancesOf"] == 1


def test_a_denied_claim_that_comes_out_as_stated_is_unsafe(write):
    result = scored(write, ALL.replace("    negated: true\n    claimant: ana\n    attribution: She denies\n", ""))
    assert [(each.gold, each.predicted, each.why) for each in result.unsafe] == [
        ("gold.C2:finances", "mine.C2:finances", "negated")
    ]
    assert result.tallies["claims, lenient"].right == 2


def test_a_claim_that_another_one_rejects_is_unsafe_in_the_publishers_voice(write):
    rejected = ALL + "  - {id: C4, quote: She denies, subject: ana, says: {rejects: C1}}\n"
    stated = LEADS.replace("    claimant: police\n    attribution: Police said\n", "")
    gold, mine = write("gold", rejected), write("mine", ALL.replace(LEADS, stated), id="mine")
    assert [each.why for each in score(read_story(gold), read_story(mine)).unsafe] == ["denied or conditional"]
    repeated = write("mine", ALL, id="mine")
    assert not score(read_story(gold), read_story(repeated)).unsafe, "as the gold has it: said by the police"


def test_what_somebody_says_is_not_the_publishers_voice(write):
    result = scored(write, ALL.replace("    claimant: police\n    attribution: Police said\n", ""))
    assert [each.predicted for each in result.allegations] == ["mine.C1:leads"]
    assert result.tallies["attribution"].found == 1


def test_a_weaker_reading_is_a_wrong_modality_and_safe(write):
    result = scored(write, ALL.replace("    saidOn", "    modality: Alleged\n    saidOn"))
    assert result.tallies["modality"].right == 2
    assert result.confusions["modality", "Stated", "Alleged"] == 1
    assert not result.unsafe


def test_a_date_counts_when_answered_and_only_if_it_is_the_same(write):
    result = scored(write, ALL.replace("    saidOn: {edtf: 2024-05-14, basis: Relative, words: on Tuesday}\n", ""))
    assert (result.tallies["dates of speech"].recall, result.tallies["dates of speech"].precision) == (0.0, None)
    assert result.tallies["dates"].precision == 1.0


def test_a_person_taken_for_an_organisation_is_wrong_in_both(write):
    swapped = ANA + LUIS + CREW.replace("subject: crew", "subject: other") + JOINED.replace("crew", "other")
    result = scored(write, swapped.replace("luis", "gulf"), other="CriminalOrganisation", gulf="Agency")
    assert result.tallies["people"].recall == 0.5
    assert result.tallies["organisations"].precision == 0.5


def test_a_part_of_a_name_finds_its_bearer_and_is_no_name_of_the_gold(write):
    result = scored(
        write,
        ALL.replace(
            "quote: Luis Paz, subject: luis, says: {name: Luis Paz}",
            "quote: {exact: Paz, prefix: 'Luis '}, subject: luis, says: {name: Paz}",
        ),
    )
    assert result.tallies["people"].f1 == 1.0
    assert result.tallies["names"].right == 2


def renamed(path: Path, into: Path) -> Path:
    """Write a claim file of the same text and claims under other keys, in another order."""
    file = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    keys = {key: f"k{number}" for number, key in enumerate(sorted(file["entities"]))}
    rows = {row["id"]: f"R{number}" for number, row in enumerate(file["claims"])}

    def other(value):
        if isinstance(value, list):
            return [other(each) for each in value]
        row, colon, rest = value.partition(":")
        relation, second, target = rest.partition(":")
        if row in rows:
            return rows[row] + colon + relation + second + keys.get(target, target)
        return keys.get(value, value)

    for row in file["claims"]:
        row["id"] = rows[row["id"]]
        places = {"subject", "event", "claimant", "via", "accuser", "jurisdiction"} & set(row)
        row.update({place: other(row[place]) for place in places})
        row["says"] = {relation: other(value) for relation, value in row.get("says", {}).items()}
        for date in (row.get("when", {}), row.get("saidOn", {})):
            date.update({"from": rows.get(date["from"], date["from"])} if "from" in date else {})
    file["entities"] = {keys[key]: entity for key, entity in reversed(file["entities"].items())}
    file["claims"].reverse()
    file["source"].update(id="another", file=str((path.parent / file["source"]["file"]).resolve()))
    into.write_text(yaml.safe_dump(file, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return into


def test_keys_and_order_of_a_file_count_for_nothing(tmp_path):
    path = Path(__file__).parents[2] / "data" / "claims" / "bbc-2025-08-13.yaml"
    result = score(read_story(path), read_story(renamed(path, tmp_path / "other.yaml")))
    assert {name: tally.f1 for name, tally in result.tallies.items() if tally.f1 != 1.0} == {}
    assert not result.unsafe


def test_files_of_two_texts_are_not_compared(write, tmp_path):
    gold = read_story(write("gold", ALL))
    (tmp_path / "a.txt").write_text(TEXT + " ", encoding="utf-8")
    sha = hashlib.sha256((TEXT + " ").encode()).hexdigest()
    mine = tmp_path / "mine.yaml"
    mine.write_text((tmp_path / "gold.yaml").read_text().replace(gold.digest, sha))
    with pytest.raises(DataError, match="compare claim files of the same text"):
        score(gold, read_story(mine))


def test_a_corpus_adds_up_by_language_and_a_story_without_prediction_counts_as_nothing_found(write, tmp_path):
    for folder in ("gold", "mine"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "a.txt").write_text(TEXT, encoding="utf-8")
    text = write("one", ALL).read_text()
    for name in ("one", "two"):
        (tmp_path / "gold" / f"{name}.yaml").write_text(text)
    (tmp_path / "gold" / "tres.yaml").write_text(text.replace("en-GB", "es"))
    (tmp_path / "mine" / "one.yaml").write_text(text)
    (tmp_path / "mine" / "tres.yaml").write_text("claims: [")
    compared = list(compare(tmp_path / "gold", in_folder(tmp_path / "gold", tmp_path / "mine")))
    assert {each.name: bool(each.failure) for each in compared} == {
        "one.yaml": False,
        "tres.yaml": True,
        "two.yaml": True,
    }
    totals = language_totals(compared)
    assert {language: scores.tallies["people"].recall for language, scores in totals.items()} == {
        "en": 0.5, "es": 0.0, "all": pytest.approx(1 / 3)
    }  # fmt: skip


def test_the_command_prints_a_table_or_json_and_exits_1_when_something_unsafe_came_out(write):
    gold = write("gold", ALL)
    mine = write(
        "mine", ALL.replace("    negated: true\n    claimant: ana\n    attribution: She denies\n", ""), id="mine"
    )
    fine = CliRunner().invoke(main, ["evaluate", str(gold), str(gold)])
    assert fine.exit_code == 0
    assert "safety: 0 denied" in fine.output
    unsafe = CliRunner().invoke(main, ["evaluate", str(gold), str(mine), "--format", "json"])
    assert unsafe.exit_code == 1
    assert json.loads(unsafe.output)["totals"]["en"]["unsafe"][0]["why"] == "negated"
    assert CliRunner().invoke(main, ["evaluate", str(gold)]).exit_code == 2


def test_without_a_folder_of_predictions_the_extractor_reads_each_story(write, tmp_path):
    (tmp_path / "gold").mkdir()
    (tmp_path / "gold" / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "gold" / "one.yaml").write_text(write("one", ALL).read_text())
    run = CliRunner().invoke(main, ["evaluate", "--corpus", str(tmp_path / "gold"), "--format", "json"])
    assert run.exit_code == 0
    assert [each["failure"] for each in json.loads(run.stdout)["stories"]] == [""]
