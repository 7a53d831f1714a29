"""One worker: does the tasks that it is sent, one after the other, until the other side is gone."""

from __future__ import annotations

import os
import signal
import socket
from typing import Any, NoReturn

from kg.errors import ClaimgraphError, SizeLimitError
from kg.store import Reader
from kg.workers import frames
from kg.workers.limits import Limits
from kg.workers.tasks import Reply, TaskTable

GRACE = 1.0
"""Seconds beyond its limit after which a worker that nobody has killed ends by itself: its pool is gone."""


def work(connection: socket.socket, reader: Reader, tasks: TaskTable, limits: Limits) -> NoReturn:
    """Never returns, never raises: a worker that cannot go on leaves, and is replaced."""
    signal.signal(signal.SIGALRM, signal.SIG_DFL)  # ends the process, whatever it is doing
    while (message := frames.receive(connection)) is not None:
        header, _ = message
        signal.setitimer(signal.ITIMER_REAL, header.get("seconds", limits.seconds) + GRACE)
        answer = _answer(reader, tasks, header, limits)
        signal.setitimer(signal.ITIMER_REAL, 0)
        connection.sendall(answer)
    os._exit(0)


def _answer(reader: Reader, tasks: TaskTable, header: dict[str, Any], limits: Limits) -> bytes:
    try:
        with reader.checked():
            reply = tasks[header["task"]](reader, header["arguments"])
        _check_size(reply, limits)
    except ClaimgraphError as error:
        return frames.pack({"error": type(error).__name__, "message": str(error)})
    except MemoryError:
        return frames.pack({"error": "SizeLimitError", "message": _too_much(limits)})
    except Exception as error:  # noqa: BLE001 - a fault of ours must not look like one of whoever asked
        import traceback

        return frames.pack({"fault": "".join(traceback.format_exception(error))})
    return frames.pack({"notes": dict(reply.notes)}, reply.body)


def _check_size(reply: Reply, limits: Limits) -> None:
    if len(reply.body) > limits.result:
        raise SizeLimitError(f"the answer is larger than {limits.result} bytes: ask for less, for example with LIMIT")


def _too_much(limits: Limits) -> str:
    return f"the query needs more memory than it may use ({limits.memory} bytes): ask for less"
