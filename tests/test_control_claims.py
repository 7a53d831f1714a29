"""Who claims that which party holds, takes, enters, leaves or loses which place. The sentences are made up."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from conftest import Claim

from kg.ontology import CONTROL_TYPES

Claims = Callable[[str], set[Claim]]

CASES = {
    "holding": (
        "The Houthis control the port of Hodeidah, the United Nations said.",
        Claim("United Nations", "asserts", "Holding", "Houthis", None, "Hodeidah"),
    ),
    "taking control is a capture": (
        "The Azerbaijani army has taken control of Shusha, President Ilham Aliyev said.",
        Claim("Ilham Aliyev", "asserts", "Capture", "Azerbaijani forces", None, "Shusha"),
    ),
    "losing control is a loss": (
        "Hamas has lost control of Khan Younis, the Israeli army said.",
        Claim("Israeli forces", "asserts", "Loss", None, "Hamas", "Khan Younis"),
    ),
    "asserting control with the speaker as the holder": (
        "Ethiopian troops have asserted control over Mekelle.",
        Claim("Ethiopian forces", "asserts", "Holding", "Ethiopian forces", None, "Mekelle"),
    ),
    "entry is no capture": (
        "Turkish troops have entered Afrin, Reuters reported.",
        Claim("Reuters", "asserts", "Entry", "Turkish forces", None, "Afrin"),
    ),
    "a flag raised over a place is an entry": (
        "Syrian soldiers raised the Syrian flag over Palmyra, state television reported.",
        Claim("state television", "asserts", "Entry", "Syrian forces", None, "Palmyra"),
    ),
    "withdrawal with a particle": (
        "Armenian forces pulled out of Lachin, the BBC reported.",
        Claim("BBC", "asserts", "Withdrawal", None, "Armenian forces", "Lachin"),
    ),
    "passive with an agent": (
        "Kunduz was captured by the Taliban on Sunday, the Afghan government said.",
        Claim("Afghan government", "asserts", "Capture", "Taliban", None, "Kunduz"),
    ),
    "falling to somebody": (
        "The city of Raqqa has fallen to the Islamic State, activists said.",
        Claim("activists", "asserts", "Capture", "Islamic State", None, "Raqqa"),
    ),
    "under control": (
        "The whole of Tripoli is under Libyan government control, officials claimed.",
        Claim("officials", "asserts", "Holding", "Libya", None, "Tripoli"),
    ),
    "a denied claim is not an assertion": (
        "The Ukrainian army denied that Russian troops had captured Chasiv Yar.",
        Claim("Ukrainian forces", "denies", "Capture", "Russian forces", None, "Chasiv Yar"),
    ),
    "a negated event is denied": (
        "Sudanese troops have not withdrawn from Khartoum, the army said.",
        Claim("Sudanese forces", "denies", "Withdrawal", None, "Sudanese forces", "Khartoum"),
    ),
    "what could not be verified is left open": (
        "Russian forces captured Vuhledar, Moscow said. Reuters could not independently verify the claim.",
        Claim("Reuters", "unverified", "Capture", "Russian forces", None, "Vuhledar"),
    ),
    "a rejected claim is the one before": (
        "Armenian forces hold Shusha, Yerevan said. Azerbaijan rejected the claim.",
        Claim("Azerbaijan", "denies", "Holding", "Armenian forces", None, "Shusha"),
    ),
    "a pronoun for the force": (
        "The Houthis said they had withdrawn from the port of Hodeidah.",
        Claim("Houthis", "asserts", "Withdrawal", None, "Houthis", "Hodeidah"),
    ),
    "the capital speaks for its state": (
        "Moscow claimed that Ukrainian forces had left Kupiansk.",
        Claim("Russia", "asserts", "Withdrawal", None, "Ukrainian forces", "Kupiansk"),
    ),
}


@pytest.mark.parametrize(("text", "expected"), CASES.values(), ids=CASES)
def test_a_claim_of_control_has_its_speaker_stance_parties_and_place(
    text: str, expected: Claim, claims: Claims
) -> None:
    assert expected in claims(text)


@pytest.mark.parametrize(
    "text",
    [
        "Clinton lost Ohio to Trump, analysts said.",
        "Republicans control the Senate, The New York Times reported.",
        "A rival company seized control of the bank, Reuters reported.",
        "Firefighters gained control of the blaze, officials said.",
        "Doctors have the outbreak under control, the ministry said.",
        "The rebels want to capture Aleppo, diplomats said.",
        "If Russian troops take Pokrovsk, the road is open, analysts said.",
        "Will Russian troops enter Kharkiv?",
        "Turkey threatened to occupy Afrin, officials said.",
        "Iraqi forces began an operation to retake Mosul, commanders said.",
        "The army will withdraw from Kherson next week, officials said.",
    ],
)
def test_plans_questions_and_control_of_other_things_are_no_claims_of_control(text: str, claims: Claims) -> None:
    assert {claim for claim in claims(text) if claim.type in CONTROL_TYPES} == set()


def test_both_sides_of_a_contradiction_stay(claims: Claims) -> None:
    told = claims(
        "Russian forces captured Vuhledar, Moscow said. Kyiv denied that Russian forces had captured Vuhledar."
    )
    assert {claim.stance for claim in told if claim.type == "Capture"} == {"asserts", "denies"}
    assert {claim.speaker for claim in told if claim.type == "Capture"} == {"Russia", "Ukraine"}


def test_what_the_narrator_implies_is_not_told_by_the_speaker(claims: Claims) -> None:
    told = claims(
        "Shells fell on the rebel-held town of Douma and the Turkish-controlled city of Afrin, a doctor said."
    )
    assert Claim(None, "asserts", "Holding", "Turkey", None, "Afrin") in told
    assert not {claim for claim in told if claim.speaker is not None and claim.type == "Holding"}


def test_a_list_of_places_gives_a_claim_for_each(claims: Claims) -> None:
    told = claims("Rwandan troops have captured Goma and Bukavu, the United Nations said.")
    assert {claim.place for claim in told if claim.type == "Capture"} == {"Goma", "Bukavu"}


def test_the_part_of_a_place_is_kept_in_the_words_of_the_text(found: Callable[[str], object]) -> None:
    extraction = found("Israeli troops have entered the eastern outskirts of Rafah, witnesses said.")
    assert [event.part for event in extraction.events if event.type == "Entry"] == ["eastern outskirts"]


def test_the_same_goes_for_another_place(claims: Claims) -> None:
    told = claims("Russian troops have taken Selydove. The same goes for Vuhledar, a blogger said.")
    assert {claim.place for claim in told if claim.type == "Capture"} == {"Selydove", "Vuhledar"}
