"""Who is said to hold a place: the rule, for the map, the pages of places, answers and the network.

A state and its forces are one side. Whoever is said to hold a place, to take it, or to be the one to whom it was lost
is said to hold it. Of each speaker the latest words stand, and those of all speakers stand side by side: nothing is
settled here. Two sides that are said to hold the same place at overlapping times are rivals.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from heapq import nlargest, nsmallest
from itertools import islice
from typing import TYPE_CHECKING, Final, Literal

from kg.views.claims import Thing, values

if TYPE_CHECKING:
    from kg.store import Reader

HOLDS: Final = ("Holding", "Capture", "Loss")
"""The classes of events whose agent, where one is named, has the place."""

_LISTED: Final = 6
_COMPARED: Final = 800  # of those who are said to hold one place, the newest; each is compared with each

Status = Literal["claimed", "contested", "left", "spoken of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """What a speaker says on a day about who holds a place, in `number` claims, of which `statement` is one. `day` is
    that of the event where `dated`, else of the statement; "" when neither is known. `type` and
    `stance` are local names; `agent` and `patient` are as told, and each stands for a side."""

    statement: str
    day: str
    dated: bool
    type: str
    stance: str
    speaker: Thing
    agent: Thing | None
    patient: Thing | None
    agent_side: Thing | None
    patient_side: Thing | None
    place: Thing
    number: int = 1

    @property
    def holder(self) -> Thing | None:
        """The side that takes the place, or has it."""
        return self.agent_side if self.type in HOLDS else None

    @property
    def loser(self) -> Thing | None:
        """The side that leaves the place, or loses it."""
        if self.type == "Withdrawal":
            return self.agent_side or self.patient_side
        return self.patient_side if self.type in HOLDS else None

    # As an event has them, so that it can be put into words.

    @property
    def agents(self) -> tuple[Thing, ...]:
        return (self.agent,) if self.agent else ()

    @property
    def patients(self) -> tuple[Thing, ...]:
        return (self.patient,) if self.patient else ()

    @property
    def part(self) -> str:
        return ""

    @property
    def date(self) -> str:
        return self.day if self.dated else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """`says` speakers say that the side holds the place, `against` deny it, doubt it, leave it open or say it left."""

    side: Thing
    says: int
    against: int


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """From `day` on. `holders` are the sides of which most speakers say that they hold the place, then those of which
    it is only denied; `more` are not listed. `fighting` is said to go on in it or over it."""

    day: str
    status: Status
    holders: tuple[Holder, ...]
    more: int
    fighting: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """That `speaker` asserts that one of `sides` holds a place, or some `parts` of it, from `first` to `last`; "" where
    no day is known."""

    speaker: str
    sides: frozenset[str]
    parts: frozenset[str]
    first: str
    last: str
    statement: str = ""
    event: str = ""


def sides(reader: Reader, parties: Iterable[str]) -> dict[str, str]:
    """The side that each party is of: the state for its forces, else itself."""
    found = {party: party for party in parties}
    rows = reader.select(_STATES.replace("$given", values("party", found))).rows
    return {**found, **{str(party): str(state) for party, state in rows}}


def rivals(holds: Iterable[Hold]) -> Iterator[tuple[Hold, Hold]]:
    """Of what is said of one place, the pairs that contradict each other; each begins with whose days begin first. What
    has no days contradicts nothing."""
    dated = [one for one in holds if one.first and one.last]
    newest = nlargest(_COMPARED, dated, key=lambda one: (one.last, one.speaker, sorted(one.sides), one.event))
    ordered = sorted(newest, key=lambda one: (one.first, one.speaker, sorted(one.sides), one.event))
    for position, one in enumerate(ordered):
        for other in islice(ordered, position + 1, None):
            if other.first > one.last:
                break
            if not one.sides & other.sides and not _apart(one, other):
                yield one, other


def _apart(one: Hold, other: Hold) -> bool:
    """Two parts of a town may well be in different hands."""
    return bool(one.parts and other.parts and not one.parts & other.parts)


def states(words: Iterable[Word]) -> tuple[State, ...]:
    """After each day of words, the earliest first; words without a day count from the beginning."""
    days: dict[str, dict[str, list[Word]]] = defaultdict(lambda: defaultdict(list))
    for word in words:
        days[word.day][word.speaker.iri].append(word)
    standing = _Standing()
    found: list[State] = []
    for day in sorted(days):
        for speaker, latest in days[day].items():
            standing.replace(speaker, latest)
        state = standing.state(day)
        if not found or _content(state) != _content(found[-1]):
            found.append(state)
    return tuple(found)


class _Standing:
    """The latest words of each speaker, and what they come to."""

    def __init__(self) -> None:
        self._words: dict[str, list[Word]] = {}
        self._sides: dict[str, Thing] = {}
        self._says: dict[str, set[str]] = defaultdict(set)
        self._against: dict[str, set[str]] = defaultdict(set)
        self._fighting: set[str] = set()

    def replace(self, speaker: str, words: list[Word]) -> None:
        for side, _ in self._effects(speaker):
            self._says[side.iri].discard(speaker)
            self._against[side.iri].discard(speaker)
        self._fighting.discard(speaker)
        self._words[speaker] = words
        for side, holds in self._effects(speaker):
            self._sides.setdefault(side.iri, side)
            (self._says if holds else self._against)[side.iri].add(speaker)
        if any(word.type == "Contest" and word.stance == "Asserting" for word in words):
            self._fighting.add(speaker)

    def state(self, day: str) -> State:
        named = [key for key in self._sides if self._says[key] or self._against[key]]
        first = nsmallest(_LISTED, named, key=lambda key: (-len(self._says[key]), self._sides[key].label, key))
        return State(
            day=day,
            status=self._status(named),
            holders=tuple(
                Holder(side=self._sides[key], says=len(self._says[key]), against=len(self._against[key]))
                for key in first
            ),
            more=len(named) - len(first),
            fighting=bool(self._fighting),
        )

    def _status(self, named: Sequence[str]) -> Status:
        claimed = [key for key in named if self._says[key]]
        if len(claimed) > 1 or self._fighting or any(self._against[key] for key in claimed):
            return "contested"
        if claimed:
            return "claimed"
        return "left" if named else "spoken of"

    def _effects(self, speaker: str) -> list[tuple[Thing, bool]]:
        return [effect for word in self._words.get(speaker, ()) for effect in _effects(word)]


def _effects(word: Word) -> Iterator[tuple[Thing, bool]]:
    """Which side is said to hold the place, or is said not to. Who enters a place does not hold it by that; a denied
    withdrawal does not say that anybody holds the place, but that it is not known to be left."""
    asserted = word.stance == "Asserting"
    if word.holder:
        yield word.holder, asserted
    if word.loser and asserted:
        yield word.loser, False


def _content(state: State) -> tuple[object, ...]:
    return state.status, state.holders, state.more, state.fighting


_STATES: Final = "SELECT ?party (MIN(?state_) AS ?state) WHERE { $given ?party cg:ofState ?state_ } GROUP BY ?party"
