"""One request at a time to each host, and a pause after it."""

from __future__ import annotations

import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

_STEP: Final = 0.5
"""Seconds after which a pause looks whether it is still wanted."""


class Stopped(Exception):  # noqa: N818 - no error: whoever asked for the articles has left
    """Nobody waits for what is fetched any more."""


class Hosts:
    def __init__(self) -> None:
        self.stopped = threading.Event()
        self._turns: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)
        self._free_at: dict[str, float] = {}
        self._lock = threading.Lock()

    @contextmanager
    def turn(self, host: str, *, pause: float) -> Iterator[None]:
        """Wait until the host may be asked; afterwards it is left alone for `pause` seconds. Raises Stopped."""
        with self._lock:
            turn = self._turns[host]
        with turn:
            while (wait := self.ready_at(host) - time.monotonic()) > 0:
                if self.stopped.wait(min(wait, _STEP)):
                    break
            if self.stopped.is_set():
                raise Stopped
            try:
                yield
            finally:
                self.rest(host, pause)

    def rest(self, host: str, seconds: float) -> None:
        """Leave the host alone for so long, if it is not left alone for longer already."""
        self._free_at[host] = max(self.ready_at(host), time.monotonic() + seconds)

    def ready_at(self, host: str) -> float:
        """As `time.monotonic` counts."""
        return self._free_at.get(host, 0.0)
