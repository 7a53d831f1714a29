"""Sources inside sources that a noun carries: reports, rumours, accounts, and who is cited in a label."""

from __future__ import annotations

import pytest
from attribution_texts import found, said, words

Tree = list[tuple[str, str, int | None]]


def tree(text: str) -> Tree:
    """The source and the content of each attribution, and the place of the one around it."""
    return [(words(text, a.source), words(text, a.content), a.parent) for a in found(text)]


@pytest.mark.parametrize(
    ("text", "outer", "owner", "told"),
    [
        (
            "The school denied a report in the Morning Post that a wall had fallen.",
            "The school",
            "the Morning Post",
            "",
        ),
        (
            "Its spokesman repeated a rumour among the cooks that the owner had sold it.",
            "Its spokesman",
            "the cooks",
            "",
        ),
        ('The mayor rejects as "nonsense" a UN warning that the dam is weak.', "The mayor", "UN", ""),
        ("He brushed aside talk that the club had lost its ground.", "He", "", ""),
        ("The rector denies reports students left Oxford", "The rector", "", "students left Oxford"),
    ],
)
def test_a_noun_of_saying_tells_what_follows_wherever_the_parser_hung_it(
    text: str, outer: str, owner: str, told: str
) -> None:
    told = told or text[text.index("that ") : -1]
    (first, whole, _), (second, content, parent) = tree(text)
    assert (first, second, content, parent) == (outer, owner, told, 0)
    assert whole.endswith(told)
    assert len(whole) > len(told)


def test_what_a_verb_of_saying_reports_is_not_what_a_noun_beside_it_tells() -> None:
    assert [source for source, _, _ in said("She knew from his statements that the shop was closed.")] == []


@pytest.mark.parametrize(
    ("text", "teller", "told"),
    [
        ("By their own account, the divers never saw the wreck.", "their", "the divers never saw the wreck"),
        ("The bridge is safe, by the ministry's own telling.", "the ministry's", "The bridge is safe"),
        ("The police version is that the driver was asleep.", "police", "that the driver was asleep"),
        ("Word from the harbour is that two boats have sunk.", "the harbour", "that two boats have sunk"),
        ("Word spread that the bank had closed.", "", "that the bank had closed"),
    ],
)
def test_an_account_names_whose_telling_it_is(text: str, teller: str, told: str) -> None:
    assert tree(text) == [(teller, told, None)]


@pytest.mark.parametrize(
    "text",
    [
        "14:05 Radio Ondas, citing the governor: the bridge is closed.",
        "Radio Ondas, citing the governor, reported the bridge is closed.",
        "According to Radio Ondas, citing the governor, the bridge is closed.",
    ],
)
def test_who_is_cited_stands_in_the_words_of_who_cites(text: str) -> None:
    found_tree = tree(text)
    by_source = {source: (content, parent) for source, content, parent in found_tree}
    outer = next(i for i, (source, _, _) in enumerate(found_tree) if source == "Radio Ondas")
    assert by_source == {"Radio Ondas": ("the bridge is closed", None), "the governor": ("the bridge is closed", outer)}


def test_who_is_quoted_before_a_colon_speaks_behind_it() -> None:
    assert tree('The agency quoted an officer: "We held the line."') == [
        ("The agency", 'an officer: "We held the line."', None),
        ("an officer", '"We held the line."', 0),
    ]


def test_a_label_ends_before_the_one_it_is_said_to() -> None:
    assert said("Report\n\n15:45 Ministry spokesman to Interfax: the airfield was never lost.")[-1] == (
        "Ministry spokesman",
        ":",
        "the airfield was never lost",
    )


def test_a_headline_that_announces_accounts_says_nothing() -> None:
    assert said("Peru: two versions of a landslide\n\nIt rained.") == []


def test_an_aside_with_a_speaker_of_its_own_ends_the_words_before_it() -> None:
    text = "The letter said the parcel was lost, which, according to a clerk, meant that a form was missing."
    assert said(text)[0] == ("The letter", "said", "the parcel was lost")


def test_a_speaker_goes_on_past_what_another_is_said_to_have_said() -> None:
    text = "Its chairman said the auditors had assured him that it was checked, and called on all sides to wait."
    assert said(text) == [
        ("Its chairman", "said", "the auditors had assured him that it was checked"),
        ("the auditors", "had assured", "that it was checked"),
        ("Its chairman", "called on", "all sides to wait"),
    ]


def test_a_charge_inside_another_s_words_is_a_statement() -> None:
    assert tree("The note says that the charity accused the mayor of theft.")[1] == (
        "the charity",
        "the mayor of theft",
        0,
    )


def test_what_somebody_fears_may_be_a_thing() -> None:
    assert tree("She admitted that her brother feared a boycott.")[1] == ("her brother", "a boycott", 0)
