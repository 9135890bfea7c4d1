"""No edge without a quote, no allegation dressed as a fact: small invented stories that try to break it."""

import hashlib
import re

import pytest

import kg
from kg.errors import DataError
from kg.graph import rows
from kg.pipeline import dataset_of
from kg.queries.evidence import evidence, wording
from kg.queries.reading import told

TEXT = (
    "Ana Ruiz leads the Alpha Cartel. A woman leads the Alpha Cartel. US officials said Ana Ruiz leads the Alpha Cartel. "
    "It is unclear whether the woman is Ana Ruiz. Clara Gil rejected that Ana Ruiz leads the Alpha Cartel. "
    "Officials said Clara Gil rejected it. There was an invasion in 2020. Clara Gil rejected the invasion. "
    "The march came as the invasion began. Ana Ruiz is allied with Beto Paz. Clara Gil rejected that Beto Paz is allied with Ana Ruiz."
)
HEAD = """
source: {{id: s, publisher: Pub, date: 2024-05-01, language: en, licence: none, file: s.txt, sha256: {sha}}}
review: Accepted
entities:
{entities}
claims:
{rows}
"""
ENTITIES = {
    "ana": "{type: Person}", "beto": "{type: Person}", "clara": "{type: Person}", "woman": "{type: Person, label: a woman}",
    "alpha": "{type: CriminalOrganisation, label: Alpha Cartel}", "officials": "{type: UnnamedGroup, label: US officials}",
    "invasion": "{type: MilitaryAction, label: invasion}", "march": "{type: Event, label: march}",
}  # fmt: skip


@pytest.fixture
def story(tmp_path):
    """Build a dataset from rows about the invented text; entities nobody mentions are left out."""

    def build(*lines):
        (tmp_path / "s.txt").write_text(TEXT, encoding="utf-8")
        used = {key: kind for key, kind in ENTITIES.items() if re.search(rf"\b{key}\b", " ".join(lines))}
        text = HEAD.format(
            sha=hashlib.sha256(TEXT.encode()).hexdigest(),
            entities="\n".join(f"  {key}: {kind}" for key, kind in used.items()),
            rows="\n".join(f"  - {line}" for line in lines),
        )
        (tmp_path / "s.yaml").write_text(text, encoding="utf-8")
        return dataset_of(tmp_path / "s.yaml")

    return build


def standings(dataset):
    found = rows(dataset, "SELECT ?c ?s WHERE { GRAPH graph:standing { ?c kg:standing ?s } }")
    return {claim.rsplit(".", 1)[1]: standing.rsplit("#", 1)[1] for claim, standing in found}


FIRST = "quote: {exact: Ana Ruiz leads the Alpha Cartel, suffix: '. A w'}"


def test_words_that_attribute_need_somebody_they_attribute_to(story):
    with pytest.raises(DataError, match="no claimant is named"):
        story("{id: A, " + FIRST + ", subject: ana, says: {leads: alpha}, attribution: US officials said}")


def test_what_somebody_only_says_she_is_called_is_not_the_label_of_an_established_fact(story):
    dataset = story(
        "{id: A, quote: A woman leads the Alpha Cartel, subject: woman, says: {leads: alpha}}",
        "{id: B, quote: It is unclear whether the woman is Ana Ruiz, subject: woman, says: {alias: Ana Ruiz}, modality: Unknown}",
        "{id: C, quote: US officials said Ana Ruiz leads the Alpha Cartel, subject: woman, says: {name: Ana Ruiz}, "
        "claimant: officials, attribution: US officials said}",
    )
    (label,) = rows(dataset, "SELECT ?l WHERE { :s.woman rdfs:label ?l }")
    assert label == ("a woman",)


def test_a_denied_event_is_no_node_of_an_established_edge(story):
    march = "{id: B, quote: The march came as the invasion began, event: march, says: {coincidesWith: invasion}}"
    invasion = "{id: A, quote: There was an invasion, event: invasion}"
    rejection = "{id: C, quote: Clara Gil rejected the invasion, subject: clara, says: {rejects: A}}"
    assert standings(story(invasion, march))["B:coincidesWith"] == "Established"
    denied = story(invasion, march, rejection)
    assert standings(denied)["B:coincidesWith"] == "Contested"
    assert not list(rows(denied, "SELECT ?p WHERE { GRAPH graph:alleged { :s.invasion ?p ?o } }"))


def test_a_tie_to_an_event_stands_no_higher_than_that_the_event_took_place(story):
    negated = "{id: A, quote: There was an invasion, event: invasion, negated: true}"
    march = "{id: B, quote: The march came as the invasion began, event: march, says: {coincidesWith: invasion}}"
    assert standings(story(negated, march))["B:coincidesWith"] == "Withheld"


def test_the_one_who_denies_a_tie_without_direction_is_named_from_both_ends(story):
    dataset = story(
        "{id: A, quote: {exact: Ana Ruiz is allied with Beto Paz}, subject: ana, says: {alliedWith: beto}}",
        "{id: B, quote: Beto Paz is allied with Ana Ruiz, subject: beto, says: {alliedWith: ana}}",
        "{id: C, quote: Clara Gil rejected that Beto Paz is allied with Ana Ruiz, subject: clara, says: {rejects: B, name: Clara Gil}}",
    )
    (first,) = [claim for claim in evidence(dataset) if claim.claim.endswith("A:alliedWith")]
    assert wording(first).endswith("denied by Clara Gil")


def test_a_denial_at_second_hand_says_by_whose_account(story):
    dataset = story(
        "{id: A, " + FIRST + ", subject: ana, says: {leads: alpha}}",
        "{id: B, quote: Officials said Clara Gil rejected it, subject: clara, says: {rejects: A, name: Clara Gil}, "
        "claimant: officials, attribution: Officials said}",
    )
    (lead,) = [claim for claim in evidence(dataset) if claim.claim.endswith("A:leads")]
    assert "denied by Clara Gil, according to US officials" in wording(lead)


def test_a_publisher_that_alleges_is_not_made_the_accuser(story):
    dataset = story("{id: A, " + FIRST + ", subject: ana, says: {leads: alpha}, modality: Alleged}")
    assert wording(next(evidence(dataset))) == "alleged, by whom is not said, in Pub"
    (row,) = kg.select(dataset, "members_of", organisation="s.alpha")
    (words,) = {part.words for part in [told(tuple(row), row)] if part}
    assert words == "alleged, by whom is not said, in Pub itself"


@pytest.mark.parametrize(
    ("when", "shown"),
    [
        ("{edtf: 1999-01-01, basis: Inferred, from: A}", "rests on itself"),
        ("{edtf: 2020/.., basis: Explicit, words: in 2020}", "does not write it"),
        ("{edtf: 2020~, basis: Explicit, words: in 2020}", "does not write it"),
        ("{edtf: 2020, basis: Inferred}", "does not say from what"),
        ("{edtf: 2020, basis: Relative}", "has no words"),
    ],
)
def test_a_date_that_does_not_follow_from_the_text_is_refused(story, when, shown):
    with pytest.raises(DataError, match=shown):
        story("{id: A, quote: There was an invasion in 2020, event: invasion, when: " + when + "}")


def test_a_number_that_no_word_writes_is_refused(story):
    row = "{id: A, quote: US officials said Ana Ruiz leads, subject: officials, says: {count: 99}, mention: Ana}"
    with pytest.raises(DataError, match="count '99' is not in the quote"):
        story(row)


def test_an_inferred_date_says_so_wherever_it_stands(alleged):
    assert "2025-08-12,Inferred" in kg.render(alleged, "csv")
    assert "2025-08-12 (inferred)" in kg.render(alleged, "html")


def test_victims_stay_out_of_pictures_whatever_date_is_asked_for(article):
    from kg.network import picture

    drawn = picture(kg.network(article, include="alleged", as_of="2025-08"))
    assert not {"Enrique Camarena", "an LA County sheriff’s deputy"} & {label for _, label in drawn.nodes(data="label")}


def test_graphs_for_other_tools_keep_attribution_and_jurisdiction(alleged):
    for form in ("graphml", "gexf"):
        assert "US officials said" in kg.render(alleged, form)
        assert "jurisdiction" in kg.render(alleged, form)
