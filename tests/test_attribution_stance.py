"""Verdicts on what others say, and those who pass on what others say."""

import pytest
from attribution_texts import found, said, words

from kg.model import Stance


def stances(text: str) -> list[tuple[str, Stance, str]]:
    """Source, stance and content of each attribution."""
    return [(words(text, a.source), a.stance, words(text, a.content)) for a in found(text)]


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("Neither claim could be independently verified.", "Neither claim"),
        ("It was not possible to verify the claim.", "the claim"),
        ("It was impossible to verify the claim.", "the claim"),
        ("The army could not be reached to confirm the loss of Goma.", "the loss of Goma"),
        ("No independent confirmation of the report was available.", "the report"),
        ("There was no confirmation that the town had fallen.", "that the town had fallen"),
        ("The claim remains unverified.", "The claim"),
        ("It is unclear whether the army holds the town.", "whether the army holds the town"),
    ],
)
def test_what_nobody_could_verify_is_left_open_by_nobody(text: str, content: str) -> None:
    assert stances(text) == [("", Stance.UNVERIFIED, content)]


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("Russia says it has captured Bakhmut, which Kyiv denied.", "which"),
        ("Russia says it has captured Bakhmut, a claim that Kyiv denied.", "a claim"),
        ("Russia says it has captured Bakhmut, a claim denied by Kyiv.", "a claim"),
    ],
)
def test_a_denial_that_follows_is_not_among_the_words_of_whoever_is_denied(text: str, content: str) -> None:
    assert stances(text) == [
        ("Russia", Stance.ASSERTS, "it has captured Bakhmut"),
        ("Kyiv", Stance.DENIES, content),
    ]


def test_a_denial_may_stand_inside_the_claim() -> None:
    text = "Russia's claim, rejected by Kyiv, that it had captured Bakhmut was repeated."
    assert stances(text) == [
        ("Russia", Stance.ASSERTS, "that it had captured Bakhmut"),
        ("Kyiv", Stance.DENIES, "Russia's claim | that it had captured Bakhmut"),
    ]


def test_what_is_dismissed_as_false_are_the_reports() -> None:
    text = "Kyiv dismissed as false reports that Russia had captured Bakhmut."
    assert stances(text) == [
        ("Kyiv", Stance.DENIES, "reports that Russia had captured Bakhmut"),
        ("", Stance.ASSERTS, "that Russia had captured Bakhmut"),
    ]


@pytest.mark.parametrize(
    ("text", "reporter", "speaker"),
    [
        ("The town has fallen, said a doctor quoted by Radio Okapi.", "Radio Okapi", "a doctor"),
        ("The town has fallen, according to sources cited by the Observatory.", "the Observatory", "sources"),
        ("The town has fallen, it said in a statement carried by SANA.", "SANA", "it"),
        ("“The town has fallen,” the governor was quoted as saying by TASS.", "TASS", "the governor"),
        ("The town has fallen, the news agency quoted the governor as saying.", "the news agency", "the governor"),
    ],
)
def test_who_passes_on_what_is_said_makes_a_statement_around_it(text: str, reporter: str, speaker: str) -> None:
    all_found = found(text)
    outer = next(a for a in all_found if a.parent is None)
    inner = next(a for a in all_found if a.parent is not None)
    assert (words(text, outer.source), words(text, inner.source)) == (reporter, speaker)
    assert words(text, outer.content) == words(text, inner.content)
    assert words(text, inner.content).strip("“,”") == "The town has fallen"


def test_who_is_quoted_by_nobody_in_particular_speaks_alone() -> None:
    text = "The governor was quoted as saying that the town had fallen."
    assert [source for source, _, _ in said(text)] == ["The governor"]


@pytest.mark.parametrize(
    ("text", "stance"),
    [
        ("The paper did not report that the town had fallen.", Stance.DENIES),
        ("The army disputes the report.", Stance.DENIES),
        ("The army called the report “a fantasy”.", Stance.DENIES),
        ("Nobody reported that the town had fallen.", Stance.UNVERIFIED),
    ],
)
def test_who_says_that_they_did_not_say_it_denies(text: str, stance: Stance) -> None:
    assert [st for _, st, _ in stances(text)] == [stance]


@pytest.mark.parametrize(
    "text", ["The town is contested.", "The army did not respond to a request.", "The army declined to comment."]
)
def test_what_nobody_tells_is_no_statement(text: str) -> None:
    assert found(text) == []


def test_the_author_may_doubt() -> None:
    assert stances("I doubt that the town has fallen.") == [("I", Stance.DOUBTS, "that the town has fallen")]


def test_what_is_called_a_lie_is_all_but_the_verdict() -> None:
    (one,) = found("Ukraine called it a lie.")
    assert words("Ukraine called it a lie.", one.content) == "it a lie"
    assert words("Ukraine called it a lie.", one.judged) == "it"
