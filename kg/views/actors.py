"""An actor: what it is, what it claims, what others claim about it, who contradicts it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kg.terms import iri
from kg.views.asked import choice, number
from kg.views.claims import Thing
from kg.views.described import Description, describe, things
from kg.views.disputes import Disputes, disputes
from kg.views.ledger import Counted, Line, Listing, by_speaker, disputed, ledger, listing
from kg.views.naming import Namings, naming
from kg.views.voices import Voice, own, voice

if TYPE_CHECKING:
    from kg.store import Reader

_DISPUTES: Final = 5
_EACH: Final = 3
_RELATED: Final = 40
_TELLERS: Final = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """`states` are those that it is of, `affiliations` whom it speaks for; `members` are the forces, bodies and people
    of it that the graph has. `roles` counts the claims of others by its part in the event ("agent", "patient"); `role`
    is the one that `told` is limited to, or "", `either` how many there are in all."""

    about: Description
    states: tuple[Thing, ...]
    affiliations: tuple[Thing, ...]
    members: tuple[Thing, ...]
    voice: Voice
    roles: Mapping[str, int]
    role: str
    told: Listing
    either: int
    tellers: tuple[Counted, ...]
    disputes: Disputes
    articles: Namings


def actor(reader: Reader, values: Mapping[str, str]) -> Actor:
    """`values`: iri; as filters stance and said (a page), role and told (a page). Raises UnknownNameError for an actor
    that the graph does not have."""
    about = describe(reader, values["iri"])
    this, lines = iri(about.iri), ledger(reader, own(about.iri))
    by_role = {name: _others(reader, about.iri, name) for name in ("agent", "patient")}
    roles = {name: len(found) for name, found in by_role.items() if found}
    role = choice(values, "role", roles)
    either = _newest_first({line for found in by_role.values() for line in found})
    return Actor(
        about=about,
        states=things(reader, f"{this} cg:ofState ?thing", limit=_RELATED),
        affiliations=things(reader, f"{this} cg:affiliation ?thing", limit=_RELATED),
        members=things(reader, f"?thing cg:affiliation|cg:ofState {this}", limit=_RELATED),
        voice=voice(reader, about.iri, lines, values),
        roles=roles,
        role=role,
        either=len(either),
        told=listing(reader, by_role[role] if role else either, page=number(values, "told")),
        tellers=by_speaker(reader, either, limit=_TELLERS),
        disputes=disputes(reader, _contradicted(reader, about.iri), shown=_DISPUTES, each=_EACH),
        articles=naming(reader, about.iri),
    )


def _others(reader: Reader, actor: str, role: str) -> tuple[Line, ...]:
    """What others claim of events in which the actor has a role."""
    return tuple(line for line in ledger(reader, f"?event cg:{role} {iri(actor)} .") if line.speaker != actor)


def _newest_first(lines: set[Line]) -> tuple[Line, ...]:
    return tuple(sorted(sorted(lines), key=lambda line: line.day, reverse=True))


def _contradicted(reader: Reader, actor: str) -> list[str]:
    """The events that the actor asserts and others deny or doubt, and the other way round."""
    all_stances = ledger(reader, _SAME_EVENTS.replace("$this", iri(actor)))
    ours = {line.event for line in _contradicted_lines(all_stances, actor)}
    return [event for event in disputed(all_stances) if event in ours]


def _contradicted_lines(lines: tuple[Line, ...], actor: str) -> set[Line]:
    """The lines of the actor that a line of another contradicts."""
    against = {(line.event, line.stance == "Asserting") for line in lines if line.speaker != actor and _decided(line)}
    return {
        line
        for line in lines
        if line.speaker == actor and _decided(line) and (line.event, line.stance != "Asserting") in against
    }


def _decided(line: Line) -> bool:
    return line.stance != "LeavingOpen"


# An event of which no more is known than its class is no one event: "there was an attack" and "there was no attack" may
# well speak of two.
_SAME_EVENTS: Final = """?own cg:speaker $this . ?own ?taken ?event .
  FILTER EXISTS { ?opposing ?against ?event FILTER(?against IN (cg:denies, cg:doubts)) }
  FILTER(?taken IN (cg:asserts, cg:denies, cg:doubts))
  FILTER EXISTS { ?event cg:agent|cg:patient|cg:place ?anything }"""
