"""Claims put together so that those who disagree stand side by side."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from kg.terms import iri
from kg.views.claims import Claim, Situation, Thing

if TYPE_CHECKING:
    from kg.store import Reader

STANCES: Final = ("Asserting", "Denying", "Doubting", "LeavingOpen")
_HOLDING: Final = ("Holding", "Capture")


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """Claims that take one stance."""

    stance: str
    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """What is claimed of one situation: the same kind of event with the same participants at the same place, whatever
    its day and the part of the place."""

    situation: Situation
    sides: tuple[Side, ...]

    @property
    def claims(self) -> tuple[Claim, ...]:
        return tuple(claim for side in self.sides for claim in side.claims)


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """The claims that one party holds or took a place. A state and its forces are one party."""

    holder: Thing
    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Contest:
    """A place that several are said to hold or to have taken."""

    place: Thing
    holders: tuple[Holder, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sided:
    """`single` are the claims of situations of which nobody else speaks."""

    contests: tuple[Contest, ...] = ()
    groups: tuple[Group, ...] = ()
    single: tuple[Claim, ...] = ()

    @property
    def claims(self) -> tuple[Claim, ...]:
        contested = [claim for one in self.contests for holder in one.holders for claim in holder.claims]
        return (*contested, *(claim for group in self.groups for claim in group.claims), *self.single)

    @property
    def stances(self) -> tuple[str, ...]:
        """Those that are taken, and always the first two: that nobody denies is worth knowing."""
        taken = {claim.stance for claim in self.claims}
        return tuple(name for name in STANCES if name in taken or name in STANCES[:2])


def sided(reader: Reader, claims: Iterable[Claim]) -> Sided:
    """Contests first, then situations with different stances; the order of the claims is kept otherwise."""
    all_ = tuple(claims)
    contests = _contests(reader, all_)
    contested = {id(claim) for contest in contests for holder in contest.holders for claim in holder.claims}
    together: dict[object, list[Claim]] = defaultdict(list)
    for one in all_:
        if id(one) not in contested:
            together[_what(one.event)].append(one)
    groups = [_group(ones) for ones in together.values() if len(ones) > 1]
    return Sided(
        contests=contests,
        groups=tuple(sorted(groups, key=lambda one: (-len(one.sides), -len(one.claims)))),
        single=tuple(ones[0] for ones in together.values() if len(ones) == 1),
    )


def _contests(reader: Reader, claims: Sequence[Claim]) -> tuple[Contest, ...]:
    held = [one for one in claims if one.event.type in _HOLDING and one.event.place and one.event.agents]
    states = _states(reader, {agent.iri for one in held for agent in one.event.agents})
    places: dict[str, dict[str, list[Claim]]] = defaultdict(lambda: defaultdict(list))
    things: dict[str, Thing] = {}
    for one in held:
        assert one.event.place is not None
        agent = one.event.agents[0]
        holder = states.get(agent.iri, agent)
        things.update({holder.iri: holder, one.event.place.iri: one.event.place})
        places[one.event.place.iri][holder.iri].append(one)
    return tuple(
        Contest(
            place=things[place],
            holders=tuple(Holder(holder=things[holder], claims=tuple(ones)) for holder, ones in holders.items()),
        )
        for place, holders in places.items()
        if len(holders) > 1
    )


def _states(reader: Reader, agents: Iterable[str]) -> Mapping[str, Thing]:
    """The states that forces are of."""
    given = " ".join(sorted(iri(one) for one in agents))
    rows = reader.select(_STATES.replace("$given", given)).rows if given else ()
    return {str(agent): Thing(iri=str(state), label=str(label), type="State") for agent, state, label in rows}


def _what(event: Situation) -> object:
    agents, patients = (tuple(sorted(one.iri for one in things)) for things in (event.agents, event.patients))
    known = event.place or agents or patients
    return (event.type, agents, patients, event.place.iri if event.place else "", "" if known else event.iri)


def _group(claims: Sequence[Claim]) -> Group:
    stances: dict[str, list[Claim]] = defaultdict(list)
    for one in claims:
        stances[one.stance].append(one)
    sides = tuple(Side(stance=name, claims=tuple(stances[name])) for name in STANCES if name in stances)
    return Group(situation=replace(claims[0].event, part="", date="", earliest="", latest=""), sides=sides)


_STATES: Final = """SELECT ?agent ?state (MIN(?name) AS ?label) WHERE {
  VALUES ?agent { $given } ?agent cg:ofState ?state . ?state skos:prefLabel ?name
} GROUP BY ?agent ?state ORDER BY ?agent DESC(?state)"""
