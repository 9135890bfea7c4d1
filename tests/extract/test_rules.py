"""What the rules read in whole texts, and what they must never read."""

from pathlib import Path

import pytest

from kg.claim_file import dump, parse
from kg.extract import extract, read, read_text
from kg.loaders import LOADERS
from kg.model import Claim, Edition, Modality
from kg.quotes import locate

REPO = Path(__file__).parents[2]
BBC = REPO / "data" / "sources" / "bbc-2025-08-13.txt"


@pytest.fixture(scope="module")
def bbc():
    return extract(read(BBC))


def said(file, relation, subject=None):
    """The objects of a relation, with the rows they are in."""
    return {value: row for row in file.claims if subject in {None, row.about} for value in row.says.get(relation, ())}


def of(text, language="en"):
    return extract(read_text(text, language=language, date="2025-08-13"))


def test_every_quote_of_the_source_article_stands_there_exactly_once(bbc):
    text = BBC.read_bytes().decode()
    for row in bbc.claims:
        start, end = locate(text, row.quote.exact, prefix=row.quote.prefix, suffix=row.quote.suffix)
        assert text[start:end] == row.quote.exact


def test_what_is_written_loads_without_a_fault(bbc, tmp_path):
    (tmp_path / bbc.source.file).write_bytes(BBC.read_bytes())
    (tmp_path / "c.yaml").write_text(dump(bbc), encoding="utf-8")
    again = parse(tmp_path / "c.yaml")
    assert [row.model_copy(update={"line": 0}) for row in again.claims] == list(bbc.claims)
    assert [record for record in LOADERS["claims"](tmp_path / "c.yaml", Edition(id="c")) if isinstance(record, Claim)]


class TestTheTrapsOfTheSourceArticle:
    def test_the_rejected_authorisation_is_reported_and_rejected_by_sheinbaum(self, bbc):
        event = next(row for row in bbc.claims if row.event and "us-agents" in row.says.get("actor", ()))
        assert event.modality is Modality.REPORTED
        assert said(bbc, "rejects") == {event.id: said(bbc, "rejects")[event.id]}
        assert said(bbc, "rejects")[event.id].subject == "claudia-sheinbaum"

    def test_the_group_is_nobody_by_name(self, bbc):
        leads = said(bbc, "leads")
        assert set(leads) == {"unresolved-the-group"}
        assert leads["unresolved-the-group"].basis == "Background"

    def test_the_financial_boss_is_gonzalez_valencia_not_the_nearest_name(self, bbc):
        assert said(bbc, "runsFinancesOf")["unresolved-the-cartel"].subject == "abigael-gonzalez-valencia"

    def test_caro_quintero_is_accused_and_no_more(self, bbc):
        assert not said(bbc, "convictedOf")
        assert not any(row.event and row.event.startswith("killing") for row in bbc.claims)
        accused = next(row for row in said(bbc, "accusedOf", "caro-quintero").values())
        assert (accused.modality, accused.claimant) == (Modality.ALLEGED, "Unspecified")

    def test_rosa_a_is_not_put_into_the_group(self, bbc):
        assert "rosa-a" not in said(bbc, "namedMember")

    def test_the_threat_of_tariffs_is_hypothetical(self, bbc):
        threats = [row for row in bbc.claims if row.event and "tariff" in row.event]
        assert threats
        assert all(row.modality is Modality.HYPOTHETICAL for row in threats)

    def test_an_extradition_under_way_is_expected(self, bbc):
        row = next(row for row in bbc.claims if row.event == "custodytransfer-a-woman")
        assert row.modality is Modality.EXPECTED


@pytest.mark.parametrize(
    ("language", "text", "relation", "subject", "target"),
    [
        ("en", "Ana Ruiz, the leader of the Alpha Cartel, was seen.", "leads", "ana-ruiz", "alpha-cartel"),
        ("en", "The leader of the Alpha Cartel, Ana Ruiz, was seen.", "leads", "ana-ruiz", "alpha-cartel"),
        ("en", "Ana Ruiz’s brother, Beto Paz, was seen.", "siblingOf", "beto-paz", "ana-ruiz"),
        ("en", "Ana Ruiz, daughter of Beto Paz, was seen.", "parentOf", "beto-paz", "ana-ruiz"),
        ("es", "Ana Ruiz, líder del Cártel Alfa, fue vista.", "leads", "ana-ruiz", "cartel-alfa"),
        ("es", "El líder del Cártel Alfa, Beto Paz, fue visto.", "leads", "beto-paz", "cartel-alfa"),
        ("es", "Beto Paz, hermano de Ana Ruiz, fue visto.", "siblingOf", "beto-paz", "ana-ruiz"),
        ("es", "Los Lirios, brazo armado del Cártel Alfa, no hablaron.", "factionOf", "los-lirios", "cartel-alfa"),
    ],
)  # fmt: skip
def test_a_relation_is_read_in_either_order(language, text, relation, subject, target):
    assert said(of(text, language), relation, subject).keys() == {target}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Ana Ruiz, sister of Beto Paz, who was arrested on Monday, left."),
        ("en", "Beto Paz was killed near a bar of the Alpha Cartel."),
        ("en", "The body was found near the house of Ana Ruiz, and the Alpha Cartel is strong there."),
        ("es", "Hallaron un cuerpo cerca de la casa de Ana Ruiz, zona del Cártel Alfa."),
    ],
)
def test_nearness_makes_nobody_guilty(language, text):
    file = of(text, language)
    assert not said(file, "memberOf")
    assert not said(file, "actor")
    assert not said(file, "linkedTo")
    assert "ana-ruiz" not in said(file, "target")


def test_a_speaker_behind_another_is_kept_apart():
    file = of("The prosecutor said witnesses alleged that Ana Ruiz killed Beto Paz in 2019.")
    row = next(row for row in file.claims if row.event)
    assert (row.claimant, tuple(row.via), row.modality) == ("witnesses", ("the-prosecutor",), Modality.ALLEGED)


def test_a_quotation_that_runs_on_keeps_its_speaker():
    file = of(
        "“Beto Paz was arrested in Lima,” said Ana Ruiz. “Carlos Gil was arrested too, by soldiers of the army in Cusco.”"
    )
    arrests = [row for row in file.claims if row.event]
    assert [row.claimant for row in arrests] == ["ana-ruiz", "ana-ruiz"]


def test_a_name_two_people_share_is_nobodys():
    file = of("Ana Ruiz and Beto Ruiz met in Lima. Ruiz was arrested on Monday.")
    assert not [row for row in file.claims if row.event]


def test_a_text_without_a_day_is_refused():
    from kg.errors import DataError

    with pytest.raises(DataError, match="does not say on which day"):
        extract(read_text("Ana Ruiz was arrested."))
