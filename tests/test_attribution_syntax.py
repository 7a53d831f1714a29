"""Sources and contents where the parser errs or leaves a choice: one rule a test, with the real parser."""

import pytest
from attribution_texts import said


def test_a_relative_clause_belongs_to_its_source() -> None:
    text = "“The bridge is safe,” said Ann Smith, who has led the council since May."
    assert said(text) == [("Ann Smith, who has led the council since May", "said", "“The bridge is safe,”")]


def test_a_relative_clause_that_cites_is_a_relay_and_no_part_of_its_source() -> None:
    sources = [source for source, _, _ in said("Reuters, which cited two diplomats, said that talks have stalled.")]
    assert sorted(sources) == ["Reuters", "two diplomats"]


@pytest.mark.parametrize(
    "text",
    [
        "Bamberg, who is 28, said the road was open.",
        "Speaking in Paris, Lee, without naming anybody, said the road was open.",
        "And Lee, speaking at a rally in Springfield, Mass., said the road was open.",
    ],
)
def test_what_stands_between_commas_does_not_hide_the_source(text: str) -> None:
    ((source, _, content),) = said(text)
    assert source.split(",")[0] in ("Bamberg", "Lee")
    assert content == "the road was open"


def test_a_second_verb_of_saying_goes_on_with_the_speaker_and_not_with_whom_they_speak_of() -> None:
    assert said("Lee says he would stay and tells voters the road is open.") == [
        ("Lee", "says", "he would stay"),
        ("Lee", "tells", "the road is open"),
    ]


def test_a_second_verb_with_a_quotation_goes_on_with_the_speaker() -> None:
    text = "Lee said the road was closed by Kim and said, “Whom do you trust?”"
    assert said(text) == [("Lee", "said", "the road was closed by Kim"), ("Lee", "said", "“Whom do you trust?”")]


def test_a_participle_does_not_take_the_quotations_of_the_main_verb() -> None:
    text = '"That is the question," Lee said, noting he would support the others. "We are many."'
    assert said(text) == [
        ("Lee", "said", '"That is the question," | "We are many."'),
        ("Lee", "noting", "he would support the others"),
    ]


def test_the_reason_behind_the_reporting_clause_is_said_too() -> None:
    text = "The road is closed, many drivers say, because the river has risen."
    assert said(text) == [("many drivers", "say", "The road is closed | because the river has risen")]


def test_what_somebody_is_called_on_to_do_is_content() -> None:
    assert said("Lee is calling on Kim to leave the town.") == [("Lee", "is calling on", "Kim to leave the town")]


def test_what_we_cannot_remember_is_no_statement_of_its_own() -> None:
    text = "“It is quiet and I cannot remember the last shot,” Lee said."
    assert said(text) == [("Lee", "said", "“It is quiet and I cannot remember the last shot,”")]


def test_what_is_known_or_learnt_is_nobodys_statement() -> None:
    assert said("The mayor knows that the road is open, and the guards have learned that it is safe.") == []


def test_a_statement_in_which_something_is_said_is_no_second_cue() -> None:
    text = "The mayor said in a statement on Monday that the road was open."
    assert [cue for _, cue, _ in said(text)] == ["said in a statement"]


def test_what_somebody_is_referred_to_as_is_content() -> None:
    assert said("Lee referred to Kim as a friend.") == [("Lee", "referred to", "Kim as a friend")]


def test_whoever_has_offered_to_do_something_is_a_source() -> None:
    assert said("The army has offered to leave the town.") == [("The army", "has offered", "to leave the town")]


@pytest.mark.parametrize("cited", ["a company commander", "radar data", "a leaked memo"])
def test_whatever_a_report_rests_on_speaks_by_it(cited: str) -> None:
    text = f"A spokesman said the ship had turned back, citing {cited}."
    assert said(text) == [
        ("A spokesman", "said", "the ship had turned back"),
        (cited, "citing", "the ship had turned back"),
    ]


def test_a_source_may_stand_in_quotation_marks() -> None:
    text = "One of them quotes “a friend in the army” as saying the guard left at dawn."
    assert [source for source, _, _ in said(text)] == ["One of them", "“a friend in the army”"]


def test_a_finite_verb_behind_an_infinitive_goes_on_with_the_speaker() -> None:
    assert said("She urged parents to come back and promised that the road was safe.") == [
        ("She", "urged", "parents to come back"),
        ("She", "promised", "that the road was safe"),
    ]


def test_what_a_video_is_said_to_be_belongs_to_the_source() -> None:
    text = "Video said to be from Goma shows rebels in the streets."
    assert said(text) == [("Video said to be from Goma", "shows", "rebels in the streets")]
