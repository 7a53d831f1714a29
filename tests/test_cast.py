"""One entity for one thing, whatever an article calls it. The sentences are made up."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kg.model import Entity, Extraction
from kg.ontology import PLACE_TYPES

Found = Callable[[str], Extraction]

TYPES = {
    "Vasyl Kovalenko": ("Person", "Police chief Vasyl Kovalenko spoke to Reuters."),
    "Reuters": ("MediaOrganisation", "The mayor spoke to Reuters."),
    "Kunduz": ("Settlement", "Shops in Kunduz are closed."),
    "Kursk region": ("AdministrativeArea", "Schools in the Kursk region are closed."),
    "Hezbollah": ("ArmedGroup", "Hezbollah fighters spoke to reporters."),
    "Turkish forces": ("ArmedForce", "Turkish troops crossed the border."),
    "French defense ministry": ("GovernmentBody", "France's defense ministry declined to comment."),
    "Hartwell administration": ("GovernmentBody", "Jane Hartwell won. The Hartwell administration invaded nobody."),
    "Hungary": ("State", "Hungary voted against the plan."),
    "Red Crescent": ("Organisation", "The Red Crescent sent doctors."),
}


def named(extraction: Extraction, name: str) -> Entity | None:
    return next((entity for entity in extraction.entities if entity.name == name), None)


def words(extraction: Extraction, entity: Entity) -> list[str]:
    return [extraction.article.text[m.span.start : m.span.end] for m in entity.mentions]


@pytest.mark.parametrize(("name", "case"), TYPES.items(), ids=TYPES)
def test_a_name_has_its_class(name: str, case: tuple[str, str], found: Found) -> None:
    entity = named(found(case[1]), name)
    assert entity is not None
    assert entity.type == case[0]


def test_names_have_no_titles_and_no_articles(found: Found) -> None:
    extraction = found("President Nana Akufo-Addo met the Economic Community in Accra, General Kwame Boateng said.")
    names = {entity.name for entity in extraction.entities if entity.named}
    assert {"Nana Akufo-Addo", "Kwame Boateng", "Economic Community"} <= names


def test_a_surname_is_the_person_named_in_full(found: Found) -> None:
    extraction = found("Amara Diallo arrived on Monday. Diallo said she was tired.")
    person = named(extraction, "Amara Diallo")
    assert person is not None
    assert words(extraction, person) == ["Amara Diallo", "Diallo", "she"]


def test_a_surname_is_no_village(found: Found) -> None:
    extraction = found("Lindsey Graham criticised the bill. Graham voted against it.")
    assert [entity.type for entity in extraction.entities if "Graham" in entity.name] == ["Person"]


def test_an_acronym_in_brackets_is_the_name_before_it(found: Found) -> None:
    extraction = found("The Southern Relief Council (SRC) sent food. The SRC has 40 trucks.")
    council = named(extraction, "Southern Relief Council")
    assert council is not None
    assert "SRC" in words(extraction, council)


def test_a_state_an_adjective_and_a_capital_are_one_state(found: Found) -> None:
    extraction = found("Warsaw denied the report. Polish officials said Poland had no plans.")
    assert [entity.name for entity in extraction.entities if entity.type == "State"] == ["Poland"]


@pytest.mark.parametrize("second", ["BAGHDAD, Iraq - Iraq's interior minister", "BAGHDAD (Reuters) - The minister"])
def test_the_capital_of_a_dateline_is_where_and_not_who(second: str, found: Found) -> None:
    extraction = found(f"Two reports\n\nWARSAW - The mayor said it was calm.\n\n{second} told reporters of a fire.")
    baghdad = named(extraction, "Baghdad") or named(extraction, "BAGHDAD")
    assert baghdad is not None
    assert "BAGHDAD" in words(extraction, baghdad)


def test_a_ministry_is_one_however_its_state_is_named(found: Found) -> None:
    extraction = found(
        "Russia's defence ministry said so. The Russian Defense Ministry said more. Moscow's defense ministry agreed."
    )
    bodies = [entity for entity in extraction.entities if entity.type == "GovernmentBody"]
    assert len(bodies) == 1
    assert bodies[0].state is not None


@pytest.mark.parametrize("force", ["Sudan's army", "Sudanese troops", "Sudanese soldiers", "Khartoum's forces"])
def test_the_forces_of_a_state_are_one_force(force: str, found: Found) -> None:
    extraction = found(f"Sudanese forces left the town. {force} left the town.")
    assert [entity.name for entity in extraction.entities if entity.type == "ArmedForce"] == ["Sudanese forces"]


def test_forces_of_a_people_without_a_state_are_named_by_their_words(found: Found) -> None:
    extraction = found("Kurdish forces left Sinjar. Kurdish fighters had been there for a year.")
    forces = [entity for entity in extraction.entities if entity.type in ("ArmedForce", "ArmedGroup")]
    assert [entity.name for entity in forces] == ["Kurdish forces"]


@pytest.mark.parametrize("text", ["Russian-backed forces left Manbij.", "Pro-Iranian militias left Deir ez-Zor."])
def test_forces_backed_by_a_state_are_not_its_own(text: str, found: Found) -> None:
    assert not [entity for entity in found(text).entities if entity.state is not None]


def test_a_spokesman_is_not_the_body_that_he_speaks_for(found: Found) -> None:
    extraction = found('A spokesman for UNICEF said: "Schools are closed."')
    speaker = extraction.entities[extraction.statements[0].speaker or 0]
    assert (speaker.type, speaker.named) == ("Person", False)


def test_a_demonym_is_no_place(found: Found) -> None:
    extraction = found("French voters went to the polls. The Germans watched.")
    assert not [m for entity in extraction.entities if entity.type in ("State", "Country") for m in entity.mentions]


def test_the_army_is_that_of_the_state_that_the_article_is_about(found: Found) -> None:
    extraction = found(
        "Fighting was heard in Mogadishu and Baidoa. Somalia has asked for help. The army retook Baidoa."
    )
    assert [entity.name for entity in extraction.entities if entity.type == "ArmedForce"] == ["Somali forces"]


CALLED = {
    "Karbuli": ("Settlement", "Karbuli, a village of shepherds, is empty."),
    "Sarun": ("Settlement", "People in Kidal, Sarun and Gao fled."),
    "Ar Mudar": ("Place", "Near Ar Mudar, one strike destroyed a bridge."),
    "Vorenda": ("Place", "The rebels have withdrawn from Vorenda."),
    "Brightfield": ("Organisation", "The company Brightfield sells tyres."),
    "Jaish Ulan": ("ArmedGroup", "Jaish Ulan is a militant group."),
    "Ulan Dawn": ("ArmedGroup", "Ulan Dawn fighters left. Ulan Dawn denied it."),
    "Brigade 12": ("ArmedForce", "They say that Brigade 12 has left."),
    "T9 air base": ("Facility", "Smoke rose over the T9 air base."),
    "Meridian": ("MediaOrganisation", "The Meridian news agency reported a fire."),
}


@pytest.mark.parametrize(("name", "case"), CALLED.items(), ids=CALLED)
def test_a_name_that_nobody_knows_is_what_the_words_around_it_say(
    name: str, case: tuple[str, str], found: Found
) -> None:
    entity = named(found(case[1]), name)
    assert entity is not None
    assert entity.type == case[0]


def test_an_operation_is_no_actor(found: Found) -> None:
    assert named(found("They said that Operation Steel Wind had begun in Gao."), "Operation Steel Wind") is None


def test_a_kingdom_of_is_its_state(found: Found) -> None:
    extraction = found("The Kingdom of Norway voted. Norway voted twice.")
    assert [e.name for e in extraction.entities if e.type in ("State", "AdministrativeArea")] == ["Norway"]


def test_a_surname_may_go_without_its_article(found: Found) -> None:
    extraction = found("Ziad al-Karbi died on Monday. Karbi was 60.")
    person = named(extraction, "Ziad al-Karbi")
    assert person is not None
    assert words(extraction, person)[:2] == ["Ziad al-Karbi", "Karbi"]


WHERE = {
    "Ghurabat": "Rebels are dug in at Ghurabat, a farmer told Reuters.",
    "Tal Mirwad": "Militiamen clashed for hours at Tal Mirwad.",
    "Umm Zahir": "Army shells fell on the road. The clinic in Umm Zahir is closed.",
    "Zelenchivka": "Troops fought on Monday. Zelenchivka remains calm.",
    "Kyauktan": "The soldiers lost Kyauktan on Friday.",
    "Balakhar": "Fighters withdrew from Balakhar, where the market burned.",
    "Loburu": "The clash for Loburu lasted an hour, a soldier said.",
    "Western Galicia": "Schools closed in Western Galicia.",
    "Dokhra": "Rebels took Dokhra on Friday.",
    "Selmani": "Airstrikes go on. Selmani remains in government hands.",
    "Yaruqa": "Militants marched at dawn. Yaruqa, north of Gao, has changed hands.",
    "Tin Sahel": "Between Tin Sahel and Kidal, rebels block the road.",
    "Murreh": "Rebels shelled Murreh and two hamlets.",
    "Kasanje": "Gunmen entered the outskirts of Kasanje.",
}


@pytest.mark.parametrize(("name", "text"), WHERE.items(), ids=WHERE)
def test_an_unknown_name_that_does_nothing_and_stands_as_places_do_is_a_place(
    name: str, text: str, found: Found
) -> None:
    entity = named(found(text), name)
    assert entity is not None
    assert entity.type in PLACE_TYPES


WHO = {
    "Okeke": "Soldiers trust in Okeke, who leads them.",
    "Zubairu": "The rebels remain. Zubairu told reporters that he was well.",
    "Halima Derow": "Troops left. Halima Derow remains at home.",
    "Ibrahim Salou": "Militants took Ibrahim Salou hostage.",
    "Vantrell": "She works at Vantrell.",
    "Oxnard Holdings": "Fighters looted it. He runs Oxnard Holdings.",
    "Strelkov": "The soldiers fought under Strelkov. Strelkov said so.",
}


@pytest.mark.parametrize(("name", "text"), WHO.items(), ids=WHO)
def test_who_does_what_people_do_is_no_place(name: str, text: str, found: Found) -> None:
    assert not [e for e in found(text).entities if name in e.name and e.type in PLACE_TYPES]


ARMED = {
    "10th Army Corps": ("ArmedForce", "The 10th Army Corps left Dolyna."),
    "Vostok grouping": ("ArmedForce", "Tanks of the Vostok grouping crossed the river."),
    "Hadra Movement": ("ArmedGroup", "Soldiers fled when the Hadra Movement stormed Idlib."),
    "Jaysh al-Wadi": ("ArmedGroup", "Jaysh al-Wadi spoke of a truce."),
    "Kotoko": ("ArmedGroup", "Kotoko bandits stole cattle."),
    "Infiltrators": ("ArmedGroup", "Infiltrators crossed the river."),
    "armed men": ("ArmedGroup", "A nurse said that armed men blocked the road."),
}


@pytest.mark.parametrize(("name", "case"), ARMED.items(), ids=ARMED)
def test_who_bears_arms_is_a_force_or_a_group(name: str, case: tuple[str, str], found: Found) -> None:
    entity = named(found(case[1]), name)
    assert entity is not None
    assert entity.type == case[0]


UNARMED = {
    "Bexley Alliance": "Soldiers guarded the hall. The Bexley Alliance captured the mood.",
    "Corvane": "Corvane entered Belgium in May with a new soft drink.",
    "Tiverton Service": "The Tiverton Service reached Leeds on time.",
}


@pytest.mark.parametrize(("name", "text"), UNARMED.items(), ids=UNARMED)
def test_who_takes_no_place_by_arms_bears_none(name: str, text: str, found: Found) -> None:
    assert not [e for e in found(text).entities if name in e.name and e.type in ("ArmedForce", "ArmedGroup")]


def test_a_dateline_is_no_part_of_who_is_spoken_of(found: Found) -> None:
    extraction = found("TRIPOLI - Rebels seized two trucks on Friday, a driver said.")
    assert named(extraction, "Rebels") is not None


@pytest.mark.parametrize("measure", ["200 square kilometers", "forty miles"])
def test_a_measure_is_nobody(measure: str, found: Found) -> None:
    extraction = found(f"The Sudanese army's hold has shrunk to less than {measure}, according to the war tracker.")
    assert not [entity.name for entity in extraction.entities if measure.split()[-1] in entity.name]


def test_what_an_office_is_about_is_no_body(found: Found) -> None:
    extraction = found("Secretary of State John Kerry met the Minister of Health of Kenya in Nairobi.")
    assert not {"State", "Health"} & {entity.name for entity in extraction.entities}
    assert "Kenya" in {entity.name for entity in extraction.entities}
