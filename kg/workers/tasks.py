"""What a worker can do: functions from a reader and arguments to a reply."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from kg.errors import DataError
from kg.store import Reader


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """`notes` are anything that JSON can carry, for whoever asked."""

    body: bytes
    notes: Mapping[str, Any] = field(default_factory=dict)


Task = Callable[[Reader, Mapping[str, Any]], Reply]
"""Raises ClaimgraphError for arguments that cannot be answered; it is raised again where the task was asked for."""

TaskTable = Mapping[str, Task]


def load(where: str) -> TaskTable:
    """What the function named "module:NAME" returns; it prepares all that tasks share. Raises DataError for no name.

    Named, not passed: a nursery is a program of its own.
    """
    module, _, name = where.partition(":")
    make: Callable[[], TaskTable] | None = getattr(importlib.import_module(module), name, None)
    if make is None:
        raise DataError(f"{where} makes no table of tasks")
    return make()
