"""A change to a claim file is that change and no other letter."""

import difflib
from pathlib import Path

import pytest
import yaml

from kg.errors import DataError
from kg.review import edits

PATH = Path("c.yaml")


def changed(before: str, after: str) -> list[str]:
    lines = difflib.ndiff(before.splitlines(keepends=True), after.splitlines(keepends=True))
    return [line.rstrip("\n") for line in lines if line[0] in "+-"]


def test_a_judgement_is_one_new_line_in_a_row_written_over_lines(small):
    after = edits.set_field(PATH, small, "N2", "review", "Accepted")
    assert changed(small, after) == ["+     review: Accepted"]
    assert "- id: N2  # the group\n    review: Accepted\n" in after


def test_a_judgement_goes_between_the_braces_of_a_row_written_on_one_line(small):
    after = edits.set_field(PATH, small, "N1", "review", "Rejected")
    assert "- {id: N1, review: Rejected, quote: {exact" in after


def test_a_second_judgement_replaces_the_first(small):
    for row in ("N1", "N2", "C1"):
        first = edits.set_field(PATH, small, row, "review", "Rejected")
        assert edits.set_field(PATH, first, row, "review", "Accepted") == edits.set_field(
            PATH, small, row, "review", "Accepted"
        )


def test_line_ends_of_windows_and_a_missing_last_line_end_stay(small):
    text = small.rstrip().replace("\n", "\r\n")
    after = edits.set_field(PATH, text, "C1", "review", "Accepted")
    assert after.count("\r\n") == after.count("\n") == text.count("\r\n") + 1
    assert after.endswith("# the end")


def test_a_row_is_shown_as_it_stands_and_written_back_unchanged(small):
    for row, text in edits.row_texts(small).items():
        assert edits.replace_row(PATH, small, row, text) == small
    assert (
        edits.row_texts(small)["N2"]
        == "id: N2  # the group\nquote: the Gulf Crew\nsubject: crew\nsays:\n  name: Gulf Crew"
    )


def test_a_row_written_anew_leaves_the_comments_around_it(small):
    after = edits.replace_row(PATH, small, "C1", "id: C1\nquote: Ana Ruiz led\nsubject: ana\nsays: {leads: crew}")
    assert "\n# the end\n" in after
    assert yaml.load(after, Loader=yaml.BaseLoader)["claims"][2]["quote"] == "Ana Ruiz led"


@pytest.mark.parametrize("entities", ["entities:\n  a: {type: Person}\n", "entities: {a: {type: Person}}\n"])
def test_entities_are_added_changed_and_dropped_in_either_layout(entities):
    text = f"source: {{id: w}}\n{entities}claims: []\n"
    more = edits.add_entities(PATH, text, {"b": {"type": "Agency", "label": "No: 1"}})
    assert yaml.safe_load(more)["entities"] == {"a": {"type": "Person"}, "b": {"type": "Agency", "label": "No: 1"}}
    assert edits.drop_entities(PATH, more, ["b"]) == text
    assert yaml.safe_load(edits.drop_entities(PATH, more, ["a"]))["entities"] == {
        "b": {"type": "Agency", "label": "No: 1"}
    }
    none = edits.drop_entities(PATH, text, ["a"])
    assert yaml.safe_load(none)["entities"] == {}
    assert yaml.safe_load(edits.add_entities(PATH, none, {"c": {"type": "Place"}}))["entities"] == {
        "c": {"type": "Place"}
    }
    other = edits.add_entities(PATH, text, {"a": {"type": "Agency"}})
    assert yaml.safe_load(other)["entities"] == {"a": {"type": "Agency"}}


def test_what_an_alias_shares_is_refused_not_changed_for_others():
    text = "claims:\n  - &one {id: A, says: {name: x}}\n  - {id: B, says: &two {name: x}}\n  - {id: C, says: *two}\n"
    with pytest.raises(DataError, match="make the change in an editor"):
        edits.set_field(PATH, text, "B", "says", "y") and edits.set_field(PATH, text, "C", "says", "y")
