import re
from datetime import date

import pytest

from kg import dates
from kg.dates import bounds, certainly, explicit_in, possibly, resolve

WEDNESDAY = date(2025, 8, 13)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Earlier on Tuesday", "2025-08-12"),
        ("on Friday", "2025-08-08"),
        ("on Wednesday", "2025-08-13"),
        ("In February", "2025-02"),
        ("In December", "2024-12"),
        ("Last week", "[2025-08-04..2025-08-10]"),
        ("this year", "2025"),
        ("last month", "2025-07"),
        ("yesterday", "2025-08-12"),
        ("el martes", "2025-08-12"),
        ("en febrero", "2025-02"),
        ("la semana pasada", "[2025-08-04..2025-08-10]"),
        ("earlier", None),
        ("they may", None),
    ],
)
def test_relative_words_look_back_from_the_day_of_the_article(words, expected):
    assert resolve(words, WEDNESDAY) == expected


def test_a_year_never_becomes_its_first_of_january():
    spread = bounds("1985")
    assert (spread.earliest_start, spread.latest_end) == (date(1985, 1, 1), date(1985, 12, 31))
    assert not certainly(spread, "1985-01-01")
    assert certainly(spread, "1985")


def test_some_day_in_february_is_not_all_of_february():
    some_day, all_month = bounds("[2025-02-01..2025-02-28]"), bounds("2025-02-01/2025-02-28")
    assert possibly(some_day, "2025-02-14")
    assert not certainly(some_day, "2025-02-14")
    assert certainly(all_month, "2025-02-14")


def test_two_years_are_not_a_range_that_holds_at_new_year():
    assert not certainly(bounds("{2016,2017}"), "2016-12-31")


def test_a_state_seen_on_a_day_may_have_begun_before_and_go_on_after():
    seen = bounds("2025-08-13", state=True)
    assert certainly(seen, "2025-08-13")
    assert possibly(seen, "1990")
    assert not certainly(seen, "2025-08-14")


def test_an_open_interval_still_held_on_the_day_of_its_source_and_not_certainly_later():
    member = bounds("2010/..", as_of=date(2020, 5, 1))
    assert certainly(member, "2015")
    assert possibly(member, "2024")
    assert not certainly(member, "2024")


@pytest.mark.parametrize("text", ["2025-08-32", "2025-02-30", "12/08/2025", "August", ""])
def test_what_is_not_edtf_is_refused(text):
    with pytest.raises(ValueError, match="EDTF"):
        bounds(text)


def test_an_explicit_date_has_all_its_parts_in_the_words():
    assert explicit_in("2025-02-27", "on February 27, 2025")
    assert explicit_in("2025-02-27", "el 27 de febrero de 2025")
    assert not explicit_in("2025-02-28", "on February 27, 2025")
    assert not explicit_in("1986", "in 1985")


@pytest.mark.parametrize("edtf", ["1968", "2024-02", "2025-12", "[1968..1973]", "[1992-09-01..1992-09-30]"])
def test_plain_dates_mean_what_the_grammar_says(edtf: str, monkeypatch: pytest.MonkeyPatch) -> None:
    quick = [dates.bounds(edtf), dates.bounds(edtf, state=True)]
    dates._span.cache_clear()
    monkeypatch.setattr(dates, "_PLAIN", re.compile("(?!)"))
    assert [dates.bounds(edtf), dates.bounds(edtf, state=True)] == quick
    dates._span.cache_clear()


@pytest.mark.parametrize("edtf", ["2025-13", "2025-02-30", "[2025-13..2026]"])
def test_months_and_days_that_do_not_exist_are_refused(edtf: str) -> None:
    with pytest.raises(ValueError, match="is not an EDTF date"):
        dates.bounds(edtf)
