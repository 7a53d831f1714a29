"""Who is said to hold a place, when; and who else at the same time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Final

from kg.ontology import CONTROL_TYPES
from kg.views.claims import Claim, Thing, claims_of, values
from kg.views.ledger import Line, told

if TYPE_CHECKING:
    from kg.store import Reader

SHOWN: Final = 60  # claims of a timeline
_HOLD: Final = ("Holding", "Capture")
_COMPARED: Final = 300  # assertions of holders; each is compared with each
_RIVALS: Final = 4
_EACH: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """A party to control of the place: a state and its forces are one, under all the names that the claims have."""

    parties: tuple[Thing, ...]
    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Control:
    """`claims` in the order of what they speak of, the newest `SHOWN` of `total`; `lanes` are the same by party."""

    claims: tuple[Claim, ...]
    lanes: tuple[Lane, ...]
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """`claims` are some of `total`."""

    parties: tuple[Thing, ...]
    claims: tuple[Claim, ...]
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Rivalry:
    """Two who are said to hold the place at overlapping times, between the days `first` and `last`."""

    holders: tuple[Holder, Holder]
    first: str
    last: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Assertion:
    """That somebody holds the place, or `parts` of it where some are named: a state, for itself and for its forces, or
    a party that is of no state."""

    statement: str
    event: str
    states: frozenset[str]
    parts: frozenset[str]
    first: str
    last: str


def control(reader: Reader, lines: Iterable[Line]) -> Control:
    """Of the claims about a place, those of who controls it."""
    ours = sorted((line for line in lines if line.type in CONTROL_TYPES), key=lambda line: (line.first, line.day))
    found = told(reader, ours[-SHOWN:]) if ours else ()
    return Control(claims=found, lanes=_lanes(found, _states(reader, found)), total=len(ours))


def rivalries(reader: Reader, lines: Iterable[Line]) -> tuple[Rivalry, ...]:
    """Of the claims about a place, those by which two hold it at a time; the pairs of whom most is said first. Undated
    claims are as old as the words that make them."""
    overlaps: dict[tuple[frozenset[str], frozenset[str]], list[tuple[_Assertion, _Assertion]]] = defaultdict(list)
    for one, other in combinations(_assertions(reader, lines), 2):
        if _rival(one, other):
            one, other = sorted((one, other), key=lambda each: sorted(each.states))
            overlaps[one.states, other.states].append((one, other))
    most = sorted(overlaps.values(), key=len, reverse=True)[:_RIVALS]
    return _compared(reader, most)


def _rival(one: _Assertion, other: _Assertion) -> bool:
    # Two parts of a town may well be in different hands.
    apart = one.parts and other.parts and not one.parts & other.parts
    return not (one.states & other.states or apart) and one.first <= other.last and other.first <= one.last


def _assertions(reader: Reader, lines: Iterable[Line]) -> list[_Assertion]:
    holding = [line for line in lines if line.type in _HOLD and line.stance == "Asserting" and line.first and line.last]
    states: dict[str, set[str]] = defaultdict(set)
    parts: dict[str, set[str]] = defaultdict(set)
    given = values("event", {line.event for line in holding[:_COMPARED]})
    for event, agent, state, part in reader.select(_PARTIES.replace("$given", given)).rows:
        states[str(event)].add(str(state or agent))
        parts[str(event)] |= {str(part)} if part else set()
    return [
        _Assertion(
            statement=line.statement,
            event=line.event,
            states=frozenset(states[line.event]),
            parts=frozenset(parts[line.event]),
            first=line.first,
            last=line.last,
        )
        for line in holding[:_COMPARED]
        if line.event in states
    ]


def _compared(reader: Reader, found: Sequence[Sequence[tuple[_Assertion, _Assertion]]]) -> tuple[Rivalry, ...]:
    sides = [tuple(_side(pair[position] for pair in pairs) for position in (0, 1)) for pairs in found]
    keys = dict.fromkeys(_key(one) for pair in sides for side in pair for one in side[:_EACH])
    known = {(claim.statement, claim.event.iri): claim for claim in claims_of(reader, list(keys))}
    return tuple(
        Rivalry(
            holders=(_holder(one, known), _holder(other, known)),
            first=min(max(a.first, b.first) for a, b in pairs),
            last=max(min(a.last, b.last) for a, b in pairs),
        )
        for pairs, (one, other) in zip(found, sides, strict=True)
    )


def _side(found: Iterable[_Assertion]) -> list[_Assertion]:
    return sorted(set(found), key=lambda one: (one.first, one.statement, one.event))


def _key(one: _Assertion) -> tuple[str, str, str]:
    return one.statement, "#asserts", one.event


def _holder(side: Sequence[_Assertion], known: Mapping[tuple[str, str], Claim]) -> Holder:
    found = tuple(known[one.statement, one.event] for one in side[:_EACH] if (one.statement, one.event) in known)
    parties = {agent.iri: agent for claim in found for agent in claim.event.agents}
    return Holder(parties=tuple(parties.values()), claims=found, total=len(side))


def _lanes(found: Sequence[Claim], states: Mapping[str, str]) -> tuple[Lane, ...]:
    parties: dict[str, dict[str, Thing]] = defaultdict(dict)
    claims: dict[str, list[Claim]] = defaultdict(list)
    for claim in found:
        party = next(iter((*claim.event.agents, *claim.event.patients)), None)
        lane = "" if party is None else states.get(party.iri, party.iri)
        claims[lane].append(claim)
        if party is not None:
            parties[lane][party.iri] = party
    # Claims that name nobody come last.
    order = sorted(claims, key=lambda lane: (not lane, -len(claims[lane]), lane))
    return tuple(Lane(parties=tuple(parties[lane].values()), claims=tuple(claims[lane])) for lane in order)


def _states(reader: Reader, found: Iterable[Claim]) -> dict[str, str]:
    parties = {one.iri for claim in found for one in (*claim.event.agents, *claim.event.patients)}
    rows = reader.select(_STATES.replace("$given", values("party", parties))).rows
    return {str(party): str(state) for party, state in rows}


_PARTIES: Final = """SELECT ?event ?agent ?state ?part WHERE {
  $given ?event cg:agent ?agent .
  OPTIONAL { ?agent cg:ofState ?state }
  OPTIONAL { ?event cg:placePart ?part }
}"""
_STATES: Final = "SELECT ?party (MIN(?state_) AS ?state) WHERE { $given ?party cg:ofState ?state_ } GROUP BY ?party"
