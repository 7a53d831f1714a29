"""Who is said to hold a place: one rule for the map, the pages of places, answers and the network."""

from collections.abc import Iterable
from pathlib import Path

import pytest
from test_thing_pages import NORTHFIELD, holding, stored

from kg import views
from kg.views.claims import Thing, claims
from kg.views.holding import Hold, Word, rivals, states
from kg.views.places import place
from kg.views.sides import sided

AGENT_A, AGENT_B = Thing(iri="https://x.example/a", label="A"), Thing(iri="https://x.example/b", label="B")


def word(speaker: str, day: str, type_: str, stance: str = "Asserting", agent: Thing = AGENT_A) -> Word:
    return Word(
        statement=f"https://x.example/{speaker}{day}",
        day=day,
        dated=True,
        type=type_,
        stance=stance,
        speaker=Thing(iri=f"https://x.example/{speaker}", label=speaker),
        agent=agent,
        patient=None,
        agent_side=agent,
        patient_side=None,
        place=Thing(iri="https://x.example/p", label="Town"),
    )


def last(*words: Word) -> tuple[str, list[tuple[str, int, int]]]:
    state = states(words)[-1]
    return state.status, [(one.side.label, one.says, one.against) for one in state.holders]


def test_one_voice_makes_a_claim_and_no_fact() -> None:
    assert last(word("x", "2025-01-01", "Capture")) == ("claimed", [("A", 1, 0)])


def test_a_denial_makes_a_place_contested_and_both_stay() -> None:
    denied = word("y", "2025-01-02", "Holding", "Denying")
    assert last(word("x", "2025-01-01", "Capture"), denied) == ("contested", [("A", 1, 1)])


def test_two_holders_make_a_place_contested() -> None:
    other = word("y", "2025-01-02", "Capture", agent=AGENT_B)
    assert last(word("x", "2025-01-01", "Capture"), other) == ("contested", [("A", 1, 0), ("B", 1, 0)])


def test_of_a_speaker_the_latest_words_stand() -> None:
    later = word("x", "2025-02-01", "Capture", agent=AGENT_B)
    assert last(word("x", "2025-01-01", "Capture"), later) == ("claimed", [("B", 1, 0)])


def test_who_enters_a_place_does_not_hold_it() -> None:
    assert last(word("x", "2025-01-01", "Entry")) == ("spoken of", [])


def test_who_left_a_place_is_not_said_to_hold_it() -> None:
    assert last(word("x", "2025-01-01", "Withdrawal")) == ("left", [("A", 0, 1)])


def test_a_denied_withdrawal_says_of_nobody_that_they_hold_a_place() -> None:
    assert last(word("x", "2025-01-01", "Withdrawal", "Denying")) == ("spoken of", [])


def test_fighting_makes_a_place_contested() -> None:
    assert last(word("x", "2025-01-01", "Contest"))[0] == "contested"


def test_who_wins_what_another_lost_is_said_to_hold_it() -> None:
    assert last(word("x", "2025-01-01", "Loss")) == ("claimed", [("A", 1, 0)])


def test_what_is_claimed_changes_from_day_to_day() -> None:
    told = (
        word("x", "2025-01-01", "Capture"),
        word("y", "2025-01-03", "Capture", "Denying"),
        word("x", "2025-01-05", "Withdrawal"),
    )
    assert [(one.day, one.status) for one in states(told)] == [
        ("2025-01-01", "claimed"),
        ("2025-01-03", "contested"),
        ("2025-01-05", "left"),
    ]


def test_days_that_change_nothing_are_no_states() -> None:
    told = (word("x", "2025-01-01", "Capture"), word("x", "2025-01-02", "Holding"))
    assert [one.day for one in states(told)] == ["2025-01-01"]


def hold(side: str, first: str, last_: str, *, part: str = "") -> Hold:
    parts = frozenset({part} if part else ())
    return Hold(speaker=f"who says {side}", sides=frozenset({side}), parts=parts, first=first, last=last_)


def pairs(*holds: Hold) -> list[set[frozenset[str]]]:
    return [{one.sides, other.sides} for one, other in rivals(holds)]


A, B = frozenset({"A"}), frozenset({"B"})


def test_two_sides_at_overlapping_times_are_rivals() -> None:
    assert pairs(hold("A", "2025-01-01", "2025-01-05"), hold("B", "2025-01-05", "2025-01-09")) == [{A, B}]


@pytest.mark.parametrize(
    "other",
    [
        hold("B", "2025-01-06", "2025-01-09"),  # later
        hold("A", "2025-01-01", "2025-01-05"),  # the same side
        hold("B", "2025-01-01", "2025-01-05", part="the old town"),  # another part
        hold("B", "", ""),  # nobody knows when
    ],
)
def test_others_are_none(other: Hold) -> None:
    assert pairs(hold("A", "2025-01-01", "2025-01-05", part="the harbour"), other) == []


def test_whoever_holds_a_part_is_the_rival_of_who_holds_the_whole() -> None:
    assert len(pairs(hold("A", "2025-01-01", "2025-01-05", part="the harbour"), hold("B", "2025-01-01", "2025-01-05")))


def test_all_pairs_of_rivals_are_found() -> None:
    days = [("2025-01-01", "2025-01-09"), ("2025-01-02", "2025-01-02"), ("2025-01-04", "2025-01-04")]
    assert len(pairs(*(hold(f"{n}", *day) for n, day in enumerate(days)))) == 2


def test_map_place_answer_and_network_agree(tmp_path: Path) -> None:
    """Aldian forces and Borland are each said to hold Northfield on May 3: Aldia and Borland are its rivals."""
    graph = stored(tmp_path, holding("1", "aldian-forces-1"), holding("2", "borland-1", kind="place"))
    assert len(place(graph, {"iri": NORTHFIELD}).rivalries) == 1
    assert holders(sided(graph, claims(graph, "", limit=9)).contests) == {"aldia-1", "borland-1"}
    assert [edge.kind for edge in views.network(graph, {}).edges] == ["contradicts"]
    assert len(views.summary(graph).disputed) == 0  # a place without a name is shown nowhere


def test_a_state_and_its_forces_are_no_rivals_anywhere(tmp_path: Path) -> None:
    graph = stored(tmp_path, holding("1", "aldian-forces-1"), holding("2", "aldia-1", kind="place"))
    assert place(graph, {"iri": NORTHFIELD}).rivalries == ()
    assert sided(graph, claims(graph, "", limit=9)).contests == ()
    assert views.network(graph, {}).edges == ()


def holders(contests: Iterable[object]) -> set[str]:
    return {one.holder.iri.rpartition("/")[2] for contest in contests for one in contest.holders}  # type: ignore[attr-defined]
