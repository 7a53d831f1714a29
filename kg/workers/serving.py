"""The workers of the newest generation, whatever happens to them and to the store."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Self

from kg.errors import BusyError, StoreError
from kg.store import directory
from kg.workers.forking import Nursery
from kg.workers.limits import Limits
from kg.workers.nursery import Charge
from kg.workers.pool import Pool
from kg.workers.process import WorkerDied
from kg.workers.tasks import Reply

_INTERVAL: Final = 0.5  # seconds between looks at the store
_IN_MEMORY: Final = 3.5  # times as large as on disk


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """`state` names the generation that answered; another one may answer otherwise."""

    reply: Reply
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Crew:
    """Who works on a generation: `own` does our tasks, `foreign` what strangers wrote."""

    state: str
    nursery: Nursery
    own: Pool
    foreign: Pool

    def close(self) -> None:
        self.own.close()
        self.foreign.close()
        self.nursery.close()


class Serving:
    """Asked with `run` for tasks of ours, with `run_foreign` for queries that strangers wrote, so that neither waits
    for the other. A context manager; in it a new generation takes over within seconds, and what is running is finished
    on the old one.
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
        self.fault = ""

    async def __aenter__(self) -> Self:
        await self._renew()
        self._watch = asyncio.get_running_loop().create_task(self._watching())
        return self

    async def __aexit__(self, *raised: object) -> None:
        if self._watch is not None:
            self._watch.cancel()
            with suppress(asyncio.CancelledError):
                await self._watch
        if self._crew is not None:
            self._crew.close()

    @property
    def base(self) -> str:
        return self._directory.base

    @property
    def state(self) -> str:
        """Of the generation that answers now; "" while there is none."""
        return self._crew.state if self._crew else ""

    async def other_state(self, state: str) -> str:
        """The next one that is not this one, waited for; at once, if the present one is another."""
        async with self._changed:
            await self._changed.wait_for(lambda: self.state not in ("", state))
        return self.state

    async def run(self, task: str, arguments: Mapping[str, Any], *, seconds: float | None = None) -> Answered:
        """As `Pool.run`; BusyError when there is nobody to do it."""
        return await self._run("own", task, arguments, seconds)

    async def run_foreign(self, task: str, arguments: Mapping[str, Any], *, seconds: float | None = None) -> Answered:
        """As `run`."""
        return await self._run("foreign", task, arguments, seconds)

    async def _run(self, who: str, task: str, arguments: Mapping[str, Any], seconds: float | None) -> Answered:
        try:
            async with asyncio.timeout((seconds or self.limits.seconds) * 3):
                while True:
                    crew = await self._present_crew()
                    pool: Pool = getattr(crew, who)
                    with suppress(WorkerDied):
                        return Answered(reply=await pool.run(task, arguments, seconds=seconds), state=crew.state)
                    await self._other_crew(crew)
        except TimeoutError:
            raise BusyError(f"the store is not ready ({self.fault or 'its workers start'}): try again") from None

    async def _present_crew(self) -> _Crew:
        if self._crew is None:
            async with self._changed:
                await self._changed.wait_for(lambda: self._crew)
        assert self._crew is not None
        return self._crew

    async def _other_crew(self, old: _Crew) -> None:
        self._look.set()
        async with self._changed:
            await self._changed.wait_for(lambda: self._crew is not old)

    async def _watching(self) -> None:
        while True:
            self._look.clear()
            with suppress(TimeoutError):
                await asyncio.wait_for(self._look.wait(), _INTERVAL)
            await self._renew()

    async def _renew(self) -> None:
        """Let the newest generation take over, if it is a newer one, or if the present one has lost its nursery."""
        found = _newest(self._directory)
        if found is None:
            self.fault = "nothing is published in it yet: run `kg build`"
            return
        revision, state = found
        if self._crew and self._crew.state == state and self._crew.nursery.alive:
            return
        try:
            crew = await self._hire(revision, state)
        except (StoreError, WorkerDied) as error:  # replaced by a newer one while it was opened, or damaged
            self.fault = str(error)
            return
        old, self._crew, self.fault = self._crew, crew, ""
        async with self._changed:
            self._changed.notify_all()
        if old:
            old.close()

    async def _hire(self, revision: int, state: str) -> _Crew:
        processes = 1 + 2 * self.limits.workers
        size = sum(file.stat().st_size for file in self._directory.generation(revision).glob("*"))
        charge = Charge(
            folder=str(self._directory.path.absolute()),
            base=self._directory.base,
            revision=revision,
            tasks=self._tasks,
            in_memory=size * _IN_MEMORY * processes <= self.limits.in_memory,
            limits=self.limits,
            readable=tuple(str(path.absolute()) for path in self._readable),
        )
        nursery = await Nursery.start(charge)
        crew = _Crew(state=state, nursery=nursery, own=Pool(nursery, self.limits), foreign=Pool(nursery, self.limits))
        try:
            await crew.own.fill()
            await crew.foreign.fill()
        except BaseException:
            crew.close()
            raise
        return crew


def _newest(folder: directory.Directory) -> tuple[int, str] | None:
    """The newest revision, and what tells it from one of the same number in a store that was built anew."""
    for revision in folder.revisions():
        with suppress(FileNotFoundError):
            return revision, f"{revision}-{os.stat(folder.generation(revision)).st_ino:x}"
    return None
