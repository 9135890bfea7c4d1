"""Known statements under every cue of both languages, and in sentences of many kinds, read by the rules from text to claim: none of them is a fact."""

import tomllib
from pathlib import Path

import pytest

from kg.extract import extract, read_text
from kg.model import Modality
from tests.extract.carriers import CARRIERS

STATEMENTS = {
    "en": ["Ana Ruiz leads the Alpha Cartel", "soldiers killed Beto Paz in Lima", "Beto Paz was arrested in Lima", "Ana Ruiz is the sister of Beto Paz", "Beto Paz was convicted of murder"],
    "es": ["Ana Ruiz lidera el Cártel Alfa", "los soldados mataron a Beto Paz en Lima", "Beto Paz fue detenido en Lima", "Ana Ruiz es hermana de Beto Paz", "Beto Paz fue condenado por homicidio"],
}  # fmt: skip
FAMILIES = tomllib.loads((Path(__file__).parent / "families.toml").read_text(encoding="utf-8"))
#: What a carrier says of its own: "accused of", "charged with" are stages that are reached.
OF_THE_CARRIER = {
    "accusedOf",
    "suspectedOf",
    "chargedWith",
    "wantedFor",
    "acquittedOf",
    "rejects",
    "holdsPosition",
}
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


@pytest.mark.parametrize(("language", "form"), [(each, form) for each in FAMILIES for form in FAMILIES[each]])
def test_nothing_in_doubt_comes_out_as_a_fact_whatever_puts_it_there(language, form):
    family = FAMILIES[language][form]
    wrong = []
    for number, carrier in enumerate(family["carriers"]):
        for step in range(2):  # every carrier meets two of the statements, every statement meets carriers of all kinds
            statement = family["statements"][(number * 2 + step) % len(family["statements"])]
            if carrier.lstrip("“¿").startswith("{}"):
                statement = statement[0].upper() + statement[1:]
            text = carrier.format(statement)
            for row in extract(read_text(text, language=language, date="2024-05-01")).claims:
                firm = row.modality is Modality.STATED and not row.negated and row.claimant is None
                of_an_offence = row.about.startswith("offence")
                if firm and not of_an_offence and not set(row.says) <= NAMING | OF_THE_CARRIER:
                    wrong.append((text, row.says))
    assert wrong == []


@pytest.mark.parametrize("language", ["en", "es"])
def test_without_a_cue_the_same_statements_are_read(language):
    for statement in STATEMENTS[language]:
        rows = extract(
            read_text(f"{statement[0].upper()}{statement[1:]}.", language=language, date="2024-05-01")
        ).claims
        assert [row for row in rows if not set(row.says) <= NAMING and row.modality is Modality.STATED], statement


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "FALSE. Ana Ruiz leads the Alpha Cartel."),
        ("en", "Ana Ruiz leads the Alpha Cartel. Misleading."),
        ("en", "Does Ana Ruiz lead the Alpha Cartel? was all he asked."),
        ("en", "Ana Ruiz, touted as leader of the Alpha Cartel, left."),
        ("en", "Los Lirios severed their alliance; they broke off the pact and are no longer allied with the Alpha Cartel."),
        ("en", "Up to 40 people were arrested in Lima."),
        ("en", "Ana Ruiz leads the Alpha Cartel. That is what the prosecutor says."),
        ("en", "Soldiers killed Beto Paz in Lima. Police denied the report."),
        ("es", "ENGAÑOSO. Ana Ruiz lidera el Cártel Alfa."),
        ("es", "¿Lidera Ana Ruiz el Cártel Alfa?, preguntó."),
        ("es", "Ana Ruiz, sindicada líder del Cártel Alfa, salió."),
        ("es", "Dizque Ana Ruiz lidera el Cártel Alfa."),
        ("es", "Entre 20 y 30 personas fueron detenidas en Lima."),
        ("es", "Ana Ruiz lidera el Cártel Alfa. Eso dice la fiscalía."),
        ("es", "Los soldados mataron a Beto Paz en Lima. El gobierno lo negó."),
    ],
)  # fmt: skip
def test_what_stands_beside_a_sentence_counts_too(language, text):
    rows = extract(read_text(text, language=language, date="2024-05-01")).claims
    firm = [row for row in rows if row.modality is Modality.STATED and not row.negated and row.claimant is None]
    assert [row.says for row in firm if not row.event and not set(row.says) <= NAMING - {"count"}] == []
    assert [row.says for row in firm if row.event and "Entre" not in text and "Up to" not in text] == []


@pytest.mark.parametrize(
    ("language", "text", "speaker"),
    [
        ("en", "Beto Paz was arrested in Lima, Swedish cops say.", "swedish-cops"),
        ("en", "Peru’s attorney general, Rosa Quispe, said late on Monday that Beto Paz was arrested in Lima.", "rosa-quispe"),
        ("en", "Yet three dockers told this paper that Beto Paz was arrested in Lima.", "three-dockers"),
        ("en", "His father, Luis Paz, does not dispute the name but insists that Beto Paz was arrested in Lima.", "luis-paz"),
        ("en", "Beto Paz was arrested in Lima, according to two officials in Quito.", "two-officials"),
        ("es", "Beto Paz fue detenido en Lima, dijo la fiscal.", "la-fiscal"),
        ("es", "Según vecinos, Beto Paz fue detenido en Lima.", "vecinos"),
        ("es", "La fiscal Rosa Quispe habló ayer. Añadió que Beto Paz fue detenido en Lima.", "Unspecified"),
        ("es", "Rosa Quispe dijo que llovía. Añadió que Beto Paz fue detenido en Lima.", "rosa-quispe"),
    ],
)  # fmt: skip
def test_the_speaker_is_found_whether_named_or_described(language, text, speaker):
    rows = extract(read_text(text, language=language, date="2024-05-01")).claims
    assert {row.claimant for row in rows if row.event} == {speaker}
