"""What the server knows of the whole graph without asking: it is counted once for each generation."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Final

from kg.errors import BusyError, ClaimgraphError
from kg.server import suggestions
from kg.server.keeping import Keeper, Kept, Maker
from kg.views import Summary, invitations
from kg.workers import Serving

_SUMMARY, _EXAMPLES = "summary", "examples"
_SECONDS: Final = 120.0  # for a graph of 10,000 articles a tenth of it is enough
_ENOUGH: Final = 6  # examples
_TRIED: Final = 3  # names for each question
_AT_ONCE: Final = 2.0  # seconds; what is answered later is no good example
_LONGEST_NAME: Final = 40  # characters, in an example


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


COUNTS: Final[Mapping[str, Maker]] = {_SUMMARY: counted}
EXAMPLES: Final[Mapping[str, Maker]] = {_EXAMPLES: exemplified}


class Summaries:
    """What `keeper` has of these: the summary of the newest generation that is counted, and examples."""

    def __init__(self, keeper: Keeper) -> None:
        self._keeper = keeper

    @property
    def summary(self) -> Summary | None:
        kept = self._keeper.newest(_SUMMARY)
        return kept.value if kept else None

    def names_for(self, words: str) -> dict[str, str]:
        """For each kind the longest name that stands in these words, else the one that is most spoken of."""
        named = {} if self.summary is None else dict(suggestions.named_in(words, self.summary.names))
        return self.best_known() | named

    def best_known(self) -> dict[str, str]:
        """The name that is most spoken of, for each kind."""
        kinds = ("place", "actor") if self.summary else ()
        return {kind: names[0] for kind in kinds if self.summary and (names := _unmistakable(self.summary, kind))}

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
            answered = await serving.run("first_answered", {"questions": tries}, seconds=_AT_ONCE)
            if question := answered.reply.body.decode("utf-8"):
                yield question
                found += 1
        if found == _ENOUGH:
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
