"""No allegation dressed as a fact: known statements under every cue of both languages, whoever extracted them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.claim_file import QuoteIn, Row
from kg.extract import guarded, read_text
from kg.model import Modality
from tests.extract.carriers import CARRIERS

NAMES = st.sampled_from(["Ana Ruiz", "Iñigo Ávila", "Rosa A", "El Tuerto", "Nuria d’Arc"])
ORGS = {
    "en": st.sampled_from(["the Alpha Cartel", "Los Lirios"]),
    "es": st.sampled_from(["el Cártel Alfa", "Los Lirios"]),
}
STATEMENT = {"en": "{who} leads {org}", "es": "{who} lidera {org}"}
PAST = {"en": "{who} killed a guard of {org}", "es": "{who} mató a un guardia de {org}"}
RELATION = {"en": "leads", "es": "leads"}


def read_under(pattern, statement, language, **row):
    text = pattern.format(statement=statement)
    document = read_text(text, language=language, date="2024-05-01")
    given_row = Row.model_validate({"id": "r", "quote": QuoteIn(exact=statement), **row})
    return guarded([given_row], document, types={"killing": "Killing"})


def stands(rows):
    """Whether a row comes out as a fact in the publisher's own voice."""
    return [row for row in rows if row.modality is Modality.STATED and not row.negated and row.claimant is None]


@pytest.mark.parametrize(("language", "cue"), sorted({(language, cue) for language, cue, _ in CARRIERS}))
def test_a_relation_under_a_cue_is_never_the_publishers_fact_in_any_of_its_forms(language, cue):
    statement = STATEMENT[language].format(who="Ana Ruiz", org="Los Lirios")
    patterns = [pattern for spoken, name, pattern in CARRIERS if (spoken, name) == (language, cue)]
    read = {each: read_under(each, statement, language, subject="ana", says={"leads": ["lirios"]}) for each in patterns}
    assert [each for each, rows in read.items() if not rows] == []
    assert [each for each, rows in read.items() if stands(rows)] == []
    firm = [each for each, rows in read.items() if rows[0].modality is Modality.STATED]
    assert cue == "say" or firm == []


@settings(max_examples=300)
@given(data=st.data())
def test_an_event_under_any_cue_is_never_stated_whatever_the_names(data):
    language, cue, pattern = data.draw(st.sampled_from(CARRIERS))
    statement = PAST[language].format(who=data.draw(NAMES), org=data.draw(ORGS[language]))
    rows = read_under(pattern, statement, language, event="killing", says={"actor": ["ana"]})
    assert not stands(rows)
    if cue != "say":
        assert all(row.modality is not Modality.STATED for row in rows)


@settings(max_examples=200)
@given(
    verb=st.from_regex(r"[b-df-hj-np-tv-z][aeiou][b-df-hj-np-tv-z]{1,2}[aeiou][mnrt]", fullmatch=True),
    language=st.sampled_from(["en", "es"]),
)
def test_an_unknown_verb_embeds_what_may_be_anything(verb, language):
    pattern = {"en": f"The witness {verb}ed that {{statement}}.", "es": f"La testigo {verb}ó que {{statement}}."}[
        language
    ]
    rows = read_under(
        pattern,
        STATEMENT[language].format(who="Ana Ruiz", org="Los Lirios"),
        language,
        subject="a",
        says={"leads": ["b"]},
    )
    assert not stands(rows)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Ana Ruiz was not arrested on Monday."),
        ("en", "Nobody said that Ana Ruiz was arrested."),
        ("en", "Police could not confirm that Ana Ruiz was arrested."),
        ("en", "No evidence was found that Ana Ruiz was arrested."),
        ("en", "Should Ana Ruiz be arrested, the trial would start."),
        ("en", "Was Ana Ruiz arrested?"),
        ("en", "Ana Ruiz will be arrested."),
        ("en", "Ana Ruiz may have been arrested, and the police are silent."),
        ("en", "It was unclear whether Ana Ruiz – named only as A – was arrested."),
        ("en", "Ana Ruiz was allegedly arrested."),
        ("en", "Ana Ruiz was arrested, according to neighbours."),
        ("en", "“Ana Ruiz was arrested by the soldiers last night,” he said."),
        ("es", "Ana Ruiz no fue detenida el lunes."),
        ("es", "Ana Ruiz habría sido detenida el lunes."),
        ("es", "Se desconoce si Ana Ruiz fue detenida."),
        ("es", "Ana Ruiz podría ser detenida."),
        ("es", "Ana Ruiz fue presuntamente detenida."),
        ("es", "De confirmarse que Ana Ruiz fue detenida, habrá juicio."),
        ("es", "¿Fue detenida Ana Ruiz?"),
        ("es", "Ana Ruiz fue detenida, según vecinos."),
        ("es", "No hay pruebas de que Ana Ruiz fuera detenida."),
        ("es", "“Ana Ruiz fue detenida anoche por los soldados”, dijo."),
    ],
)  # fmt: skip
def test_no_arrest_is_made_by_the_publisher_in(language, text):
    document = read_text(text, language=language, date="2024-05-01")
    row = Row.model_validate({"id": "r", "quote": text, "event": "arrest", "says": {"target": ["ana"]}})
    assert not stands(guarded([row], document, types={"arrest": "Arrest"}))


def test_what_is_plainly_said_stays_stated():
    document = read_text("Ana Ruiz was arrested on Monday in Lima.", language="en", date="2024-05-01")
    row = Row.model_validate(
        {"id": "r", "quote": "Ana Ruiz was arrested", "event": "arrest", "says": {"target": ["ana"]}}
    )
    assert guarded([row], document, types={"arrest": "Arrest"}) == [row]


def test_a_name_stands_even_inside_a_denial():
    document = read_text("She denied that Ana ‘La Loba’ Ruiz was arrested.", language="en", date="2024-05-01")
    row = Row.model_validate(
        {"id": "r", "quote": "Ana ‘La Loba’ Ruiz", "subject": "ana", "says": {"nickname": ["La Loba"]}}
    )
    assert guarded([row], document) == [row]


def test_a_quote_that_is_not_in_the_text_is_left_out():
    document = read_text("She left.", language="en", date="2024-05-01")
    assert (
        guarded(
            [Row.model_validate({"id": "r", "quote": "She stayed", "subject": "a", "says": {"leads": ["b"]}})], document
        )
        == []
    )
