"""Workers of one generation, and who does what."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from kg.errors import BusyError, ClaimgraphError, SizeLimitError, TimeLimitError
from kg.workers.forking import Nursery, named_error
from kg.workers.limits import Limits
from kg.workers.process import Message, Process, WorkerDied
from kg.workers.share import Share
from kg.workers.tasks import Reply

_TRIES = 3  # a worker may be killed by others, and its successor too
_SPARE = 2  # workers that are kept when work gets less: a new one has read nothing yet
_NICE = 10  # times the patience, after which a task that is long gives way to others
_RESPITE = 4  # times the patience, when too many long tasks run already: the machine is busy, and all take longer


class FaultError(ClaimgraphError):
    """A fault of ours in a worker. `trace` says where."""

    def __init__(self, trace: str) -> None:
        super().__init__("internal error")
        self.trace = trace


class Pool:
    """`limits.workers` workers for what is short, and beside them up to `limits.long` for what turns out not to be.

    So a long query never stands in the way of a short one: after `limits.patience` seconds its worker goes on beside
    the others, later with the given niceness, and a new one takes its place. What a worker has once read it reads again
    much faster, for in memory it copies what it shares with its nursery; so the one that worked last comes first.
    """

    def __init__(self, nursery: Nursery, limits: Limits, *, niceness: int) -> None:
        self._nursery = nursery
        self._niceness = niceness
        self._limits = limits
        self._idle: deque[Process] = deque()
        self._busy: set[Process] = set()
        self._share = Share(limits)
        self._count = 0  # workers, idle or at a short task, or being forked
        self._running = 0
        self._closed = False
        self._forks: set[asyncio.Task[None]] = set()

    async def fill(self) -> None:
        """Fork all workers. Raises WorkerDied when the nursery is gone."""
        while self._count < self._limits.workers:
            self._count += 1
            try:
                self._idle.append(await self._nursery.fork())
            except BaseException:
                self._count -= 1
                raise

    async def run(
        self, task: str, arguments: Mapping[str, Any], *, seconds: float | None = None, client: str = ""
    ) -> Reply:
        """Who has fewer tasks running comes first; `client` tells them apart.

        Raises what the task raises; TimeLimitError, SizeLimitError or BusyError for what takes too much; FaultError.

        A worker that dies of no reason known is replaced, and the task is given to the next. Raises WorkerDied when
        the nursery is gone, too: then it is for another pool.
        """
        limit = seconds or self._limits.seconds
        self._running += 1
        try:
            return _reply(await self._try({"task": task, "arguments": arguments, "seconds": limit}, client))
        finally:
            self._running -= 1
            self._finish_closing()

    async def _try(self, header: Mapping[str, Any], client: str) -> Message:
        deadline = None
        for _ in range(_TRIES):
            process = await self._take(header["seconds"], client)
            deadline = deadline or asyncio.get_running_loop().time() + header["seconds"]
            with suppress(WorkerDied), self._share.running(client):
                return await self._answer(process, header, deadline, client)
        raise SizeLimitError(
            f"the query ended {_TRIES} workers: it needs more memory than it may use, or is too complex; ask for less"
        )

    def close(self) -> None:
        """What runs is finished, and then the workers leave. What waits is for another pool."""
        self._closed = True
        self._turn_away()
        self._finish_closing()

    def kill(self) -> None:
        """What runs is not finished."""
        self.close()
        for fork in self._forks:
            fork.cancel()
        for process in (*self._idle, *self._busy):
            process.kill()
        self._idle.clear()

    def _finish_closing(self) -> None:
        if self._closed and not self._running:
            while self._idle:
                self._idle.popleft().kill()

    async def _answer(self, process: Process, header: Mapping[str, Any], deadline: float, client: str) -> Message:
        asked = asyncio.ensure_future(process.ask(header))
        self._busy.add(process)
        long = nice = False
        try:
            async with asyncio.timeout_at(deadline):
                await asyncio.wait([asked], timeout=self._limits.patience)
                while not (long or asked.done()):
                    long = await self._make_long(asked, client)
                if not asked.done():
                    nice = await self._make_nice(process, asked)
                return await asked
        except TimeoutError:
            seconds = header["seconds"]
            raise TimeLimitError(f"the query was stopped after {seconds:g} seconds: ask for less") from None
        finally:
            self._busy.discard(process)
            whole = asked.done() and not asked.cancelled() and asked.exception() is None
            asked.cancel()
            if long:
                self._share.long[client] -= 1
                self._count += 1
            if whole and not nice:
                self._offer(process)
                self._retire()
            else:
                process.kill()
                self._count -= 1
                self._refill()

    async def _make_nice(self, process: Process, asked: asyncio.Future[Message]) -> bool:
        """Whether it took so long that it gave way: it cannot be made as it was before."""
        await asyncio.wait([asked], timeout=_NICE * self._limits.patience)
        if not asked.done():
            process.lower_priority(self._niceness)
        return not asked.done()

    def _retire(self) -> None:
        """Those that have been idle for longest, where there are more than are wanted."""
        while self._count > self._limits.workers + _SPARE and self._idle:
            self._idle.popleft().kill()
            self._count -= 1

    async def _make_long(self, asked: asyncio.Future[Message], client: str) -> bool:
        """Whether it goes on beside the others. Where too many do, it keeps its place among them while nobody waits for
        that; else it must go, for a short one."""
        if self._share.may_be_long(client):
            self._share.long[client] += 1
            self._count -= 1
            self._refill()
            return True
        await asyncio.wait([asked], timeout=_RESPITE * self._limits.patience)
        if self._share.waiting and not self._share.may_be_long(client) and not asked.done():
            raise BusyError("too many long queries run already: try again in a few seconds")
        return False

    async def _take(self, limit: float, client: str) -> Process:
        while self._idle:
            process = self._idle.pop()
            if process.alive:
                return process
            self._count -= 1
        self._refill()
        if not self._count:
            raise WorkerDied
        turn = self._share.queue(client)
        try:
            async with asyncio.timeout(limit):
                return await turn
        except TimeoutError:
            self._give_back(turn)
            raise BusyError("no worker was free in time: try again in a few seconds") from None
        except asyncio.CancelledError:
            self._give_back(turn)
            raise

    def _give_back(self, turn: asyncio.Future[Process]) -> None:
        """Whoever waited has left, perhaps just when a worker was free for it."""
        if not self._share.forget(turn) and not turn.cancelled() and turn.exception() is None:
            self._offer(turn.result())

    def _offer(self, process: Process) -> None:
        if turn := self._share.next():
            turn.set_result(process)
        else:
            self._idle.append(process)
            self._finish_closing()

    def _refill(self) -> None:
        while self._count < self._limits.workers and self._nursery.alive and not self._closed:
            self._count += 1
            fork = asyncio.get_running_loop().create_task(self._fork())
            self._forks.add(fork)
            fork.add_done_callback(self._forks.discard)
        if not self._count:
            self._turn_away()

    async def _fork(self) -> None:
        try:
            self._offer(await self._nursery.fork())
        except (WorkerDied, OSError):  # the nursery is gone, or the system is short of something
            self._count -= 1
            if not self._count:
                self._turn_away()

    def _turn_away(self) -> None:
        while turn := self._share.next():
            turn.set_exception(WorkerDied())


def _reply(message: Message) -> Reply:
    said, body = message
    if "error" in said:
        raise named_error(said)
    if "fault" in said:
        raise FaultError(said["fault"])
    return Reply(body=body, notes=said["notes"])
