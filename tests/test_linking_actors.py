"""Which actor a name means in an article."""

import pytest
from linking_articles import article, entity, knowledge, linked, targets

from kg.iris import Minter
from kg.linking import identify
from kg.model import Identification

ITEM = "http://www.wikidata.org/entity/"


@pytest.mark.parametrize(
    ("type_", "name", "qid"),
    [
        ("MediaOrganisation", "Reuters", "Q130879"),
        ("MediaOrganisation", "TASS", "Q223799"),
        ("Organisation", "Tass", "Q223799"),
        ("MediaOrganisation", "The Wall Street Journal", "Q164746"),
        ("MediaOrganisation", "Newsweek", "Q188413"),
        ("Person", "Donald Trump", "Q22686"),
        ("Person", "Trump", "Q22686"),
        ("Person", "J.D. Vance", "Q28935729"),
        ("Person", "JD Vance", "Q28935729"),
        ("Person", "Volodymyr Zelensky", "Q3874799"),
        ("Person", "Zelensky", "Q3874799"),
        ("Organisation", "the UN", "Q1065"),
    ],
)
def test_a_known_name_is_linked(type_: str, name: str, qid: str):
    found = linked(f"{name} spoke.", (type_, name))
    assert targets(found, 0) == [ITEM + qid]
    assert found.ids[0].endswith(f"-{qid}")


def test_a_person_is_never_an_organisation():
    assert targets(linked("Reuters spoke.", ("Person", "Reuters")), 0) == []


def test_a_surname_is_nobody_known_when_the_article_names_another_of_it():
    found = linked("Mary Trump wrote a book, and Trump objected.", ("Person", "Mary Trump"), ("Person", "Trump"))
    assert targets(found, 0) == targets(found, 1) == []


def test_a_person_of_common_names_needs_the_country():
    senator = "Mark Kelly"
    assert targets(linked(f"{senator} won the race.", ("Person", senator)), 0) == []
    text = f"{senator} returned to the United States."
    assert targets(linked(text, ("Person", senator), ("State", "United States")), 0) == [ITEM + "Q357510"]


def test_a_word_is_no_acronym():
    assert targets(linked("Who spoke?", ("Organisation", "Who")), 0) == []
    assert targets(linked("WHO spoke.", ("Organisation", "WHO")), 0) == [ITEM + "Q7817"]


def test_the_ministry_of_a_state_is_found_by_the_state():
    text = "Russia listens. The Defence Ministry spoke."
    entities = [entity(text, 0, "State", "Russia"), entity(text, 1, "GovernmentBody", "Defence Ministry", state=0)]
    found = identify(entities, article(text), knowledge(), Minter())
    assert targets(found, 1) == [ITEM + "Q1146492"]
    assert found.things[found.ids[1]].state == found.ids[0]


def test_the_ministry_of_another_state_is_not_that_one():
    text = "Ukraine listens. The Defence Ministry spoke."
    entities = [entity(text, 0, "State", "Ukraine"), entity(text, 1, "GovernmentBody", "Defence Ministry", state=0)]
    found = identify(entities, article(text), knowledge(), Minter())
    assert targets(found, 1) == []
    assert found.things[found.ids[1]].state == found.ids[0]


def test_two_names_of_one_actor_without_an_item_are_one_thing():
    found = linked("ISW", ("Organisation", "ISW"), ("Organisation", "Institute for the Study of War"))
    assert found.ids[0] == found.ids[1]
    assert found.links.get(0, ()) == ()


def forces(name: str, state: str, key: str) -> Identification:
    text = f"{state} watched. The {name} left."
    entities = [entity(text, 0, "State", state), entity(text, 1, "ArmedForce", name, state=0)]
    return identify(entities, article(text, key=key), knowledge(), Minter())


def test_the_forces_of_a_state_are_one_thing_in_all_articles():
    one, two = forces("Russian troops", "Russia", "a1"), forces("Russian military", "Russia", "a2")
    assert one.ids[1] == two.ids[1]
    assert one.things[one.ids[1]] == two.things[two.ids[1]]
    assert one.things[one.ids[1]].label == "Russian forces"


def test_a_named_unit_is_not_the_whole_force():
    assert forces("93rd Brigade", "Ukraine", "a1").ids[1] != forces("Ukrainian army", "Ukraine", "a1").ids[1]


def test_an_unnamed_unit_is_a_thing_of_its_article():
    text = "Russia watched. A Russian brigade left."
    entities = [entity(text, 0, "State", "Russia")]
    entities.append(entity(text, 1, "ArmedForce", "Russian brigade", state=0, named=False))
    found = [identify(entities, article(text, key=key), knowledge(), Minter()) for key in "ab"]
    assert found[0].ids[1] != found[1].ids[1]
    assert found[0].things[found[0].ids[1]].state == found[0].ids[0]


def test_an_unknown_organisation_is_shared_but_an_unknown_person_is_not():
    found = [linked("x", ("Organisation", "Ferry Watch"), ("Person", "Ann Oakley-Moss"), key=key) for key in "ab"]
    assert found[0].ids[0] == found[1].ids[0]
    assert found[0].ids[1] != found[1].ids[1]


def test_two_unnamed_officials_of_one_article_are_two():
    text = "An official said yes. An official said no."
    entities = [entity(text, key, "Person", "an official", named=False) for key in (0, 1)]
    found = identify(entities, article(text), knowledge(), Minter())
    assert found.ids[0] != found.ids[1]
    assert not found.things[found.ids[0]].named


def test_every_thing_that_is_referred_to_is_described():
    text = "Russia watched. The Russian troops left Sudzha, Reuters said."
    entities = [entity(text, 0, "State", "Russia"), entity(text, 1, "ArmedForce", "Russian troops", state=0)]
    entities += [entity(text, 2, "Settlement", "Sudzha"), entity(text, 3, "MediaOrganisation", "Reuters")]
    found = identify(entities, article(text), knowledge(), Minter())
    things = found.things.values()
    referred = {*found.ids.values(), *(t.within for t in things if t.within), *(t.state for t in things if t.state)}
    assert referred == found.things.keys()
