"""What the shape of a clause says of who is where, whatever its verb. The sentences are made up."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from conftest import Claim

from kg.extract.constructions import constructions
from kg.ontology import CONTROL_TYPES

Claims = Callable[[str], set[Claim]]

MOVES = {
    "into a place": (
        "Russian troops waltzed into Lyman.",
        Claim(None, "asserts", "Entry", "Russian forces", None, "Lyman"),
    ),
    "through a part of it": (
        "Taliban fighters trundled through the gates of Ghazni.",
        Claim(None, "asserts", "Entry", "Taliban", None, "Ghazni"),
    ),
    "across something and into it": (
        "Rwandan soldiers waded across the river and into Goma.",
        Claim(None, "asserts", "Entry", "Rwandan forces", None, "Goma"),
    ),
    "what they do there shows that they are there": (
        "Turkish soldiers are sleeping in the schools of Afrin.",
        Claim(None, "asserts", "Entry", "Turkish forces", None, "Afrin"),
    ),
    "who plants themselves in a place is in it": (
        "M23 rebels have parked themselves in Rutshuru.",
        Claim(None, "asserts", "Entry", "M23", None, "Rutshuru"),
    ),
    "a state is where it sends its men": (
        "Soldiers wait. Moscow steered tanks into Kupiansk.",
        Claim(None, "asserts", "Entry", "Russian forces", None, "Kupiansk"),
    ),
    "out of a place": (
        "Hamas gunmen trickled out of Rafah.",
        Claim(None, "asserts", "Withdrawal", None, "Hamas", "Rafah"),
    ),
    "a particle and from": (
        "Malian soldiers sneaked off from Kidal.",
        Claim(None, "asserts", "Withdrawal", None, "Malian forces", "Kidal"),
    ),
    "drawing one's own men back": (
        "Turkey reeled its men back from Afrin.",
        Claim(None, "asserts", "Withdrawal", None, "Turkish forces", "Afrin"),
    ),
    "made to go out": (
        "Taliban fighters were bundled out of Ghazni.",
        Claim(None, "asserts", "Loss", None, "Taliban", "Ghazni"),
    ),
    "made to go out by others": (
        "Iraqi troops hounded Islamic State fighters out of Tikrit.",
        Claim(None, "asserts", "Loss", "Iraqi forces", "Islamic State", "Tikrit"),
    ),
    "taking from others": (
        "Ukrainian marines plucked Lyman from Russian troops.",
        Claim(None, "asserts", "Capture", "Ukrainian forces", "Russian forces", "Lyman"),
    ),
    "taking out of the hands of others": (
        "Ukrainian marines tore Lyman from the hands of Russian troops.",
        Claim(None, "asserts", "Capture", "Ukrainian forces", "Russian forces", "Lyman"),
    ),
    "going over to others": (
        "Ghazni passed to the Taliban.",
        Claim(None, "asserts", "Capture", "Taliban", None, "Ghazni"),
    ),
    "letting it go": (
        "Malian soldiers let the town of Kidal go.",
        Claim(None, "asserts", "Loss", None, "Malian forces", "Kidal"),
    ),
}


@pytest.mark.parametrize(("text", "expected"), MOVES.values(), ids=MOVES)
def test_a_shape_tells_who_is_where_whatever_the_verb(text: str, expected: Claim, claims: Claims) -> None:
    assert expected in claims(text)


NONE = {
    "no men under arms": "Soldiers slept. Reporters waltzed into Lyman.",
    "only a shell goes in": "Russian shells crashed into Lyman.",
    "fire goes in": "Russian troops fired into Lyman.",
    "words go in": "Russian troops broadcast into Lyman.",
    "goods go out": "Taliban fighters smuggled fuel out of Ghazni.",
    "people are helped out": "Iraqi troops bundled families out of Tikrit.",
    "people are thrown out": "Reporters were bundled out of Tikrit by Iraqi troops.",
    "they keep out": "Taliban fighters kept out of Ghazni.",
    "they guard it from others": "Ukrainian marines guarded Lyman from Russian troops.",
    "out of no place": "Taliban fighters backed out of the talks in Doha.",
    "into no place": "Russian troops ran into trouble.",
    "a plan": "Russian troops want to waltz into Lyman.",
    "a threat": "Iraqi troops threatened to hound Islamic State fighters out of Tikrit.",
    "a question": "Did Russian troops waltz into Lyman?",
    "a condition": "If Russian troops waltz into Lyman, the war is lost.",
    "a town that matters to them": "Ghazni matters to the Taliban.",
    "a town close to them": "Ghazni is close to the Taliban.",
    "lorries that they only guide": "Russian soldiers escorted a convoy into Lyman.",
    "allies": "Turkish soldiers trained with Syrian rebels in Afrin.",
}


@pytest.mark.parametrize("text", NONE.values(), ids=NONE)
def test_the_same_shapes_with_other_words_tell_nothing(text: str, claims: Claims) -> None:
    assert not {claim for claim in claims(text) if claim.type in CONTROL_TYPES}


DENIED = {
    "no militant": (
        "No Taliban militant had set foot in Ghazni.",
        Claim(None, "denies", "Entry", "Taliban", None, "Ghazni"),
    ),
    "never got inside": (
        "Russian troops never crept into Lyman.",
        Claim(None, "denies", "Entry", "Russian forces", None, "Lyman"),
    ),
    "have yet to": (
        "Russian troops have yet to set foot in Lyman.",
        Claim(None, "denies", "Entry", "Russian forces", None, "Lyman"),
    ),
    "to nobody": (
        "Malian soldiers have handed Kidal to nobody.",
        Claim(None, "denies", "Loss", None, "Malian forces", "Kidal"),
    ),
    "none are left": (
        "There are no Russian troops left in Lyman.",
        Claim(None, "denies", "Entry", "Russian forces", None, "Lyman"),
    ),
    "nobody has driven them out": (
        "Nobody has hounded the Taliban out of Ghazni.",
        Claim(None, "denies", "Loss", None, "Taliban", "Ghazni"),
    ),
}


@pytest.mark.parametrize(("text", "expected"), DENIED.values(), ids=DENIED)
def test_what_a_shape_tells_may_be_denied(text: str, expected: Claim, claims: Claims) -> None:
    assert expected in claims(text)


KEPT = {
    "in their possession": (
        "Kidal has been in the possession of Malian soldiers since May.",
        Claim(None, "asserts", "Holding", "Malian forces", None, "Kidal"),
    ),
    "in their territory": (
        "Soldiers wait. Rutshuru lies within M23 lines.",
        Claim(None, "asserts", "Holding", "M23", None, "Rutshuru"),
    ),
    "came into their hands": (
        "Kidal ended its siege and passed into the hands of Malian soldiers.",
        Claim(None, "asserts", "Capture", "Malian forces", None, "Kidal"),
    ),
    "slipped out of their hands": (
        "Kidal has slipped out of the hands of Malian soldiers.",
        Claim(None, "asserts", "Loss", None, "Malian forces", "Kidal"),
    ),
    "is no longer in them": (
        "Kidal is no longer in the hands of Malian soldiers.",
        Claim(None, "asserts", "Loss", None, "Malian forces", "Kidal"),
    ),
    "losing the grip": (
        "The Taliban lost their grip on Ghazni.",
        Claim(None, "asserts", "Loss", None, "Taliban", "Ghazni"),
    ),
    "their hold is broken": (
        "Taliban control of Ghazni has ended.",
        Claim(None, "asserts", "Loss", None, "Taliban", "Ghazni"),
    ),
    "is with them": (
        "Ghazni stays with the Taliban.",
        Claim(None, "asserts", "Holding", "Taliban", None, "Ghazni"),
    ),
    "masters": (
        "The Taliban are masters of Ghazni.",
        Claim(None, "asserts", "Holding", "Taliban", None, "Ghazni"),
    ),
    "their preserve": (
        "Ghazni is the preserve of the Taliban.",
        Claim(None, "asserts", "Holding", "Taliban", None, "Ghazni"),
    ),
    "whose adjective it has": (
        "Ghazni is firmly Taliban-run.",
        Claim(None, "asserts", "Holding", "Taliban", None, "Ghazni"),
    ),
}


@pytest.mark.parametrize(("text", "expected"), KEPT.values(), ids=KEPT)
def test_what_is_in_the_hands_of_somebody_is_theirs(text: str, expected: Claim, claims: Claims) -> None:
    assert expected in claims(text)


def test_footage_of_men_in_a_place_shows_them_there(claims: Claims) -> None:
    told = claims("Footage of Russian soldiers inside Lyman was shown to reporters.")
    assert {claim[1:] for claim in told} == {("asserts", "Entry", "Russian forces", None, "Lyman")}


@pytest.mark.parametrize(
    ("verb", "left"), [("had to leave", True), ("have to leave", False), ("had plans to leave", False)]
)
def test_who_had_to_leave_has_left(verb: str, left: bool, claims: Claims) -> None:
    told = claims(f"Russian troops {verb} Lyman.")
    assert (Claim(None, "asserts", "Withdrawal", None, "Russian forces", "Lyman") in told) is left


@pytest.mark.parametrize(
    "text",
    [
        "Soldiers wait. Warsaw is with Kyiv.",
        "Soldiers wait. Belgorod lies in Russian territory.",
        "The fate of Ghazni is in the hands of the Taliban.",
        "Taliban fighters are with the people of Ghazni.",
    ],
)
def test_friends_and_geography_hold_nothing(text: str, claims: Claims) -> None:
    assert not {claim for claim in claims(text) if claim.type in CONTROL_TYPES}


@pytest.mark.parametrize(
    "text",
    [
        "Malian soldiers and Tuareg rebels are slugging it out for Kidal.",
        "Malian soldiers are grappling with Tuareg rebels in Kidal.",
        "Malian soldiers and Tuareg rebels are wrestling over Kidal.",
        "Malian soldiers and Tuareg rebels traded fire in Kidal.",
        "Malian soldiers are battling to keep Kidal.",
        "Soldiers wait. Kidal is being fought over house by house.",
        "Soldiers wait. The fighting for Kidal drags on.",
    ],
)
def test_who_fights_for_a_place_leaves_it_open(text: str, claims: Claims) -> None:
    assert {claim.place for claim in claims(text) if claim.type == "Contest"} == {"Kidal"}


def test_a_headline_leaves_the_auxiliary_out(claims: Claims) -> None:
    told = claims("Taliban fighters driven from Ghazni\n\nSoldiers wait.\n")
    assert Claim(None, "asserts", "Loss", None, "Taliban", "Ghazni") in told


def test_every_list_of_verbs_excludes_lemmas_only() -> None:
    assert all(" " not in verb and verb.islower() for one in constructions().shapes for verb in one.but)
