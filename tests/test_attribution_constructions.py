"""What makes a cue is how words stand together: verdicts, relays, coordination and clauses that no list foresees."""

import pytest
from attribution_texts import found, said, words

from kg.model import Certainty, Stance


@pytest.mark.parametrize(
    ("text", "source", "content"),
    [
        ("The mayor laughed the report off.", "The mayor", "the report"),
        ("The army waved away suggestions of a retreat.", "The army", "suggestions of a retreat"),
        ("The editor labelled the story a fabrication.", "The editor", "the story a fabrication"),
        ("The firm slammed the report as baseless.", "The firm", "the report as baseless"),
        ("The ministry declared the rumour untrue.", "The ministry", "the rumour untrue"),
    ],
)
def test_a_claim_that_is_waved_off_or_called_false_is_denied(text: str, source: str, content: str) -> None:
    one = found(text)[0]
    assert (words(text, one.source), one.stance, words(text, one.content)) == (source, Stance.DENIES, content)


@pytest.mark.parametrize("text", ["The clerk filed the report away.", "The firm put off the announcement."])
def test_what_is_put_away_is_not_denied(text: str) -> None:
    assert all(one.stance is not Stance.DENIES for one in found(text))


@pytest.mark.parametrize(
    "text",
    [
        "She texted him that the bus was late.",
        "The embassy cabled that the talks were over.",
        "He radioed that it rained.",
    ],
)
def test_any_verb_by_which_somebody_has_a_clause_reports(text: str) -> None:
    assert len(said(text)) == 1


@pytest.mark.parametrize("text", ["She knew that the bus was late.", "The driver saw that the bridge was down."])
def test_knowing_and_seeing_report_nothing(text: str) -> None:
    assert said(text) == []


def test_who_neither_confirms_nor_denies_leaves_it_open_once() -> None:
    text = "The club neither confirmed nor denied that he had left."
    (one,) = found(text)
    assert (words(text, one.cue), one.stance) == ("neither confirmed nor denied", Stance.UNVERIFIED)


def test_what_appears_to_show_shows_with_a_hedge() -> None:
    text = "A video from the harbour appears to show a fire."
    (one,) = found(text)
    assert (words(text, one.cue), one.certainty) == ("appears to show", Certainty.HEDGED)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The survey suggests otherwise.", ("The survey", "suggests", "otherwise")),
        ("Police put the damage at two million euros.", ("Police", "put", "the damage at two million euros")),
        ("The bulletin has it that the mill burned.", ("The bulletin", "has it", "that the mill burned")),
        ("Rumour has it that the mill burned.", ("", "has it", "that the mill burned")),
        ("Nonsense, says the ministry.", ("the ministry", "says", "Nonsense")),
    ],
)
def test_ways_to_say_something(text: str, expected: tuple[str, str, str]) -> None:
    assert said(text) == [expected]


@pytest.mark.parametrize(
    ("text", "first", "second"),
    [
        (
            "The pilot denied that he was tired but admitted under pressure that he had not slept.",
            ("The pilot", "denied", "that he was tired"),
            ("The pilot", "admitted", "that he had not slept"),
        ),
        (
            "Army says it holds the hill, rebels deny it.",
            ("Army", "says", "it holds the hill"),
            ("rebels", "deny", "it"),
        ),
        (
            "The union says that wages fell; the owners reject the figure.",
            ("The union", "says", "that wages fell"),
            ("the owners", "reject", "the figure"),
        ),
        (
            "Two guards said that the thief had fled, which the warden called a lie.",
            ("Two guards", "said", "that the thief had fled"),
            ("the warden", "called", "which | a lie"),
        ),
    ],
)
def test_what_is_said_ends_before_the_next_one_who_speaks(
    text: str, first: tuple[str, str, str], second: tuple[str, str, str]
) -> None:
    assert said(text) == [first, second]


def test_what_happened_is_no_part_of_what_was_foreseen() -> None:
    text = "Brokers warned that prices would rise, and shares in the mill fell before noon."
    assert said(text) == [("Brokers", "warned", "that prices would rise")]


@pytest.mark.parametrize(
    ("text", "owner"),
    [
        ("He rejected the claims of the guards that the door was open.", "the guards"),
        ("He rejected a claim made by the guards that the door was open.", "the guards"),
        ("He rejected the claim that the door was open.", ""),
    ],
)
def test_a_claim_that_is_rejected_is_a_statement_of_its_owner(text: str, owner: str) -> None:
    outer, inner = found(text)
    assert (outer.stance, inner.stance, inner.parent) == (Stance.DENIES, Stance.ASSERTS, 0)
    assert (words(text, inner.source), words(text, inner.content)) == (owner, "that the door was open")


def test_a_reason_that_is_cited_does_not_speak() -> None:
    text = "The firm, citing high costs, said it would close the mill."
    assert all(words(text, one.source) == "The firm" for one in found(text))


def test_what_was_said_before_is_a_statement_inside_ones_own_words() -> None:
    text = "“I told them that the dam would break,” the engineer said."
    assert [words(text, one.source) for one in found(text) if one.parent is not None] == ["I"]


def test_what_is_promised_inside_anothers_words_is_a_statement() -> None:
    text = "The paper reported that the owner had promised to pay."
    assert said(text)[1] == ("the owner", "had promised", "to pay")


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("09:10 The minister, in Paris: “We will pay.”", "The minister"),
        ("09:10 State radio: “All is quiet.”", "State radio"),
    ],
)
def test_whoever_stands_before_a_colon_and_a_quotation_speaks(text: str, source: str) -> None:
    assert [name for name, _, _ in said(text)] == [source]


def test_a_dateline_without_an_agency_is_said_by_nobody() -> None:
    text = "GOMA, Congo - Soldiers have left the port, a priest said on Monday."
    assert [content for _, _, content in said(text)] == ["Soldiers have left the port"]


def test_silence_is_no_statement() -> None:
    assert said("The club did not comment on the fire.") == []
