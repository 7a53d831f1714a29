"""Claims and denials of control over a place, as newspapers put them: who speaks, by what cue, of what."""

import pytest
from attribution_texts import found, said, words

from kg.model import Stance


def stances(text: str) -> list[tuple[str, Stance, str]]:
    """Source, stance and content of each attribution."""
    return [(words(text, a.source), a.stance, words(text, a.content)) for a in found(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Russia claims to have taken Vuhledar.", ("Russia", "claims", "to have taken Vuhledar")),
        ("Russia claimed to have taken Vuhledar.", ("Russia", "claimed", "to have taken Vuhledar")),
        ("Russia is claiming to have taken Vuhledar.", ("Russia", "is claiming", "to have taken Vuhledar")),
        ("Russia says it has taken Vuhledar.", ("Russia", "says", "it has taken Vuhledar")),
        ("Russia boasted of capturing Vuhledar.", ("Russia", "boasted of", "capturing Vuhledar")),
        ("Russia admitted losing Vuhledar.", ("Russia", "admitted", "losing Vuhledar")),
    ],
)
def test_who_claims_to_have_done_something_is_the_source(text: str, expected: tuple[str, str, str]) -> None:
    assert said(text) == [expected]


@pytest.mark.parametrize(
    ("text", "pronoun"),
    [
        ("Russia claims to have taken Vuhledar. Ukraine denies this.", "this"),
        ("Russia claimed to have captured Vuhledar; Ukraine denied it.", "it"),
    ],
)
def test_a_denial_of_it_does_not_take_in_the_claim_beside_it(text: str, pronoun: str) -> None:
    (russia, claims, _), (ukraine, denies, content) = stances(text)
    assert (russia, claims) == ("Russia", Stance.ASSERTS)
    assert (ukraine, denies, content) == ("Ukraine", Stance.DENIES, pronoun)


def test_denied_having_done_is_active() -> None:
    text = "Syrian rebels denied having lost Hama, and said they had beaten the army back."
    assert said(text) == [
        ("Syrian rebels", "denied", "having lost Hama"),
        ("Syrian rebels", "said", "they had beaten the army back"),
    ]


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("Nobody said that Russia controls Kharkiv.", "that Russia controls Kharkiv"),
        ("Neither the papers nor the ministry confirmed that the town had fallen.", "that the town had fallen"),
        ("No official confirmed that the town had fallen.", "that the town had fallen"),
    ],
)
def test_nobody_is_no_source_and_what_nobody_said_is_left_open(text: str, content: str) -> None:
    assert stances(text) == [("", Stance.UNVERIFIED, content)]


def test_a_source_who_asks_not_to_be_named_says_nothing_by_that() -> None:
    text = "CNN, quoting a Pentagon official who asked not to be named, reported that troops had entered Bakhmut."
    official = "a Pentagon official who asked not to be named"
    content = "that troops had entered Bakhmut"
    assert said(text) == [(official, "quoting", content), ("CNN", "reported", content)]
    assert [a.parent for a in found(text)] == [1, None]
