"""Which place a name means in an article."""

import pytest
from linking_articles import knowledge, linked, targets

from kg.iris import Minter
from kg.linking.things import iris

GEONAMES = "https://sws.geonames.org/"


def place(number: int) -> str:
    return f"{GEONAMES}{number}/"


def test_a_settlement_is_the_one_in_the_region_that_the_article_names():
    text = "Soldiers entered Sudzha in Russia's Kursk Oblast, Russia said."
    found = linked(text, ("Settlement", "Sudzha"), ("AdministrativeArea", "Kursk Oblast"), ("State", "Russia"))
    assert targets(found, 0) == [place(486816)]
    assert targets(found, 1) == [place(538555), "http://www.wikidata.org/entity/Q3178"]


def test_a_place_stands_within_its_region_and_that_within_its_state():
    found = linked("Russia lost Sudzha.", ("State", "Russia"), ("Settlement", "Sudzha"))
    town = found.things[found.ids[1]]
    region = found.things[town.within]
    assert (town.label, region.label, region.within) == ("Sudzha", "Kursk Oblast", found.ids[0])


@pytest.mark.parametrize(
    ("state", "number"), [("Ohio", 4525353), ("Illinois", 4250542), ("Ill.", 4250542), ("Missouri", 4409896)]
)
def test_the_state_beside_a_name_decides_between_towns(state: str, number: int):
    text = f"The mayor of Springfield, {state} resigned."
    assert targets(linked(text, ("Settlement", "Springfield")), 0)[0] == place(number)


def test_a_question_may_mean_any_thing_of_a_name():
    meant = iris("Palmyra", knowledge=knowledge(), minter=Minter())
    assert meant[0] == "https://claimgraph.example/id/place/tadmur-163808"
    assert iris("the Kremlin", knowledge=knowledge(), minter=Minter()) == ()
    assert iris("Britain", knowledge=knowledge(), minter=Minter())[0].endswith("/united-kingdom-Q145")


def test_a_place_is_called_as_newspapers_print_it():
    found = linked("Iraq said that Samarra is calm.", ("State", "Iraq"), ("Settlement", "Samarra"))
    assert found.things[found.ids[1]].label == "Samarra"


def test_equally_likely_places_are_left_open():
    found = linked("The mayor of Springfield resigned.", ("Settlement", "Springfield"))
    assert targets(found, 0) == []


def test_a_capital_needs_no_context():
    assert targets(linked("A blast shook Khartoum.", ("Settlement", "Khartoum")), 0)[0] == place(379252)


def test_a_city_of_another_country_gives_way_to_the_one_where_the_article_is():
    text = "The fair in Birmingham, Alabama drew crowds. Alabama police closed roads in Birmingham. Mobile sent help."
    found = linked(text, ("Settlement", "Birmingham"), ("AdministrativeArea", "Alabama"), ("Settlement", "Mobile"))
    assert targets(found, 0)[0] == place(4049979)
    assert targets(found, 2)[0] == place(4076598)


def test_a_region_of_the_name_of_a_state_is_meant_among_other_regions_of_its_country():
    text = "Voters in Atlanta, Georgia and in Alabama went to the polls. Georgia and Alabama count by hand."
    found = linked(text, ("Settlement", "Atlanta"), ("State", "Georgia"), ("AdministrativeArea", "Alabama"))
    assert targets(found, 1)[0] == place(4197000)


def test_a_state_is_one_thing_as_actor_and_as_place():
    found = linked("Ukraine said so. It rained in Ukraine.", ("State", "Ukraine"), ("Country", "Ukraine"))
    assert found.ids[0] == found.ids[1] == "https://claimgraph.example/id/place/ukraine-Q212"
    assert targets(found, 0) == ["http://www.wikidata.org/entity/Q212", place(690791)]


def test_names_of_one_region_are_one_thing():
    text = "The Kursk region is in Russia. Fighting goes on in Kursk Oblast."
    found = linked(text, ("AdministrativeArea", "Kursk region"), ("AdministrativeArea", "Kursk Oblast"))
    assert found.ids[0] == found.ids[1]


@pytest.mark.parametrize("name", ["Wednesday", "Oval Office", "Update", "White House", "Zzyzzyville"])
def test_what_is_no_place_is_linked_to_none(name: str):
    found = linked(f"It happened in {name}.", ("Place", name))
    assert targets(found, 0) == []


def test_an_unknown_place_is_a_thing_of_its_article_alone():
    one = linked("They met at Zzyzzyville.", ("Settlement", "Zzyzzyville"), key="a1")
    two = linked("They met at Zzyzzyville.", ("Settlement", "Zzyzzyville"), key="a2")
    assert one.ids[0] != two.ids[0]


def test_a_doubtful_link_is_close_and_on_a_thing_of_its_own():
    found = linked("The flood reached Bormio.", ("Settlement", "Bormio"))
    (link,) = found.links[0]
    thing = found.things[found.ids[0]]
    assert link.relation == "closeMatch"
    assert 0.5 <= link.confidence < 0.8
    assert thing.matches == (("closeMatch", link.target),)
    assert "3181730" not in found.ids[0]


def test_names_that_could_be_anywhere_are_told_apart_by_each_other():
    """There is a Marion, a Lancaster and a Newark in many states, but all three and Mansfield are in Ohio."""
    text = "Buses run from Mansfield to Marion, Newark and Lancaster. The Ohio Turnpike Commission paid."
    names = ("Mansfield", "Marion", "Newark", "Lancaster")
    found = linked(text, *(("Settlement", name) for name in names), ("Organisation", "Ohio Turnpike Commission"))
    assert targets(found, 0)[0] == place(5161723)
    assert targets(found, 2)[0] == place(5164466)


def test_the_name_of_an_organisation_tells_where_an_article_is():
    text = "A fire broke out in Springfield on Monday. The Oregon State Police closed a road."
    assert targets(linked(text, ("Settlement", "Springfield")), 0) == []
    found = linked(text, ("Settlement", "Springfield"), ("GovernmentBody", "Oregon State Police"))
    assert targets(found, 0)[0] == place(5754005)


def test_a_name_twice_does_not_speak_for_itself():
    text = "The Rochester Fire Department came from Rochester."
    found = linked(text, ("GovernmentBody", "Rochester Fire Department"), ("Settlement", "Rochester"))
    assert targets(found, 1) == []


def test_well_known_people_tell_where_an_article_is():
    text = "Emmanuel Macron spoke in Tours."
    assert targets(linked(text, ("Person", "Emmanuel Macron"), ("Settlement", "Tours")), 1)[0] == place(2972191)


@pytest.mark.parametrize(
    "text",
    [
        "The submarine Kursk sank in the Barents Sea.",
        "The Battle of Kursk was fought with tanks.",
        "Kursk captain Ivan spoke after the match.",
    ],
)
def test_a_ship_a_battle_or_a_team_is_no_place(text: str):
    assert targets(linked(text, ("Settlement", "Kursk")), 0) == []


def test_a_town_that_once_gave_its_name_to_a_battle_is_still_a_place():
    text = "The Battle of Kursk was fought with tanks. People in Kursk remember it."
    assert targets(linked(text, ("Settlement", "Kursk")), 0)[0] == place(538560)


def test_a_village_is_no_city_of_its_name():
    text = "The village of Moscow has one shop."
    assert place(524901) not in targets(linked(text, ("Settlement", "Moscow")), 0)
    assert targets(linked("Moscow has many shops.", ("Settlement", "Moscow")), 0)[0] == place(524901)


def test_a_state_is_not_taken_for_the_towns_of_its_name_that_are_nearer():
    text = "The ship left Philadelphia, Pennsylvania, and Allentown, Pennsylvania, mourned. She guarded against Egypt."
    names = (("Settlement", "Philadelphia"), ("Settlement", "Allentown"), ("AdministrativeArea", "Pennsylvania"))
    assert targets(linked(text, *names, ("State", "Egypt")), 3)[0] == "http://www.wikidata.org/entity/Q79"


def test_a_continent_is_a_place_of_no_country():
    found = linked("Leaders from all over Europe met in Kenya.", ("Place", "Europe"), ("State", "Kenya"))
    assert targets(found, 0) == [place(6255148)]
    thing = found.things[found.ids[0]]
    assert (thing.type, thing.within) == ("Place", None)


def test_the_outlet_of_an_article_tells_where_it_is():
    """Of the register: "newspaper, West Chester; newspaper, Pennsylvania"."""
    text = "A bridge in Lancaster is closed. So is one in Reading."
    places = (("Settlement", "Lancaster"), ("Settlement", "Reading"))
    assert targets(linked(text, *places), 0) != [place(5197079)]
    found = linked(text, *places, url="https://www.dailylocal.com/news/bridges")
    assert targets(found, 0)[0] == place(5197079)
    assert targets(found, 1)[0] == place(5207728)


@pytest.mark.parametrize(
    ("state", "region", "number"),
    [("Nigeria", "Plateau State", 2324828), ("Nigeria", "Delta State", 2565341), ("Myanmar", "Chin State", 1327132)],
)
def test_a_region_whose_name_is_english_is_known_by_what_it_is(state: str, region: str, number: int):
    found = linked(f"{state} sent troops to {region}.", ("State", state), ("AdministrativeArea", region))
    assert place(number) in targets(found, 1)


@pytest.mark.parametrize("region", ["Plateau State", "Delta State", "Shan State"])
def test_a_region_of_english_words_is_not_that_of_a_country_that_nobody_names(region: str):
    text = f"Sweden said that {region} was calm. Stockholm agreed."
    found = linked(text, ("State", "Sweden"), ("AdministrativeArea", region), ("Settlement", "Stockholm"))
    assert targets(found, 1) == []


def test_the_owner_of_the_next_place_of_a_list_does_not_contain_the_one_before():
    text = "She went to Iowa's Polk County, Wisconsin's Brown County and Florida's Duval County."
    counties = (("AdministrativeArea", f"{name} County") for name in ("Polk", "Brown", "Duval"))
    found = linked(text, *counties)
    assert [targets(found, key) for key in range(3)] == [[place(4871782)], [place(5246898)], [place(4153840)]]


def test_a_state_that_has_the_name_of_a_region_is_not_meant_among_its_neighbours():
    text = "Primaries in Alabama, Georgia and Tennessee drew many voters to the polls in the United States."
    regions = (("AdministrativeArea", "Alabama"), ("AdministrativeArea", "Tennessee"), ("State", "United States"))
    assert place(4197000) in targets(linked(text, ("State", "Georgia"), *regions), 0)
