"""What every engine does, and what it is told."""

from __future__ import annotations

import importlib
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from types import TracebackType
from typing import Any, Protocol, Self

from kg.defaults import MEGABYTE

Work = Callable[[Any], Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Charge:
    """What to run, and how long and how large a task may become.

    `factory` is "module:function"; called with `argument` once in a process, it gives the function that does a task.
    `seconds` are of processor time, so that a busy machine makes no difference; `memory` is in bytes, beyond what the
    process has when it begins. `readable` are files and folders that tasks read beside those of the installation.
    """

    factory: str
    argument: str
    seconds: float = 30.0
    memory: int = 2000 * MEGABYTE
    readable: tuple[str, ...] = ()

    def to_json(self) -> str:
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> Charge:
        given: dict[str, Any] = json.loads(text)
        return cls(**{**given, "readable": tuple(given["readable"])})

    def work(self) -> Work:
        made: Work = called(self.factory, self.argument)
        return made


def called(name: str, argument: str) -> Any:
    """What a function, given as "module:function", returns."""
    module, _, function = name.partition(":")
    return getattr(importlib.import_module(module), function)(argument)


@dataclass(frozen=True, slots=True)
class Lost:
    """A task without a result: it took too long or too much, or ended its process. `trace` is for a fault of ours."""

    reason: str
    trace: str = ""


class Engine(Protocol):
    """A context manager; at its end its processes are gone."""

    def map(self, tasks: Iterable[Any]) -> Iterator[tuple[Any, Any]]:
        """Each task with its result, or with `Lost`, in order; some tasks are taken ahead.

        Raises the ClaimgraphError that the factory raises.
        """
        ...

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...
