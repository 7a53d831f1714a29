"""The workers of the newest generation, whatever happens to them and to the store."""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal, Self

from kg.errors import BusyError, DamagedError, StoreError
from kg.store import directory
from kg.workers.forking import Nursery
from kg.workers.limits import Limits
from kg.workers.nursery import Charge
from kg.workers.pool import Pool
from kg.workers.process import WorkerDied
from kg.workers.tasks import Reply

LOG: Final = logging.getLogger("kg.workers")
Who = Literal["own", "foreign"]
"""The pool that does a task: of ours, or of what strangers wrote."""
_INTERVAL: Final = 0.5  # seconds between looks at the store
_PAUSE: Final = 0.05  # seconds for a pool to fork others
_RETRY: Final = 5.0  # seconds before a generation that could not be opened is tried again
_SETTLING: Final = 5.0  # seconds without a newer one, before a generation is worth the time to load it
_IN_MEMORY: Final = 3.0  # times as large as on disk, while it is being loaded
_OWN_NICENESS, _FOREIGN_NICENESS = 5, 10  # of long tasks; at 19, one that was only unlucky is not done in time
_OWN_TIME: Final = 3  # times that of a stranger's query: ours are known to end


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """`state` names the generation that answered; another one may answer otherwise."""

    reply: Reply
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Generation:
    """`state` tells it from one of the same number in a store that was built anew; `size` in bytes on disk."""

    revision: int
    state: str
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Crew:
    """Who works on a generation: `own` does our tasks, `foreign` what strangers wrote."""

    state: str
    nursery: Nursery
    own: Pool
    foreign: Pool
    in_memory: bool

    async def run(
        self, who: Who, task: str, arguments: Mapping[str, Any], seconds: float | None, client: str
    ) -> Answered:
        pool = self.own if who == "own" else self.foreign
        return Answered(reply=await pool.run(task, arguments, seconds=seconds, client=client), state=self.state)

    async def close(self) -> None:
        """What runs is finished."""
        self.own.close()
        self.foreign.close()
        await self.nursery.close()

    async def kill(self) -> None:
        self.own.kill()
        self.foreign.kill()
        await self.nursery.close()


class Serving:
    """Asked with `run` for tasks of ours, with `run_foreign` for queries that strangers wrote, so that neither waits
    for the other. A context manager; in it a new generation takes over within a second, read from disk and a little
    later in memory, where it fits. What is running is finished on the old one.
    """

    def __init__(self, store: Path, *, tasks: str, limits: Limits, readable: tuple[Path, ...] = ()) -> None:
        """Raises StoreError when there is no store. One in which nothing is published yet is waited for."""
        self._directory = directory.find(store)
        self._tasks = tasks
        self._readable = readable
        self.limits = limits
        self._crew: _Crew | None = None
        self._changed = asyncio.Condition()
        self._look = asyncio.Event()
        self._watch: asyncio.Task[None] | None = None
        self._loading: asyncio.Task[None] | None = None
        self._loaded = ""  # the state that is, or is being, moved into memory
        self._settled = 0.0
        self._refused, self._retry = "", 0.0
        self.fault = ""
        """Why the newest generation does not answer; "" when it does."""

    async def __aenter__(self) -> Self:
        # Not waited for: whoever asks now waits, and whoever wants to end the server need not.
        self._watch = asyncio.get_running_loop().create_task(self._watching())
        return self

    async def __aexit__(self, *raised: object) -> None:
        for task in (self._watch, self._loading):
            if task is not None:
                task.cancel()
                with suppress(asyncio.CancelledError):
                    await task
        if self._crew is not None:
            await self._crew.kill()

    @property
    def base(self) -> str:
        return self._directory.base

    @property
    def state(self) -> str:
        """Of the generation that answers now; "" while there is none."""
        return self._crew.state if self._crew else ""

    @property
    def in_memory(self) -> bool:
        """Whether the generation that answers is in memory, which it comes to be a little later."""
        return self._crew is not None and self._crew.in_memory

    async def other_state(self, state: str) -> str:
        """The next one that is not this one, waited for; at once, if the present one is another."""
        async with self._changed:
            await self._changed.wait_for(lambda: self.state not in ("", state))
        return self.state

    async def run(
        self, task: str, arguments: Mapping[str, Any], *, seconds: float | None = None, client: str = ""
    ) -> Answered:
        """As `Pool.run`; BusyError when there is nobody to do it. What ours may take is several times the limit."""
        return await self._run("own", task, arguments, seconds or _OWN_TIME * self.limits.seconds, client)

    async def run_foreign(
        self, task: str, arguments: Mapping[str, Any], *, seconds: float | None = None, client: str = ""
    ) -> Answered:
        """As `run`. Of several clients, none waits because another one asks much."""
        return await self._run("foreign", task, arguments, seconds, client)

    async def _run(
        self, who: Who, task: str, arguments: Mapping[str, Any], seconds: float | None, client: str
    ) -> Answered:
        try:
            if self._crew is not None:  # nearly always: without a timer, which costs as much as a short task
                with suppress(WorkerDied):
                    return await self._crew.run(who, task, arguments, seconds, client)
            async with asyncio.timeout((seconds or self.limits.seconds) * 3):
                while True:
                    crew = await self._present_crew()
                    with suppress(WorkerDied):
                        return await crew.run(who, task, arguments, seconds, client)
                    await self._other_crew(crew)
        except TimeoutError:
            raise BusyError(f"the store is not ready ({self.fault or 'its workers start'}): try again") from None
        except DamagedError as error:
            self._notice(error)
            raise

    async def _present_crew(self) -> _Crew:
        if self._crew is None:
            async with self._changed:
                await self._changed.wait_for(lambda: self._crew)
        assert self._crew is not None
        return self._crew

    async def _other_crew(self, old: _Crew) -> None:
        if old is self._crew and old.nursery.alive:  # only its workers died, perhaps just when they were forked
            await asyncio.sleep(_PAUSE)
            return
        self._look.set()
        async with self._changed:
            await self._changed.wait_for(lambda: self._crew is not old)

    async def _watching(self) -> None:
        while True:
            self._look.clear()
            await self._renew()
            with suppress(TimeoutError):
                await asyncio.wait_for(self._look.wait(), _INTERVAL)

    async def _renew(self) -> None:
        """Let the newest generation take over, if it is a newer one, or if the present one has lost its nursery."""
        try:
            found = _newest(self._directory)
        except OSError as error:
            self.fault = f"the store cannot be read: {error.strerror}"
            return
        if found is None:
            self.fault = "nothing is published yet: run `kg build`"
            return
        alive = self._crew is not None and self._crew.nursery.alive
        if self._crew and self._crew.state == found.state and alive:
            self._load_into_memory(found)
        elif found.state != self._refused or asyncio.get_running_loop().time() >= self._retry or not alive:
            await self._take_over(found)

    async def _take_over(self, found: _Generation) -> None:
        """At once, and so from disk."""
        try:
            crew = await self._hire(found, in_memory=False)
        except (StoreError, WorkerDied, OSError) as error:  # replaced by a newer one while it was opened, or damaged
            self._refuse(found, f"generation {found.revision} cannot be used: {str(error) or 'its workers die'}")
            return
        first = self._crew is None
        await self._replace(crew)
        self.fault = ""
        self._settled = asyncio.get_running_loop().time() + (0 if first else _SETTLING)
        self._load_into_memory(found)

    def _refuse(self, found: _Generation, fault: str) -> None:
        self._refused, self._retry = found.state, asyncio.get_running_loop().time() + _RETRY
        if fault != self.fault:
            LOG.warning("store %s: %s", self._directory.path, fault)
        self.fault = fault

    def _notice(self, error: DamagedError) -> None:
        """The rest of the generation goes on answering."""
        fault = f"a part of generation {self.state.partition('-')[0]} cannot be read"
        if fault != self.fault:
            LOG.error("%s: %s", fault, error)
        self.fault = fault

    def _load_into_memory(self, found: _Generation) -> None:
        """In the background, once for a generation, when the builder leaves us the time."""
        if self._loading is not None and self._loaded != found.state:
            self._loading.cancel()
        due = self._loaded != found.state and asyncio.get_running_loop().time() >= self._settled
        if due and found.size * _IN_MEMORY <= self.limits.in_memory:
            self._loaded = found.state
            self._loading = asyncio.get_running_loop().create_task(self._move_into_memory(found))

    async def _move_into_memory(self, found: _Generation) -> None:
        try:
            crew = await self._hire(found, in_memory=True)
        except (StoreError, WorkerDied, OSError) as error:
            LOG.warning("generation %s stays on disk: %s", found.revision, error)
            if isinstance(error, DamagedError) and self._crew and self._crew.state == found.state:
                self._notice(error)
            return
        if self._crew and self._crew.state == found.state:
            await asyncio.shield(self._replace(crew))  # half done, it would leave both
        else:
            await crew.kill()

    async def _replace(self, crew: _Crew) -> None:
        old, self._crew = self._crew, crew
        async with self._changed:
            self._changed.notify_all()
        if old:
            await old.close()

    async def _hire(self, found: _Generation, *, in_memory: bool) -> _Crew:
        charge = Charge(
            folder=str(self._directory.path.absolute()),
            base=self._directory.base,
            revision=found.revision,
            tasks=self._tasks,
            in_memory=in_memory,
            limits=self.limits,
            readable=tuple(str(path.absolute()) for path in self._readable),
        )
        nursery = await Nursery.start(charge)
        own = Pool(nursery, self.limits, niceness=_OWN_NICENESS)
        foreign = Pool(nursery, self.limits, niceness=_FOREIGN_NICENESS)
        crew = _Crew(state=found.state, nursery=nursery, own=own, foreign=foreign, in_memory=in_memory)
        try:
            await crew.own.fill()
            await crew.foreign.fill()
        except BaseException:
            await crew.kill()
            raise
        return crew


def _newest(folder: directory.Directory) -> _Generation | None:
    for revision in folder.revisions():
        with suppress(FileNotFoundError):
            path = folder.generation(revision)
            found, size = os.stat(path), sum(file.stat().st_size for file in path.glob("*"))
            state = f"{revision}-{found.st_ino:x}-{found.st_mtime_ns:x}"  # the number of a file is soon used again
            return _Generation(revision=revision, state=state, size=size)
    return None
