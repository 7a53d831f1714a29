"""The passage that a statement was read from, in pieces that know what they are."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.explanations import ROLES, Explanation, explain

if TYPE_CHECKING:
    from kg.store import Reader


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """`roles` are those of source, cue and content that the words belong to."""

    text: str
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Joined, the texts of the `pieces` are the passage, which begins at the character `offset` of the article."""

    statement: str
    offset: int
    pieces: tuple[Piece, ...]


def evidence(reader: Reader, statement: str) -> Evidence:
    """Raises UnknownNameError for what is no statement of the store."""
    found = explain(reader, statement)
    return Evidence(statement=found.statement, offset=found.offset, pieces=tuple(_pieces(found)))


def _pieces(found: Explanation) -> Iterator[Piece]:
    spans = [(role, span) for role in ROLES for span in found.spans[role]]
    ends = {found.offset, found.offset + len(found.passage)}
    cuts = sorted(ends | {at for _, span in spans for at in (span.start, span.end)})
    for start, end in itertools.pairwise(cuts):
        yield Piece(
            text=found.passage[start - found.offset : end - found.offset],
            roles=tuple(dict.fromkeys(role for role, span in spans if span.start <= start and end <= span.end)),
        )
