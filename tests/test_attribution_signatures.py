"""Signed quotations and datelines."""

import pytest
from attribution_texts import found, parse, said, words

from kg.extract.attribution import attributions
from kg.extract.dateline import dateline
from kg.model import Span

QUOTE = "“We have taken the town and we will keep it.”"


@pytest.mark.parametrize("between", [" — ", "\n— ", "\n\n– ", "\n-- "])
def test_who_signs_a_quotation_speaks_it(between: str) -> None:
    text = f"{QUOTE}{between}Jane Doe, leader of the group\n\nIt rained on Monday."
    ((source, _, content),) = said(text)
    assert (source, content) == ("Jane Doe, leader of the group", QUOTE)


def test_who_signs_a_block_that_the_markup_sets_off_speaks_it() -> None:
    text = "It rained.\n\nWe have taken the town.\n\n— Jane Doe\n\nNobody else spoke."
    parsed = parse(text, (Span(text.index("We have"), text.index("\n\nNobody")),))
    assert [(words(text, a.source), words(text, a.content)) for a in attributions(parsed)] == [
        ("Jane Doe", "We have taken the town")
    ]


def test_a_dash_and_a_clause_are_no_signature() -> None:
    text = f"{QUOTE} — Jane Doe left the room."
    assert [words(text, a.source) for a in found(text)] == []


def test_a_quotation_with_a_speaker_is_not_signed_by_another() -> None:
    text = "“We have taken the town,” Lee said.\n\n— Jane Doe"
    assert [words(text, a.source) for a in found(text)] == ["Lee"]


@pytest.mark.parametrize(
    ("line", "agency"),
    [
        ("KYIV (Reuters) - ", "Reuters"),
        ("KYIV, Ukraine (AP) — ", "AP"),
        ("MOSCOW, March 12 (TASS) - ", "TASS"),
        ("BEIRUT/DAMASCUS (AFP) – ", "AFP"),
        ("March 12 (Reuters) - ", "Reuters"),
        ("(AP) -- ", "AP"),
        ("Rebels take town\n\nGOMA (Reuters) - ", "Reuters"),
    ],
)
def test_the_dateline_names_the_agency(line: str, agency: str) -> None:
    text = f"{line}The army said that it had taken the town."
    span = dateline(parse(text))
    assert span is not None
    assert text[span.start : span.end] == agency


@pytest.mark.parametrize(
    "text",
    [
        "Springfield (Ohio) - The army has taken the town.",
        "The army (said to be near) - it has left - has taken the town.",
        "The army has taken KYIV (Reuters) - nobody else reports it.",
        "",
    ],
)
def test_other_brackets_are_no_dateline(text: str) -> None:
    assert dateline(parse(text)) is None


def test_the_dateline_is_nobodys_words() -> None:
    text = "KYIV (Reuters) - The town has fallen, the army said."
    assert said(text) == [("the army", "said", "The town has fallen")]
