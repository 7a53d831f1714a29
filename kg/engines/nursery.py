"""The template process and its workers, seen from the builder."""

from __future__ import annotations

import os
import select
import signal
import socket
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any, Final

from kg import errors
from kg.engines.engine import Charge
from kg.errors import ClaimgraphError, StoreError
from kg.workers import frames

_LAST_WORDS: Final = 5.0  # seconds until the template must have told how a process ended
_ONE_THREAD: Final = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1")


@dataclass(frozen=True, slots=True)
class Ended:
    """How a process ended: by a signal (negative), or with an exit status."""

    code: int | None

    @property
    def too_long(self) -> bool:
        return self.code == -signal.SIGXCPU

    @property
    def how(self) -> str:
        if self.code is None:
            return "an unknown cause"
        if self.code < 0:
            return f"signal {signal.Signals(-self.code).name}"
        return f"leaving with status {self.code}"


class Nursery:
    """Raises the ClaimgraphError that the factory raises."""

    def __init__(self, charge: Charge) -> None:
        self._control, theirs = socket.socketpair()
        with theirs:
            self._program = subprocess.Popen(
                [sys.executable, "-m", "kg.engines", str(theirs.fileno()), charge.to_json()],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                env={**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path), **_ONE_THREAD},
            )
        self._received = bytearray()
        self.codes: dict[int, int] = {}
        said = self._said()
        if said is None:
            self.close()
            raise StoreError("the process that loads the language model has died: is there enough memory?")
        if "error" in said:
            self.close()
            raise _named_error(said)

    @property
    def alive(self) -> bool:
        return self._program.poll() is None

    def fork(self) -> Process:
        ours, theirs = socket.socketpair()
        with theirs:
            socket.send_fds(self._control, [b"+"], [theirs.fileno()])
        said = self._said()
        while said is not None and "pid" not in said:
            self._note(said)
            said = self._said()
        if said is None:
            ours.close()
            raise StoreError("the process that makes workers has died: is there enough memory?")
        return Process(self, said["pid"], Connection(ours.detach()))

    def listen(self) -> None:
        """Note what was told of processes that ended."""
        while self._has_something():
            said = self._said()
            if said is None:
                return
            self._note(said)

    def code_of(self, pid: int) -> int | None:
        """How a process ended that has, or is about to; None when nobody knows."""
        while pid not in self.codes:
            said = self._said() if self._has_something(_LAST_WORDS) else None
            if said is None:
                return None
            self._note(said)
        return self.codes.pop(pid)

    def close(self) -> None:
        """It leaves when its workers have."""
        self._control.close()
        try:
            self._program.wait(_LAST_WORDS)
        except subprocess.TimeoutExpired:
            self._program.kill()
            self._program.wait()

    def _note(self, said: dict[str, Any]) -> None:
        if "ended" in said:
            self.codes[said["ended"]] = said["code"]

    def _has_something(self, seconds: float = 0.0) -> bool:
        if len(self._received) > 0 or self._control.fileno() < 0:
            return len(self._received) > 0
        return bool(select.select([self._control], [], [], seconds)[0])

    def _said(self) -> dict[str, Any] | None:
        """The next message; None when the process is gone."""
        while True:
            size = frames.LENGTHS.size
            if len(self._received) >= size:
                end = size + frames.LENGTHS.unpack_from(self._received)[0]
                if len(self._received) >= end:
                    said = frames.header(self._received[size:end])
                    del self._received[:end]
                    return said
            try:
                piece = self._control.recv(4096)
            except OSError:
                return None
            if not piece:
                return None
            self._received += piece


class Process:
    """One worker. `tasks` counts those that it has done."""

    def __init__(self, nursery: Nursery, pid: int, connection: Connection) -> None:
        self._nursery = nursery
        self._pid = pid
        self.connection = connection
        self.tasks = 0

    def give(self, task: Any) -> None:
        self.connection.send(task)

    def result(self) -> Any:
        """Raises EOFError or OSError when the process is gone."""
        found = self.connection.recv()
        self.tasks += 1
        return found

    def ended(self) -> Ended:
        self.connection.close()
        return Ended(self._nursery.code_of(self._pid))

    def kill(self) -> None:
        self.connection.close()
        self._nursery.listen()  # the number of a process that has ended may be that of another by now
        if self._nursery.codes.pop(self._pid, None) is None:
            with suppress(ProcessLookupError):
                os.kill(self._pid, signal.SIGKILL)


def _named_error(said: dict[str, Any]) -> ClaimgraphError:
    kind = getattr(errors, str(said["error"]), ClaimgraphError)
    error = kind(str(said["message"]))
    assert isinstance(error, ClaimgraphError)
    return error
