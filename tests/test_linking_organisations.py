"""Which organisation a name means: bodies, parties and media of the authority."""

import time

import pytest
from linking_articles import article, entity, knowledge, linked, targets

from kg.iris import Minter
from kg.linking import identify
from kg.model import Article, Entity, Span

ITEM = "http://www.wikidata.org/entity/"
US = ("State", "United States")


def items(text: str, type_: str, name: str, *others: tuple[str, str]) -> list[str]:
    found = targets(linked(text, (type_, name), *others), 0)
    return [target.removeprefix(ITEM) for target in found if target.startswith(ITEM)]


def test_congress_is_that_of_the_country_that_the_article_is_about():
    text = "Congress met. The United States waited."
    assert items(text, "GovernmentBody", "Congress", US) == ["Q11268"]
    assert items("Congress met.", "GovernmentBody", "Congress") == []
    assert items("Congress met. Kenya waited.", "GovernmentBody", "Congress", ("State", "Kenya")) == []


def test_a_body_is_no_party_whatever_they_are_called():
    text = "Congress met. India waited."
    assert items(text, "GovernmentBody", "Congress", ("State", "India")) == []


@pytest.mark.parametrize(("state", "qid"), [("Britain", ["Q9630"]), ("Netherlands", ["Q275441"]), ("Kenya", [])])
def test_a_party_with_a_name_of_many_is_that_of_the_country(state: str, qid: list[str]):
    text = f"The Labour Party met. {state} waited."
    assert items(text, "Organisation", "Labour Party", ("State", state)) == qid


def test_the_members_of_a_party_at_home_mean_it():
    text = "Democrats met. The United States waited."
    entities = [entity(text, 0, "Group", "Democrats", named=False), entity(text, 1, "State", "United States")]
    found = identify(entities, article(text), knowledge(), Minter())
    assert ITEM + "Q29552" in targets(found, 0)


def test_the_members_of_a_party_abroad_are_a_group_of_the_article():
    text = "Democrats met. Kenya waited."
    entities = [entity(text, 0, "Group", "Democrats", named=False), entity(text, 1, "State", "Kenya")]
    assert targets(identify(entities, article(text), knowledge(), Minter()), 0) == []


def test_a_party_of_another_country_beside_the_name_is_not_ours():
    text = "Kenya's Republican Party met. The United States waited."
    assert items(text, "Organisation", "Republican Party", US, ("State", "Kenya")) == []


def test_what_an_article_says_that_an_acronym_stands_for_wins():
    text = "The Union of Nuts (UN) met in New York. The UN agreed."
    assert items(text, "Organisation", "UN") == []
    assert items("The United Nations (UN) met. The UN agreed.", "Organisation", "UN") == ["Q1065"]


@pytest.mark.parametrize("text", ["A Star rose over the United States.", "Star readers in the United States wrote."])
def test_a_paper_whose_name_is_a_word_is_not_every_use_of_the_word(text: str):
    assert items(text, "MediaOrganisation", "Star", US) == []


def test_a_paper_with_a_name_of_its_own_is_linked_in_its_country():
    text = "The Muskogee Phoenix reported it. The United States waited."
    assert "Q17057278" in items(text, "MediaOrganisation", "Muskogee Phoenix", US)


def test_the_outlet_of_an_article_is_known_by_its_site():
    text = "Rain fell."
    page = Article(
        key="a1",
        source="test",
        text=text,
        body=Span(0, len(text)),
        publisher="Phoenix",
        url="https://www.muskogeephoenix.com/a",
    )
    outlet = Entity(key=0, type="MediaOrganisation", name="Phoenix")
    found = identify([outlet], page, knowledge(), Minter())
    assert ITEM + "Q17057278" in targets(found, 0)
    assert found.links[0][0].method == "authority-domain"


def test_an_army_of_no_known_state_is_nobodys():
    assert items("The Army marched.", "ArmedForce", "Army") == []


@pytest.mark.parametrize(
    ("name", "qid"), [("Netherlands", "Q55"), ("Denmark", "Q35"), ("Ireland", "Q27"), ("China", "Q148")]
)
def test_a_country_is_the_country_and_not_the_kingdom(name: str, qid: str):
    assert qid in items(f"{name} voted.", "State", name)


@pytest.mark.parametrize(
    "text",
    [
        "England captain Ann Oakley-Moss rested before the Test.",
        "In the rugby England beat everybody.",
        "It was a cricket match against England.",
    ],
)
def test_a_state_that_plays_is_a_team(text: str):
    assert targets(linked(text, ("AdministrativeArea", "England")), 0) == []


def test_a_state_that_wins_a_war_is_no_team():
    text = "England defeated the rebels in the north."
    assert targets(linked(text, ("AdministrativeArea", "England")), 0) != []


def test_the_register_does_not_change_what_extraction_asks():
    assert knowledge().concepts("Muskogee Phoenix") == ()
    assert knowledge().listed("Muskogee Phoenix") != ()


def test_a_text_without_blanks_is_read_once():
    text = f"AP said so (AP {'a' * 200_000}."
    started = time.process_time()
    linked(text, ("Organisation", "AP"))
    assert time.process_time() - started < 20


def test_an_address_that_is_none_has_no_outlet():
    assert Article(key="a", source="a", text="", body=Span(0, 0), url="https://[oops/news").host == ""
