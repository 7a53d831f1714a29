"""What the server knows of the whole graph without asking: counted once for each generation, beside its other work."""

from __future__ import annotations

import asyncio
import json
import logging
from collections import Counter
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Final, Self

from kg.errors import ClaimgraphError
from kg.server import suggestions
from kg.views import Summary, invitations
from kg.workers import Serving

LOG: Final = logging.getLogger("kg.server")
_SECONDS: Final = 120.0  # for a graph of 10,000 articles a tenth of it is enough
_EXAMPLES: Final = 6
_TRIED: Final = 3  # names for each question
_LONGEST_NAME: Final = 40  # characters, in an example
_FIRST: Final = 5.0  # seconds after the start in which a page waits for the first summary of all


class Summaries:
    """A context manager that follows what `serving` serves.

    `summary` is of the newest generation that is counted, so that for some seconds it may be of an older one.
    `examples` are questions that the graph answers.
    """

    def __init__(self, serving: Serving) -> None:
        self._serving = serving
        self._follower: asyncio.Task[None] | None = None
        self._counted = asyncio.Event()
        self._started = 0.0
        self.summary: Summary | None = None
        self.examples: tuple[str, ...] = ()

    async def __aenter__(self) -> Self:
        loop = asyncio.get_running_loop()
        self._started = loop.time()
        self._follower = loop.create_task(self._following())
        return self

    async def __aexit__(self, *raised: object) -> None:
        if self._follower is not None:
            self._follower.cancel()
            with suppress(asyncio.CancelledError):
                await self._follower

    @property
    def base(self) -> str:
        return self._serving.base

    def names_for(self, words: str) -> dict[str, str]:
        """For each kind the longest name that stands in these words, else the one that is most spoken of."""
        named = {} if self.summary is None else dict(suggestions.named_in(words, self.summary.names))
        return self.best_known() | named

    def best_known(self) -> dict[str, str]:
        """The name that is most spoken of, for each kind."""
        kinds = ("place", "actor") if self.summary else ()
        return {kind: names[0] for kind in kinds if self.summary and (names := _unmistakable(self.summary, kind))}

    async def for_home(self) -> dict[str, str]:
        """What the first page is told. Small graphs are counted at once, so that it is worth to wait a moment."""
        if self.summary is None:
            with suppress(TimeoutError):
                async with asyncio.timeout_at(self._started + _FIRST):
                    await self._counted.wait()
        if self.summary is None:
            return {"summary": "", "examples": "[]"}
        short = replace(self.summary, names=())
        return {"summary": short.to_json(), "examples": json.dumps(self.examples)}

    async def _following(self) -> None:
        state = ""
        while True:
            state = await self._serving.other_state(state)
            try:
                answered = await self._serving.run("summary", {}, seconds=_SECONDS)
            except ClaimgraphError as error:
                LOG.warning("the graph is not summed up: %s", error)
                continue
            self.summary = Summary.from_json(answered.reply.body.decode("utf-8"))
            self._counted.set()
            self.examples = tuple([one async for one in self._answered(self.summary)])

    async def _answered(self, summary: Summary) -> AsyncIterator[str]:
        """Questions about what is most spoken of that have an answer, each of another stored query."""
        found = 0
        for tries in _tries(summary):
            with suppress(ClaimgraphError):
                answered = await self._serving.run("first_answered", {"questions": tries})
                if question := answered.reply.body.decode("utf-8"):
                    yield question
                    found += 1
            if found == _EXAMPLES:
                return


def _tries(summary: Summary) -> Iterator[Sequence[str]]:
    """For each stored query the same question about several names."""
    for one in invitations():
        names = _unmistakable(summary, one.kind)[:_TRIED] if one.slot else [""]
        yield [one.with_name(name) for name in names]


def _unmistakable(summary: Summary, kind: str) -> list[str]:
    """Short names that one thing alone bears, the most spoken of first."""
    borne = Counter(name.label.casefold() for name in summary.names)
    return [
        name.label
        for name in summary.names
        if name.kind == kind and borne[name.label.casefold()] == 1 and len(name.label) <= _LONGEST_NAME
    ]
