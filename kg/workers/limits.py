"""How much a task may take."""

from __future__ import annotations

import os
from dataclasses import dataclass

from kg.defaults import MEGABYTE


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """`seconds` of a task, `memory` that it may add, in bytes; the sizes of a `query` and of a `result`, in bytes.

    `workers` do short tasks. One that is not done after `patience` seconds goes on beside them, up to `long` of them,
    after ten times that at low priority, and a new worker takes its place. `queue` tasks may wait. `in_memory` is how
    many bytes a generation may use in memory, where the processes share what none of them has read; a larger one is
    read from disk.
    """

    seconds: float = 5.0
    memory: int = 1_000 * MEGABYTE
    result: int = 10 * MEGABYTE
    query: int = 64 * 1024
    workers: int = max(2, os.cpu_count() or 2)
    long: int = 12
    queue: int = 64
    patience: float = 0.1
    in_memory: int = 4_000 * MEGABYTE
