"""Who denies, doubts or leaves open what others have told, by pointing back to it. The passages are made up."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from conftest import Claim

from kg.model import Certainty, Extraction

Claims = Callable[[str], set[Claim]]

GOMA = "The rebels said on Monday that they had seized Goma. "
GHAZNI = "Taliban fighters have captured Ghazni, the Taliban said. The Afghan army said its troops still held Ghazni. "


def verdicts(claims: set[Claim], stance: str) -> set[tuple[str | None, str, str | None, str | None]]:
    return {(c.speaker, c.type, c.agent or c.patient, c.place) for c in claims if c.stance == stance}


@pytest.mark.parametrize(
    "words",
    [
        "The army denied it.",
        "The army dismissed this as nonsense.",
        "The army rejected the claim.",
        "The army rejected the rebels' claim.",
        "The army called the claim a lie.",
        "The army called the claim a fantasy.",
        "“This is a lie,” the army said.",
        "The army said the claim was false.",
        "The army said they had not.",
    ],
)
def test_a_denial_that_points_back_denies_what_was_told(claims: Claims, words: str) -> None:
    captured = {c for c in claims(GOMA + words) if c.type == "Capture"}
    assert {(c.agent, c.place) for c in captured} == {("The rebels", "Goma")}
    assert {c.stance for c in captured if c.speaker != "The rebels"} == {"denies"}


@pytest.mark.parametrize(
    "words",
    [
        "Reuters could not verify either claim.",
        "Reuters could not verify the two sides' claims.",
        "Neither side's account could be independently verified.",
        "Both claims remain unverified.",
        "The rival claims could not be verified.",
    ],
)
def test_what_both_sides_told_is_left_open_once_for_each(claims: Claims, words: str) -> None:
    left = {claim[1:] for claim in verdicts(claims(GHAZNI + words), "unverified")}
    assert left == {("Capture", "Taliban", "Ghazni"), ("Holding", "Afghan forces", "Ghazni")}


def test_a_third_party_is_no_side(claims: Claims) -> None:
    text = GHAZNI + "A shopkeeper said soldiers had left Ghazni. Neither side's account could be verified."
    assert {c[1] for c in verdicts(claims(text), "unverified")} == {"Capture", "Holding"}


def test_of_two_sides_the_owner_says_whose_claim_is_meant(claims: Claims) -> None:
    left = verdicts(claims(GHAZNI + "AFP could not verify the Taliban's claim."), "unverified")
    assert left == {("AFP", "Capture", "Taliban", "Ghazni")}


def test_the_owner_may_be_named_by_the_noun_of_the_source(claims: Claims) -> None:
    text = "A rebel commander said his fighters had entered Goma. A priest said they had left Goma. "
    found = claims(text + "The army rejected the commander's account.")
    assert {c.type for c in found if c.stance == "denies"} == {"Entry"}


def test_a_claim_of_one_who_has_told_nothing_is_nobodys(claims: Claims) -> None:
    assert not verdicts(claims(GOMA + "The claim of the United Nations could not be verified."), "unverified")


def test_the_verdict_may_stand_paragraphs_behind_when_the_owner_is_told(claims: Claims) -> None:
    between = "\n\nSchools were closed.\n\nThe market stayed empty, and prices rose.\n\nBanks did not open either.\n\n"
    near, far = "The army denied the claim.", "The army denied the rebels' claim."
    assert not verdicts(claims(GOMA + between + near), "denies")
    assert verdicts(claims(GOMA + between + far), "denies")


def test_a_place_says_which_claim_is_meant(claims: Claims) -> None:
    text = "The Houthis said they had taken Marib and had entered Taiz. Saudi Arabia denied the claim on Marib."
    assert verdicts(claims(text), "denies") == {("Saudi Arabia", "Capture", "Houthis", "Marib")}


def test_an_ordinal_says_which_claim_is_meant(claims: Claims) -> None:
    text = "The Houthis said they had taken Marib and had entered Taiz. Oman rejected the second of these claims."
    assert verdicts(claims(text), "denies") == {("Oman", "Entry", "Houthis", "Taiz")}


def test_who_denies_the_claim_does_not_deny_their_own(claims: Claims) -> None:
    text = GOMA + "The army said its troops held Bukavu. The army denied the claim."
    assert {c[3] for c in verdicts(claims(text), "denies")} == {"Goma"}


def test_a_claim_of_something_else_is_not_what_was_told(claims: Claims) -> None:
    for words in ("The court rejected the claim for damages.", "The court rejected another claim."):
        assert not verdicts(claims(GOMA + words), "denies")


def test_an_accusation_is_not_of_holding_a_town(claims: Claims) -> None:
    assert not verdicts(claims(GOMA + "The governor rejected the accusation."), "denies")


def test_a_document_that_was_a_source_can_be_denied(claims: Claims) -> None:
    text = "A leaflet said that Iraqi forces had captured Hawija. A mayor rejected the leaflet."
    assert {c[1:] for c in verdicts(claims(text), "denies")} == {("Capture", "Iraqi forces", "Hawija")}


def test_a_denied_report_of_anothers_words_is_denied_by_who_denies_the_report(claims: Claims) -> None:
    text = "The Afghan army denied a report by Reuters, which quoted shepherds, that Taliban fighters hold Ghazni."
    assert verdicts(claims(text), "denies") == {("Afghan forces", "Holding", "Taliban", "Ghazni")}


def test_of_a_claim_that_one_denies_and_nobody_verifies_both_stances_are_kept(claims: Claims) -> None:
    found = claims("The Taliban's claim that they hold Ghazni, which the Afghan army denied, could not be verified.")
    assert {c.stance for c in found} == {"asserts", "denies", "unverified"}


def test_a_denial_of_a_denial_asserts(claims: Claims) -> None:
    text = "The Taliban denied that they had lost Ghazni. The Afghan army rejected the Taliban's statement."
    assert ("Afghan forces", "asserts", "Loss") in {(c.speaker, c.stance, c.type) for c in claims(text)}


def test_a_clause_without_its_verb_says_the_same_or_the_opposite(claims: Claims) -> None:
    text = "The Houthis say they have taken Marib. The Yemeni government says they have not. Residents say they have."
    stances = {c.speaker: c.stance for c in claims(text) if c.type == "Capture"}
    assert stances == {"Houthis": "asserts", "Yemeni government": "denies", "Residents": "asserts"}


def test_the_outlet_may_answer_with_such_a_clause(claims: Claims) -> None:
    found = claims("An earlier headline said that Ukrainian forces had left Bakhmut. They have not.")
    assert Claim(None, "denies", "Withdrawal", None, "Ukrainian forces", "Bakhmut") in found


def test_such_a_clause_may_pick_one_place(claims: Claims) -> None:
    text = "Marib and Taiz are under Houthi control, the Houthis said. Taiz is not."
    assert {c[3] for c in verdicts(claims(text), "denies")} == {"Taiz"}


def test_who_answers_a_question_says_nothing_of_what_was_told_before(claims: Claims) -> None:
    found = claims(GOMA + "Has the airport reopened? Officials say it has not.")
    assert not verdicts(found, "denies")


def test_who_calls_something_a_lie_is_not_called_a_liar(claims: Claims) -> None:
    text = "Ukrainian forces holding Pokrovsk called the story a lie."
    assert not verdicts(claims(text), "denies")


def test_what_happened_may_be_named_by_a_noun(claims: Claims) -> None:
    text = "The Houthis said they had withdrawn from Hodeidah and entered Marib. Aden has not confirmed the withdrawal."
    assert {c[1] for c in verdicts(claims(text), "unverified")} == {"Withdrawal"}


def test_silence_is_no_verdict(claims: Claims) -> None:
    assert not verdicts(claims(GOMA + "The army did not comment on the claim."), "unverified")


def test_it_stands_for_what_was_told_just_before(claims: Claims) -> None:
    between = "Schools were closed. The market stayed empty. Banks did not open. "
    assert not verdicts(claims(GOMA + between + "The army denied it."), "denies")


@pytest.mark.parametrize(
    "words",
    [
        "Ukrainian forces may have left Vuhledar",
        "Ukrainian forces might have left Vuhledar and moved on",
        "Ukrainian forces have probably left Vuhledar",
        "Ukrainian forces seem to have left Vuhledar",
    ],
)
def test_a_guess_is_hedged_whoever_makes_it(found: Callable[[str], Extraction], words: str) -> None:
    for text in (f"{words}.", f"{words}, an analyst said."):
        telling = [s for s in found(text).statements if s.events]
        assert telling
        assert {s.certainty for s in telling} == {Certainty.HEDGED}


def test_a_statement_that_also_tells_something_for_certain_is_certain(found: Callable[[str], Extraction]) -> None:
    text = "Russian troops captured Vuhledar and may have entered Pokrovsk."
    assert [s.certainty for s in found(text).statements if s.events] == [Certainty.CERTAIN]


def test_hearsay_is_hedged(found: Callable[[str], Extraction]) -> None:
    (said,) = found("The Houthis are said to have taken Marib.").statements
    assert said.certainty is Certainty.HEDGED


def test_an_aside_in_what_somebody_denies_is_the_outlets(claims: Claims) -> None:
    found = claims("The Taliban denied that the army had entered Ghazni, which fell to them in May.")
    assert {(c.speaker, c.stance, c.type) for c in found} == {
        ("Taliban", "denies", "Entry"),
        (None, "asserts", "Capture"),
    }


def test_an_aside_in_quotation_marks_is_the_speakers(claims: Claims) -> None:
    found = claims("“Rebels shelled Goma, which M23 captured in January,” the governor said.")
    assert {c.speaker for c in found} == {"the governor"}
