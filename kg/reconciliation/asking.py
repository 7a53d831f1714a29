"""Asking a service about names: what is kept on disk first, then the service, in batches."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from kg.errors import MessageError
from kg.reconciliation.answers import Answers, Kept
from kg.reconciliation.messages import Query, Result
from kg.reconciliation.wire import parse, serialise


class Linker(Protocol):
    """A service that finds entities by name. `address` names it, `most` is how many queries it takes at once, `lexical`
    whether it goes by names alone."""

    @property
    def address(self) -> str: ...

    @property
    def most(self) -> int: ...

    @property
    def lexical(self) -> bool: ...

    @property
    def space(self) -> str:
        """What the IRIs of its entities begin with, or "" when they have nothing in common."""

    def answer(self, queries: Sequence[Query]) -> Sequence[Result]:
        """A result for each query. Raises ServiceError."""

    def iri(self, identifier: str) -> str:
        """The IRI of an entity. Raises MessageError for an identifier that makes none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """`asked` is the day when the service said so, in UTC; `kept` that it was not asked now."""

    query: Query
    result: Result
    asked: date
    kept: bool


def ask(linker: Linker, queries: Sequence[Query], answers: Answers) -> Iterator[Answered]:
    """The answers, those on disk first. Each batch is on disk before it is handed on. Raises ServiceError."""
    missing: list[Query] = []
    for query in dict.fromkeys(queries):
        kept = answers.get(linker.address, _key(query))
        result = _kept(kept)
        if kept and result:
            yield Answered(query=query, result=result, asked=kept.asked, kept=True)
        else:
            missing.append(query)
    for start in range(0, len(missing), linker.most):
        batch = missing[start : start + linker.most]
        results = dict(zip(batch, linker.answer(batch), strict=True))
        for candidate in (one for result in results.values() for one in result.result):
            linker.iri(candidate.id)  # what is wrong with an answer must show before it is kept
        day = answers.put(linker.address, {_key(query): serialise(result) for query, result in results.items()})
        for query, result in results.items():
            yield Answered(query=query, result=result, asked=day, kept=False)


def unanswered(linker: Linker, queries: Sequence[Query], answers: Answers) -> list[Query]:
    """What would have to be asked now."""
    return [query for query in dict.fromkeys(queries) if not _kept(answers.get(linker.address, _key(query)))]


def _key(query: Query) -> str:
    return serialise(query).decode("utf-8")


def _kept(kept: Kept | None) -> Result | None:
    try:
        return parse(Result, kept.body, what="the cache of answers") if kept else None
    except MessageError:  # another version wrote it: ask again
        return None
