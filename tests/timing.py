"""What work costs, for tests that bound it."""

from __future__ import annotations

from collections.abc import Callable
from time import process_time


def least(work: Callable[[], object]) -> float:
    """Seconds of the CPU, the least of three times: another process or the collector may be in the way of one."""
    spent = []
    for _ in range(3):
        start = process_time()
        work()
        spent.append(process_time() - start)
    return min(spent)
