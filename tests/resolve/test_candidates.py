"""Candidates on the article and rows of OFAC's list: what is proposed, what is not, and what is never asked again."""

from pathlib import Path

import pytest

from kg.model import local_key
from kg.pipeline import dataset_of
from kg.resolve import Party, candidates, parties, read_decisions
from kg.resolve.blocking import pairs
from kg.resolve.candidates import propose
from kg.resolve.records import Name

HERE = Path(__file__).parent
REPO = Path(__file__).parents[2]
HEAD = "left,right,verdict,decided_by,decided_on,reason\n"
ARTICLE = "bbc-2025-08-13."


@pytest.fixture(scope="module")
def joined(tmp_path_factory):
    """The article and twelve rows of OFAC's list of 2022-01-31."""
    plan = tmp_path_factory.mktemp("plan") / "sources.toml"
    plan.write_text(
        f"""
[[source]]
id = "bbc-2025-08-13"
loader = "claims"
path = "{REPO}/data/claims/bbc-2025-08-13.yaml"

[[source]]
id = "ofac-2022-01-31"
loader = "ofac"
path = "{REPO}/data/sources/ofac-sdn-excerpt/sdn.csv"
date = "2022-01-31"
""",
        encoding="utf-8",
    )
    return dataset_of(plan)


def keys(found):
    return {tuple(local_key(side.id).removeprefix(ARTICLE) for side in (c.left, c.right)) for c in found}


def test_the_people_and_groups_of_the_article_are_found_in_the_list(joined):
    assert {
        ("abigael-gonzalez-valencia", "ofac.17673"),
        ("caro-quintero", "ofac.6707"),
        ("nemesio-oseguera", "ofac.17674"),
        ("cjng", "ofac.17671"),
        ("sinaloa-cartel", "ofac.11440"),
    } <= keys(candidates(joined))


def test_relatives_on_the_list_are_not_proposed_as_one(joined):
    assert keys(candidates(joined, within=True)) == set()


def test_each_pair_says_why(joined):
    (pair,) = [each for each in candidates(joined) if each.right.id.endswith("17674")]
    assert "for: both are called “El Mencho”" in pair.score.reasons
    assert "against: “cervantes” (surname) is in one name only" in pair.score.reasons


def test_a_surname_that_two_brothers_share_says_that_both_fit(joined):
    fits = [each for each in candidates(joined) if each.left.id.endswith("caro-quintero")]
    assert keys(fits) == {("caro-quintero", "ofac.6707"), ("caro-quintero", "ofac.6858")}
    for each in fits:
        assert "against: “Caro Quintero” fits 1 other record as well" in each.score.reasons


@pytest.mark.parametrize("verdict", ["Same", "Different"])
def test_what_is_judged_is_never_proposed_again(joined, tmp_path, verdict):
    path = tmp_path / "decisions.csv"
    path.write_text(
        f"{HEAD}ofac.17673,{ARTICLE}abigael-gonzalez-valencia,{verdict},Ana,2026-01-01,x\n", encoding="utf-8"
    )
    assert ("abigael-gonzalez-valencia", "ofac.17673") not in keys(candidates(joined, read_decisions(path)))


def test_different_holds_for_what_is_later_merged_into_either_side(joined, tmp_path):
    """The article's group is judged another than a second article's, and that one the same as OFAC's."""
    path = tmp_path / "decisions.csv"
    path.write_text(
        f"{HEAD}{ARTICLE}cjng,other.cjng,Different,Ana,2026-01-01,x\nother.cjng,ofac.17671,Same,Ana,2026-01-02,x\n",
        encoding="utf-8",
    )
    assert ("cjng", "ofac.17671") not in keys(candidates(joined, read_decisions(path)))


def test_a_pair_judged_unsure_is_given_with_the_judgement(joined, tmp_path):
    path = tmp_path / "decisions.csv"
    path.write_text(f"{HEAD}{ARTICLE}cjng,ofac.17671,Unsure,Ana,2026-01-01,ask again\n", encoding="utf-8")
    (pair,) = [each for each in candidates(joined, read_decisions(path)) if each.right.id.endswith("17671")]
    assert pair.earlier.reason == "ask again"


def test_names_that_are_denied_or_unreviewed_are_not_compared(joined):
    named = {local_key(party.id): party for party in parties(joined)}
    assert named["ofac.17673"].births == ("1972-10-18", "1979-10-28")
    assert [name.text for name in named[f"{ARTICLE}nemesio-oseguera"].names] == ["Nemesio Oseguera", "El Mencho"]
    assert not any(party.type == "UnnamedGroup" for party in named.values())


def test_people_and_organisations_are_never_one():
    people = [
        Party(f"x:{n}", kind, "Santos Vega", frozenset({n}), (Name("Santos Vega", "name"),))
        for n, kind in (("a", "Person"), ("b", "Organisation"))
    ]
    assert propose(people) == []


def test_the_pairs_of_the_slice_are_brought_together(labelled):
    """What blocking does not bring together no comparison finds: of the slice it may lose one pair in fifty."""
    same = [pair for pair in labelled("spanish_pairs.csv") if pair.same]
    lost = [(pair.left.label, pair.right.label) for pair in same if not list(pairs([pair.left, pair.right]))]
    assert len(lost) <= len(same) / 50, lost
