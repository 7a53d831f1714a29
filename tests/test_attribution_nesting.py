"""How attributions stand in each other, what stance they take, and that no text is too odd for them."""

from __future__ import annotations

import pytest
from attribution_texts import found, parse, said, words
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from timing import least

from kg.extract.attribution import Attribution, attributions
from kg.model import Certainty, Stance


def chain(text: str) -> list[tuple[str, str | None, int]]:
    """The source of each attribution, the source of the one around it, and its depth."""
    all_found = found(text)

    def source(one: Attribution) -> str:
        return words(text, one.source)

    return [(source(a), None if a.parent is None else source(all_found[a.parent]), a.depth) for a in all_found]


def test_what_is_said_inside_a_statement_is_its_child() -> None:
    assert chain("The ministry said that Ann Lee told reporters that the road was open.") == [
        ("The ministry", None, 0),
        ("Ann Lee", "The ministry", 1),
    ]


def test_nesting_has_no_limit() -> None:
    text = "The agency reported that the army said that residents claimed that the bridge had fallen."
    assert [depth for _, _, depth in chain(text)] == [0, 1, 2]


def test_a_late_reporter_is_outermost() -> None:
    text = "The mayor claimed that the bridge had fallen, the agency reported."
    assert chain(text) == [("The mayor", "the agency", 1), ("the agency", None, 0)]


def test_claims_in_an_introduced_block_are_children_of_the_introducer() -> None:
    text = "Local media acknowledged the following:\n\nThe town has fallen, the Alpha group claimed on Monday."
    assert chain(text) == [("Local media", None, 0), ("the Alpha group", "Local media", 1)]


def test_a_cited_source_stands_under_the_one_who_cites() -> None:
    text = "The town has fallen, the agency reported, citing the defense ministry."
    assert chain(text) == [("the agency", None, 0), ("the defense ministry", "the agency", 1)]


def test_citing_may_stand_before_the_content() -> None:
    text = "The agency said, citing the defense ministry, that the town had fallen."
    assert chain(text) == [("The agency", None, 0), ("the defense ministry", "The agency", 1)]


def test_i_think_adds_no_speaker() -> None:
    assert chain("“I think the road is open,” Lee said.") == [("Lee", None, 0)]


def test_attributions_come_in_the_order_of_their_cues() -> None:
    all_found = found("Lee said the road was open. Kim denied that it was open. Ray said nobody knew.")
    assert [a.cue_token for a in all_found] == sorted(a.cue_token for a in all_found)


@pytest.mark.parametrize(
    ("text", "stance"),
    [
        ("The ministry confirmed that the town had fallen.", Stance.ASSERTS),
        ("The ministry denied that the town had fallen.", Stance.DENIES),
        ("The ministry rejected the report as false.", Stance.DENIES),
        ("The mayor never admitted that the bridge was unsafe.", Stance.DENIES),
        ("The mayor called the report false.", Stance.DENIES),
        ("The engineer questioned the report.", Stance.DOUBTS),
        ("The engineer doubted that the bridge was safe.", Stance.DOUBTS),
        ("The engineer cast doubt on the report.", Stance.DOUBTS),
        ("The agency could not independently verify the report.", Stance.UNVERIFIED),
        ("The agency was not able to verify the report.", Stance.UNVERIFIED),
        ("The agency was unable to confirm the report.", Stance.UNVERIFIED),
        ("The ministry did not confirm that the town had fallen.", Stance.UNVERIFIED),
        ("The ministry did not deny that the town had fallen.", Stance.UNVERIFIED),
    ],
)
def test_the_cue_tells_the_stance(text: str, stance: Stance) -> None:
    assert [a.stance for a in found(text)] == [stance]


def test_who_cannot_verify_is_the_speaker() -> None:
    text = "The agency could not independently verify the report."
    assert [words(text, a.source) for a in found(text)] == ["The agency"]


@pytest.mark.parametrize(
    "text", ["The ministry declined to comment.", "The ministry declined to comment on the report."]
)
def test_declining_to_comment_says_nothing(text: str) -> None:
    assert found(text) == []


def test_a_refusal_to_confirm_leaves_the_matter_open() -> None:
    assert [a.stance for a in found("The ministry refused to confirm that the town had fallen.")] == [Stance.UNVERIFIED]


@pytest.mark.parametrize(
    ("text", "certainty"),
    [
        ("The ministry said that the road was open.", Certainty.CERTAIN),
        ("Officials believe that the road is open.", Certainty.HEDGED),
        ("Analysts suggested that the road was open.", Certainty.HEDGED),
        ("The group allegedly closed the road.", Certainty.HEDGED),
        ("The ministry probably said that the road was open.", Certainty.HEDGED),
        ("The ministry may announce that the road is open.", Certainty.HEDGED),
    ],
)
def test_the_cue_tells_the_certainty(text: str, certainty: Certainty) -> None:
    assert [a.certainty for a in found(text)] == [certainty]


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "\n\n",
        '"',
        "said",
        "said:",
        ": :",
        "according to",
        '"" said "" said ""',
        "“ said he. ” ” “ she said: “ “",
        "A:\n\nB:\n\nC:",
    ],
)
def test_no_text_is_too_odd(text: str) -> None:
    found(text)


PIECES = [
    "Lee",
    "said",
    "that",
    "the town",
    "fell",
    ",",
    ".",
    "“",
    "”",
    '"',
    ":",
    "\n\n",
    "according to",
    "TASS",
    "and",
    "citing",
    "(",
    "*",
]


@example(pieces=["said", "and", "said"])
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from(PIECES), max_size=25))
def test_spans_lie_in_the_text_and_parents_come_first_in_depth(pieces: list[str]) -> None:
    text = " ".join(pieces)
    all_found = found(text)
    for one in all_found:
        assert one.cue
        assert one.content
        assert all(0 <= s.start < s.end <= len(text) for s in (*one.source, *one.cue, *one.content))
        assert one.depth == (0 if one.parent is None else all_found[one.parent].depth + 1)


@pytest.mark.parametrize(
    "text",
    [
        "According to Reuters, which cited two diplomats, talks have stalled.",
        "Talks have stalled, according to Reuters, which quoted two diplomats.",
        "Talks have stalled, according to Reuters, citing two diplomats.",
        "Reuters, which cited two diplomats, said that talks have stalled.",
        "Citing two diplomats, Reuters reported that talks have stalled.",
    ],
)
def test_whoever_is_cited_says_what_the_reporter_says(text: str) -> None:
    assert sorted(chain(text)) == [("Reuters", None, 0), ("two diplomats", "Reuters", 1)]
    assert {words(text, a.content).lower().removeprefix("that ") for a in found(text)} == {"talks have stalled"}


def test_who_quotes_somebody_as_saying_something_tells_of_both() -> None:
    assert said("Reuters quoted two diplomats as saying that talks have stalled.") == [
        ("Reuters", "quoted", "two diplomats as saying that talks have stalled"),
        ("two diplomats", "saying", "that talks have stalled"),
    ]


def test_to_cite_somebody_without_a_word_of_theirs_is_no_statement() -> None:
    assert found("Reuters cited two diplomats.") == []


@pytest.mark.parametrize(
    "text",
    [
        "“The road is open,” Lee said. Reuters, citing two diplomats, reported that the talks had failed. " * 250,
        "officials said the road was open, and the group, citing two diplomats, denied that it had fallen, and " * 250,
    ],
)
def test_attribution_costs_little_beside_the_parser(text: str) -> None:
    parsed = parse(text)
    assert least(lambda: attributions(parsed)) < least(lambda: parse(text)) / 2  # a tenth is usual
