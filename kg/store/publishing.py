"""Copies of the master: generations for readers, and a checkpoint from which a backup can be made at any time."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from pathlib import Path

from pyoxigraph import NamedNode, Store

from kg import files, steps
from kg.store import sums
from kg.store.directory import Directory

INTERVAL = 5.0  # seconds at least between two generations
SHARE = 20  # times what the last one took must pass before the next: publishing never takes more than 5 % of the time
LONGEST = 60.0  # seconds that the engine's own tidying may put it off


class Publisher:
    """When readers get to see the present state: soon, and the less often the more it costs.

    Whatever is published is moved to tables first, and the engine merges many small tables at more cost than few large
    ones, on threads of its own.
    """

    def __init__(self, folder: Directory, *, manifest: NamedNode, clock: Callable[[], float] = time.monotonic) -> None:
        self._folder = folder
        self._manifest = manifest
        self._clock = clock
        self._ended, self._took = clock(), 0.0
        self._beside = _beside()

    def is_due(self) -> bool:
        passed = self._clock() - self._ended
        if passed < max(INTERVAL, SHARE * self._took):
            return False
        return passed >= min(LONGEST, SHARE * (_beside() - self._beside))

    def publish(self, store: Store, revision: int) -> None:
        start = self._clock()
        make_checkpoint(store, self._folder, revision)
        make_generation(store, self._folder, revision, without=self._manifest)
        steps.reached("cleanup")
        self._folder.keep_newest()
        self._ended, self._beside = self._clock(), _beside()
        self._took = self._ended - start


def _beside() -> float:
    """Seconds of the CPU that other threads than this one have taken."""
    return time.process_time() - time.thread_time()


def make_generation(store: Store, folder: Directory, revision: int, *, without: NamedNode) -> None:
    """Publish a copy of the database, `without` one graph, so that no answer can contain it."""
    unfinished = _copied(store, folder.generations, revision)
    steps.reached("clean copy")
    copy = Store(str(unfinished))
    copy.remove_graph(without)
    copy.flush()
    del copy
    sums.write(unfinished, known=folder.checkpoint(revision))
    _finish(unfinished, folder.generation(revision))


def make_checkpoint(store: Store, folder: Directory, revision: int) -> None:
    """A whole copy of the database, as it is now."""
    unfinished = _copied(store, folder.checkpoints, revision)
    before = folder.checkpointed()
    sums.write(unfinished, known=folder.checkpoint(before[0]) if before else None)
    _finish(unfinished, folder.checkpoint(revision))


def _copied(store: Store, parent: Path, revision: int) -> Path:
    parent.mkdir(exist_ok=True)
    unfinished = parent / f"tmp-{revision}"
    steps.reached("backup")
    store.backup(str(unfinished))
    return unfinished


def _finish(unfinished: Path, finished: Path) -> None:
    for file in unfinished.iterdir():
        if file.suffix != ".sst":  # RocksDB syncs its tables itself
            files.sync(file)
    files.sync(unfinished)
    steps.reached("rename")
    if finished.exists():  # a checkpoint without its generation: its builder was killed in between
        shutil.rmtree(finished)
    unfinished.rename(finished)
    files.sync(finished.parent)
    steps.reached("renamed")
