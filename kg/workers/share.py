"""Whose turn it is, so that one client that asks much takes the time of nobody but itself."""

from __future__ import annotations

import asyncio
from collections import Counter

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
    """`running` and `long` count the tasks of each client."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._queues: dict[str, dict[Turn, float]] = {}  # of each client the turns, and until when they wait
        self.running: Counter[str] = _Counts()
        self.long: Counter[str] = _Counts()

    def done(self, client: str) -> None:
        """One task of this client less is running."""
        self.running[client] -= 1

    def waiting(self) -> int:
        """For how many there is no worker yet."""
        return sum(map(len, self._queues.values()))

    def queue(self, client: str, *, until: float) -> Turn:
        """Raises BusyError when too many wait, for this one or, where others of one client do, for its last."""
        if self.waiting() >= self._limits.queue:
            self._make_room(client)
        turn: Turn = asyncio.get_running_loop().create_future()
        self._queues.setdefault(client, {})[turn] = until
        return turn

    def next(self) -> Turn | None:
        """Of the client for whom the fewest run, the one that has waited for longest."""
        while self._queues:
            client = min(self._queues, key=self.running.__getitem__)
            turn = next(iter(self._queues[client]))
            self.forget(turn, client)
            if not turn.done():
                return turn
        return None

    def forget(self, turn: Turn, client: str) -> bool:
        """Whether it waited still."""
        queue = self._queues.get(client, {})
        waited = queue.pop(turn, None) is not None
        if waited and not queue:
            del self._queues[client]
        return waited

    def refuse_overdue(self, now: float) -> None:
        for client, queue in tuple(self._queues.items()):
            for turn in [turn for turn, until in queue.items() if now >= until]:
                self._refuse(turn, client, "no worker was free in time: try again in a few seconds")

    def may_be_long(self, client: str) -> bool:
        """One client never has all places; who has no name is ourselves."""
        most = self._limits.long - self._limits.long // 4 if client else self._limits.long
        return self.long.total() < self._limits.long and self.long[client] < most

    def greedier(self, client: str) -> str | None:
        """The client with the most long tasks, where it would have more than this one even with one less; never us."""
        counts = ((one, count) for one, count in self.long.items() if one)
        most, count = max(counts, key=lambda one: one[1], default=(client, 0))
        return most if count > self.long[client] + 1 else None

    def _make_room(self, client: str) -> None:
        too_many = "too many queries wait already: try again in a few seconds"
        most = max(self._queues, key=lambda one: len(self._queues[one]), default=client)
        if len(self._queues.get(most, ())) <= len(self._queues.get(client, ())) + 1:
            raise BusyError(too_many)
        self._refuse(list(self._queues[most])[-1], most, too_many)

    def _refuse(self, turn: Turn, client: str, reason: str) -> None:
        self.forget(turn, client)
        if not turn.done():
            turn.set_exception(BusyError(reason))
