"""What a mention of an event leaves out: who took, lost or left a place, and which place it is."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from conftest import Claim

Claims = Callable[[str], set[Claim]]


def of(claims: set[Claim], kind: str) -> set[tuple[str | None, str | None, str | None]]:
    """Agent, patient and place of the claims of one class."""
    return {(one.agent, one.patient, one.place) for one in claims if one.type == kind}


# ---------------------------------------------------------------- who took it


def test_what_has_fallen_fell_to_those_who_entered_it(claims: Claims) -> None:
    told = claims("M23 rebels entered Goma on Monday.\n\nA minister denied that Goma had fallen.")
    assert of(told, "Capture") == {("M23", None, "Goma")}


def test_who_holds_a_place_is_not_who_takes_it(claims: Claims) -> None:
    told = claims(
        "Congolese soldiers hold Goma. They entered Goma in May. M23 rebels entered Goma on Monday. "
        "A nurse said that Goma had fallen."
    )
    assert of(told, "Capture") == {("M23", None, "Goma")}


def test_those_who_attacked_a_place_took_it(claims: Claims) -> None:
    told = claims("Russian forces attacked Lyman on Friday. An analyst said that Lyman had been captured.")
    assert of(told, "Capture") == {("Russian forces", None, "Lyman")}


def test_of_two_sides_the_one_that_did_not_leave_took_it(claims: Claims) -> None:
    told = claims(
        "Ukrainian troops withdrew from Lyman. Russian forces entered Kupiansk. "
        "An analyst said that Lyman had been captured."
    )
    assert of(told, "Capture") == {("Russian forces", None, "Lyman")}


def test_nobody_took_what_two_sides_say_they_took(claims: Claims) -> None:
    told = claims(
        "M23 rebels say that they control Goma. The Congolese army says that its soldiers control Goma.\n\n"
        "A priest said that Goma had been captured."
    )
    assert of(told, "Capture") == {(None, None, "Goma")}


def test_bare_soldiers_are_no_side(claims: Claims) -> None:
    told = claims("Some soldiers entered Goma. M23 rebels captured Goma. A priest said that Goma had fallen.")
    assert of(told, "Capture") == {("M23", None, "Goma")}


def test_a_force_and_its_state_are_one_side(claims: Claims) -> None:
    told = claims("Russia took Lyman. Russian forces entered Lyman from the east. Lyman has fallen, an analyst said.")
    assert {agent for agent, _, _ in of(told, "Capture")} <= {"Russia", "Russian forces"}


def test_whose_fall_it_is_is_the_place(claims: Claims) -> None:
    told = claims("M23 rebels entered Goma on Monday. A minister said that rumours of its fall were false.")
    assert of(told, "Capture") == {("M23", None, "Goma")}


# ---------------------------------------------------------------- back and forth


@pytest.mark.parametrize("verb", ["retaken", "recaptured"])
def test_what_is_retaken_is_taken_by_the_other_side(claims: Claims, verb: str) -> None:
    told = claims(
        f"Islamic State captured Ramadi in May. Iraqi forces entered Fallujah. Ramadi was {verb} in June, a poet wrote."
    )
    assert ("Iraqi forces", None, "Ramadi") in of(told, "Capture")


def test_who_took_a_place_from_others_may_have_freed_it(claims: Claims) -> None:
    told = claims("Iraqi forces took Ramadi from Islamic State. Ramadi was liberated in June, a poet wrote.")
    assert ("Islamic State", None, "Ramadi") not in of(told, "Capture")


def test_what_falls_again_falls_to_the_others(claims: Claims) -> None:
    told = claims(
        "M23 rebels seized Goma on Monday. Congolese troops won Goma back on Friday. "
        "On Sunday Goma fell again, a nurse said."
    )
    assert [agent for agent, _, _ in of(told, "Capture")].count("M23") == 1
    assert None not in {agent for agent, _, _ in of(told, "Capture")}


# ---------------------------------------------------------------- who lost it


def test_what_was_lost_was_lost_by_who_left_it(claims: Claims) -> None:
    told = claims('Congolese soldiers withdrew from Goma. M23 rebels entered Goma. "Goma is lost," a nurse said.')
    assert {patient for _, patient, _ in of(told, "Loss")} <= {"Congolese forces", "DR Congo"}


def test_nobody_lost_what_nobody_is_said_to_have_held(claims: Claims) -> None:
    told = claims("Eritrean soldiers entered Adigrat. A priest said that Adigrat had been given up without a fight.")
    assert of(told, "Loss") == {(None, None, "Adigrat")}


# ---------------------------------------------------------------- where


def test_who_flees_leaves_the_place_of_the_event_before(claims: Claims) -> None:
    told = claims("M23 rebels captured Goma on Thursday. Congolese soldiers had fled at dawn, a priest said.")
    assert of(told, "Withdrawal") == {(None, "Congolese forces", "Goma")}


def test_the_place_they_retreat_to_is_not_the_place_they_leave(claims: Claims) -> None:
    told = claims("M23 rebels took Goma. Congolese troops retreated to Sake, a resident said.")
    assert of(told, "Withdrawal") == {(None, "Congolese forces", "Goma")}


def test_how_long_ago_they_left_is_not_where(claims: Claims) -> None:
    told = claims("M23 rebels took Goma. Congolese troops had left two days before, a resident said.")
    assert of(told, "Withdrawal") == {(None, "Congolese forces", "Goma")}


def test_where_a_speaker_is_nobody_leaves(claims: Claims) -> None:
    told = claims("M23 rebels took Goma. A trader, now in Nairobi, said that Congolese soldiers had fled at dawn.")
    assert of(told, "Withdrawal") == {(None, "Congolese forces", "Goma")}


def test_residents_speak_of_their_own_town(claims: Claims) -> None:
    told = claims("M23 rebels took Goma. Residents of Sake said that Congolese soldiers had fled at dawn.")
    assert of(told, "Withdrawal") == {(None, "Congolese forces", "Sake")}


def test_inside_is_where_the_event_before_was(claims: Claims) -> None:
    told = claims("M23 rebels entered Goma on Monday. Congolese soldiers are still inside, the mayor said.")
    assert ("Congolese forces", None, "Goma") in of(told, "Entry")


def test_a_part_of_a_place_is_where_the_event_before_was(claims: Claims) -> None:
    told = claims("M23 rebels entered Goma on Monday. Congolese soldiers still hold the northern districts, she said.")
    assert of(told, "Holding") == {("Congolese forces", None, "Goma")}


def test_inside_a_building_is_in_the_place_of_the_event_before(claims: Claims) -> None:
    told = claims("M23 rebels entered Goma on Monday. Congolese soldiers were inside the prison, the mayor said.")
    assert ("Congolese forces", None, "Goma") in of(told, "Entry")


def test_contact_is_no_place(claims: Claims) -> None:
    told = claims("M23 rebels entered Goma on Monday. Congolese soldiers are in contact with the mayor, she said.")
    assert of(told, "Entry") == {("M23", None, "Goma")}


def test_nobody_leaves_a_place_when_nothing_has_happened_there(claims: Claims) -> None:
    assert of(claims("Congolese soldiers had left early, a driver said."), "Withdrawal") == set()
