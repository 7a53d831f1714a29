"""What some assert and others deny or doubt: both sides, as they stand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kg.views.claims import STANCES, Claim, Situation, claims_of, local, situations, values
from kg.views.copies import told_before

if TYPE_CHECKING:
    from kg.store import Reader

Key = tuple[str, str, str]
"""The IRIs of statement, property and event."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """`claims` are some of `total`; `copies` more have the same words as one of them, or nearly so."""

    stance: str
    claims: tuple[Claim, ...]
    total: int
    copies: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispute:
    """An event with all the stances that are taken to it."""

    event: Situation
    sides: tuple[Side, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Disputes:
    shown: tuple[Dispute, ...]
    total: int


def disputes(reader: Reader, events: Sequence[str], *, shown: int, each: int) -> Disputes:
    """The first of the events, with `each` claims of each side."""
    found = of_events(reader, events[:shown], each=each)
    return Disputes(shown=tuple(found[event] for event in events[:shown] if event in found), total=len(events))


def of_events(reader: Reader, events: Sequence[str], *, each: int) -> dict[str, Dispute]:
    """The stances to each event, by its IRI."""
    if not events:
        return {}
    keys: dict[tuple[str, str], list[tuple[Key, str]]] = defaultdict(list)
    for statement, takes, event, wording in reader.select(_TAKEN.replace("$given", values("event", events))).rows:
        keys[str(event), local(takes)].append(((str(statement), str(takes), str(event)), str(wording or statement)))
    before = told_before(reader, {key[0] for found in keys.values() for key, _ in found})
    distinct = {side: _distinct(found, before) for side, found in keys.items()}
    picked = {side: found[:each] for side, found in distinct.items()}
    told: dict[tuple[str, str], list[Claim]] = defaultdict(list)
    for claim in claims_of(reader, [key for side in picked.values() for key in side]):
        told[claim.event.iri, claim.stance].append(claim)
    described = situations(reader, events)
    return {
        event: Dispute(
            event=described[event],
            sides=tuple(
                Side(
                    stance=stance,
                    claims=tuple(told[event, stance]),
                    total=len(keys[event, property_]),
                    copies=len(keys[event, property_]) - len(distinct[event, property_]),
                )
                for property_, stance in STANCES.items()
                if (event, property_) in keys
            ),
        )
        for event in events
        if event in described
    }


def _distinct(found: Sequence[tuple[Key, str]], before: Mapping[str, set[str]]) -> list[Key]:
    """The first of each wording, and not what an earlier article of nearly the same text has: ten papers that print
    one dispatch are one voice."""
    statements = {key[0] for key, _ in found}
    first: dict[str, Key] = {}
    for key, wording in found:
        if not before.get(key[0], set()) & statements:
            first.setdefault(wording, key)
    return list(first.values())


_TAKEN: Final = """SELECT DISTINCT ?statement ?takes ?event ?wording WHERE {
  $given
  ?statement ?takes ?event . FILTER(?takes IN (cg:asserts, cg:denies, cg:doubts, cg:leavesOpen))
  OPTIONAL { ?statement cg:wording ?wording }
  OPTIONAL { ?statement cg:statedOn ?stated }
} ORDER BY ?event ?takes ?stated STR(?statement) LIMIT 5000"""
