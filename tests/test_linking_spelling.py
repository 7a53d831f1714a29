"""Names that differ in their spelling only are one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from linking_articles import linked

from kg.lexicon import table
from kg.spelling import canonical


@pytest.mark.parametrize(
    ("name", "same"),
    [
        ("town centre", "town center"),
        ("Town Center", "town center"),
        ("the Town Centre", "town center"),
        ("Northern Outskirts", "northern outskirts"),
        ("Ministry of Defense", "Ministry of Defence"),
        ("Ministry Of  Defense", "Ministry of Defence"),
        ("International Labor Organisation", "International Labour Organization"),
        ("The Ferry Times", "Ferry Times"),
        ("People’s Front", "People's Front"),
        ("DEFENSE BOARD", "DEFENCE BOARD"),
    ],
)
def test_spellings_of_one_name_are_one(name: str, same: str):
    assert canonical(name) == same


@pytest.mark.parametrize("name", ["DeepState", "old Kupiansk", "Ann Gray", "Kharkiv Tractor Plant", "West Bank"])
def test_other_names_stay_as_they_are(name: str):
    assert canonical(name) == name


@given(st.text() | st.lists(st.sampled_from(["the", "The", "Centre", "of", "OF", "Town", "-", "’s"])).map(" ".join))
def test_what_is_canonical_stays_so(name: str):
    assert canonical(canonical(name)) == canonical(name)


def test_no_word_is_both_ours_and_another_spelling():
    pairs = table("spelling")["one"]
    others = [other for spellings in pairs.values() for other in spellings]
    assert len(others) == len(set(others))
    assert set(others).isdisjoint(pairs)


def test_plain_words_are_spelled_our_way():
    assert [word for word in table("spelling")["plain"]["words"] if canonical(word) != word] == []


def test_an_organisation_is_one_thing_in_either_spelling():
    found = linked("x", ("Organisation", "Ferry Defence League"), ("Organisation", "the Ferry Defense League"))
    assert found.ids[0] == found.ids[1]
    assert found.things[found.ids[0]].label == "Ferry Defence League"


def test_two_unknown_places_of_one_article_stay_two_in_either_spelling():
    found = linked("x", ("Place", "Old Town"), ("Place", "the old town"))
    assert found.ids[0] != found.ids[1]
