"""The sides of an article: which of its parties belong together, who is against whom, what is said of a place."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from kg.extract.cast import Cast
from kg.extract.claimants import is_regime
from kg.extract.home import home_state
from kg.extract.nouns import class_of_name, nouns
from kg.extract.roster import FORCES
from kg.extract.situations import Found
from kg.ontology import CONTROL_TYPES

_PARTIES = (*FORCES, "State", "Group", "GovernmentBody")
_ATTACKS = frozenset({"Attack", "Assault"})
_TWO = 2
_ANY = frozenset({"the", "some", "several", "many", "more"})

Role = tuple[int, int]
"""The trigger of an event, and a party to it."""


class Sides:
    """A side is known by one of its parties. A state, its forces and its ministries are one side, and so are those who
    do something together ("X and Y hold it")."""

    def __init__(self, cast: Cast, found: Iterable[Found]) -> None:
        self.cast = cast
        self._joined: dict[int, int] = {}
        self._parties: list[int] = []
        self._takers: defaultdict[int, list[Role]] = defaultdict(list)
        self._holders: defaultdict[int, list[Role]] = defaultdict(list)
        self._attackers: defaultdict[int, list[int]] = defaultdict(list)
        together: defaultdict[tuple[int, str], list[int]] = defaultdict(list)
        for one in found:
            for role, key in (("agent", one.agent), ("patient", one.patient)):
                if key is not None and self._is_party(key):
                    if one.type in CONTROL_TYPES:
                        together[one.trigger, role].append(key)
                        self._parties.append(key)
                    if one.place is not None:
                        self._note(one, role, key, place=one.place)
        for first, *others in together.values():
            for other in others:
                self._join(first, other)

    def _is_party(self, key: int) -> bool:
        """ "Soldiers" of whom nothing is told may be of either side."""
        draft = self.cast.draft(key)
        head = next((word for word in draft.name.lower().split() if word not in _ANY), "")
        bare = draft.type == "ArmedForce" and not draft.named and class_of_name(head, nouns().actors) == draft.type
        return draft.type in _PARTIES and not draft.vague and not (bare and draft.state is None)

    def _note(self, one: Found, role: str, key: int, *, place: int) -> None:
        if one.type in _ATTACKS and role == "agent":
            self._attackers[place].append(key)
        elif one.type == "Holding" or (one.type in CONTROL_TYPES and one.type != "Contest" and role == "patient"):
            self._holders[place].append((one.trigger, key))
        elif one.type in CONTROL_TYPES and one.type != "Contest":
            self._takers[place].append((one.trigger, key))

    def _join(self, key: int, other: int) -> None:
        first, second = self.of(key), self.of(other)
        if first != second:
            self._joined[second] = first

    def of(self, key: int) -> int:
        """The side that a party is on."""
        draft = self.cast.draft(key)
        state = home_state(self.cast.roster) if is_regime(self.cast, key) else draft.state
        side = state if draft.type in ("ArmedForce", "GovernmentBody") and state is not None else key
        while side in self._joined:
            side = self._joined[side]
        return side

    # ---------------------------------------------------------------- what is said of a place

    def takers(self, one: Found) -> list[Role]:
        """Who is said to take or enter the place of an event, or to drive others out of it."""
        return self._takers[one.place] if one.place is not None else []

    def holders(self, one: Found) -> list[Role]:
        """Who is said to hold, leave or lose it."""
        return self._holders[one.place] if one.place is not None else []

    def attackers(self, one: Found) -> list[int]:
        return self._attackers[one.place] if one.place is not None else []

    # ---------------------------------------------------------------- choosing

    def without(self, parties: Iterable[int], others: Iterable[int]) -> list[int]:
        sides = {self.of(key) for key in others}
        return [key for key in parties if self.of(key) not in sides]

    def only(self, parties: Sequence[int]) -> int | None:
        """A party, if all of them are on one side: its force rather than a ministry."""
        if len({self.of(key) for key in parties}) != 1:
            return None
        return next((key for key in parties if self.cast.type(key) in FORCES), parties[0])

    def against(self, parties: Sequence[int]) -> int | None:
        """Of the two sides that an article knows, the other."""
        if self.only(parties) is None or len({self.of(key) for key in self._parties}) != _TWO:
            return None
        return self.only(self.without(self._parties, parties))
