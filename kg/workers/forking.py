"""A nursery, seen from the process that wants workers of it."""

from __future__ import annotations

import asyncio
import socket
import subprocess
import sys
from contextlib import suppress
from typing import Any, Final

from kg import errors
from kg.defaults import MEGABYTE
from kg.errors import ClaimgraphError, StoreError
from kg.workers import frames
from kg.workers.limits import Limits
from kg.workers.nursery import Charge
from kg.workers.process import Process, WorkerDied, connect

_LARGEST_HEADER: Final = MEGABYTE


class Nursery:
    """Started with `start`; `fork` makes workers, as long as it lives."""

    def __init__(self, program: subprocess.Popen[bytes], control: socket.socket, limits: Limits) -> None:
        self._program = program
        self._control = control
        self._largest = limits.result + _LARGEST_HEADER
        self._turn = asyncio.Lock()

    @classmethod
    async def start(cls, charge: Charge) -> Nursery:
        """Raises StoreError when the generation cannot be read, or is too large for its memory."""
        ours, theirs = socket.socketpair()
        with theirs:
            program = subprocess.Popen(
                [sys.executable, "-P", "-m", "kg.workers", str(theirs.fileno()), charge.to_json()],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
            )
        ours.setblocking(False)
        nursery = cls(program, ours, charge.limits)
        try:
            said = await nursery._said()
            if said is None:
                raise StoreError(f"generation {charge.revision} cannot be opened")
            if "error" in said:
                raise named_error(said)
        except BaseException:
            await nursery.close()
            raise
        return nursery

    async def fork(self) -> Process:
        """Raises WorkerDied when the nursery, or the worker at once, is gone."""
        ours, theirs = socket.socketpair()
        ours.setblocking(False)
        try:
            with theirs:
                pid = await self._pid(theirs)
            process = await connect(pid, ours, largest=self._largest)
        except BaseException:
            ours.close()
            raise
        try:
            await process.greeted()
        except BaseException:
            process.kill()
            raise
        return process

    @property
    def alive(self) -> bool:
        return self._program.poll() is None

    async def close(self) -> None:
        """It leaves; its workers go on until their own sockets are closed."""
        self._control.close()
        with suppress(ProcessLookupError):
            self._program.kill()
        # A system takes its time to free gigabytes; who does not wait for that must not leave it unwaited for.
        await asyncio.shield(asyncio.get_running_loop().run_in_executor(None, self._program.wait))

    async def _pid(self, theirs: socket.socket) -> int:
        async with self._turn:
            try:
                socket.send_fds(self._control, [b"+"], [theirs.fileno()])
            except OSError as error:
                raise WorkerDied from error
            said = await self._said()
        if said is None:
            raise WorkerDied
        return int(said["pid"])

    async def _said(self) -> dict[str, Any] | None:
        loop, received = asyncio.get_running_loop(), bytearray()
        while True:
            try:
                piece = await loop.sock_recv(self._control, 4096)
            except OSError:
                return None
            if not piece:
                return None
            received += piece
            if len(received) >= frames.LENGTHS.size:
                head, _ = frames.LENGTHS.unpack_from(received)
                if len(received) >= frames.LENGTHS.size + head:
                    return frames.header(received[frames.LENGTHS.size :])


def named_error(said: dict[str, Any]) -> ClaimgraphError:
    """An error that was raised in another process."""
    kind = getattr(errors, str(said["error"]), ClaimgraphError)
    error = kind(str(said["message"]))
    assert isinstance(error, ClaimgraphError)
    return error
