"""What takes long to make of a whole graph: made once for each generation, one after another beside other work, and
kept until the next is there."""

from __future__ import annotations

import asyncio
import logging
from collections import defaultdict
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final, Self

from kg.errors import ClaimgraphError
from kg.workers import Serving

LOG: Final = logging.getLogger("kg.server")
_REST: Final = 2  # times as long as a thing took, before it is made anew: builders may publish every few seconds
_PAUSE: Final = 5.0  # seconds, before what failed is tried again
_FIRST: Final = 5.0  # seconds after the start in which one waits for what is not there yet
_QUICK: Final = 0.25  # seconds; what takes no longer is waited for, too, where an older one is there


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """`state` names the generation that `value` was made of."""

    value: Any
    state: str


Maker = Callable[[Serving, Mapping[str, Kept]], Awaitable[Kept]]
"""Is told what is kept already, by name. Raises ClaimgraphError where it cannot be made; it is tried again, for the
server may have had too much to do."""


class Keeper:
    """A context manager that follows what `serving` serves. Of each thing one is kept, that of the newest generation of
    which it is made."""

    def __init__(self, serving: Serving, makers: Mapping[str, Maker]) -> None:
        self._serving = serving
        self._makers = makers
        self._kept: dict[str, Kept] = {}
        self._made: dict[str, str] = dict.fromkeys(makers, "")  # states
        self._failed: dict[str, str] = dict.fromkeys(makers, "")
        self._took: dict[str, float] = defaultdict(float)  # seconds
        self._rested: dict[str, float] = defaultdict(float)  # when
        self._wanted: set[str] = set()
        self._news = asyncio.Event()
        self._started = 0.0
        self._follower: asyncio.Task[None] | None = None

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

    def newest(self, name: str) -> Kept | None:
        return self._kept.get(name)

    def failed(self, name: str) -> bool:
        """Whether there is none because it cannot be made of the present generation."""
        return name not in self._kept and self._failed[name] == self._serving.state != ""

    async def get(self, name: str) -> Kept | None:
        """The newest there is, or None. That of the present generation is waited for, where it takes but a moment, and
        the first of all for some seconds after the start: small graphs are done by then."""
        deadline = asyncio.get_running_loop().time() + _QUICK
        if name not in self._kept:
            self._wanted.add(name)
            deadline = max(deadline, self._started + _FIRST)
        if name not in self._kept or self._took[name] <= _QUICK:
            with suppress(TimeoutError):
                async with asyncio.timeout_at(deadline):
                    while self._serving.state not in (self._made[name], self._failed[name]) or not self._serving.state:
                        await self._news.wait()
        return self._kept.get(name)

    async def _following(self) -> None:
        """Whatever has rested longest comes next, so that none waits for ever, however often a generation comes; what
        somebody waits for comes before."""
        loop = asyncio.get_running_loop()
        while True:
            state = self._serving.state
            due = {name: self._due(name) for name in self._makers if state and self._made[name] != state}
            ready = [name for name in due if due[name] <= loop.time()]
            if not ready:
                with suppress(TimeoutError):
                    async with asyncio.timeout_at(min(due.values(), default=None)):
                        await self._serving.other_state(state)
                continue
            name = min(ready, key=lambda one: (one not in self._wanted, self._rested[one]))
            started = loop.time()
            await self._make(name, state)
            self._took[name] = loop.time() - started
            self._rested[name] = loop.time() + _REST * self._took[name]
            self._wanted.discard(name)
            self._news.set()
            self._news = asyncio.Event()

    def _due(self, name: str) -> float:
        return self._rested[name] + (_PAUSE if self._failed[name] == self._serving.state else 0)

    async def _make(self, name: str, state: str) -> None:
        try:
            kept = self._kept[name] = await self._makers[name](self._serving, self._kept)
        except ClaimgraphError as error:
            LOG.warning("of the whole graph, the %s is not made: %s", name, error)
            self._failed[name] = state
        else:
            self._made[name], self._failed[name] = kept.state, ""
