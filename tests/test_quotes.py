"""Quotations are found whatever their marks, and a missing mark costs a paragraph at most."""

from time import process_time

import pytest
import spacy

from kg import documents
from kg.extract.quotes import quotations
from kg.model import Article, Span


def quoted(text: str) -> list[str]:
    article = Article(key="a", source="a", text=text, body=Span(0, len(text)))
    parsed = next(documents.parse(spacy.blank("en"), [article]))
    return ["|".join(text[s.start : s.end] for s in q.spans) for q in quotations(parsed)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('He said "the road is open" twice.', ['"the road is open"']),
        ("He said “the road is open” twice.", ["“the road is open”"]),
        ("He said „the road is open“ twice.", ["„the road is open“"]),
        ("He said «the road is open» twice.", ["«the road is open»"]),
        ("He said ''the road is open'' twice.", ["''the road is open''"]),
        ("He said ``the road is open'' twice.", ["``the road is open''"]),
        ("“One,” she said. “Two.”", ["“One,”", "“Two.”"]),
        ("‘We’re ready,’ she said. ‘The rebels’ base is gone.’", ["‘We’re ready,’", "‘The rebels’ base is gone.’"]),
        ("She called it 'a joke' again.", ["'a joke'"]),
    ],
)
def test_every_kind_of_mark_is_known(text: str, expected: list[str]) -> None:
    assert quoted(text) == expected


@pytest.mark.parametrize(
    "text", ["The rebels' base isn't Lee's.", "It was the '90s and they'd gone.", "“It's 'a wall' here,” he said."]
)
def test_an_apostrophe_quotes_nothing(text: str) -> None:
    assert not any(quotation.startswith("'") for quotation in quoted(text))


def test_a_quotation_inside_another_is_part_of_it() -> None:
    assert quoted('"They call it “the wall” here," he said.') == ['"They call it “the wall” here,"']


def test_a_quotation_runs_on_when_the_next_paragraph_opens_with_a_mark_again() -> None:
    assert quoted("“The bridge is gone.\n\n“The road too,” he said.") == ["“The bridge is gone.|“The road too,”"]


def test_a_missing_mark_costs_its_paragraph_only() -> None:
    text = 'The mayor said "we will stay. He smiled.\n\nNobody else spoke.\n\n"We left," Lee said.'
    assert quoted(text) == ['"we will stay. He smiled.', '"We left,"']


def test_a_closing_mark_alone_quotes_nothing() -> None:
    assert quoted('The council met on Monday." It will meet again.') == []


def test_an_opening_mark_in_the_place_of_a_closing_one_closes() -> None:
    assert quoted("“It is odd,“ said Lee. “Very odd.”") == ["“It is odd,“", "“Very odd.”"]


@pytest.mark.parametrize("text", ["", '"', "“", "”", '"""', '" " "', "''''", "“““\n\n”””", '"\n\n"\n\n"'])
def test_no_heap_of_marks_is_too_odd(text: str) -> None:
    assert all(span for span in quoted(text))


@pytest.mark.parametrize("piece", ["'a ", "'ab's ", "‘a’b ", "'", "'a s' b"])
def test_many_single_marks_cost_no_more_than_their_number(piece: str) -> None:
    begun = process_time()
    quoted(piece * 2000)
    assert process_time() - begun < 5
