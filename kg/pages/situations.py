"""What an event describes, in words: the clause after "said that". Clauses are data: `kg/lexicon/situations.toml`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any, Final, Protocol

from kg.lexicon import table
from kg.pages.words import day

_SLOT: Final = re.compile(r"\{(agent|patient|place)\}")
_OPTIONAL: Final = re.compile(r"\[([^\]]*)\]")


class Thing(Protocol):
    """As `kg.views` has it."""

    @property
    def iri(self) -> str: ...
    @property
    def label(self) -> str: ...


class Situation(Protocol):
    """As `kg.views` has it."""

    @property
    def type(self) -> str: ...
    @property
    def agents(self) -> Sequence[Thing]: ...
    @property
    def patients(self) -> Sequence[Thing]: ...
    @property
    def place(self) -> Thing | None: ...
    @property
    def part(self) -> str: ...
    @property
    def date(self) -> str: ...


Piece = str | Thing
"""Words of ours, or a thing that can be linked."""


def situation(event: Situation) -> tuple[Piece, ...]:
    """ "Russian forces captured Sudzha (town centre), March 2025" in pieces; a class that has no clause is an Event."""
    filled = {"agent": _all_of(event.agents), "patient": _all_of(event.patients), "place": _where(event)}
    known = frozenset(name for name, pieces in filled.items() if pieces)
    clauses = table("situations")
    clause = _clause(tuple(clauses.get(event.type, clauses["Event"])), known)
    return (*_fill(clause, filled), *([f", {day(event.date)}"] if event.date else []))


def situation_text(event: Situation) -> str:
    """The same as plain text."""
    return "".join(piece if isinstance(piece, str) else piece.label for piece in situation(event))


@cache
def _clause(clauses: tuple[str, ...], known: frozenset[str]) -> str:
    def without_unknown(found: re.Match[str]) -> str:
        return found[1] if set(_SLOT.findall(found[1])) <= known else ""

    return next(
        _OPTIONAL.sub(without_unknown, clause)
        for clause in clauses
        if set(_SLOT.findall(_OPTIONAL.sub("", clause))) <= known
    )


def _fill(clause: str, filled: Mapping[str, Sequence[Piece]]) -> Iterator[Piece]:
    for position, piece in enumerate(_SLOT.split(clause)):  # every second one is a slot
        if position % 2:
            yield from filled[piece]
        elif piece:
            yield piece


def _all_of(things: Sequence[Thing]) -> tuple[Piece, ...]:
    """ "A, B and C" """
    pieces: list[Piece] = []
    for position, thing in enumerate(things):
        if position:
            pieces.append(" and " if position == len(things) - 1 else ", ")
        pieces.append(thing)
    return tuple(pieces)


def _where(event: Situation) -> tuple[Piece, ...]:
    if event.place is None:
        return (event.part,) if event.part else ()
    return (event.place, f" ({event.part})") if event.part else (event.place,)


FILTERS: Final[dict[str, Callable[..., Any]]] = {"situation": situation, "situation_text": situation_text}
