"""Several hosts at a time, each with one request at a time, and no more done than somebody takes."""

from __future__ import annotations

import queue
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Final, Generic, TypeVar

from kg.fetching.addresses import host, shown
from kg.fetching.hosts import Hosts, Stopped
from kg.fetching.manners import Manners
from kg.fetching.refusals import BusyHostError, FetchError

T = TypeVar("T")
_AHEAD: Final = 8
_STEP: Final = 0.5


@dataclass(frozen=True, slots=True)
class Step(Generic[T]):
    """What a job gave, and the jobs that follow from it."""

    found: Sequence[T] = ()
    more: Sequence[Job[T]] = ()


@dataclass(slots=True)
class Job(Generic[T]):
    """`do` may raise FetchError, of which `failed` then makes something; a busy host is asked again first."""

    address: str
    do: Callable[[], Step[T]]
    failed: Callable[[FetchError], Step[T]]
    tries: int = field(default=0)

    @property
    def host(self) -> str:
        return host(self.address)


class Lanes(Generic[T]):
    """The jobs of each host are done in order, and those that follow from one before the next."""

    def __init__(self, manners: Manners, hosts: Hosts) -> None:
        self._manners = manners
        self._hosts = hosts
        self._waiting: dict[str, deque[Job[T]]] = {}
        self._running: set[str] = set()
        self._closed: dict[str, float] = {}
        self._changed = threading.Condition()
        self._found: queue.Queue[T | BaseException | None] = queue.Queue(_AHEAD)

    def results(self, jobs: Iterable[Job[T]]) -> Iterator[T]:
        """What the jobs give, as it comes. Nothing more is asked for once nobody takes it, nor ever after."""
        if self._hosts.stopped.is_set():
            raise ValueError("these hosts are done with: make another collector")
        for job in jobs:
            self._waiting.setdefault(job.host, deque()).append(job)
        workers = [threading.Thread(target=self._work, daemon=True) for _ in range(self._manners.hosts)]
        for worker in workers:
            worker.start()
        left = len(workers)
        try:
            while left:
                found = self._found.get()
                if isinstance(found, BaseException):
                    raise found
                if found is None:
                    left -= 1
                else:
                    yield found
        finally:
            self._hosts.stopped.set()
            with self._changed:
                self._changed.notify_all()

    def _work(self) -> None:
        try:
            while job := self._next():
                step = self._step(job)
                for one in step.found:
                    self._give(one)
                self._done(job, step.more)
            self._give(None)
        except Stopped:
            return
        except BaseException as error:  # noqa: BLE001 - it is raised again where the results are taken
            with suppress(Stopped):
                self._give(error)

    def _next(self) -> Job[T] | None:
        """The next job of the host that may be asked first; None when all is done."""
        with self._changed:
            while True:
                if self._hosts.stopped.is_set():
                    raise Stopped
                idle = [host for host, jobs in self._waiting.items() if jobs and host not in self._running]
                if not idle and not self._running:
                    return None
                first = min(idle, key=self._hosts.ready_at, default=None)
                wait = self._hosts.ready_at(first) - time.monotonic() if first is not None else _STEP
                if first is not None and wait <= 0:
                    self._running.add(first)
                    return self._waiting[first].popleft()
                self._changed.wait(min(wait, _STEP))

    def _step(self, job: Job[T]) -> Step[T]:
        if job.host in self._closed:
            return job.failed(self._left_alone(job))
        try:
            return job.do()
        except BusyHostError as busy:
            return self._later(job, busy)
        except FetchError as error:
            return job.failed(error)

    def _later(self, job: Job[T], busy: BusyHostError) -> Step[T]:
        job.tries += 1
        wait = busy.wait if busy.wait is not None else max(self._manners.interval, 1.0) * 2.0**job.tries
        if wait > self._manners.longest_wait:
            self._closed[job.host] = time.monotonic() + wait
            return job.failed(self._left_alone(job))
        self._hosts.rest(job.host, wait)
        return job.failed(busy) if job.tries >= self._manners.tries else Step(more=[job])

    def _left_alone(self, job: Job[T]) -> BusyHostError:
        wait = max(1.0, self._closed[job.host] - time.monotonic())
        return BusyHostError(
            f"{shown(job.address)}: its server is busy and wants to be left alone for {wait:.0f} seconds: try then",
            wait=wait,
        )

    def _done(self, job: Job[T], more: Sequence[Job[T]]) -> None:
        with self._changed:
            for one in reversed(more):
                self._waiting.setdefault(one.host, deque()).appendleft(one)
            self._running.discard(job.host)
            if not self._waiting[job.host]:
                del self._waiting[job.host]
            self._changed.notify_all()

    def _give(self, one: T | BaseException | None) -> None:
        while not self._hosts.stopped.is_set():
            try:
                return self._found.put(one, timeout=_STEP)
            except queue.Full:
                continue
        raise Stopped
