"""Events of every family, with who did what to whom and where. The sentences are made up."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from conftest import Claim

Claims = Callable[[str], set[Claim]]

FAMILIES = {
    "Attack": (
        "Israeli jets bombed Baalbek on Sunday, state media said. Hezbollah fired rockets at Haifa.",
        [(None, None, "Baalbek"), ("Hezbollah", None, "Haifa")],
    ),
    "Casualty": (
        "Al-Shabaab gunmen killed nine policemen in Mandera, a governor said.",
        [("Al-Shabaab", "nine policemen", "Mandera")],
    ),
    "Negotiation": ("Sudan held talks with Ethiopia in Khartoum on the dam.", [("Sudan", "Ethiopia", "Khartoum")]),
    "Consultation": (
        "President Emmanuel Macron met Olaf Scholz in Berlin on Friday.",
        [("Emmanuel Macron", "Olaf Scholz", "Berlin")],
    ),
    "Agreement": ("Serbia and Kosovo signed an accord in Brussels.", [("Serbia", "Kosovo", "Brussels")]),
    "Protest": ("Thousands of students protested in Dhaka against the government.", [(None, None, "Dhaka")]),
    "Arrest": (
        "Turkish police detained three journalists in Diyarbakir.",
        [("Turkish police", "three journalists", "Diyarbakir")],
    ),
    "Sanction": ("Canada imposed sanctions on Belarus.", [("Canada", "Belarus", None)]),
    "Aid": ("Norway provided aid to Malawi after the cyclone.", [("Norway", "Malawi", None)]),
    "Mobilization": (
        "Kenya has deployed troops to Garissa after the raid.",
        [("Kenya", "Kenyan forces", "Garissa")],
    ),
    "Threat": ("North Korea threatened South Korea.", [("North Korea", "South Korea", None)]),
    "Accusation": (
        "Burundi accused Rwanda of arming the rebels.",
        [("Burundi", "Rwanda", None)],
    ),
    "Coercion": ("Houthi fighters besieged Taiz for months.", [("Houthi", None, "Taiz")]),
    "Concession": ("Prime Minister Sheikh Hasina resigned on Monday.", [("Sheikh Hasina", None, None)]),
    "Support": ("Barack Obama endorsed Joe Biden.", [("Barack Obama", "Joe Biden", None)]),
    "Request": ("Denmark urged Turkey to release the two sailors.", [("Denmark", "Turkey", None)]),
    "Rejection": ("Bolivia rejected an offer by Chile on Tuesday.", [("Bolivia", "Chile", None)]),
    "Cooperation": ("Norway cooperated with Kenya on fisheries.", [("Norway", "Kenya", None)]),
}


@pytest.mark.parametrize(("family", "case"), FAMILIES.items(), ids=FAMILIES)
def test_an_event_has_its_family_and_who_did_it_to_whom_and_where(
    family: str, case: tuple[str, list[tuple[str | None, str | None, str | None]]], claims: Claims
) -> None:
    text, expected = case
    told = [claim for claim in claims(text) if claim.type == family]
    for agent, patient, place in expected:
        assert any(
            agent in (None, one.agent) and patient in (None, one.patient) and place == one.place for one in told
        ), told


@pytest.mark.parametrize(
    ("family", "text"),
    [
        ("Attack", "The senator attacked the nominee in a speech."),
        ("Attack", "The court struck down the law."),
        ("Attack", "The company launched a new phone."),
        ("Protest", "The council has demonstrated its unity."),
        ("Casualty", "The plan could kill thousands of jobs."),
        ("Arrest", "Police want to arrest the mayor of Palermo."),
        ("Sanction", "Canada considered sanctions on Belarus."),
    ],
)
def test_words_of_war_in_other_senses_and_plans_are_no_events(family: str, text: str, claims: Claims) -> None:
    assert family not in {claim.type for claim in claims(text)}


@pytest.mark.parametrize(
    ("family", "text", "agent", "patient"),
    [
        ("Rejection", "Chad rejected a proposal by Libya for a truce.", "Chad", "Libya"),
        ("Rejection", "Chad rejected a Libyan peace plan.", "Chad", "Libya"),
        ("Request", "Kenya demanded that Ethiopia open the border.", "Kenya", "Ethiopia"),
    ],
)
def test_who_rejects_words_rejects_whose_they_are(
    family: str, text: str, agent: str, patient: str, claims: Claims
) -> None:
    told = [claim for claim in claims(text) if claim.type == family]
    assert [(claim.agent, claim.patient) for claim in told] == [(agent, patient)]


def test_thousands_of_people_are_those_people(claims: Claims) -> None:
    told = claims("Tens of thousands of students staged rallies in Dhaka.")
    assert {claim.agent for claim in told if claim.type == "Protest"} == {"students"}


def test_a_verb_and_its_object_may_be_one_word_for_an_event(claims: Claims) -> None:
    told = claims("Angry farmers blocked roads in Lyon. Prisoners in Lima began a hunger strike.")
    assert {claim.agent for claim in told if claim.type == "Protest"} == {"Angry farmers", "Prisoners in Lima"}
    assert not {claim for claim in claims("Falling rocks blocked roads near Lyon.") if claim.type == "Protest"}
