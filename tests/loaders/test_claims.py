"""The claim file: what it refuses, where it says so, and the article's own."""

import json
import re
import shutil
from pathlib import Path

import pytest

from kg.errors import DataError
from kg.loaders import LOADERS
from kg.model import Basis, Claim, Edition, Modality, Review

REPO = Path(__file__).parents[2]
EDITION = Edition(id="bbc-2025-08-13")
FILE = REPO / "data" / "claims" / "bbc-2025-08-13.yaml"


@pytest.fixture(scope="module")
def claims():
    return {
        record.id.rsplit("/", 1)[1]: record for record in LOADERS["claims"](FILE, EDITION) if isinstance(record, Claim)
    }


@pytest.fixture
def edited(tmp_path):
    """A copy of the project's data whose claim file or article can be changed."""
    shutil.copytree(REPO / "data", tmp_path / "data")

    def edit(old: str, new: str, file: str = "claims/bbc-2025-08-13.yaml") -> list[str]:
        path = tmp_path / "data" / file
        text = path.read_bytes().decode()
        assert old in text
        path.write_bytes(text.replace(old, new, 1).encode())
        with pytest.raises(DataError) as error:
            list(LOADERS["claims"](tmp_path / "data" / "claims" / "bbc-2025-08-13.yaml", EDITION))
        return [str(fault) for fault in error.value.faults]

    return edit


def test_one_changed_letter_of_a_quote_names_file_claim_and_cure(edited):
    faults = edited(
        "One of the prisoners reportedly being transferred", "One of the prisoners reportedly been transferred"
    )
    assert len(faults) == 1
    assert re.search(
        r"bbc-2025-08-13\.yaml:\d+: C17: the quote .* is not in the source; the nearest text is «One of the", faults[0]
    )


def test_a_straight_apostrophe_for_a_curly_one_is_refused(edited):
    (fault,) = edited(
        "attribution: Mexico’s attorney general’s office said", "attribution: Mexico's attorney general’s office said"
    )
    assert "C19" in fault
    assert "quotation marks" in fault


def test_one_changed_letter_of_the_article_is_noticed_though_no_quote_holds_it(edited):
    faults = edited("“We co-operate", "“We Co-operate", file="sources/bbc-2025-08-13.txt")
    assert any("is not the text that was read" in fault for fault in faults)
    assert any("C47" in fault for fault in faults)


@pytest.mark.parametrize(
    ("old", "new", "row"),
    [
        ("{edtf: 1985, basis: Explicit, words: in 1985}", "{edtf: 1986, basis: Explicit, words: in 1985}", "C29a"),
        ("{edtf: 2025-02, basis: Relative, words: In February}", "{edtf: 2025-03, basis: Relative, words: In February}", "C24"),
        ("{edtf: 2025-08-12, basis: Inferred, from: C23}", "{edtf: 2025-08-13, basis: Inferred, from: C23}", "C01"),
        ("{edtf: 2025-08-08, basis: Relative, words: on Friday}", "{edtf: 2025-08-15, basis: Relative, words: on Friday}", "C46"),
        ("{edtf: 2025-08-12, basis: Relative, words: Earlier on Tuesday}", "{edtf: 2025-08-32, basis: Relative, words: Earlier on Tuesday}", "C19"),
        ('{edtf: "{2016,2017}"', '{edtf: "{2016,2018}"', "C20a"),
        ("{edtf: 2025, basis: Relative, words: this year}", "{edtf: 2024, basis: Relative, words: this year}", "C03"),
        ("date: 2025-08-13", "date: 2025-08-23", "C19"),
    ],
)  # fmt: skip
def test_a_changed_date_no_longer_follows_from_its_words(edited, old, new, row):
    assert any(
        (f": {row}:" in fault and "2025" in fault) or (f": {row}:" in fault and "19" in fault)
        for fault in edited(old, new)
    )


@pytest.mark.parametrize(
    ("old", "new", "shown"),
    [
        (
            "    modality: Reported",
            "    modalty: Reported",
            "C17: modalty: the key 'modalty' is unknown; did you mean 'modality'?",
        ),
        ("    modality: Reported", "    modality: Reportd", "C17: modality: 'Reportd' will not do"),
        ("{count: 26}", "{cuont: 26}", "C01a: the ontology has no relation 'cuont'; did you mean 'count'?"),
        ("{count: 26}", "{count: 27}", "C01a: count '27' is not in the quote"),
        ("{type: Agency}", "{type: Agncy}", "the ontology has no class 'Agncy'; did you mean 'Agency'?"),
        ("{founded: guadalajara-cartel}", "{founded: guadalajara}", "C28: founded leads to 'guadalajara'"),
        (
            "{founded: guadalajara-cartel}",
            "{founded: mexico}",
            "C28: founded leads to a Organisation, and mexico is a Country",
        ),
        ("{rejects: C43}", "{rejects: C99}", "C42: 'C99' is not a row"),
        (
            "{name: Caro Quintero}",
            "{name: Rafael Caro Quintero}",
            "N05: name 'Rafael Caro Quintero' is not in the quote",
        ),
        ("  - id: C02\n", "  - id: C01\n", "C01: the id is taken by an earlier row"),
        ("    attribution: is alleged to\n", "", "C18: a claimant stands without the words that name them"),
        ("    mention: the group\n", "", "C37: a reading from background names no mention"),
        ("publisher: BBC News", "publisher: BBC News\n  publsher: x", "source.publsher: the key 'publsher' is unknown"),
        ("  - id: C03\n", "  - id: C03\n    id: C03\n", "the key 'id' is given twice"),
        ("claims:\n", "claims:\n\t- x\n", "is not YAML"),
    ],
)
def test_a_fault_in_the_file_is_one_clear_line(edited, old, new, shown):
    faults = edited(old, new)
    assert any(shown in fault for fault in faults), faults


def test_a_boolean_like_no_and_a_date_stay_what_was_written(edited):
    (fault,) = edited("{publiclyNamed: true}", "{publiclyNamed: no}")
    assert "'no' is neither true nor false" in fault


def test_a_suspicion_without_anybody_who_suspects_is_refused(edited):
    text = "    says: {accusedOf: murder-of-deputy}\n    claimant: Unspecified\n    attribution: is alleged to\n"
    (fault,) = edited(text, "    says: {accusedOf: murder-of-deputy}\n")
    assert "C18: accusedOf does not say who says so" in fault


def test_a_file_that_is_not_there_not_text_or_empty_is_one_line(tmp_path):
    for raw in (b"", b"\xff\xfe", b"[]", b"<html>"):
        path = tmp_path / "x.yaml"
        path.write_bytes(raw)
        with pytest.raises(DataError) as error:
            list(LOADERS["claims"](path, EDITION))
        assert len(error.value.faults) == 1
    with pytest.raises(DataError, match="cannot be read"):
        list(LOADERS["claims"](tmp_path / "none.yaml", EDITION))


# ---- the article, trap by trap


def test_the_groups_are_counted_and_nobody_is_minted_for_them(claims):
    assert str(claims["bbc-2025-08-13.C01a:count"].object) == "26"
    assert str(claims["bbc-2025-08-13.C24a:count"].object) == "29"
    named = {c.object.rsplit(".", 1)[1] for c in claims.values() if c.predicate.endswith("#namedMember")}
    assert named == {"roberto-salazar", "rosa-a", "caro-quintero", "abigael-gonzalez-valencia"}


def test_caro_quintero_is_in_the_group_of_february_only(claims):
    groups = {c.subject.rsplit(".", 1)[1] for c in claims.values() if c.object.endswith("caro-quintero")}
    assert groups == {"group-of-29"}


def test_rosa_as_membership_is_unknown(claims):
    assert claims["bbc-2025-08-13.C21:namedMember"].modality is Modality.UNKNOWN


def test_trumps_authorisation_is_reported_by_nobody_named_and_rejected_by_sheinbaum(claims):
    said = claims["bbc-2025-08-13.C43:authority"]
    assert said.modality is Modality.REPORTED
    assert said.claimant is not None
    assert said.claimant.endswith("#Unspecified")
    assert claims["bbc-2025-08-13.C42:rejects"].object == claims["bbc-2025-08-13.C43:happened"].id


def test_nobody_is_convicted(claims):
    assert not [
        c for c in claims.values() if c.predicate.endswith(("#convictedOf", "#sentencedFor", "#pleadedGuiltyTo"))
    ]


def test_the_groups_leader_is_resolved_to_cjng_from_background(claims):
    leads = claims["bbc-2025-08-13.C37:leads"]
    assert (leads.basis, leads.mention) == (Basis.BACKGROUND, "the group")
    assert leads.object.endswith("cjng")


@pytest.mark.parametrize(
    ("claim", "date"),
    [
        ("C01:actor", "2025-08-12"),
        ("C24:actor", "2025-02"),
        ("C29a:victim", "1985"),
        ("C42:rejects", "[2025-08-04..2025-08-10]"),
    ],
)
def test_dates_of_content(claims, claim, date):
    assert claims[f"bbc-2025-08-13.{claim}"].when.edtf == date


def test_dates_of_speech_are_kept_apart_from_dates_of_content(claims):
    friday = claims["bbc-2025-08-13.C46:actor"]
    assert (friday.when, friday.said_on.edtf) == (None, "2025-08-08")
    assert claims["bbc-2025-08-13.C19:transferee"].said_on.edtf == "2025-08-12"


def test_the_condition_sits_on_the_agreement(claims):
    assert claims["bbc-2025-08-13.C10:condition"].subject.endswith("agreement")


def test_sheinbaums_negations_are_negated_claims_not_denials(claims):
    for name in ("C46:happened", "C48:happened", "C49:happened"):
        assert claims[f"bbc-2025-08-13.{name}"].negated


def test_a_claim_is_accepted_by_the_file_and_candidate_where_nobody_says(claims, tmp_path):
    assert {c.review for c in claims.values()} == {Review.ACCEPTED}
    shutil.copytree(REPO / "data", tmp_path / "data")
    path = tmp_path / "data" / "claims" / FILE.name
    path.write_text(path.read_text(encoding="utf-8").replace("review: Accepted\n", "", 1), encoding="utf-8")
    assert {r.review for r in LOADERS["claims"](path, EDITION) if isinstance(r, Claim)} == {Review.CANDIDATE}


def test_every_row_of_the_first_annotators_draft_is_loaded_from_an_overlapping_passage(claims, shared_data):
    lines = (shared_data / "gold" / "seed_claims.jsonl").read_text(encoding="utf-8").splitlines()
    for draft in map(json.loads, lines):
        ours = [c for name, c in claims.items() if re.match(rf"bbc-2025-08-13\.{draft['id']}[a-z]?:", name)]
        assert ours, draft["id"]
        assert any(c.passage.start < draft["end"] and draft["start"] < c.passage.end for c in ours), draft["id"]
        assert any(c.negated for c in ours) == draft["negated"] or draft["id"] == "C49"


def test_the_article_here_is_the_one_that_was_given(shared_data):
    (given,) = (shared_data / "source").iterdir()
    assert given.read_bytes() == (REPO / "data" / "sources" / "bbc-2025-08-13.txt").read_bytes()
