"""Claims put together so that those who disagree stand side by side."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from kg.views.choosing import things
from kg.views.claims import Claim, Situation, Thing
from kg.views.holding import HOLDS, sides

if TYPE_CHECKING:
    from kg.store import Reader

STANCES: Final = ("Asserting", "Denying", "Doubting", "LeavingOpen")


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
    """The claims of whether one side holds a place; at least one says so."""

    holder: Thing
    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Contest:
    """A place that several sides are said to hold."""

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
    held = [(one, one.event.place.iri) for one in claims if one.event.type in HOLDS and one.event.place]
    side_of = sides(reader, {agent.iri for one, _ in held for agent in one.event.agents[:1]})
    places: dict[str, dict[str, list[Claim]]] = defaultdict(lambda: defaultdict(list))
    for one, place in held:
        for agent in one.event.agents[:1]:
            places[place][side_of[agent.iri]].append(one)
    rival = {place: {side: ones for side, ones in found.items() if _said(ones)} for place, found in places.items()}
    contested = {place: found for place, found in rival.items() if len(found) > 1}
    names = things(reader, {*contested, *(side for found in contested.values() for side in found)})
    return tuple(
        Contest(
            place=names[place],
            holders=tuple(Holder(holder=names[side], claims=tuple(ones)) for side, ones in found.items()),
        )
        for place, found in contested.items()
    )


def _said(claims: Iterable[Claim]) -> bool:
    return any(one.stance == "Asserting" for one in claims)


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
