"""The many ways to say who holds, enters, leaves or loses a place, each in one made-up sentence."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from conftest import Claim

from kg.ontology import CONTROL_TYPES

Claims = Callable[[str], set[Claim]]

IMPLIED = {
    "held by those of whom only a noun tells": (
        "Two shells landed in the rebel-held town of Rutshuru on Monday, a doctor said.",
        Claim(None, "asserts", "Holding", "rebels", None, "Rutshuru"),
    ),
    "a capital that is struck stays a place": (
        "The Saudi-led coalition bombed Houthi-controlled Sanaa on Sunday, residents said.",
        Claim(None, "asserts", "Holding", "Houthi", None, "Sanaa"),
    ),
    "held by the state in which the places lie": (
        "Mortars hit government-held Aleppo, Syrian state television said. Aleppo and Homs are cities in Syria.",
        Claim(None, "asserts", "Holding", "Syria", None, "Aleppo"),
    ),
    "a stronghold": (
        "Shells hit the Taliban stronghold of Sangin, a doctor said.",
        Claim(None, "asserts", "Holding", "Taliban", None, "Sangin"),
    ),
}


@pytest.mark.parametrize(("text", "expected"), IMPLIED.values(), ids=IMPLIED)
def test_words_that_imply_who_holds_a_place_are_the_narrators(text: str, expected: Claim, claims: Claims) -> None:
    assert expected in claims(text)


def test_a_former_stronghold_is_none(claims: Claims) -> None:
    told = claims("Shells hit the former Taliban stronghold of Sangin, a doctor said.")
    assert not {claim for claim in told if claim.type == "Holding"}


STATES = {
    "ours": (
        '"Kobani is ours," a spokesman for the SDF fighters said.',
        Claim("a spokesman for the SDF fighters", "asserts", "Holding", "SDF", None, "Kobani"),
    ),
    "in the hands of a people": (
        "The town of Kobani is now completely in Kurdish hands, the mayor said.",
        Claim("the mayor", "asserts", "Holding", "Kurdish forces", None, "Kobani"),
    ),
    "called by the adjective of a state": (
        "Soldiers came at dawn. Vuhledar is Russian, a nurse said.",
        Claim("a nurse", "asserts", "Holding", "Russia", None, "Vuhledar"),
    ),
    "back under control": (
        "The troops are resting. Palmyra is back under Syrian army control, state media said.",
        Claim("state media", "asserts", "Holding", "Syria", None, "Palmyra"),
    ),
    "put under control": (
        "One map puts Toretsk under Ukrainian control. The troops are tired.",
        Claim(None, "asserts", "Holding", "Ukraine", None, "Toretsk"),
    ),
    "a flag that flies": (
        "The black flag of Islamic State flies over Ramadi, a tribal elder said.",
        Claim("a tribal elder", "asserts", "Holding", "Islamic State", None, "Ramadi"),
    ),
    "what a relative clause says that somebody says": (
        "The rebels shelled Malakal, which the government of South Sudan says it still holds.",
        Claim("South Sudanese government", "asserts", "Holding", "South Sudanese forces", None, "Malakal"),
    ),
    "a place name that the tagger takes for something else": (
        "The SDF fighters denied that they had lost Khasham.",
        Claim("SDF", "denies", "Loss", None, "SDF", "Khasham"),
    ),
}


@pytest.mark.parametrize(("text", "expected"), STATES.values(), ids=STATES)
def test_a_place_is_said_to_be_held_in_many_ways(text: str, expected: Claim, claims: Claims) -> None:
    assert expected in claims(text)


CHANGES = {
    "evicted from": (
        "Somali troops evicted al-Shabaab fighters from Adale, the mayor said.",
        Claim("the mayor", "asserts", "Loss", "Somali forces", "al-Shabaab", "Adale"),
    ),
    "beaten back from": (
        "The rebels were beaten back from Mocha after a counter-attack, a Yemeni official said.",
        Claim("a Yemeni official", "asserts", "Loss", None, "The rebels", "Mocha"),
    ),
    "cleared of": (
        "The Nigerian army has cleared Mubi of Boko Haram fighters, the mayor said.",
        Claim("the mayor", "asserts", "Capture", "Nigerian forces", "Boko Haram", "Mubi"),
    ),
    "driven out without a word of where": (
        "Insurgents occupied Palma for a year until Rwandan soldiers drove them out, the mayor said.",
        Claim("the mayor", "asserts", "Loss", "Rwandan forces", "Insurgents", "Palma"),
    ),
    "driven out by something that is nobody": (
        "Air strikes drove the militants out of Sirte, the mayor said.",
        Claim("the mayor", "asserts", "Loss", None, "the militants", "Sirte"),
    ),
    "walked in without a word of where": (
        "Sake is a market town. Nothing stirred in Sake. The rebels walked in on a Sunday.",
        Claim(None, "asserts", "Entry", "The rebels", None, "Sake"),
    ),
    "a foothold": (
        "RSF fighters have gained a foothold in El Obeid, a teacher said.",
        Claim("a teacher", "asserts", "Entry", "RSF", None, "El Obeid"),
    ),
    "there are none": (
        "There are no Rwandan troops in Goma, Kigali says.",
        Claim("Rwanda", "denies", "Entry", "Rwandan forces", None, "Goma"),
    ),
    "not one of them": (
        "Not one Israeli soldier stands inside Khiam, a villager said.",
        Claim("a villager", "denies", "Entry", "Israeli forces", None, "Khiam"),
    ),
    "freed by the side that says so": (
        "Mariupol has been liberated from the militants, the Ukrainian army said.",
        Claim("Ukrainian forces", "asserts", "Capture", "Ukrainian forces", "the militants", "Mariupol"),
    ),
    "fallen to those who took it": (
        "Rebels have captured Bukavu, the UN said. Congolese officials denied that Bukavu had fallen.",
        Claim("Congolese officials", "denies", "Capture", "Rebels", None, "Bukavu"),
    ),
    "may have been taken": (
        "Russian troops may have entered Kupiansk, a blogger wrote.",
        Claim("a blogger", "asserts", "Entry", "Russian forces", None, "Kupiansk"),
    ),
    "changed hands": (
        "Goma has changed hands six times, and its garrison is tired.",
        Claim(None, "asserts", "Contest", None, None, "Goma"),
    ),
    "fighting in a town": (
        "The soldiers are tired. Fighting raged in Donetsk on Sunday, officials said.",
        Claim("officials", "asserts", "Contest", None, None, "Donetsk"),
    ),
    "clashes between two forces": (
        "Clashes between the Sudanese army and the RSF militia continued in Omdurman, residents said.",
        Claim("residents", "asserts", "Contest", "Sudanese forces", "RSF", "Omdurman"),
    ),
}


@pytest.mark.parametrize(("text", "expected"), CHANGES.values(), ids=CHANGES)
def test_a_place_changes_hands_in_many_ways(text: str, expected: Claim, claims: Claims) -> None:
    assert expected in claims(text)


@pytest.mark.parametrize(
    ("text", "agents"),
    [
        ("Turkish troops and Syrian rebels control Azaz.", {"Turkish forces", "Syrian rebels"}),
        ("French and Malian soldiers secured Timbuktu on Monday.", {"French forces", "Malian forces"}),
    ],
)
def test_who_holds_a_place_together_holds_it_each(text: str, agents: set[str], claims: Claims) -> None:
    assert {claim.agent for claim in claims(text) if claim.type in ("Holding", "Capture")} == agents


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("Houthi fighters seized Hodeidah as well as the port of Salif.", {"Hodeidah", "Salif"}),
        ("Rebels hold Goma, along with Bukavu and Uvira.", {"Goma", "Bukavu", "Uvira"}),
    ],
)
def test_what_is_held_along_with_a_place_is_held(text: str, places: set[str], claims: Claims) -> None:
    assert {claim.place for claim in claims(text) if claim.type in ("Holding", "Capture")} == places


def test_what_neither_side_could_prove_is_left_open_of_both(claims: Claims) -> None:
    told = claims(
        "The RSF fighters said they had captured El Fula. The Sudanese army said its troops still held El Fula. "
        "Neither side's account could be independently verified."
    )
    assert {(claim.type, claim.agent) for claim in told if claim.stance == "unverified"} == {
        ("Capture", "RSF"),
        ("Holding", "Sudanese forces"),
    }


def test_to_say_that_they_have_not_denies_what_was_said(claims: Claims) -> None:
    told = claims("Rebels say they have taken Bangassou. The government of Chad says they have not.")
    assert {claim.stance for claim in told if claim.type == "Capture"} == {"asserts", "denies"}


@pytest.mark.parametrize(
    "text",
    [
        "The rebels control two villages north of Goma.",
        "Ukrainian soldiers repelled an attack on Kupiansk, Kyiv said.",
        "The fall of Bukavu looms, and soldiers are digging in.",
        "Rebels may capture Bukavu next week, a soldier said.",
        "The pirates seized the tanker off Bosaso. The navy recaptured the ship near Mogadishu.",
        "The party lost control of Birmingham in the council elections and held Leeds.",
        "A Democratic-controlled House voted in Washington. Labour-held Bristol did not.",
        "Police clashed with protesters in Tbilisi, and strikers occupied a plant in Batumi.",
    ],
)
def test_what_is_no_claim_of_control(text: str, claims: Claims) -> None:
    assert {claim for claim in claims(text) if claim.type in CONTROL_TYPES} == set()
