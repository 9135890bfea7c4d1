"""Known statements under every cue of both languages, read by the rules from text to claim: none of them is a fact."""

import pytest

from kg.extract import extract, read_text
from kg.model import Modality
from tests.extract.carriers import CARRIERS

STATEMENTS = {
    "en": ["Ana Ruiz leads the Alpha Cartel", "soldiers killed Beto Paz in Lima", "Beto Paz was arrested in Lima", "Ana Ruiz is the sister of Beto Paz", "Beto Paz was convicted of murder"],
    "es": ["Ana Ruiz lidera el Cártel Alfa", "los soldados mataron a Beto Paz en Lima", "Beto Paz fue detenido en Lima", "Ana Ruiz es hermana de Beto Paz", "Beto Paz fue condenado por homicidio"],
}  # fmt: skip
NAMING = {"name", "nickname", "alias", "abbreviation", "locatedIn", "count"}


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("number", range(5))
def test_nothing_under_a_cue_comes_out_as_a_fact(language, number):
    wrong = []
    for spoken, cue, pattern in CARRIERS:
        if spoken != language:
            continue
        text = pattern.format(statement=STATEMENTS[language][number])
        for row in extract(read_text(text, language=language, date="2024-05-01")).claims:
            firm = row.modality is Modality.STATED and not row.negated and not set(row.says) <= {*NAMING, "rejects"}
            if firm and (row.claimant is None or cue != "say"):
                wrong.append((text, row.says))
    assert wrong == []


@pytest.mark.parametrize("language", ["en", "es"])
def test_without_a_cue_the_same_statements_are_read(language):
    for statement in STATEMENTS[language]:
        rows = extract(
            read_text(f"{statement[0].upper()}{statement[1:]}.", language=language, date="2024-05-01")
        ).claims
        assert [row for row in rows if not set(row.says) <= NAMING and row.modality is Modality.STATED], statement
