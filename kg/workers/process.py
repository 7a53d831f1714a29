"""A worker, seen from the process that gives it tasks."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
from contextlib import suppress
from typing import Any, cast

from kg.workers import frames

_GREETING = 30.0  # seconds; opening a generation on disk takes a tenth of one
Message = tuple[dict[str, Any], bytes]


class WorkerDied(Exception):  # noqa: N818 - no fault of whoever asked, and never shown
    """The process is gone, or was killed."""


class Process(asyncio.BufferedProtocol):
    """One task at a time. Made by `Nursery.fork`. A message of more than `largest` bytes ends it."""

    def __init__(self, pid: int, largest: int) -> None:
        self._pid = pid
        self._largest = largest
        self._transport: asyncio.Transport | None = None
        self._loop = asyncio.get_running_loop()
        self._answer: asyncio.Future[Message] | None = self._loop.create_future()
        self._received = bytearray()
        self._buffer = memoryview(bytearray(1 << 16))
        self.gone = self._loop.create_future()
        self.idle_since = 0.0

    async def greeted(self) -> tuple[str, ...]:
        """Waits until the worker is ready. The walls that stand around it. Raises WorkerDied."""
        assert self._answer is not None
        try:
            said, _ = await asyncio.wait_for(self._answer, _GREETING)
        except TimeoutError as error:
            raise WorkerDied from error
        return tuple(said["walls"])

    def ask(self, message: bytes) -> asyncio.Future[Message]:
        """Send it a task. Raises WorkerDied, also later, when the process ends before it has answered. Cancelled, it
        goes on and must be killed."""
        if self._transport is None or self._transport.is_closing():
            raise WorkerDied
        self._answer = self._loop.create_future()
        self._transport.write(message)
        return self._answer

    def fail(self, error: Exception) -> None:
        """Whoever waits for its answer hears this instead."""
        if self._answer is not None and not self._answer.done():
            self._answer.set_exception(error)

    @property
    def alive(self) -> bool:
        return not self.gone.done()

    def lower_priority(self, niceness: int) -> None:
        if self.alive:
            with suppress(OSError):
                os.setpriority(os.PRIO_PROCESS, self._pid, niceness)

    def kill(self) -> None:
        # While its socket is open the process lives, so that the number is still its own.
        if self.alive:
            with suppress(ProcessLookupError):
                os.kill(self._pid, signal.SIGKILL)
        if self._transport is not None:
            self._transport.close()

    # What asyncio calls

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)  # uvloop's is none by its class

    def get_buffer(self, sizehint: int) -> memoryview:
        return self._buffer

    def buffer_updated(self, nbytes: int) -> None:
        self._received += self._buffer[:nbytes]
        if (message := self._whole_message()) and self._answer is not None and not self._answer.done():
            self._answer.set_result(message)

    def connection_lost(self, exc: Exception | None) -> None:
        if not self.gone.done():
            self.gone.set_result(None)
        self.fail(WorkerDied())

    def _whole_message(self) -> Message | None:
        start = frames.LENGTHS.size
        if len(self._received) < start:
            return None
        head, body = frames.LENGTHS.unpack_from(self._received)
        if head + body > self._largest:
            self.kill()
        if len(self._received) < start + head + body:
            return None
        message = (
            frames.header(self._received[start : start + head]),
            bytes(self._received[start + head : start + head + body]),
        )
        del self._received[: start + head + body]
        return message


async def connect(pid: int, ours: socket.socket, *, largest: int) -> Process:
    _, process = await asyncio.get_running_loop().create_connection(lambda: Process(pid, largest), sock=ours)
    return process
