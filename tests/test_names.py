from kg.names import fold, words


def test_accents_case_and_spaces_do_not_matter_for_finding():
    assert fold("ABIGAEL  González Valencia") == fold("Abigael Gonzalez\u00a0Valencia")


def test_an_initial_is_a_part_of_the_name():
    assert words("Rosa A") == ["rosa", "a"]
