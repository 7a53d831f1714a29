"""Whose turn it is, so that one client that asks much takes the time of nobody but itself."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from kg.errors import BusyError
from kg.workers.limits import Limits
from kg.workers.process import Process

Turn = asyncio.Future[Process]


class _Counts(Counter[str]):
    """Forgets whoever has none left: there is no end of clients."""

    def __setitem__(self, key: str, value: int) -> None:
        if value:
            super().__setitem__(key, value)
        else:
            self.pop(key, None)


class Share:
    """`waiting` are those for whom there is no worker yet; `long` counts the long tasks of each client."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._running: Counter[str] = Counter()
        self.waiting: dict[Turn, str] = {}
        self.long: Counter[str] = _Counts()

    @contextmanager
    def running(self, client: str) -> Iterator[None]:
        self._running[client] += 1
        try:
            yield
        finally:
            self._running[client] -= 1
            if not self._running[client]:
                del self._running[client]

    def queue(self, client: str) -> Turn:
        """Raises BusyError when too many wait, for this one or, where others of one client do, for its last."""
        if len(self.waiting) >= self._limits.queue:
            self._make_room(client)
        turn: Turn = asyncio.get_running_loop().create_future()
        self.waiting[turn] = client
        return turn

    def next(self) -> Turn | None:
        """Of the client for whom the fewest run, the one that has waited for longest."""
        left = (turn for turn in self.waiting if not turn.done())
        turn = min(left, key=lambda one: self._running[self.waiting[one]], default=None)
        if turn is not None:
            del self.waiting[turn]
        return turn

    def forget(self, turn: Turn) -> bool:
        """Whether it waited still."""
        return self.waiting.pop(turn, None) is not None

    def may_be_long(self, client: str) -> bool:
        """One client never has all places; who has no name is ourselves."""
        most = self._limits.long - self._limits.long // 4 if client else self._limits.long
        return self.long.total() < self._limits.long and self.long[client] < most

    def _make_room(self, client: str) -> None:
        busy = BusyError("too many queries wait already: try again in a few seconds")
        counts = Counter(self.waiting.values())
        most, count = max(counts.items(), key=lambda one: one[1], default=(client, 0))
        if count <= counts[client] + 1:
            raise busy
        last = [turn for turn, other in self.waiting.items() if other == most][-1]
        del self.waiting[last]
        last.set_exception(busy)
