"""Which files of watched folders are new or changed, and rest: a file that is still being written is none yet."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from stat import S_ISREG
from typing import NamedTuple

from kg import articles


class _State(NamedTuple):
    """What changes when a file is written to, or another is put in its place."""

    size: int
    changed: int
    number: int


class Folders:
    """Looks again at all files each time, so that no event that the system forgets to tell does harm. Times in seconds
    of any clock."""

    def __init__(self, paths: Sequence[str], *, settle: float) -> None:
        self.paths = paths
        self._settle = settle
        self._built: dict[str, _State] = {}
        self._seen: dict[str, tuple[_State, float]] = {}

    def settled(self, now: float) -> list[str]:
        """The files that are new or changed, and have not changed for as long as it takes to settle."""
        found = dict(_states(self.paths))
        self._built = {path: state for path, state in self._built.items() if path in found}
        fresh = {path: state for path, state in found.items() if self._built.get(path) != state}
        before = self._seen
        self._seen = {
            path: before[path] if path in before and before[path][0] == state else (state, now)
            for path, state in fresh.items()
        }
        return [path for path, (_, since) in self._seen.items() if now - since >= self._settle]

    def built(self, paths: Iterable[str]) -> None:
        """They were taken as they were when they were last looked at."""
        for path in paths:
            if path in self._seen:
                self._built[path] = self._seen.pop(path)[0]

    def next_look(self) -> float | None:
        """When the first of the files that are not built will have settled; None when there is none."""
        return min((since + self._settle for _, since in self._seen.values()), default=None)


def _states(paths: Sequence[str]) -> Iterator[tuple[str, _State]]:
    for path in articles.sources(paths):
        try:
            told = os.stat(path)
        except (OSError, ValueError):
            continue
        if S_ISREG(told.st_mode):
            yield path, _State(told.st_size, told.st_mtime_ns, told.st_ino)


@contextmanager
def waking(paths: Sequence[str], woken: threading.Event) -> Iterator[None]:
    """Set `woken` whenever something in the folders changes. Where the system cannot tell, it is never set."""
    leave = threading.Event()
    watcher = threading.Thread(target=_listen, args=(paths, woken, leave), daemon=True)
    if paths:
        watcher.start()
    try:
        yield
    finally:
        leave.set()
        if paths:
            watcher.join()


def _listen(paths: Sequence[str], woken: threading.Event, leave: threading.Event) -> None:
    from watchfiles import watch

    try:
        for _ in watch(*paths, watch_filter=None, debounce=200, stop_event=leave, raise_interrupt=False):
            woken.set()
    except (OSError, RuntimeError):  # too many folders for the system, for example: they are looked at all the same
        return
