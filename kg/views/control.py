"""The claims of who holds a place, by party and by day; and who is said to hold it at the same time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kg.ontology import CONTROL_TYPES
from kg.views.claims import Claim, Thing, claims_of, values
from kg.views.holding import HOLDS, Hold, rivals, sides
from kg.views.ledger import Line, told

if TYPE_CHECKING:
    from kg.store import Reader

SHOWN: Final = 60  # claims of a timeline
_READ: Final = 800  # assertions of holders, the newest
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
class Claimed:
    """Who is said to hold the place; `claims` are some of `total`."""

    parties: tuple[Thing, ...]
    claims: tuple[Claim, ...]
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Rivalry:
    """Two who are said to hold the place at overlapping times, between the days `first` and `last`."""

    holders: tuple[Claimed, Claimed]
    first: str
    last: str


def control(reader: Reader, lines: Iterable[Line]) -> Control:
    """Of the claims about a place, those of who controls it."""
    ours = sorted((line for line in lines if line.type in CONTROL_TYPES), key=lambda line: (line.first, line.day))
    found = told(reader, ours[-SHOWN:]) if ours else ()
    return Control(claims=found, lanes=_lanes(found, _sides(reader, found)), total=len(ours))


def rivalries(reader: Reader, lines: Iterable[Line]) -> tuple[Rivalry, ...]:
    """Of the claims about a place, those by which two hold it at a time; the pairs of whom most is said first. Undated
    claims are as old as the words that make them."""
    overlaps: dict[tuple[frozenset[str], frozenset[str]], list[tuple[Hold, Hold]]] = defaultdict(list)
    for pair in rivals(_holds(reader, lines)):
        one, other = sorted(pair, key=lambda each: sorted(each.sides))
        overlaps[one.sides, other.sides].append((one, other))
    most = sorted(overlaps.values(), key=len, reverse=True)[:_RIVALS]
    return _compared(reader, most)


def _holds(reader: Reader, lines: Iterable[Line]) -> list[Hold]:
    asserted = [line for line in lines if line.type in HOLDS and line.stance == "Asserting"][:_READ]
    agents: dict[str, set[str]] = defaultdict(set)
    parts: dict[str, set[str]] = defaultdict(set)
    given = values("event", {line.event for line in asserted})
    for event, agent, part in reader.select(_PARTIES.replace("$given", given)).rows:
        agents[str(event)].add(str(agent))
        parts[str(event)] |= {str(part)} if part else set()
    side_of = sides(reader, {agent for some in agents.values() for agent in some})
    return [
        Hold(
            speaker=line.speaker,
            sides=frozenset(side_of[agent] for agent in agents[line.event]),
            parts=frozenset(parts[line.event]),
            first=line.first,
            last=line.last,
            statement=line.statement,
            event=line.event,
        )
        for line in asserted
        if line.event in agents
    ]


def _compared(reader: Reader, found: Sequence[Sequence[tuple[Hold, Hold]]]) -> tuple[Rivalry, ...]:
    sides = [tuple(_ordered(pair[position] for pair in pairs) for position in (0, 1)) for pairs in found]
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


def _ordered(found: Iterable[Hold]) -> list[Hold]:
    return sorted(set(found), key=lambda one: (one.first, one.statement, one.event))


def _key(one: Hold) -> tuple[str, str, str]:
    return one.statement, "#asserts", one.event


def _holder(side: Sequence[Hold], known: Mapping[tuple[str, str], Claim]) -> Claimed:
    found = tuple(known[one.statement, one.event] for one in side[:_EACH] if (one.statement, one.event) in known)
    parties = {agent.iri: agent for claim in found for agent in claim.event.agents}
    return Claimed(parties=tuple(parties.values()), claims=found, total=len(side))


def _lanes(found: Sequence[Claim], sides: Mapping[str, str]) -> tuple[Lane, ...]:
    parties: dict[str, dict[str, Thing]] = defaultdict(dict)
    claims: dict[str, list[Claim]] = defaultdict(list)
    for claim in found:
        party = next(iter((*claim.event.agents, *claim.event.patients)), None)
        lane = "" if party is None else sides[party.iri]
        claims[lane].append(claim)
        if party is not None:
            parties[lane][party.iri] = party
    # Claims that name nobody come last.
    order = sorted(claims, key=lambda lane: (not lane, -len(claims[lane]), lane))
    return tuple(Lane(parties=tuple(parties[lane].values()), claims=tuple(claims[lane])) for lane in order)


def _sides(reader: Reader, found: Iterable[Claim]) -> dict[str, str]:
    return sides(reader, {one.iri for claim in found for one in (*claim.event.agents, *claim.event.patients)})


_PARTIES: Final = """SELECT ?event ?agent ?part WHERE {
  $given ?event cg:agent ?agent . OPTIONAL { ?event cg:placePart ?part }
}"""
