"""There and back: nothing is lost, what was changed in between comes back changed, and what does not hold is refused."""

import hashlib
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from kg.claim_file import ClaimFile, parse
from kg.cli import main
from kg.errors import DataError
from kg.exchange import convert

REPO = Path(__file__).parents[2]
BBC = REPO / "data" / "claims" / "bbc-2025-08-13.yaml"
TEXT = "Ana Ruiz left.\r\nPolice said\r\nAna Ruiz led the Gulf Crew. 😀 Luis Paz joined the Gulf Crew.\n"
CLAIMS = """
source: {id: w, publisher: Wire, date: 2024-05-14, language: en, licence: MIT, file: a.txt, sha256: SHA}
entities: {ana: {type: Person}, crew: {type: CriminalOrganisation}, police: {type: UnnamedGroup, label: police}}
claims:
  - {id: N1, quote: {exact: Ana Ruiz, suffix: " led"}, subject: ana, says: {name: Ana Ruiz}, review: Accepted}
  - {id: N2, quote: {exact: the Gulf Crew, prefix: "led "}, subject: crew, says: {name: Gulf Crew}}
  - {id: C1, quote: "Police said\\r\\nAna Ruiz led the Gulf Crew", subject: ana, says: {leads: crew}, claimant: police,
     attribution: Police said, modality: Alleged, note: "a\\ttab and a ‘quote’"}
"""


@pytest.fixture
def small(tmp_path: Path) -> Path:
    (tmp_path / "a.txt").write_bytes(TEXT.encode())
    path = tmp_path / "c.yaml"
    path.write_text(CLAIMS.replace("SHA", hashlib.sha256(TEXT.encode()).hexdigest()), encoding="utf-8")
    return path


def same(one: Path, other: Path) -> bool:
    def bare(file: ClaimFile) -> object:
        rows = [row.model_copy(update={"line": 0}) for row in file.claims]
        return file.review, file.entities, rows, file.source.model_copy(update={"file": ""})

    return bare(parse(one)) == bare(parse(other))


@pytest.mark.parametrize("ending", ["ann", "jsonld"])
def test_the_article_comes_back_as_it_went(tmp_path, ending):
    convert(BBC, tmp_path / f"c.{ending}")
    convert(tmp_path / f"c.{ending}", tmp_path / "back.yaml")
    assert same(BBC, tmp_path / "back.yaml")


@pytest.mark.parametrize("ending", ["ann", "jsonld"])
def test_lines_of_windows_signs_of_two_units_and_quotes_that_stand_twice_come_back(small, ending):
    there = small.with_name(f"there.{ending}")
    convert(small, there)
    convert(there, small.with_name("back.yaml"))
    assert same(small, small.with_name("back.yaml"))


def test_spans_of_brat_are_code_points_one_fragment_a_line(small):
    convert(small, small.with_name("t.ann"))
    lines = small.with_name("t.ann").read_text(encoding="utf-8").splitlines()
    spans = [line.split("\t") for line in lines if line.startswith("T")]
    assert small.with_name("t.txt").read_bytes() == TEXT.encode()
    for _, what, shown in spans:
        places = [place.split() for place in what.split(" ", 1)[1].split(";")]
        assert " ".join(TEXT[int(start) : int(end)] for start, end in places) == shown
        assert "\n" not in shown
    assert "R1\tleads Arg1:T1 Arg2:T2" in lines


def test_what_an_annotator_changes_in_brat_comes_back(small):
    ann = small.with_name("t.ann")
    convert(small, ann)
    text = ann.read_text(encoding="utf-8")
    at = TEXT.index("Luis Paz")
    assert "Alleged" in text
    text = text.replace("Alleged", "Reported").replace("Accepted", "Rejected")
    text += f"T90\tPerson {at} {at + 8}\tLuis Paz\nR90\tmemberOf Arg1:T90 Arg2:T2\nA90\tNegated T5\n"
    ann.write_text(text, encoding="utf-8")
    convert(ann, small.with_name("back.yaml"))
    back = parse(small.with_name("back.yaml"))
    assert [(row.id, row.about, row.says, row.review) for row in back.claims][3:] == [
        ("B1", "luis-paz", {"name": ["Luis Paz"]}, None),
        ("B2", "luis-paz", {"memberOf": ["crew"]}, "Candidate"),
    ]
    assert (back.claims[0].review, back.claims[2].modality, back.claims[2].negated) == ("Rejected", "Reported", True)
    assert back.entities["luis-paz"].type == "Person"


def test_a_relation_drawn_from_a_claim_is_refused_not_dropped(small):
    ann = small.with_name("t.ann")
    convert(small, ann)
    with ann.open("a", encoding="utf-8") as more:
        more.write("R90\tmemberOf Arg1:T5 Arg2:T2\n")
    with pytest.raises(DataError, match="joins something that is no entity"):
        convert(ann, small.with_name("back.yaml"))


def test_a_claim_deleted_in_brat_takes_its_entities_along(small):
    ann = small.with_name("t.ann")
    convert(small, ann)
    lines = ann.read_text(encoding="utf-8").splitlines(keepends=True)
    ann.write_text("".join(line for line in lines if not line.startswith("T5\t")), encoding="utf-8")
    convert(ann, small.with_name("back.yaml"))
    assert set(parse(small.with_name("back.yaml")).entities) == {"ana", "crew"}


def test_a_web_annotation_targets_the_quote_by_words_and_by_place(small):
    there = small.with_name("t.jsonld")
    convert(small, there)
    page = json.loads(there.read_text(encoding="utf-8"))
    assert page["@context"][0] == "http://www.w3.org/ns/anno.jsonld"
    for item in page["items"]:
        quote, position = item["target"]["selector"]
        assert TEXT[position["start"] : position["end"]] == quote["exact"]
        assert item["body"][0]["type"] == "TextualBody"
    assert page["items"][2]["body"][0]["value"] == "ana is a leader of crew [according to police] [Alleged]"


def test_a_quote_changed_elsewhere_is_refused_with_the_nearest_text_and_nothing_is_written(small):
    there = small.with_name("t.jsonld")
    convert(small, there)
    there.write_text(
        there.read_text(encoding="utf-8").replace("Ana Ruiz led the", "Ana Ruiz leads the"), encoding="utf-8"
    )
    with pytest.raises(DataError, match="the nearest text is"):
        convert(there, small.with_name("back.yaml"))
    assert not small.with_name("back.yaml").exists()


@pytest.mark.parametrize(
    ("name", "content", "fault"),
    [
        ("t.jsonld", "{", "is not JSON"),
        ("t.jsonld", "[]", "does not say which text"),
        ("t.jsonld", '{"kg:file": {"source": 1}}', "kg:file"),
        ("t.ann", "T1\tPerson 0 8\tAna Ruiz\n", "does not say which text"),
        ("t.ann", "T1\tPerson 0 800\tAna Ruiz\n", "t.ann:1: is not a line of brat"),
        ("t.ann", "nonsense\n", "t.ann:1: is not a line of brat"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_says_where_and_why(small, name, content, fault):
    small.with_name("t.txt").write_bytes(TEXT.encode())
    small.with_name(name).write_text(content, encoding="utf-8")
    with pytest.raises(DataError, match=fault):
        convert(small.with_name(name), small.with_name("back.yaml"))


def test_an_annotation_made_elsewhere_has_no_claim_to_load(small):
    there = small.with_name("t.jsonld")
    convert(small, there)
    page = json.loads(there.read_text(encoding="utf-8"))
    page["items"][0]["body"] = {"type": "TextualBody", "value": "look at this"}
    there.write_text(json.dumps(page), encoding="utf-8")
    with pytest.raises(DataError, match="carries no kg:row"):
        convert(there, small.with_name("back.yaml"))


def test_the_command_says_what_it_wrote_and_which_endings_there_are(small):
    run = CliRunner().invoke(main, ["convert", str(small), str(small.with_name("t.ann"))])
    assert run.exit_code == 0
    assert run.output.count("wrote ") == 3
    wrong = CliRunner().invoke(main, ["convert", str(small), str(small.with_name("t.docx"))])
    assert wrong.exit_code == 1
    assert ".docx is no format" in wrong.output
    itself = CliRunner().invoke(main, ["convert", str(small), str(small)])
    assert "is the file to convert" in itself.output
