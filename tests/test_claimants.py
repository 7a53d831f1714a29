"""Who takes, holds and leaves towns in a war though no list has their noun, and who only goes there."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from conftest import Claim

Claims = Callable[[str], set[Claim]]
_WAR = "Soldiers fought rebels for weeks. "


def _parties(claims: Claims, text: str) -> set[tuple[str, str | None, str | None]]:
    control = {"Capture", "Holding", "Entry", "Withdrawal", "Loss"}
    return {(one.type, one.agent or one.patient, one.place) for one in claims(_WAR + text) if one.type in control}


@pytest.mark.parametrize(
    ("text", "party"),
    [
        ("The Wazalendo are in Goma.", "Wazalendo"),
        ("The Kurds are in Goma.", "Kurds"),
        ("The cadres are in Goma.", "The cadres"),
        ("Masked youngsters are in Goma.", "Masked youngsters"),
        ("Two hundred men are in Goma.", "Two hundred men"),
        ("The 45th is in Goma.", "The 45th"),
        ("Ankara's proxies are in Goma.", "Ankara's proxies"),
        ("The resistance is in Goma.", "The resistance"),
        ("The other side is in Goma.", "The other side"),
        ("Our boys are in Goma.", "Our boys"),
    ],
)
def test_a_party_to_a_war_has_the_words_of_the_text(claims: Claims, text: str, party: str) -> None:
    assert _parties(claims, text) == {("Entry", party, "Goma")}


@pytest.mark.parametrize(
    "text",
    [
        "Families left Goma.",
        "Aid workers have withdrawn from Goma.",
        "The bishop entered Goma.",
        "A convoy with food entered Goma.",
        "Trains have reached Goma.",
        "The storm took Goma by surprise.",
        "Journalists are in Goma.",
        "Protesters took over the square in Goma.",
        "Cholera has reached Goma.",
        "The company left Goma.",
        "Prisoners escaped from Goma.",
        "The ICRC runs the hospital in Goma.",
    ],
)
def test_who_only_goes_to_a_town_in_a_war_is_no_party(claims: Claims, text: str) -> None:
    assert _parties(claims, text) == set()


def test_without_a_war_no_unknown_noun_takes_a_town(claims: Claims) -> None:
    assert not [one for one in claims("The musicians took Goma by night. The resistance holds Goma.") if one.place]


def test_a_people_with_a_state_stands_for_its_forces(claims: Claims) -> None:
    assert _parties(claims, "The Georgians left Gori.") == {("Withdrawal", "Georgian forces", "Gori")}


def test_what_a_group_has_is_the_group(claims: Claims) -> None:
    assert _parties(claims, "RSF jeeps entered El Fasher.") == {("Entry", "RSF", "El Fasher")}


def test_a_leader_takes_a_town_but_only_travels_to_one(claims: Claims) -> None:
    found = _parties(claims, "Dubarev took Lyman. Dubarev has left Kyiv.")
    assert found == {("Capture", "Dubarev", "Lyman")}


def test_police_hold_towns_in_a_war(claims: Claims) -> None:
    assert _parties(claims, "Police hold Aleppo.") == {("Holding", "Police", "Aleppo")}


def test_neither_side_holds_what_neither_controls(claims: Claims) -> None:
    assert _parties(claims, "Neither army controls Homs.") == set()


def test_the_state_is_that_of_the_places(claims: Claims) -> None:
    found = _parties(claims, "Birao and Bambari are quiet. Bria was lost by the state.")
    assert found == {("Loss", "Central African Republic", "Bria")}


def test_bare_soldiers_are_those_of_the_only_state(claims: Claims) -> None:
    found = claims("Sudan's army fought the RSF. The last garrison troops left Nyala.")
    assert Claim(None, "asserts", "Withdrawal", None, "Sudanese forces", "Nyala") in found


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Idlib is in opposition hands.", "Holding"),
        ("The opposition's capture of Idlib was fast.", "Capture"),
        ("The opposition was driven out of Idlib.", "Loss"),
        ("The opposition's flag flies over Homs.", "Holding"),
    ],
)
def test_the_opposition_has_towns_whatever_tells_so(claims: Claims, text: str, kind: str) -> None:
    assert {(one[0], (one[1] or "").lower().removeprefix("the ")) for one in _parties(claims, text)} == {
        (kind, "opposition")
    }


@pytest.mark.parametrize("who", ["a rebel captain", "a captain of the M23", "an M23 captain"])
def test_an_officer_says_we_of_the_group(claims: Claims, who: str) -> None:
    found = claims(f'M23 fought the army. "We have left Goma," {who} said.')
    assert "M23" in {one.patient for one in found if one.type == "Withdrawal"}


def test_their_spokesman_speaks_for_whoever_the_sentence_before_is_about(claims: Claims) -> None:
    found = claims('Rebels of the FPRC fought soldiers. "We hold Bria," their spokesman said.')
    assert "FPRC" in {one.agent for one in found if one.type == "Holding"}


def test_a_pronoun_takes_up_who_spoke_without_a_name(claims: Claims) -> None:
    text = "A rebel spokesman called it a success. M23 fought on. “Our units were withdrawn from Goma,” he said."
    assert "M23" in {one.patient for one in claims(text) if one.type == "Withdrawal"}


def test_it_is_the_group_that_says_so(claims: Claims) -> None:
    found = claims("Rebels fought soldiers. The XYLF said on Facebook that it had freed Goma.")
    assert "XYLF" in {one.agent for one in found if one.type == "Capture"}


def test_what_is_sent_into_a_town_is_in_it(claims: Claims) -> None:
    found = claims("Georgia accused Moscow of having sent tanks into Gori. Georgian troops fought.")
    assert ("Entry", "Russian forces") in {(one.type, one.agent) for one in found}


def test_a_group_that_says_that_a_town_has_been_taken_took_it(claims: Claims) -> None:
    found = claims("Rebels fought soldiers. The M23 said on Friday that Goma had been captured.")
    assert Claim("M23", "asserts", "Capture", "M23", None, "Goma") in found


def test_the_brigade_is_the_one_that_was_named(claims: Claims) -> None:
    found = claims("Ukraine's 102nd Brigade fought Russian troops in Donetsk. The brigade holds Huliaipole.")
    assert "102nd Brigade" in {one.agent for one in found if one.type == "Holding"}


def test_fighters_of_another_noun_are_another_group(claims: Claims) -> None:
    found = _parties(claims, "Bandits took Birnin Gwari. The mutineers took Bouake.")
    assert {one[1] for one in found} == {"Bandits", "The mutineers"}
