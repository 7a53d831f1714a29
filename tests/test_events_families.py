"""How events other than those of control are told: the rules by which a trigger finds who does it to whom. The
sentences are made up."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from conftest import Claim

from kg.model import Extraction

Claims = Callable[[str], set[Claim]]
Told = tuple[str, str | None, str | None, str | None]


def _told(claims: set[Claim]) -> set[Told]:
    return {(one.type, one.agent, one.patient, one.place) for one in claims}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ghana rejected Togo's proposal.", ("Rejection", "Ghana", "Togo", None)),
        ("Kenya condemned an attack by the rebels.", ("Accusation", "Kenya", "the rebels", None)),
        ("Bolivia welcomed the decision by Peru.", ("Support", "Bolivia", "Peru", None)),
        ("Ghana rejected the proposal.", ("Rejection", "Ghana", None, None)),
    ],
)
def test_of_deeds_whose_they_are_is_meant(text: str, expected: Told, claims: Claims) -> None:
    assert expected in _told(claims(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Chile demanded that Peru withdraw its troops.", ("Request", "Chile", "Peru", None)),
        ("Iran threatened to attack Israel.", ("Threat", "Iran", "Israel", None)),
        ("Rights groups demanded the release of the students.", ("Request", "Rights groups", "the students", None)),
        ("Israel refused to meet the Palestinians.", ("Rejection", "Israel", "Palestinians", None)),
    ],
)
def test_what_is_asked_threatened_or_refused_says_of_whom(text: str, expected: Told, claims: Claims) -> None:
    assert expected in _told(claims(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Russian missiles hit Kharkiv on Monday.", ("Attack", "Russia", None, "Kharkiv")),
        ("Two drones hit Odesa.", ("Attack", None, None, "Odesa")),
        ("A Ukrainian drone struck a refinery in Ryazan.", ("Attack", "Ukraine", None, "Ryazan")),
        ("Hamas fired rockets at Ashkelon.", ("Attack", "Hamas", None, "Ashkelon")),
    ],
)
def test_a_weapon_strikes_for_whoever_has_it(text: str, expected: Told, claims: Claims) -> None:
    assert expected in _told(claims(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("France lifted sanctions on Mali.", ("Concession", "France", "Mali", None)),
        ("The United States suspended aid to Sudan.", ("Sanction", "United States", "Sudan", None)),
        ("Norway gave Malawi food.", ("Aid", "Norway", "Malawi", None)),
        ("Israel released 30 prisoners.", ("Concession", "Israel", "30 prisoners", None)),
        ("Poland expelled three Russian diplomats.", ("Sanction", "Poland", "three Russian diplomats", None)),
        ("Farmers blocked roads near Lyon.", ("Protest", "Farmers", None, "Lyon")),
        ("India and France conducted joint exercises.", ("Cooperation", "India", "France", None)),
    ],
)
def test_what_a_verb_is_about_says_which_event_it_is(text: str, expected: Told, claims: Claims) -> None:
    assert expected in _told(claims(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Nurses went on strike in Lima on Monday.", ("Protest", "Nurses", None, "Lima")),
        (
            "Activists have staged rallies in Quito against Daniel Noboa.",
            ("Protest", "Activists", "Daniel Noboa", "Quito"),
        ),
        ("The FBI opened an investigation into the mayor.", ("Accusation", "FBI", "the mayor", None)),
        ("Tens of thousands of farmers staged demonstrations.", ("Protest", "farmers", None, None)),
        (
            "The diplomats held their first meeting with Ban Ki-moon.",
            ("Consultation", "The diplomats", "Ban Ki-moon", None),
        ),
    ],
)
def test_who_holds_or_stages_something_does_it(text: str, expected: Told, claims: Claims) -> None:
    assert expected in _told(claims(text))


def test_who_is_accused_of_a_deed_did_it(claims: Claims) -> None:
    told = _told(claims("Sudan accused Chad of arming the rebels."))
    assert {("Accusation", "Sudan", "Chad", None), ("Aid", "Chad", "the rebels", None)} <= told


def test_what_somebody_is_blamed_for_is_so(claims: Claims) -> None:
    assert ("Attack", "al-Shabaab", None, "Mandera") in _told(
        claims("Kenya blamed al-Shabaab for bombing the market in Mandera.")
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Gunmen shot dead two guards in Cali.", ("Casualty", "Gunmen", None, "Cali")),
        ("The blast left three soldiers dead.", ("Casualty", None, "three soldiers", None)),
        ("Three soldiers lost their lives.", ("Casualty", None, "Three soldiers", None)),
    ],
)
def test_to_leave_or_shoot_somebody_dead_is_to_kill(text: str, expected: Told, claims: Claims) -> None:
    assert expected in _told(claims(text))


def test_to_attack_in_words_is_to_accuse(claims: Claims) -> None:
    assert _told(claims("The senator attacked the nominee in a speech.")) == {
        ("Accusation", "The senator", "the nominee", None)
    }


@pytest.mark.parametrize(
    "text",
    [
        "The president attacked the plan.",
        "The hurricane hit Florida.",
        "He suffered a heart attack in Rome.",
        "Prices were hit by tariffs.",
        "Canada will send troops to Latvia.",
        "They are going to arrest the mayor of Palermo.",
        "The firm targeted young shoppers in Ohio.",
        "The company declined to comment on the request of the mayor.",
        "The ministry issued an arrest warrant.",
        "Critics agree with the mayor.",
        "The campaign deployed a new strategy.",
        "The mayor called her a liar on the radio.",
        "The minister conceded that the road was long.",
        "The hills surrounding Addis Ababa are green.",
    ],
)
def test_words_in_other_senses_and_what_is_planned_are_no_events(text: str, claims: Claims) -> None:
    assert not _told(claims(text))


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("France lifted sanctions on Mali.", "Sanction"),
        ("Turkish authorities imposed a curfew after a riot in Cizre.", "Concession"),
        ("Ghana broke off talks with Togo.", "Agreement"),
    ],
)
def test_what_is_ended_is_not_told_as_happening(text: str, kind: str, claims: Claims) -> None:
    assert kind not in {one.type for one in claims(text)}


def test_who_imposes_a_curfew_after_a_riot_did_not_riot(claims: Claims) -> None:
    told = _told(claims("Turkish authorities imposed a curfew after a riot in Cizre."))
    assert "Turkish authorities" not in {agent for kind, agent, _, _ in told if kind == "Protest"}


def test_a_denied_event_is_denied(claims: Claims) -> None:
    [claim] = [one for one in claims("Canada denied that it had sent troops to Latvia.") if one.type == "Mobilization"]
    assert (claim.speaker, claim.stance, claim.agent) == ("Canada", "denies", "Canada")


def test_an_event_told_twice_of_the_same_day_is_one(found: Callable[[str], Extraction]) -> None:
    text = "On Monday, Israel struck Gaza. The Israeli strike on Gaza on Monday was the third."
    text = f" date 2025-03-12\n\n{text}"
    assert [event.type for event in found(text).events if event.type == "Attack"] == ["Attack"]
