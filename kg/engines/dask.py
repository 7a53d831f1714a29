"""The engine of a cluster: a Dask scheduler gives shards of tasks to its workers (extra `claimgraph[dask]`).

Each Dask worker runs an engine of its own, so that a bad task is lost there as it is here, with the same reason. A
shard whose worker is gone is done by another: at least once, and twice gives the same. The one door to Dask.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterable, Iterator
from itertools import islice
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final, Self

from kg.engines.engine import Charge, Lost, called
from kg.engines.local import Local
from kg.errors import ServiceError, UsageError

if TYPE_CHECKING:
    from distributed import Future

_SHARD: Final = 8  # tasks that are sent together
_AHEAD: Final = 3  # shards for each thread of the cluster that are sent before the first of them is done
_GREETING: Final = 10.0  # seconds until a scheduler must have answered

_own = threading.local()


class Dask:
    """`scheduler` is its address, such as tcp://10.0.0.1:8786. `expected` is compared with what `check`
    ("module:function", called with the charge's argument) gives on the workers, for they must make the same graphs.

    Raises UsageError for a scheduler that is no address, or when Dask is not installed; ServiceError when it cannot be
    reached, or has no workers, or workers of another version.
    """

    def __init__(self, charge: Charge, scheduler: str, *, check: str, expected: str) -> None:
        self._charge = charge
        self._check = check
        self._expected = expected
        self._client = _connected(scheduler)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._client.close()

    def map(self, tasks: Iterable[Any]) -> Iterator[tuple[Any, Any]]:
        given = iter(tasks)
        sent: deque[tuple[list[Any], Future[list[Any]]]] = deque()
        while True:
            while len(sent) < _AHEAD * self._threads():
                shard = list(islice(given, _SHARD))
                if not shard:
                    break
                sent.append((shard, self._send(shard)))
            if not sent:
                return
            shard, future = sent.popleft()
            yield from zip(shard, self._results(shard, future), strict=True)

    def _threads(self) -> int:
        return sum(self._client.nthreads().values()) or 1

    def _send(self, shard: list[Any]) -> Future[list[Any]]:
        future: Future[list[Any]] = self._client.submit(
            _do, self._charge, self._check, self._expected, shard, pure=False
        )
        return future

    def _results(self, shard: list[Any], future: Future[list[Any]]) -> list[Any]:
        """A shard that ended several workers is tried task by task, so that only the bad one is lost."""
        from distributed import KilledWorker

        try:
            found: list[Any] = future.result()
        except KilledWorker as error:
            if len(shard) == 1:
                return [Lost(f"ended the workers that it was given to: {' '.join(str(error).split())[:200]}")]
            return [self._results([task], self._send([task]))[0] for task in shard]
        return found


def _connected(scheduler: str) -> Any:
    try:
        import distributed
    except ImportError as error:
        raise UsageError("Dask is not installed: pip install 'claimgraph[dask]'") from error
    try:
        untyped: Any = distributed
        client = untyped.Client(scheduler, timeout=_GREETING, set_as_default=False)
        client.wait_for_workers(1, timeout=_GREETING)
    except ValueError as error:
        raise UsageError(f"the scheduler {scheduler!r} is no address: give one such as tcp://10.0.0.1:8786") from error
    except TimeoutError as error:
        raise ServiceError(f"{scheduler}: no Dask scheduler with a worker answers there: start both first") from error
    except OSError as error:
        raise ServiceError(f"{scheduler}: no Dask scheduler answers there: {error}") from error
    return client


def _do(charge: Charge, check: str, expected: str, shard: list[Any]) -> list[Any]:
    """On a worker of the cluster: one engine for each of its threads, kept for the next shard."""
    key = charge.to_json()
    if getattr(_own, "key", None) != key:
        there = called(check, charge.argument)
        if there != expected:
            raise ServiceError(
                f"a worker of the cluster would make other graphs ({there}, not {expected}): install the same version "
                "of Claimgraph, of the language model and of the files given, on all of them"
            )
        _own.engine, _own.key = Local(charge, workers=1), key
    return [result for _, result in _own.engine.map(shard)]
