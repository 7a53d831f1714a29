"""Bodies that every state has are told apart by their state."""

import pytest
from linking_articles import article, entity, knowledge, linked

from kg.iris import Minter
from kg.lexicon import table
from kg.linking import identify
from kg.linking.bodies import needs_state
from kg.model import Thing


def of_state(name: str, state: str, *, key: str = "a1", type_: str = "GovernmentBody") -> Thing:
    """The thing that a body is whose state the article tells."""
    text = f"{state} listens. The {name} spoke."
    entities = [entity(text, 0, "State", state), entity(text, 1, type_, name, state=0)]
    found = identify(entities, article(text, key=key), knowledge(), Minter())
    return found.things[found.ids[1]]


def alone(name: str, *, key: str = "a1", type_: str = "Organisation") -> Thing:
    found = linked(f"The {name} spoke.", (type_, name), key=key)
    return found.things[found.ids[0]]


@pytest.mark.parametrize(
    "name", ["Ministry of Defence", "Defense Ministry", "Central Bank", "Supreme Court", "the police", "Parliament"]
)
@pytest.mark.parametrize("type_", ["Organisation", "GovernmentBody"])
def test_a_body_of_who_knows_which_state_is_its_articles_own(name: str, type_: str):
    assert alone(name, key="a1", type_=type_).id != alone(name, key="a2", type_=type_).id


@pytest.mark.parametrize("name", ["Ministry of Defence", "Supreme Court", "central bank", "police"])
def test_the_bodies_of_two_states_are_two(name: str):
    kenyan, ugandan = of_state(name, "Kenya"), of_state(name, "Uganda")
    assert kenyan.id != ugandan.id
    assert kenyan.state != ugandan.state


@pytest.mark.parametrize(("one", "two"), [("Kenya", "Uganda"), ("France", "Britain")])
def test_a_state_in_the_name_tells_bodies_apart(one: str, two: str):
    things = [alone(f"Ministry of Defence of {state}") for state in (one, two)]
    assert things[0].id != things[1].id
    assert None not in {thing.state for thing in things}


@pytest.mark.parametrize(
    "name",
    [
        "Ministry of Defence of Kenya",
        "Kenyan Ministry of Defence",
        "Kenyan Defense Ministry",
        "Kenya's Defence Ministry",
    ],
)
@pytest.mark.parametrize("type_", ["Organisation", "GovernmentBody"])
def test_whatever_an_article_calls_the_body_of_a_state_it_is_one(name: str, type_: str):
    thing = alone(name, type_=type_)
    assert thing == of_state("Ministry of Defence", "Kenya", key="a2")
    assert (thing.label, thing.type) == ("Kenyan Ministry of Defence", "GovernmentBody")
    assert thing.alt_labels == ("Ministry of Defence of Kenya",)


@pytest.mark.parametrize(("words", "single"), [("the central bank of Kenya", True), ("a Kenyan ministry", False)])
def test_words_for_the_only_body_of_its_kind_mean_it(words: str, single: bool):
    entities = [entity(words, 0, "Organisation", words, named=False)]
    found = [identify(entities, article(words, key=key), knowledge(), Minter()) for key in "ab"]
    assert (found[0].ids == found[1].ids) is single
    assert found[0].things[found[0].ids[0]].named is single


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("Ministry of Defence", "Ministry of Health"),
        ("Supreme Court", "Constitutional Court"),
        ("National Bank", "Central Bank"),
        ("Ministry of Fisheries and Boats", "Ministry of Fisheries and Ports"),
    ],
)
def test_two_bodies_of_one_state_are_two(one: str, two: str):
    assert of_state(one, "Kenya").id != of_state(two, "Kenya").id


def test_the_police_of_a_city_are_not_those_of_its_state():
    nairobi = of_state("Nairobi police", "Kenya")
    assert nairobi.label == "Nairobi police"
    assert nairobi.id != of_state("police", "Kenya").id
    assert nairobi.id != of_state("Mombasa police", "Kenya").id


def test_a_name_of_two_states_tells_none():
    """Georgia is one of the United States too."""
    court = "Supreme Court of Georgia"
    assert alone(court).state is None
    assert alone(court, key="a1").id != alone(court, key="a2").id


def test_a_state_in_the_name_of_an_organisation_is_not_its_owner():
    """Who watches a country need not be of it."""
    thing = alone("Kenyan Ferry Watch")
    assert thing.state is None
    assert thing.id == alone("Kenyan Ferry Watch", key="a2").id


def test_every_state_that_a_name_tells_is_described():
    found = linked("The Kenyan Supreme Court spoke.", ("GovernmentBody", "Kenyan Supreme Court"))
    assert found.things[found.things[found.ids[0]].state].label == "Kenya"


@pytest.mark.parametrize(
    ("state", "name"),
    [
        ("Britain", "British troops"),
        ("Turkey", "Turkish troops"),
        ("Poland", "Polish forces"),
        ("Niger", "Nigerien army"),
    ],
)
def test_forces_are_called_by_the_adjective(state: str, name: str):
    assert of_state(name, state, type_="ArmedForce").label == f"{name.split()[0]} forces"


@pytest.mark.parametrize(
    ("state", "name", "label"),
    [
        ("United States", "Senate", "United States Senate"),
        ("Yemen", "Yemen's Defence Ministry", "Ministry of Defense of Yemen"),
        ("Russia", "Defense Ministry of Russia", "Ministry of Defence of Russia"),
    ],
)
def test_a_body_that_the_authority_knows_is_found_by_its_state(state: str, name: str, label: str):
    assert of_state(name, state).label == label


@pytest.mark.parametrize("name", ["Ferry Watch", "Human Rights Ferry", "Policeman Ltd", "Senate Ferry Company"])
def test_a_proper_name_needs_no_state(name: str):
    assert not needs_state(name)


def test_the_table_of_bodies_is_in_the_form_in_which_names_are_looked_up():
    bodies = table("linking")["bodies"]
    for kind in ("names", "first", "last"):
        assert [name for name in bodies[kind] if name != name.lower()] == []
        assert bodies[kind] == sorted(set(bodies[kind]))
    assert all(needs_state(name) for pair in bodies["same"].items() for name in pair)
