"""Workers of one generation, and who does what."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final

from kg.errors import BusyError, ClaimgraphError, SizeLimitError, TimeLimitError
from kg.workers import frames
from kg.workers.forking import Nursery, named_error
from kg.workers.limits import Limits
from kg.workers.process import Message, Process, WorkerDied
from kg.workers.share import Share, Turn
from kg.workers.tasks import Reply

_TRIES: Final = 3  # a worker may be killed by others, and its successor too
_REST: Final = 10.0  # seconds that a worker more than are wanted is kept: a new one would have read nothing yet
_LOOK: Final = 0.02  # seconds between looks at what runs; a timer for each task would cost more than a short task does
_NICE: Final = 10  # times the patience, after which a task that is long gives way to others
_RESPITE: Final = 4  # times the patience, when too many long tasks run already: the machine is busy, all take longer


class FaultError(ClaimgraphError):
    """A fault of ours in a worker. `trace` says where."""

    def __init__(self, trace: str) -> None:
        super().__init__("internal error")
        self.trace = trace


@dataclass(slots=True, kw_only=True, eq=False)
class _Job:
    """A task that a worker does. `long`: its worker is not counted any more; `nice`: it gives way to others."""

    process: Process
    client: str
    seconds: float
    begun: float
    deadline: float
    long: bool = False
    nice: bool = False


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
        self._jobs: set[_Job] = set()
        self._share = Share(limits)
        self._count = 0  # workers, idle or at a short task, or being forked
        self._running = 0
        self._closed = False
        self._forks: set[asyncio.Task[None]] = set()
        self._loop = asyncio.get_running_loop()
        self._timer: asyncio.TimerHandle | None = None

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
            return _reply(await self._try(task, arguments, limit, client))
        finally:
            self._running -= 1
            self._finish_closing()

    async def _try(self, task: str, arguments: Mapping[str, Any], seconds: float, client: str) -> Message:
        message = frames.pack({"task": task, "arguments": arguments, "seconds": seconds})
        deadline = 0.0
        for _ in range(_TRIES):
            process = self._free() or await self._turn(seconds, client)
            now = self._loop.time()
            deadline = deadline or now + seconds
            job = _Job(process=process, client=client, seconds=seconds, begun=now, deadline=deadline)
            with suppress(WorkerDied):
                return await self._do(job, message)
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
        for process in (*self._idle, *(job.process for job in self._jobs)):
            process.kill()
        self._idle.clear()

    def _finish_closing(self) -> None:
        if self._closed and not self._running:
            while self._idle:
                self._idle.popleft().kill()

    # Doing a task

    async def _do(self, job: _Job, message: bytes) -> Message:
        self._jobs.add(job)
        self._share.running[job.client] += 1
        self._watch()
        whole = False
        try:
            said = await job.process.ask(message)
            whole = True
            return said
        finally:
            self._jobs.discard(job)
            self._share.done(job.client)
            self._release(job, whole=whole)

    def _release(self, job: _Job, *, whole: bool) -> None:
        if job.long:
            self._share.long[job.client] -= 1
            self._count += 1
        if whole and not job.nice:
            self._offer(job.process)
        else:
            job.process.kill()
            self._count -= 1
            self._refill()

    # Watching what runs

    def _watch(self) -> None:
        if self._timer is None:
            self._timer = self._loop.call_later(_LOOK, self._look)

    def _look(self) -> None:
        now = self._loop.time()
        for job in tuple(self._jobs):
            if now >= job.deadline:
                job.process.fail(TimeLimitError(f"the query was stopped after {job.seconds:g} seconds: ask for less"))
            elif not job.long:
                self._make_long(job, now - job.begun)
            elif not job.nice and now - job.begun > (1 + _NICE) * self._limits.patience:
                job.nice = True  # it cannot be made as it was before
                job.process.lower_priority(self._niceness)
        self._share.refuse_overdue(now)
        self._retire(now)
        self._timer = None
        if self._jobs or self._share.waiting() or (self._count > self._limits.workers and not self._closed):
            self._watch()

    def _retire(self, now: float) -> None:
        """Those that have been idle for long, where there are more than are wanted."""
        while self._count > self._limits.workers and self._idle and now - self._idle[0].idle_since > _REST:
            self._idle.popleft().kill()
            self._count -= 1

    def _make_long(self, job: _Job, spent: float) -> None:
        """It goes on beside the others. Where too many do, the newest of a client that has more of them than this one
        must go; where there is none, it keeps its place among the short ones while nobody waits for that."""
        if spent <= self._limits.patience:
            return
        if self._share.may_be_long(job.client):
            job.long = True
            self._share.long[job.client] += 1
            self._count -= 1
            self._refill()
        elif spent > (1 + _RESPITE) * self._limits.patience and self._share.waiting():
            greedy = self._share.greedier(job.client)
            others = [one for one in self._jobs if one.long and one.client == greedy]
            leaving = max(others, key=lambda one: one.begun, default=job)
            leaving.process.fail(BusyError("too many long queries run already: try again in a few seconds"))

    # Who is free

    def _free(self) -> Process | None:
        while self._idle:
            process = self._idle.pop()
            if process.alive:
                return process
            self._count -= 1
        return None

    async def _turn(self, limit: float, client: str) -> Process:
        self._refill()
        if not self._count:
            raise WorkerDied
        turn = self._share.queue(client, until=self._loop.time() + limit)
        self._watch()
        try:
            return await turn
        except asyncio.CancelledError:
            self._give_back(turn, client)
            raise

    def _give_back(self, turn: Turn, client: str) -> None:
        """Whoever waited has left, perhaps just when a worker was free for it."""
        if not self._share.forget(turn, client) and not turn.cancelled() and turn.exception() is None:
            self._offer(turn.result())

    def _offer(self, process: Process) -> None:
        if turn := self._share.next():
            turn.set_result(process)
        else:
            process.idle_since = self._loop.time()
            self._idle.append(process)
            self._finish_closing()

    def _refill(self) -> None:
        while self._count < self._limits.workers and self._nursery.alive and not self._closed:
            self._count += 1
            fork = self._loop.create_task(self._fork())
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
