"""Who speaks before a colon: headlines, transcripts, tickers; and what only looks like it."""

import pytest
from attribution_texts import said


def test_a_time_may_stand_before_the_speaker_of_an_item() -> None:
    assert said("It began at dawn.\n\n17:40 Army: the bridge is ours.") == [("Army", ":", "the bridge is ours")]


def test_each_speaker_of_an_item_has_their_own_words() -> None:
    text = "Morning.\n\n09:10 Witnesses: shells are falling. Army: we control the bridge."
    assert said(text) == [
        ("Witnesses", ":", "shells are falling"),
        ("Army", ":", "we control the bridge"),
    ]


def test_an_item_goes_on_with_its_speaker_while_they_say_we() -> None:
    text = "Morning.\n\n12:30 UN: we have left. Our staff are safe. The road is closed."
    assert said(text) == [("UN", ":", "we have left. Our staff are safe")]


def test_after_the_quotation_of_an_item_the_outlet_speaks() -> None:
    text = "Morning.\n\n18:40 Hamas: “The camp is ours.” The group was founded in 1987."
    assert said(text) == [("Hamas", ":", "“The camp is ours.”")]


def test_a_headline_may_name_its_speaker_last() -> None:
    assert said("Rebels driven out of the north: army\n\nIt rained.") == [
        ("army", ":", "Rebels driven out of the north")
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Map.\n\nKharkiv: the grey zone has widened.",
        "Transcript.\n\nPRESENTER: Good evening. It rained.",
    ],
)
def test_what_an_item_is_about_and_who_presents_it_are_no_speakers(text: str) -> None:
    assert said(text) == []


def test_a_reporter_who_tells_what_others_say_is_the_outlet() -> None:
    text = "Bulletin.\n\nOKELLO: The rebels say they have taken the town."
    assert [source for source, _, _ in said(text)] == ["The rebels"]
