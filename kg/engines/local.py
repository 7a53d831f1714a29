"""The engine of one machine: worker processes that are forked from one that has loaded everything."""

from __future__ import annotations

import os
import time
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import wait
from types import TracebackType
from typing import Any, Final, Self

from kg.engines.engine import Charge, Lost
from kg.engines.nursery import Nursery, Process

_AHEAD: Final = 4  # tasks for each worker that are taken before the first of them is done
_PATIENCE: Final = 10  # times the seconds of processor time, in real ones: for what only waits
_TRIES: Final = 3  # of a task whose process ends: others may have killed it
_RETIREMENT: Final = 500  # tasks of one worker: what libraries never give back goes with it


@dataclass(slots=True, eq=False)
class _Job:
    task: Any
    result: Any = None
    done: bool = False
    tries: int = 0


def processors() -> int:
    """How many this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Local:
    """`workers` processes beside this one. They start with the first task."""

    def __init__(self, charge: Charge, *, workers: int | None = None) -> None:
        self._charge = charge
        self._most = workers or processors()
        self._nursery: Nursery | None = None
        self._workers: dict[Process, _Job | None] = {}
        self._deadlines: dict[Process, float] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for worker in self._workers:
            worker.kill()
        self._workers.clear()
        self._deadlines.clear()
        if self._nursery:
            self._nursery.close()
            self._nursery = None

    def map(self, tasks: Iterable[Any]) -> Iterator[tuple[Any, Any]]:
        given = iter(tasks)
        ordered: deque[_Job] = deque()
        todo: deque[_Job] = deque()
        more = True
        while more or ordered:
            while more and len(ordered) < _AHEAD * self._most:
                try:
                    job = _Job(next(given))
                except StopIteration:
                    more = False
                    break
                ordered.append(job)
                todo.append(job)
                self._assign(todo)
                if ordered[0].done:
                    break
            if ordered and not ordered[0].done:
                self._assign(todo)
                self._hear(todo)
            self._assign(todo)  # so that nobody is idle while the results are made use of
            while ordered and ordered[0].done:
                first = ordered.popleft()
                yield first.task, first.result

    def _assign(self, todo: deque[_Job]) -> None:
        """Give work to whoever is idle, and to new workers while there are not enough."""
        while todo:
            worker = next((one for one, job in self._workers.items() if job is None), None)
            if worker is None and len(self._workers) < self._most:
                worker = self._hire()
            if worker is None:
                return
            job = todo.popleft()
            self._workers[worker] = job
            self._deadlines[worker] = time.monotonic() + _PATIENCE * self._charge.seconds
            job.tries += 1
            with suppress(OSError):  # it is gone: that is heard, too
                worker.give(job.task)
        self._collect()

    def _hire(self) -> Process:
        if self._nursery and not self._nursery.alive:
            self._nursery.close()
            self._nursery = None
        self._nursery = self._nursery or Nursery(self._charge)
        worker = self._nursery.fork()
        self._workers[worker] = None
        return worker

    def _hear(self, todo: deque[_Job]) -> None:
        """Wait until a worker has something to say, or has none any more."""
        busy = [worker for worker, job in self._workers.items() if job is not None]
        soonest = min((self._deadlines[worker] for worker in busy), default=time.monotonic() + 1)
        ready = wait([worker.connection for worker in busy], timeout=max(0.0, soonest - time.monotonic()))
        for worker in busy:
            if worker.connection in ready:
                self._take(worker, todo)
            elif time.monotonic() >= self._deadlines[worker]:
                self._dismiss(worker, Lost(f"did not end within {_PATIENCE * self._charge.seconds:g} seconds"))

    def _take(self, worker: Process, todo: deque[_Job]) -> None:
        job = self._workers[worker]
        assert job is not None
        try:
            job.result, job.done = worker.result(), True
        except (EOFError, OSError):
            self._bury(worker, job, todo)
            return
        self._workers[worker] = None
        if worker.tasks >= _RETIREMENT:
            self._dismiss(worker, None)

    def _bury(self, worker: Process, job: _Job, todo: deque[_Job]) -> None:
        """A worker that is gone. What it did is given to another, unless that was the cause."""
        del self._workers[worker], self._deadlines[worker]
        ended = worker.ended()
        if ended.too_long:
            job.result, job.done = Lost(f"took more than {self._charge.seconds:g} seconds of processor time"), True
        elif job.tries >= _TRIES:
            job.result, job.done = Lost(f"ended {_TRIES} processes, the last by {ended.how}"), True
        else:
            todo.appendleft(job)

    def _dismiss(self, worker: Process, result: Lost | None) -> None:
        job = self._workers.pop(worker)
        self._deadlines.pop(worker, None)
        worker.kill()
        if job is not None:
            job.result, job.done = result, True

    def _collect(self) -> None:
        if self._nursery:
            self._nursery.listen()
