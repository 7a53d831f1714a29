"""The engine without processes: tasks are done where they are given. Nothing protects the batch from a bad one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from types import TracebackType
from typing import Any, Self

from kg.engines.engine import Charge, Work


class Here:
    def __init__(self, charge: Charge) -> None:
        self._charge = charge

    @cached_property
    def _work(self) -> Work:
        return self._charge.work()

    def map(self, tasks: Iterable[Any]) -> Iterator[tuple[Any, Any]]:
        for task in tasks:
            yield task, self._work(task)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.__dict__.pop("_work", None)
