"""A worker: one task after the other, until nobody gives it one."""

from __future__ import annotations

import math
import resource
import traceback
from multiprocessing.connection import Connection
from typing import Any

from kg.defaults import MEGABYTE
from kg.engines.engine import Charge, Lost, Work


def work(descriptor: int, do: Work, charge: Charge) -> None:
    """Returns when the other side closes the connection, or when a task has taken all memory."""
    connection = Connection(descriptor)
    while True:
        try:
            task = connection.recv()
        except EOFError:
            return
        _allow(charge.seconds)
        try:
            result = do(task)
        except MemoryError:
            connection.send(Lost(f"needs more than {charge.memory // MEGABYTE} megabytes of memory"))
            return
        except Exception as error:  # noqa: BLE001 - whatever it is, it is told, and the batch goes on
            result = _fault(error)
        connection.send(result)


def _allow(seconds: float) -> None:
    """From now on so much processor time; the system ends a process that takes more."""
    spent = resource.getrusage(resource.RUSAGE_SELF)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    limit = math.ceil(spent.ru_utime + spent.ru_stime + seconds)
    resource.setrlimit(resource.RLIMIT_CPU, (limit if hard == resource.RLIM_INFINITY else min(limit, hard), hard))


def _fault(error: Exception) -> Any:
    said = " ".join(f"{type(error).__name__}: {error}".split())
    return Lost(f"a fault of Claimgraph: {said}", "".join(traceback.format_exception(error)))
