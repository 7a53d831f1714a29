"""Claims and denials of control over a place, as newspapers put them: who speaks, by what cue, of what."""

import pytest
from attribution_texts import found, parse, said, words

from kg.model import Stance


def stances(text: str) -> list[tuple[str, Stance, str]]:
    """Source, stance and content of each attribution."""
    return [(words(text, a.source), a.stance, words(text, a.content)) for a in found(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Russia claims to have taken Vuhledar.", ("Russia", "claims", "to have taken Vuhledar")),
        ("Russia claimed to have taken Vuhledar.", ("Russia", "claimed", "to have taken Vuhledar")),
        ("Russia is claiming to have taken Vuhledar.", ("Russia", "is claiming", "to have taken Vuhledar")),
        ("Russia says it has taken Vuhledar.", ("Russia", "says", "it has taken Vuhledar")),
        ("Russia boasted of capturing Vuhledar.", ("Russia", "boasted of", "capturing Vuhledar")),
        ("Russia admitted losing Vuhledar.", ("Russia", "admitted", "losing Vuhledar")),
    ],
)
def test_who_claims_to_have_done_something_is_the_source(text: str, expected: tuple[str, str, str]) -> None:
    assert said(text) == [expected]


@pytest.mark.parametrize(
    ("text", "pronoun"),
    [
        ("Russia claims to have taken Vuhledar. Ukraine denies this.", "this"),
        ("Russia claimed to have captured Vuhledar; Ukraine denied it.", "it"),
    ],
)
def test_a_denial_of_it_does_not_take_in_the_claim_beside_it(text: str, pronoun: str) -> None:
    (russia, claims, _), (ukraine, denies, content) = stances(text)
    assert (russia, claims) == ("Russia", Stance.ASSERTS)
    assert (ukraine, denies, content) == ("Ukraine", Stance.DENIES, pronoun)


def test_denied_having_done_is_active() -> None:
    text = "Syrian rebels denied having lost Hama, and said they had beaten the army back."
    assert said(text) == [
        ("Syrian rebels", "denied", "having lost Hama"),
        ("Syrian rebels", "said", "they had beaten the army back"),
    ]


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("Nobody said that Russia controls Kharkiv.", "that Russia controls Kharkiv"),
        ("Neither the papers nor the ministry confirmed that the town had fallen.", "that the town had fallen"),
        ("No official confirmed that the town had fallen.", "that the town had fallen"),
    ],
)
def test_nobody_is_no_source_and_what_nobody_said_is_left_open(text: str, content: str) -> None:
    assert stances(text) == [("", Stance.UNVERIFIED, content)]


def test_a_source_who_asks_not_to_be_named_says_nothing_by_that() -> None:
    text = "CNN, quoting a Pentagon official who asked not to be named, reported that troops had entered Bakhmut."
    official = "a Pentagon official who asked not to be named"
    content = "that troops had entered Bakhmut"
    assert said(text) == [(official, "quoting", content), ("CNN", "reported", content)]
    assert [a.parent for a in found(text)] == [1, None]


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("Hamas called this nonsense.", "this"),
        ("Hamas called it nonsense.", "it"),
        ("Kyiv called reports that Russia had captured Bakhmut fake.", "reports that Russia had captured Bakhmut"),
        ("Kyiv described the claim as a lie.", "the claim"),
    ],
)
def test_what_is_called_false_is_what_is_denied(text: str, content: str) -> None:
    one, *_ = found(text)
    assert (one.stance, words(text, one.judged)) == (Stance.DENIES, content)
    assert text.endswith(f"{words(text, one.content)}.")


@pytest.mark.parametrize(
    "text",
    [
        "The army said claims that it had lost Hama were false.",
        "The army said that reports that it had lost Hama were untrue.",
        "The army said in a statement that claims that it had lost Hama were “completely false”.",
        "The army said the report was a lie.",
        "The army said this was a lie.",
    ],
)
def test_to_say_that_a_claim_is_false_is_to_deny_it(text: str) -> None:
    assert [(source, stance) for source, stance, _ in stances(text)] == [("The army", Stance.DENIES)]


def test_that_belongs_to_the_content_and_is_no_source() -> None:
    text = "The army said in a statement that claims that it had lost Hama were “completely false”."
    content = "that claims that it had lost Hama were “completely false”"
    assert said(text) == [("The army", "said in a statement", content)]


def test_the_noun_before_a_relative_that_is_the_source() -> None:
    assert said("The agency that reported the attack is in Kyiv.") == [("The agency", "reported", "the attack")]


@pytest.mark.parametrize(
    ("text", "stance"),
    [
        ("Reuters said it could not confirm the claim that Russia had taken it.", Stance.UNVERIFIED),
        ("Reuters said it was unable to verify the report.", Stance.UNVERIFIED),
        ("Reuters said it denied that Russia had taken the town.", Stance.DENIES),
    ],
)
def test_who_says_of_itself_that_it_cannot_tell_is_one_speaker_of_two_statements(text: str, stance: Stance) -> None:
    outer, inner, *_ = found(text)
    assert [outer.stance, inner.stance, inner.parent] == [Stance.ASSERTS, stance, 0]
    assert (words(text, inner.source), inner.source_head) == ("it", outer.source_head)


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("“We cannot confirm that Russia has taken it,” the army said.", "the army"),
        ("It is unclear whether Russia controls Vuhledar, the BBC reported.", "the BBC"),
        ("The BBC said it was not clear who controlled Vuhledar.", "The BBC"),
    ],
)
def test_what_is_said_to_be_unclear_is_left_open_by_who_says_so(text: str, source: str) -> None:
    assert [(s, st) for s, st, _ in stances(text)] == [(source, Stance.UNVERIFIED)]


@pytest.mark.parametrize(
    ("text", "source", "head"),
    [
        ("Wagner has captured Bakhmut, its founder Ann Lee said on Saturday.", "its founder Ann Lee", "Lee"),
        ("Israel has captured Jabalia, Hamas's rival Fatah said.", "Hamas's rival Fatah", "Fatah"),
        (
            "Troops have entered Sudzha, the governor of the region, Ann Lee, said.",
            "the governor of the region, Ann Lee",
            "Lee",
        ),
    ],
)
def test_a_place_before_the_comma_is_no_part_of_the_source(text: str, source: str, head: str) -> None:
    (one,) = found(text)
    assert words(text, one.source) == source
    assert words(text, one.content) == text[: text.index(",")]
    assert one.source_head is not None
    assert parse(text).doc[one.source_head].text == head


def test_though_begins_the_words_of_somebody_else() -> None:
    text = "Israel has captured Jabalia, Hamas's rival Fatah said, though Hamas called this nonsense."
    assert stances(text) == [
        ("Hamas's rival Fatah", Stance.ASSERTS, "Israel has captured Jabalia"),
        ("Hamas", Stance.DENIES, "this nonsense"),
    ]


@pytest.mark.parametrize("text", ["Kigali denies backing M23.", "Kigali denied supporting the rebels."])
def test_what_is_denied_is_no_statement_of_its_own(text: str) -> None:
    assert [(source, stance) for source, stance, _ in stances(text)] == [("Kigali", Stance.DENIES)]


def test_reports_are_denied_by_the_agent_of_the_passive() -> None:
    text = "Reports that Russia had captured Vuhledar were denied by Kyiv."
    assert stances(text) == [
        ("", Stance.ASSERTS, "that Russia had captured Vuhledar"),
        ("Kyiv", Stance.DENIES, "Reports that Russia had captured Vuhledar"),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The reports could not be independently verified.", ("", Stance.UNVERIFIED, "The reports")),
        ("Kyiv has yet to confirm the loss of the town.", ("Kyiv", Stance.UNVERIFIED, "the loss of the town")),
        ("The army said the report was not true.", ("The army", Stance.DENIES, "the report was not true")),
        ("Hamas said it did not attack Jabalia.", ("Hamas", Stance.ASSERTS, "it did not attack Jabalia")),
    ],
)
def test_a_negated_verb_of_telling_leaves_open_and_a_negated_deed_does_not(
    text: str, expected: tuple[str, Stance, str]
) -> None:
    assert stances(text) == [expected]


def test_what_is_denied_in_a_longer_quotation_is_denied_by_its_speaker() -> None:
    text = "“We deny that Russia has taken the town. We hold it,” the army said."
    assert stances(text) == [
        ("the army", Stance.DENIES, "that Russia has taken the town"),
        ("the army", Stance.ASSERTS, "We hold it,”"),
    ]
