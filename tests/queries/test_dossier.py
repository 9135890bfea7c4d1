"""The sheet that goes to somebody before anything is printed: nothing left out, nothing dressed up, nothing executed."""

import dataclasses

import pytest

from kg.queries import find_entity, select
from kg.queries.dossier import dossier
from kg.renderers.dossier import CAVEAT, render_dossier


@pytest.fixture(scope="module")
def trump(article):
    return dossier(article, find_entity(article, "Trump"))


def test_every_allegation_has_words_speaker_place_and_standing(article, trump):
    rows = select(article, "right_to_reply", person="Trump")
    assert {each.claim.claim for each in trump.allegations} == {str(row["claim"]) for row in rows}
    for each in trump.allegations:
        assert each.says
        assert each.caveat
        assert each.claim.quote
        assert each.claim.published


def test_a_denial_on_record_stands_beside_what_it_denies(trump):
    (denied,) = [each for each in trump.allegations if each.responses]
    assert denied.says.startswith("DENIED: ")
    assert denied.responses[0].by == "Claudia Sheinbaum"
    assert "rejected reports" in denied.responses[0].quote


def test_legal_stages_come_first(article):
    found = dossier(article, find_entity(article, "Caro Quintero"))
    assert "is accused of" in found.allegations[0].says


@pytest.mark.parametrize("form", ["html", "md"])
def test_a_sheet_says_what_it_is_not_and_that_silence_is_not_consent(trump, form):
    text = render_dossier(trump, form)
    assert CAVEAT.split(";")[0] in text
    assert "none on record" in text
    assert "reported by somebody the text does not name, in BBC News; denied by Claudia Sheinbaum" in text
    assert render_dossier(trump, form) == text


def test_words_of_a_source_are_never_markup(trump):
    hostile = dataclasses.replace(trump.allegations[0].claim, quote="<script>alert(1)</script> *x* [y](z)\n# head")
    sheet = dataclasses.replace(trump, allegations=(dataclasses.replace(trump.allegations[0], claim=hostile),))
    assert "<script>" not in render_dossier(sheet, "html")
    text = render_dossier(sheet, "md")
    assert "<script>" not in text.replace("\\<", "")
    assert r"\*x\* \[y\](z) \# head" in text


def test_of_whom_nothing_is_alleged_the_sheet_says_so(article):
    found = dossier(article, "https://w3id.org/cartel-kg/id/nobody")
    assert not found.allegations
    assert all("allege nothing" in render_dossier(found, form) for form in ("html", "md"))
