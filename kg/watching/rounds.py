"""Watching: rounds of building, each for what is new."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kg import pipeline
from kg.errors import ClaimgraphError, DataError, InputError, StoreError, UsageError
from kg.fetching import Web, is_address, rest
from kg.places import Place, beside
from kg.watching.folders import Folders, waking

if TYPE_CHECKING:
    from kg.engines import Engine
    from kg.pipeline import Outcome, Settings

_JITTER: Final = 0.1
_STEP: Final = 0.5
"""Seconds after which a wait looks whether it is to stop."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """All in seconds. Addresses are asked `every` so often, or as seldom as they want; a file is taken when it has not
    changed for `settle`. `look` is after how long folders are looked at though nothing was told of them, and how long
    the files of a round that failed wait for the next one."""

    every: float = 900.0
    settle: float = 1.0
    look: float = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """What is watched, and where it goes."""

    paths: Sequence[str]
    store: Place
    settings: Settings
    web: Web = field(default_factory=Web)
    pace: Pace = field(default_factory=Pace)


Round = Callable[["Outcome | ClaimgraphError"], object]
"""Hears what became of each round."""


def watch(watched: Watch, hear: Round, *, engine: Engine | None = None, stop: threading.Event | None = None) -> None:
    """Build what is there, and what comes, until `stop` is set or the program is interrupted.

    A round that fails is told, and its articles come again in the next one. With an engine that is left open between
    rounds the model is loaded once. Raises InputError for a path that does not exist, UsageError and DataError for
    settings with which no round can succeed, and StoreError for a store that cannot be used from the beginning.
    """
    _Watcher(watched, hear, engine, stop or threading.Event()).run()


class _Watcher:
    def __init__(self, watched: Watch, hear: Round, engine: Engine | None, stop: threading.Event) -> None:
        self._watched = watched
        self._hear = hear
        self._engine = engine
        self._stop = stop
        self._woken = threading.Event()
        paths = [path for path in watched.paths if not is_address(path)]
        _check(paths)
        self._folders = Folders(paths, settle=watched.pace.settle)
        self._due = {path: 0.0 for path in watched.paths if is_address(path)}
        self._not_before = 0.0
        self._rounds = 0

    def run(self) -> None:
        with waking(self._folders.paths, self._woken):
            while not self._stop.is_set():
                now = time.monotonic()
                files = self._folders.settled(now) if now >= self._not_before else []
                due = [address for address, at in self._due.items() if at <= now]
                if files or due:
                    self._round(files, due)
                else:
                    self._wait(now)

    def _round(self, files: list[str], due: list[str]) -> None:
        watched = self._watched
        try:
            outcome = pipeline.build(
                [*files, *due], watched.store, watched.settings, engine=self._engine, web=watched.web
            )
        except (UsageError, DataError):
            raise
        except ClaimgraphError as error:
            if not self._rounds and isinstance(error, StoreError):
                raise
            self._not_before = time.monotonic() + watched.pace.look
            self._plan(due)
            self._hear(error)
        else:
            self._rounds += 1
            self._folders.built(files)
            self._plan(due)
            self._hear(outcome)

    def _plan(self, asked: Iterable[str]) -> None:
        """When addresses are asked again: not all at the same moment, and none sooner than it wants."""
        for address in asked:
            pause = max(self._watched.pace.every, rest(address, self._watched.web, beside(self._watched.store)))
            self._due[address] = time.monotonic() + pause * (1 + random.uniform(0, _JITTER))

    def _wait(self, now: float) -> None:
        """Until something is due, or may be."""
        moments = [now + self._watched.pace.look, *self._due.values()]
        if (settling := self._folders.next_look()) is not None:
            moments.append(max(settling, self._not_before))
        until = min(moments)
        while (left := until - time.monotonic()) > 0 and not self._stop.is_set():
            if self._woken.wait(min(left, _STEP)):
                self._woken.clear()
                return


def _check(paths: Iterable[str]) -> None:
    for path in paths:
        if path == "-":
            raise UsageError("standard input cannot be watched: give a folder or a feed")
        if not Path(path).exists():
            raise InputError(f"{path}: no such file or folder: check the path")
