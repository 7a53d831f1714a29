"""Where claims of control are: which place, which of several, and what is a place at all. The sentences are made up."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from conftest import Claim

from kg.model import Extraction
from kg.ontology import CONTROL_TYPES

Claims = Callable[[str], set[Claim]]

WAR = "The Malian army and the rebels of the CSP are at war. "


def _control(claims: set[Claim]) -> set[tuple[str, str, str | None]]:
    return {(one.stance, one.type, one.place) for one in claims if one.type in CONTROL_TYPES}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("The rebels control most of Ber.", ("asserts", "Holding", "Ber")),
        ("The rebels seized a gold mine near Intahaka.", ("asserts", "Capture", "Intahaka")),
        ("Rebels entered Kalari on Sunday.", ("asserts", "Entry", "Kalari")),
        ("Residents of Kalari said rebels had entered the town.", ("asserts", "Entry", "Kalari")),
    ],
)
def test_a_name_that_nobody_knows_is_a_place_where_only_places_stand(
    text: str, told: tuple[str, str, str], claims: Claims
) -> None:
    assert told in _control(claims(WAR + text))


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("The rebels hold three villages: Ber, Anefis and Bourem.", {"Ber", "Anefis", "Bourem"}),
        ("The rebels took Ber on Monday and Anefis on Tuesday.", {"Ber", "Anefis"}),
        (
            "The army holds the bridge at Bourem, the checkpoint near Anefis and a base outside Gao.",
            {"Bourem", "Anefis", "Gao"},
        ),
        ("The rebels captured Ber but not Anefis.", {"Ber"}),
    ],
)
def test_each_place_of_a_list_is_held(text: str, places: set[str], claims: Claims) -> None:
    assert {place for _, _, place in _control(claims(WAR + text))} == places


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("KYIV, Ukraine - Russian troops captured Krynky, soldiers said. They also hold the school.", "Krynky"),
        ("Russian troops took Toretsk.\n\nHirnyk: Ukrainian soldiers still hold the northern blocks.", "Hirnyk"),
        ("Russian troops took Toretsk. A priest in Hirnyk said Ukrainian soldiers had left the town.", "Hirnyk"),
        ("Ukrainian troops fled the base at Krynky and reached Kherson. Russian troops entered the base.", "Krynky"),
    ],
)
def test_the_town_is_the_one_that_is_spoken_of(text: str, place: str, claims: Claims) -> None:
    told = [one for one in claims(text) if one.type in CONTROL_TYPES]
    assert place in {one.place for one in told}
    assert not {one.place for one in told} & {"KYIV", "Kyiv"}


@pytest.mark.parametrize(
    "text",
    [
        "There was fighting in Ber.",
        "Ber saw heavy fighting overnight.",
        "House-to-house combat continues in Ber.",
        "Fighting for Ber is under way.",
        "Soldiers were fending off the rebels in Ber.",
        "Soldiers were trading fire with the rebels around the hospital in Ber.",
        "Ber has changed hands three times.",
    ],
)
def test_where_there_is_fighting_a_place_is_contested(text: str, claims: Claims) -> None:
    assert ("asserts", "Contest", "Ber") in _control(claims(WAR + text))


def test_what_changes_hands_once_is_taken(claims: Claims) -> None:
    assert _control(claims(WAR + "Ber has changed hands, a doctor said.")) == {("asserts", "Capture", "Ber")}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Ber was shelled for days and is occupied by the rebels.", ("asserts", "Holding", "Ber")),
        ("The rebels had been stopped and had never set foot in Ber.", ("denies", "Entry", "Ber")),
        ("The army declared Ber liberated.", ("asserts", "Capture", "Ber")),
        ("The army dismissed a claim by the rebels to have taken Ber.", ("denies", "Capture", "Ber")),
        ("The rebels still have a foothold in Ber.", ("asserts", "Entry", "Ber")),
        ("The rebels set up checkpoints in Ber.", ("asserts", "Entry", "Ber")),
        ("The rebels' advance into Ber began on Sunday.", ("asserts", "Entry", "Ber")),
        ("The army took charge of Ber.", ("asserts", "Capture", "Ber")),
    ],
)
def test_what_is_said_to_have_happened_to_a_place(text: str, told: tuple[str, str, str], claims: Claims) -> None:
    assert told in _control(claims(WAR + text))


def test_who_admits_a_loss_has_had_it(claims: Claims) -> None:
    told = claims(WAR + "The army acknowledged the loss of Ber.")
    assert {one.patient for one in told if one.type == "Loss"} == {"Malian forces"}


def test_a_flag_over_what_was_just_taken_is_no_second_event(claims: Claims) -> None:
    told = _control(claims("Iraqi troops captured Hawija on Friday and raised their flag over the town hall."))
    assert told == {("asserts", "Capture", "Hawija")}


def test_the_village_across_the_river_is_not_the_river(claims: Claims) -> None:
    told = _control(claims("Ukrainian marines hold a village across the Dnipro, Kyiv said."))
    assert "Dnipro" not in {place for _, _, place in told}


def test_a_captured_general_is_no_captured_town(found: Callable[[str], Extraction]) -> None:
    text = "Dufrane was a commander in the navy. Captured by American forces, Dufrane was sent home after a year."
    assert {one.type for one in found(text).entities if "Dufrane" in one.name} == {"Person"}
