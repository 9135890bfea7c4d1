"""Two records compared: names as their owners write them, and what blocks, supports and never decides."""

import random
from dataclasses import replace

import pytest

from kg.resolve import THRESHOLD, Party, compare
from kg.resolve.records import Name

SLICE = "spanish_pairs.csv"


def person(name: str, key: str = "", **facts) -> Party:
    names = (Name(name, "name"), *(Name(text, kind) for kind, text in facts.pop("also", ())))
    return Party(f"x:{key or name}", "Person", name, frozenset({key}), names, **facts)


def score(left: str, right: str) -> float:
    return compare(person(left, "a"), person(right, "b")).value


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("CARO QUINTERO, Rafael", "Rafael Caro Quintero"),
        ("Caro Quintero Rafael", "Rafael Caro Quintero"),
        ("Rafael Caro", "CARO QUINTERO, Rafael"),
        ("R. Caro Quintero", "Rafael Caro Quintero"),
        ("Ma. Guadalupe Ortiz Luna", "ORTIZ LUNA, Maria Guadalupe"),
        ("Juan Carlos de la Torre Salas", "DE LA TORRE SALAS, Juan Carlos"),
        ("Juan Delatorre Salas", "Juan de la Torre Salas"),
        ("Joaquín «El Chapo» Guzmán Loera", "GUZMAN LOERA, Joaquin"),
        ("Abigael “N”", "GONZALEZ VALENCIA, Abigael"),
        ("Héctor Veltrán Leiva", "BELTRAN LEYVA, Hector"),
        ("Сергей Лавров", "LAVROV, Sergey"),
    ],
)
def test_one_name_written_in_two_ways_is_proposed(left, right):
    assert score(left, right) >= THRESHOLD


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Rafael Caro Quintero", "CARO QUINTERO, Miguel Angel"),
        ("GUZMAN LOERA, Joaquin", "GUZMAN LOPEZ, Joaquin"),
        ("Vicente Carrillo Fuentes", "Vicente Carrillo Leyva"),
        ("Luis Méndez Vargas", "Luisa Méndez Vargas"),
        ("Luis Hernández Ruiz", "Luis Fernández Ruiz"),
        ("Pablo López García", "Pablo García López"),
        ("Pedro Solís Prado hijo", "Pedro Solís Prado"),
        ("Juan N", "ESPARRAGOZA MORENO, Juan Jose"),
        ("Guzmán", "GUZMAN LOERA, Joaquin"),
    ],
)
def test_relatives_and_namesakes_in_part_are_not(left, right):
    assert score(left, right) < THRESHOLD


def test_reasons_say_what_agrees_and_what_does_not():
    found = compare(person("Rafael Caro"), person("CARO QUINTERO, Miguel Angel"))
    assert "for: both have “caro”" in found.reasons
    assert "against: the given name differs, “miguel angel” and “rafael”" in found.reasons


def test_dates_of_birth_that_cannot_both_be_true_block_whatever_else_agrees():
    left = person("Ana Solís Prado", "a", births=("1970-01-02",), papers=("Passport X1234567 (Mexico)",))
    right = person("Ana Solís Prado", "b", births=("1971-03",), papers=("Passport X1234567 (Mexico)",))
    assert compare(left, right).value == 0
    assert compare(left, right).reasons == ("against: born 1970-01-02 in one record, 1971-03 in the other",)


@pytest.mark.parametrize("other", ["1970", "1970-01", "1969~", "[1968..1972]"])
def test_a_vague_date_of_birth_does_not_block_what_it_may_mean(other):
    left, right = person("Ana Solís", "a", births=("1970-01-02",)), person("Ana Solís", "b", births=(other,))
    assert compare(left, right).value >= THRESHOLD


def test_one_of_several_dates_of_birth_is_enough():
    left = person("Rafael Caro Quintero", births=("1952-12-12", "1955-11-24"))
    assert compare(left, person("CARO QUINTERO, Rafael", births=("1955-11-24",))).value > 0.97


@pytest.mark.parametrize("kind", ["weakAlias", "nickname", "alias"])
def test_a_nickname_alone_never_decides(kind):
    left = person("Nemesio Oseguera", also=[(kind, "El Mencho")])
    right = person("Rubén Pérez Solís", also=[("weakAlias", "Mencho")])
    found = compare(left, right)
    assert found.value < THRESHOLD
    assert any("which alone never decides" in reason for reason in found.reasons)


def test_a_shared_nickname_supports_names_that_agree():
    without = compare(person("Nemesio Oseguera"), person("OSEGUERA CERVANTES, Nemesio"))
    shared = compare(
        person("Nemesio Oseguera", also=[("nickname", "El Mencho")]),
        person("OSEGUERA CERVANTES, Nemesio", also=[("weakAlias", "Mencho")]),
    )
    assert shared.value > without.value


def test_a_shared_passport_is_strong_even_where_names_differ():
    left = person("Ana Solís", "a", papers=("Passport JX755855 (Canada)",))
    right = person("Luisa Prado", "b", papers=("Passport No. JX-755855",))
    assert compare(left, right).value >= 0.9
    assert "for: both have Passport JX755855 (Canada)" in compare(left, right).reasons


def test_curps_that_differ_speak_against():
    papers = [("C.U.R.P. GOVA721018HMNNLB07 (Mexico)",), ("CURP CAQR521012HSLRNF04",)]
    both = compare(*(person("Ana Solís", key, papers=p) for key, p in zip("ab", papers, strict=True)))
    assert both.value < compare(person("Ana Solís", "a"), person("Ana Solís", "b")).value


def test_a_short_alias_does_not_outweigh_fuller_names_that_differ():
    father = person("GUZMAN LOERA, Joaquin", also=[("alias", "GUZMAN, Joaquin")])
    son = person("Joaquín Guzmán López", also=[("alias", "Joaquín Guzmán")])
    assert compare(father, son).value < THRESHOLD


def test_the_score_is_the_same_from_either_side(labelled):
    for pair in labelled(SLICE):
        assert compare(pair.left, pair.right) == compare(pair.right, pair.left), pair


def test_the_words_of_an_organisation_may_stand_in_any_order(labelled):
    shuffle = random.Random(7)
    for pair in labelled(SLICE):
        words = pair.left.label.split()
        shuffle.shuffle(words)
        if pair.kind == "organisation" and "." not in pair.left.label:
            mixed = replace(pair.left, names=(Name(" ".join(words), "name"),))
            assert compare(mixed, pair.right).value == compare(pair.left, pair.right).value, pair


def test_surnames_may_stand_before_or_after_given_names(labelled):
    for pair in labelled(SLICE):
        family, comma, given = pair.left.label.partition(", ")
        if comma and pair.kind in {"order", "spelling", "hyphen"}:
            turned = replace(pair.left, names=(Name(f"{given} {family}", "name"),))
            assert abs(compare(turned, pair.right).value - compare(pair.left, pair.right).value) <= 0.05, pair


def test_a_full_name_is_itself(labelled):
    for pair in labelled(SLICE):
        again = replace(pair.left, id="x:again")
        if pair.kind != "withheld":
            assert compare(pair.left, again).value >= THRESHOLD, pair


#: What the slices must not fall below, at the default threshold; measured in tests/benchmarks/results/resolve.md.
FLOORS = {SLICE: (0.98, 0.98), "spanish_pairs_held.csv": (0.97, 0.95)}


@pytest.mark.parametrize(("file", "floor"), FLOORS.items())
def test_precision_and_recall_on_the_spanish_slice_hold(labelled, file, floor):
    judged = [(compare(pair.left, pair.right).value >= THRESHOLD, pair.same) for pair in labelled(file)]
    found = sum(proposed and same for proposed, same in judged)
    precision = found / sum(proposed for proposed, _ in judged)
    recall = found / sum(same for _, same in judged)
    assert precision >= floor[0]
    assert recall >= floor[1]
