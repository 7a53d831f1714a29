"""When something was, in words."""

import pytest

from kg.pages.words import day


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("2025-03-12", "12 March 2025"),
        ("2025-03", "March 2025"),
        ("2025", "2025"),
        ("2025-W11", "week of 10 March 2025"),
        ("2025-W11-WE", "weekend of 15 March 2025"),
        ("2025-SU", "summer of 2025"),
        ("2025-Q1", "first quarter of 2025"),
        ("2025-H2", "second half of 2025"),
        ("199", "the 1990s"),
        ("2014/2018", "2014 to 2018"),
        ("PAST_REF", "in the past"),
        ("FUTURE_REF", "in the future"),
        ("", ""),
        (None, ""),
    ],
)
def test_a_period_is_told_in_words(value: str | None, words: str) -> None:
    assert day(value) == words


@pytest.mark.parametrize("value", ["soon", "2025-02-30", "2025-13", "2025-W60", "<b>"])
def test_what_is_no_period_is_shown_as_it_is(value: str) -> None:
    assert day(value) == value
