import pytest

from kg.quotes import QuoteRefused, locate

TEXT = " date 2025-08-13 He said “we left”. She said – she left. Rubén’s car. They reportedly include him; reportedly."


def test_offsets_count_code_points_of_the_raw_text():
    start, end = locate(TEXT, "“we left”")
    assert TEXT[start:end] == "“we left”"


@pytest.mark.parametrize(
    ("quote", "shown"),
    [('"we left"', "«“we left”»"), ("Rubén's car", "«Rubén’s car»"), ("She said - she left", "«She said – she left»")],
)
def test_straight_quotes_and_dashes_are_refused_with_the_text_as_the_source_has_it(quote, shown):
    with pytest.raises(QuoteRefused) as refused:
        locate(TEXT, quote)
    assert "differs from the source in quotation marks, dashes or spaces" in refused.value.fault
    assert shown in refused.value.cure


def test_one_changed_letter_is_refused_with_the_nearest_text():
    with pytest.raises(QuoteRefused) as refused:
        locate(TEXT, "They reportedly exclude him")
    assert "is not in the source" in refused.value.fault
    assert "They reportedly include him" in refused.value.cure


def test_a_quote_that_stands_twice_is_refused_unless_text_around_it_decides():
    with pytest.raises(QuoteRefused) as refused:
        locate(TEXT, "reportedly")
    assert "stands 2 times" in refused.value.fault
    assert locate(TEXT, "reportedly", suffix=" include") == locate(TEXT, "reportedly", prefix="They ")


def test_accents_and_case_are_letters_too():
    with pytest.raises(QuoteRefused):
        locate(TEXT, "Ruben’s car")
    with pytest.raises(QuoteRefused):
        locate(TEXT, "rubén’s car")
