"""What the server knows of the whole graph without asking: it is counted once for each generation."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Final

from kg import queries
from kg.errors import ClaimgraphError
from kg.queries import StoredQuery, questions
from kg.server.keeping import Keeper, Kept
from kg.views import Summary
from kg.workers import Serving

NAME: Final = "summary"
_SECONDS: Final = 120.0  # for a graph of 10,000 articles a tenth of it is enough
_EXAMPLES: Final = 6
_TRIED: Final = 3  # names for each question


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """`examples` are questions that the graph answers."""

    summary: Summary
    examples: tuple[str, ...]


async def counted(serving: Serving) -> Kept:
    """A maker."""
    answered = await serving.run("summary", {}, seconds=_SECONDS)
    summary = Summary.from_json(answered.reply.body.decode("utf-8"))
    examples = tuple([one async for one in _answered(serving, summary)])
    return Kept(value=Counted(summary=summary, examples=examples), state=answered.state)


class Summaries:
    """What `keeper` has under `NAME`: the summary of the newest generation that is counted."""

    def __init__(self, keeper: Keeper) -> None:
        self._keeper = keeper

    @property
    def summary(self) -> Summary | None:
        kept = self._keeper.newest(NAME)
        return kept.value.summary if kept else None

    def best_known(self) -> dict[str, str]:
        """The name that is most spoken of, for each kind."""
        names = self.summary.names if self.summary else ()
        return {name.kind: name.label for name in reversed(names)}

    async def for_home(self) -> dict[str, str]:
        """What the first page is told."""
        kept = await self._keeper.get(NAME)
        if kept is None:
            return {"summary": "", "examples": "[]"}
        short = replace(kept.value.summary, names=())
        return {"summary": short.to_json(), "examples": json.dumps(kept.value.examples)}


async def _answered(serving: Serving, summary: Summary) -> AsyncIterator[str]:
    """Questions about what is most spoken of that have an answer, each of another stored query."""
    found = 0
    for tries in _tries(summary):
        with suppress(ClaimgraphError):
            answered = await serving.run("first_answered", {"questions": tries})
            if question := answered.reply.body.decode("utf-8"):
                yield question
                found += 1
        if found == _EXAMPLES:
            return


def _tries(summary: Summary) -> Iterator[Sequence[str]]:
    """For each stored query the same question about several names, beginning with another one each time."""
    for position, query in enumerate(sorted(queries.catalogue().values(), key=_rank)):
        for slot, parameter in query.parameters.items():
            if template := questions.plain(query.questions, (slot,)):
                names = [name.label for name in summary.names if name.kind == parameter.kind]
                first = position % _TRIED if len(names) > _TRIED else 0
                question = questions.example(template)
                yield [question.replace(f"{{{slot}}}", name) for name in (*names[first:], *names)[:_TRIED]]
                break


def _rank(query: StoredQuery) -> tuple[bool, str]:
    """Claims about who holds what first: they are what the graph knows best."""
    return ("control" not in query.tags, query.name)
