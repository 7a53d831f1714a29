"""What the server knows of the whole graph without asking: it is counted once for each generation."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Final

from kg import queries
from kg.errors import BusyError, ClaimgraphError
from kg.queries import StoredQuery, questions
from kg.server.keeping import Keeper, Kept, Maker
from kg.views import Summary
from kg.workers import Serving

_SUMMARY, _EXAMPLES = "summary", "examples"
_SECONDS: Final = 120.0  # for a graph of 10,000 articles a tenth of it is enough
_ENOUGH: Final = 6  # examples
_TRIED: Final = 3  # names for each question


async def counted(serving: Serving, kept: Mapping[str, Kept]) -> Kept:
    answered = await serving.run("summary", {}, seconds=_SECONDS)
    return Kept(value=Summary.from_json(answered.reply.body.decode("utf-8")), state=answered.state)


async def exemplified(serving: Serving, kept: Mapping[str, Kept]) -> Kept:
    """Questions that the graph answers, by what it is known to speak of."""
    known = kept.get(_SUMMARY)
    if known is None:
        raise BusyError("the graph is not counted yet")
    state = serving.state
    return Kept(value=tuple([one async for one in _answered(serving, known.value)]), state=state)


MAKERS: Final[Mapping[str, Maker]] = {_SUMMARY: counted, _EXAMPLES: exemplified}


class Summaries:
    """What `keeper` has of `MAKERS`: the summary of the newest generation that is counted, and examples."""

    def __init__(self, keeper: Keeper) -> None:
        self._keeper = keeper

    @property
    def summary(self) -> Summary | None:
        kept = self._keeper.newest(_SUMMARY)
        return kept.value if kept else None

    def best_known(self) -> dict[str, str]:
        """The name that is most spoken of, for each kind."""
        names = self.summary.names if self.summary else ()
        return {name.kind: name.label for name in reversed(names)}

    async def for_home(self) -> dict[str, str]:
        """What the first page is told."""
        kept, examples = await self._keeper.get(_SUMMARY), self._keeper.newest(_EXAMPLES)
        if kept is None:
            return {"summary": "", "examples": "[]"}
        short = replace(kept.value, names=())
        return {"summary": short.to_json(), "examples": json.dumps(examples.value if examples else ())}


async def _answered(serving: Serving, summary: Summary) -> AsyncIterator[str]:
    """Questions about what is most spoken of that have an answer, each of another stored query."""
    found = 0
    for tries in _tries(summary):
        with suppress(ClaimgraphError):
            answered = await serving.run("first_answered", {"questions": tries})
            if question := answered.reply.body.decode("utf-8"):
                yield question
                found += 1
        if found == _ENOUGH:
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
