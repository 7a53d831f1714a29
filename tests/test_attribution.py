"""Who said what: one rule a test, on sentences made up for it, with the real parser."""

import pytest
from attribution_texts import found, parse, said, words

from kg.extract.attribution import attributions
from kg.model import Certainty, Mode, Span


def test_an_indirect_quotation_keeps_its_that() -> None:
    assert said("The ministry said that the bridge was closed.") == [
        ("The ministry", "said", "that the bridge was closed")
    ]


def test_a_direct_quotation_keeps_its_marks() -> None:
    text = "“We are ready,” said Ann Smith, the mayor of Springfield."
    assert said(text) == [("Ann Smith, the mayor of Springfield", "said", "“We are ready,”")]
    assert found(text)[0].mode is Mode.DIRECT


def test_a_quotation_with_quoted_words_in_it_is_mixed() -> None:
    text = 'The mayor said the plan was "a very bad joke" for the town.'
    assert said(text) == [("The mayor", "said", 'the plan was "a very bad joke" for the town')]
    assert found(text)[0].mode is Mode.MIXED


def test_an_interrupted_quotation_is_one() -> None:
    assert said('"The bridge," the mayor added, "is safe."') == [("the mayor", "added", '"The bridge," | "is safe."')]


def test_a_quotation_that_follows_goes_on_with_the_same_speaker() -> None:
    text = "''We can go,'' he said on Monday. ''The road is open.''"
    assert said(text) == [("he", "said", "''We can go,'' | ''The road is open.''")]


def test_a_quotation_over_paragraphs_is_one() -> None:
    text = 'Lee said: "The bridge is gone.\n\n"The road is gone too."\n\nNobody else spoke.'
    assert said(text) == [("Lee", "said", '"The bridge is gone. | "The road is gone too."')]


def test_the_reporting_clause_may_stand_inside() -> None:
    assert said("Many of the roads, he said, have been closed.") == [
        ("he", "said", "Many of the roads | have been closed")
    ]


def test_as_somebody_put_it_reports_the_main_clause() -> None:
    text = "There is no way back, as the mayor put it last month."
    assert said(text) == [("the mayor", "put it", "There is no way back")]


@pytest.mark.parametrize(
    "text",
    [
        "According to the ministry, the army has entered the town.",
        "The army has entered the town, according to the ministry.",
    ],
)
def test_according_to_stands_at_either_end(text: str) -> None:
    ((source, cue, content),) = said(text)
    assert (source, cue.lower(), content.lower()) == ("the ministry", "according to", "the army has entered the town")


def test_told_leaves_the_hearer_out() -> None:
    assert said("She told reporters that the road was open.") == [("She", "told", "that the road was open")]


def test_a_hearer_who_is_to_act_belongs_to_the_content() -> None:
    assert said("She urged voters to stay at home.") == [("She", "urged", "voters to stay at home")]


def test_in_a_statement_belongs_to_the_cue() -> None:
    text = '"We will rebuild the bridge," the mayor said in a statement.'
    assert said(text) == [("the mayor", "said in a statement", '"We will rebuild the bridge,"')]


def test_a_noun_phrase_can_be_the_content() -> None:
    text = "Northern forces have asserted control over the center."
    assert said(text) == [("Northern forces", "have asserted", "control over the center")]


def test_the_passive_takes_its_subject_into_the_content() -> None:
    text = "Fighting is said to still be ongoing."
    assert said(text) == [("", "is said", "Fighting | to still be ongoing")]


def test_an_adverb_reports_without_a_source() -> None:
    (one,) = found("Fighting in the town is reportedly ongoing.")
    assert (one.source, one.source_head, one.certainty) == ((), None, Certainty.HEDGED)


def test_a_second_verb_has_the_subject_of_the_first() -> None:
    sources = [source for source, _, _ in said("The mayor rejected the plan and said that it would fail.")]
    assert sources == ["The mayor", "The mayor"]


def test_a_participle_has_the_subject_of_the_main_verb() -> None:
    text = "The mayor left the hall, saying that the talks had failed."
    assert said(text) == [("The mayor", "saying", "that the talks had failed")]


def test_who_issues_a_statement_is_its_source() -> None:
    text = "The army published drone footage showing that its troops had entered the town."
    assert said(text) == [("The army", "showing", "that its troops had entered the town")]


def test_a_noun_of_saying_has_its_owner_as_source() -> None:
    text = "The mayor's claim that the bridge is safe was premature."
    assert said(text) == [("The mayor", "'s claim", "that the bridge is safe")]


def test_who_is_the_source_and_its_noun_the_head() -> None:
    text = "The engineer, who said that the bridge was safe, resigned."
    (one,) = found(text)
    assert words(text, one.source) == "who"
    assert one.source_head is not None
    assert parse(text).doc[one.source_head].text == "engineer"


def test_named_speakers_share_cue_and_content() -> None:
    text = (
        "The army has entered the town, the Alpha group, the Institute for Peace (IFP), and the state agency Beta said."
    )
    content = "The army has entered the town"
    assert said(text) == [
        ("the Alpha group", "said", content),
        ("the Institute for Peace (IFP)", "said", content),
        ("the state agency Beta", "said", content),
    ]


def test_a_headline_colon_names_the_speaker() -> None:
    assert said("Smith: The vote is off\n\nThe vote was to be held on Monday.") == [("Smith", ":", "The vote is off")]


def test_a_label_is_no_speaker() -> None:
    assert said("Update: The vote is off\n\nThe vote was to be held on Monday.") == []


def test_a_colon_gives_the_next_paragraph_to_the_speaker() -> None:
    text = "Local media acknowledged the following:\n\nThe town has fallen.\n\nIt rained on Monday."
    assert said(text) == [("Local media", "acknowledged", "The town has fallen")]


def test_a_clause_before_the_colon_is_said_too() -> None:
    text = "The agency is reporting that the army is losing:\n\nThe army left the town.\n\nIt rained on Monday."
    assert said(text) == [("The agency", "is reporting", "that the army is losing | The army left the town")]


def test_markup_tells_where_a_block_ends() -> None:
    text = "The agency wrote:\n\nThe army left.\n\nThe town fell.\n\nIt rained."
    parsed = parse(text, (Span(text.index("The army"), text.index("\n\nIt rained")),))
    assert [words(text, a.content) for a in attributions(parsed)] == ["The army left | The town fell"]


def test_markup_sets_off_a_quotation_without_a_colon() -> None:
    text = "The agency reported on the battle.\n\nThe town fell.\n\nIt rained."
    parsed = parse(text, (Span(text.index("The town"), text.index("\n\nIt rained")),))
    assert [words(text, a.content) for a in attributions(parsed)] == ["The town fell"]


def test_a_block_goes_on_after_an_ellipsis() -> None:
    text = "The agency wrote:\n\nThe army left.\n\n... The town fell.\n\nIt rained."
    assert said(text)[0][2] == "The army left | The town fell"


def test_a_quotation_in_a_paragraph_of_its_own_goes_on_with_who_spoke_last() -> None:
    text = "“The road is closed,” Lee said.\n\n“It may open soon.”\n\n“Nobody can tell.”\n\nIt rained."
    assert said(text) == [("Lee", "said", "“The road is closed,” | “It may open soon.” | “Nobody can tell.”")]


def test_single_marks_quote_too() -> None:
    text = "‘We are ready,’ said Lee. ‘The rebels’ base is gone.’"
    assert said(text) == [("Lee", "said", "‘We are ready,’ | ‘The rebels’ base is gone.’")]


def test_the_following_may_be_a_list() -> None:
    text = "The ministry announced the following:\n\n- The road is open.\n\n- The bridge is closed.\n\nIt rained."
    assert [content for _, _, content in said(text)] == ["The road is open | The bridge is closed"]
