"""Dates in a text: what each phrase means in an article of Wednesday, 12 March 2025."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from timing import least

from kg import lexicon
from kg.extract.times import ahead, time_expressions
from kg.model import TimeValue

WEDNESDAY = date(2025, 3, 12)


def lexicon_words() -> list[str]:
    """Every word of the lexicon, with the glue and the figures that make dates of them."""
    table = lexicon.table("times")
    lists = [values for key, values in table.items() if key != "words"] + list(table["words"].values())
    plurals = [f"{unit}s" for unit in table["units"]]
    return sorted(
        {word for words in lists for word in words}
        | {*plurals, "the", "ago", "quarter", "half", "2", "31", "2024", "1990s", ","}
    )


def found(text: str, *, published: date | None = WEDNESDAY) -> list[tuple[str, str]]:
    times = time_expressions(text, published=published)
    return [(text[time.span.start : time.span.end], time.value) for time in times if time.span]


def only(text: str) -> TimeValue:
    (time,) = time_expressions(text, published=WEDNESDAY)
    return time


def bounds(text: str) -> tuple[str, str]:
    time = only(text)
    return time.earliest.isoformat(), time.latest.isoformat()


@pytest.mark.parametrize(
    ("phrase", "value"),
    [
        ("2025-03-02", "2025-03-02"),
        ("2025-03-02T10:30:00Z", "2025-03-02"),
        ("02.03.2025", "2025-03-02"),
        ("March 2, 2025", "2025-03-02"),
        ("2 March 2025", "2025-03-02"),
        ("the 2nd of March 2025", "2025-03-02"),
        ("Sunday, March 2, 2025", "2025-03-02"),
        ("Sun., 2 Mar. 2025", "2025-03-02"),
        ("MARCH 2, 2025", "2025-03-02"),
        ("2025/03/02", "2025-03-02"),
        ("25/02/2025", "2025-02-25"),
        ("2/25/2025", "2025-02-25"),
        ("Christmas Day 2024", "2024-12-25"),
        ("the night of March 2, 2025", "2025-03-02"),
        ("the eve of March 2, 2025", "2025-03-01"),
        ("two days after March 2, 2025", "2025-03-04"),
        ("March 2 and 3, 2025", "2025-03-02/2025-03-03"),
        ("2 to 5 March 2025", "2025-03-02/2025-03-05"),
        ("March 2-5, 2025", "2025-03-02/2025-03-05"),
        ("March 2024", "2024-03"),
        ("summer 2022", "2022-SU"),
        ("the winter of 2023", "2023-WI"),
        ("the third quarter of 2024", "2024-Q3"),
        ("Q3 2024", "2024-Q3"),
        ("the first half of 2024", "2024-H1"),
        ("the 1990s", "199"),
    ],
)
def test_a_whole_date_needs_no_day_of_publication(phrase: str, value: str):
    text = f"It began {phrase}, they said."
    assert found(text, published=None) == found(text) == [(phrase, value)]


@pytest.mark.parametrize(
    ("phrase", "value"),
    [
        ("Wednesday", "2025-03-12"),
        ("Thursday", "2025-03-06"),
        ("Friday night", "2025-03-07"),
        ("last Friday", "2025-03-07"),
        ("last Wednesday", "2025-03-05"),
        ("this past Monday", "2025-03-10"),
        ("this Friday", "2025-03-14"),
        ("next Wednesday", "2025-03-19"),
        ("Tuesday last week", "2025-03-04"),
        ("today", "2025-03-12"),
        ("yesterday", "2025-03-11"),
        ("the day before yesterday", "2025-03-10"),
        ("tomorrow", "2025-03-13"),
        ("this morning", "2025-03-12"),
        ("two days ago", "2025-03-10"),
        ("a week ago", "2025-W10"),
        ("three months ago", "2024-12"),
        ("2 years ago", "2023"),
        ("Twenty-two years ago", "2003"),
        ("seventy years ago", "1955"),
        ("half a year ago", "2024-09"),
        ("a year and a half ago", "2023"),
        ("two and a half years ago", "2022"),
        ("two weeks from now", "2025-W13"),
        ("the day after Monday", "2025-03-11"),
        ("the small hours of Monday", "2025-03-10"),
        ("New Year's Eve", "2024-12-31"),
        ("last July", "2024-07"),
        ("this week", "2025-W11"),
        ("last month", "2025-02"),
        ("next year", "2026"),
        ("last weekend", "2025-W10-WE"),
        ("the last quarter", "2024-Q4"),
        ("last summer", "2024-SU"),
        ("last March", "2024-03"),
        ("March 12", "2025-03-12"),
        ("March 13", "2025-03-13"),
        ("August 6", "2024-08-06"),
        ("August 6 last year", "2024-08-06"),
        ("August 6 of this year", "2025-08-06"),
        ("29 February", "2024-02-29"),
        ("October next year", "2026-10"),
        ("the past 24 hours", "PT24H"),
        ("the past nine days", "P9D"),
        ("the next four years", "P4Y"),
        ("the past week", "P1W"),
        ("this past week", "P1W"),
    ],
)
def test_a_relative_date_counts_from_the_day_of_publication(phrase: str, value: str):
    text = f"It was so {phrase}, they said."
    assert found(text) == [(phrase, value)]
    assert found(text, published=None) == []


@pytest.mark.parametrize(
    ("text", "phrase", "value"),
    [
        ("They left in 2019.", "2019", "2019"),
        ("It has been so since early 2014.", "early 2014", "2014"),
        ("From 2014-2016 it was shut.", "2014-2016", "2014/2016"),
        ("The 2014 war is over.", "2014", "2014"),
        ("In February they left.", "February", "2025-02"),
        ("In May they left.", "May", "2024-05"),
        ("They fought over the weekend.", "the weekend", "2025-W10-WE"),
        ("In the spring they left.", "the spring", "2025-SP"),
        ("It came over the summer.", "the summer", "2024-SU"),
        ("In July they left.", "July", "2024-07"),
        ("They held it until mid-2014.", "mid-2014", "2014"),
        ("A July vote is over.", "July", "2024-07"),
        ("The June poll had them level.", "June", "2024-06"),
        ("November's vote is far off.", "November", "2024-11"),
        ("The 1975-1990 war is over.", "1975-1990", "1975/1990"),
        ("In the month of January they left.", "the month of January", "2025-01"),
        ("They left two years back.", "two years back", "2023"),
        ("The mayor's 2011 plan is dead.", "2011", "2011"),
    ],
)
def test_a_bare_year_month_or_season_counts_after_a_word_that_leads_to_it(text: str, phrase: str, value: str):
    assert found(text) == [(phrase, value)]


@pytest.mark.parametrize(
    "text",
    [
        "Update(1259ET): the road is open",
        "1,234 troops and 2019 more",
        "some 2014 troops",
        "in 2000 villages",
        "until 1800 GMT",
        "by 2030 hours",
        "$2014",
        "you may go, they march on",
        "according to May",
        "the May government",
        "04/03/2025",
        "two days later they left",
        "they took it in two weeks",
        "in her last year as mayor",
        "he told Radio Norte's This Week",
        "the call is to last 45 minutes",
        "prices began to fall",
        "in the last year and a half",
        "The Sunday Times said so",
        "Black Friday",
        "at 12:30",
        "March 2,000 times",
        "2025-13-40",
        "February 30",
        "9999 years ago",
        "the fall of the town",
        "a last-minute deal",
        "the last minute, the last day",
        "at the end of the day",
    ],
)
def test_what_is_no_date_is_left_alone(text: str):
    assert found(text) == []


@pytest.mark.parametrize(
    ("phrase", "value", "modifier"),
    [
        ("earlier this week", "2025-W11", "START"),
        ("late last month", "2025-02", "END"),
        ("mid-March", "2025-03", "MID"),
        ("the end of the year", "2025", "END"),
        ("the beginning of 2024", "2024", "START"),
        ("the last week of February", "2025-02", "END"),
        ("months ago", "PAST_REF", "APPROX"),
        ("a few days ago", "PAST_REF", "APPROX"),
        ("recent days", "PAST_REF", "APPROX"),
        ("the coming weeks", "FUTURE_REF", "APPROX"),
        ("about three weeks ago", "2025-W08", "APPROX"),
    ],
)
def test_a_part_of_a_period_is_the_period_with_a_modifier(phrase: str, value: str, modifier: str):
    text = f"It was so in {phrase}."
    assert found(text) == [(phrase, value)]
    assert only(text).modifier == modifier


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("on Monday", ("2025-03-10", "2025-03-10")),
        ("overnight", ("2025-03-11", "2025-03-12")),
        ("last week", ("2025-03-03", "2025-03-09")),
        ("earlier this week", ("2025-03-10", "2025-03-12")),
        ("later this month", ("2025-03-12", "2025-03-31")),
        ("last month", ("2025-02-01", "2025-02-28")),
        ("in the past 24 hours", ("2025-03-11", "2025-03-12")),
        ("in the past two weeks", ("2025-02-26", "2025-03-12")),
        ("last winter", ("2024-12-01", "2025-02-28")),
        ("the 1990s", ("1990-01-01", "1999-12-31")),
        ("months ago", ("2024-03-12", "2025-02-12")),
    ],
)
def test_every_date_has_a_first_and_a_last_day(text: str, expected: tuple[str, str]):
    assert bounds(text) == expected


def in_a_parse(nlp: Any, text: str) -> list[str]:
    doc = nlp(text)
    return [time.value for time in time_expressions(doc.text, published=WEDNESDAY, ahead=ahead(doc))]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("They will meet on Friday.", "2025-03-14"),
        ("The vote is scheduled for August 6.", "2025-08-06"),
        ("They will remember that on March 9 it rained.", "2025-03-09"),
        ("They hope for peace over the next decade.", "P10Y"),
        ("They will leave, he said on Friday.", "2025-03-07"),
        ("They said it would open. On Friday it was shut.", "2025-03-07"),
    ],
)
def test_an_undated_day_lies_where_its_clause_does(nlp: Any, text: str, value: str):
    assert in_a_parse(nlp, text) == [value]


@pytest.mark.parametrize(
    "text",
    [
        "The two sides meet on Friday.",
        "The court is hearing the case on Friday.",
        "They agreed to meet on Friday.",
        "They are to meet on Friday.",
        "They have until Friday to leave.",
        "The port has been closed until Friday.",
        "Port to remain closed until Friday",
        "Ministers will discuss the plan ahead of Friday's vote.",
        "A march planned for Friday was banned.",
        "They set the vote for Friday.",
        "It was due on Friday.",
        "She wants to sell the yard on Friday.",
        "If she wins on Friday, the port will close.",
        "He said that it would open on Friday.",
        "They could leave on Friday.",
        "The council will meet in Oslo and vote on Friday.",
    ],
)
def test_a_day_lies_ahead_where_the_verb_of_its_clause_does(nlp: Any, text: str):
    assert in_a_parse(nlp, text) == ["2025-03-14"]


@pytest.mark.parametrize(
    "text",
    [
        "Rebels take town on Friday",
        "They set fire to the town on Friday.",
        "A poll shows a lead for her on Friday.",
        "They pledged to work together after a meeting Friday.",
        "Friday's attack will not stop them.",
        "They will leave, the mayor told reporters Friday.",
        "The minister, who will travel to Oslo, met her on Friday.",
        "They managed to leave on Friday.",
        "She flew to Oslo to meet him on Friday.",
        "They would have left on Friday.",
        "Rebels have held the town since Friday.",
        "She says they took the town on Friday.",
        "The letter released Friday attacks the plan.",
    ],
)
def test_a_day_is_past_where_the_verb_of_its_clause_is(nlp: Any, text: str):
    assert in_a_parse(nlp, text) == ["2025-03-07"]


def test_so_many_weeks_are_a_date_where_the_clause_lies_ahead(nlp: Any):
    assert in_a_parse(nlp, "They will vote in two weeks.") == ["2025-W13"]
    assert in_a_parse(nlp, "They took the town in two weeks.") == []


def test_a_month_lies_ahead_up_to_a_year(nlp: Any):
    assert in_a_parse(nlp, "Elections will be held in November.") == ["2025-11"]


def test_the_caller_may_say_what_lies_ahead():
    (time,) = time_expressions("Departure Friday.", published=WEDNESDAY, ahead=lambda span: span == (10, 16))
    assert time.value == "2025-03-14"


def test_the_second_of_two_years_or_months_is_a_date():
    assert found("between 2014 and 2016") == [("2014", "2014"), ("2016", "2016")]
    assert found("in January and February") == [("January", "2025-01"), ("February", "2025-02")]


@pytest.mark.parametrize(
    ("text", "phrase", "value"),
    [
        ("They left on March 3. Two days later they were back.", "Two days later", "2025-03-05"),
        ("They left on March 3 and were back the next day.", "the next day", "2025-03-04"),
        ("They left on March 3, and she left the same day.", "the same day", "2025-03-03"),
        ("They left on March 3; the day before, it had rained.", "the day before", "2025-03-02"),
        ("They left in March 2024. A month earlier it had snowed.", "A month earlier", "2024-02"),
        ("They left in May 2014. That year it snowed in June.", "That year", "2014"),
        ("They left on March 3, he said on Friday. A week later it snowed.", "A week later", "2025-W11"),
    ],
)
def test_a_day_beside_another_counts_from_what_was_dated_last(text: str, phrase: str, value: str):
    assert (phrase, value) in found(text)


@pytest.mark.parametrize(
    "text",
    [
        "They left in 2014. Two days later they were back.",
        "They will leave on March 20. A day earlier they were calm.",
        "They left on March 3. " + "It was calm. " * 40 + "Two days later it rained.",
    ],
)
def test_a_day_beside_another_needs_one_that_is_near_past_and_as_precise(text: str):
    assert len(found(text)) == 1


def test_a_weekday_in_a_headline_is_no_part_of_the_dateline_below():
    assert found("Markets closed since Monday\nMarch 12, 2025\n") == [
        ("Monday", "2025-03-10"),
        ("March 12, 2025", "2025-03-12"),
    ]


def test_dates_come_in_order_and_do_not_overlap():
    text = "On Monday, March 10, and again\non Tuesday they met; two years ago, in May 2023, they had not."
    assert found(text) == [
        ("Monday, March 10", "2025-03-10"),
        ("Tuesday", "2025-03-11"),
        ("two years ago", "2023"),
        ("May 2023", "2023-05"),
    ]


def test_a_date_may_be_wrapped_over_a_line_but_not_over_a_paragraph():
    assert found("They met on March\n2, 2024.") == [("March\n2, 2024", "2024-03-02")]
    assert found("They met on March 2\n\n2024 was bad.") == [("March 2", "2025-03-02")]


@settings(deadline=None)
@given(st.lists(st.sampled_from(lexicon_words()), max_size=8).map(" ".join))
def test_whatever_the_words_dates_are_ordered_and_whole(text: str):
    end = 0
    for one in time_expressions(text, published=WEDNESDAY):
        assert one.span is not None
        assert end <= one.span.start < one.span.end <= len(text)
        assert one.earliest <= one.latest
        assert one.value
        end = one.span.end


def test_an_article_takes_a_few_milliseconds():
    text = "The ministry said on Wednesday that its troops had held the old town since March 2 last year. " * 50
    assert len(time_expressions(text, published=WEDNESDAY)) == 100
    assert least(lambda: time_expressions(text, published=WEDNESDAY)) < 0.1
