"""The database of the one builder: its lock, what is written to it, and what may be wrong with it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from pyoxigraph import RdfFormat, Store

from kg import files, steps
from kg.errors import DataError, StoreError
from kg.store.directory import Directory
from kg.store.holding import hold

LARGEST_LOG = 40_000_000  # bytes; opening a store replays its log, at 0.03 s a megabyte, or 0.06 beside other work
_QUAD = 600  # bytes of the log for each quad that comes or goes, beside its text: six indexes


class Master:
    """Holds the lock from the beginning until `close`.

    After an error of the disk nothing more is written: whether the last change is there, only opening the store again
    will tell (StoreError, again and again).
    """

    def __init__(self, folder: Directory) -> None:
        self._folder = folder
        self.store = lock(folder)
        self.failed = ""
        self._logs: set[str] = set()
        self._written = sum(log.stat().st_size for log in folder.master.glob("*.log"))
        self._unsynced = True  # what a killed builder wrote last

    def close(self) -> None:
        del self.store

    def update(self, sparql: str, *, dropped: int) -> None:
        """Carry out one update, wholly or not at all; `dropped` counts the quads of the graphs that it drops."""
        with self.guarded():
            steps.reached("update")
            self._unsynced = True
            self.store.update(sparql)
            steps.reached("updated")
        # A database uses the files of old logs again, so that their size does not tell how much is in them.
        self._written += len(sparql) + _QUAD * (sparql.count("\n") + dropped)
        if self._written >= LARGEST_LOG:
            self.flush()

    def load(self, trig: str) -> None:
        """Load TriG: on the disk at once, and not at all, by half or wholly when the process is killed."""
        with self.guarded():
            steps.reached("load")
            self.store.bulk_load(trig.encode("utf-8"), RdfFormat.TRIG)
            steps.reached("loaded")

    def sync(self) -> None:
        """Have all that was written survive a power cut. Oxigraph does not see to that."""
        if not self._unsynced:
            return
        with self.guarded():
            steps.reached("sync")
            logs = {log.name for log in self._folder.sync_logs()}
            if not logs <= self._logs:
                files.sync(self._folder.master)
                self._logs = logs
            self._unsynced = False
            steps.reached("synced")

    def flush(self) -> None:
        """Move what is in the log to tables, so that the next one who opens the store need not read it."""
        with self.guarded():
            steps.reached("flush")
            self.store.flush()
            self.emptied()
            steps.reached("flushed")

    def emptied(self) -> None:
        """The log has been moved to tables, as a copy does, too."""
        self._written, self._unsynced = 0, False

    @contextmanager
    def guarded(self) -> Iterator[None]:
        if self.failed:
            raise StoreError(self.failed)
        try:
            with foreign_errors(self._folder):
                yield
        except StoreError as error:
            self.failed = str(error)
            raise


def lock(folder: Directory) -> Store:
    try:
        return Store(str(folder.master))
    except OSError as error:
        if "LOCK: " in str(error):
            raise locked(folder) from error
        raise _error(folder, error) from error
    except (RuntimeError, ValueError) as error:  # a path that is no text, too
        raise _error(folder, error) from error


def locked(folder: Directory) -> StoreError:
    return StoreError(f"store {folder.path} is locked by another kg build: wait for it, or use another --store")


def set_aside(folder: Directory) -> None:
    """Put the database where it is in nobody's way, and in nobody's use. Raises StoreError when it is locked."""
    with hold(folder) as held:
        if not held:
            raise locked(folder)
        with foreign_errors(folder):
            files.write(folder.withheld, "being made anew: `kg rebuild` goes on with it\n")
            if folder.master.exists():
                folder.master.rename(folder.path / f"master-set-aside-{time.time_ns()}")
                files.sync(folder.path)


def check_nothing_is_lost(folder: Directory, revision: int) -> None:
    """A database whose log is damaged opens without an error, at an older state."""
    published = folder.revisions()
    if published and published[0] > revision:
        raise StoreError(
            f"store {folder.path} is damaged: its master is at change {revision}, but {published[0]} was published; "
            "restore a backup, or build it again in another --store"
        )


@contextmanager
def foreign_errors(folder: Directory) -> Iterator[None]:
    """Oxigraph says OSError of the disk, ValueError and SyntaxError of terms, and RuntimeError of all else."""
    try:
        yield
    except (OSError, RuntimeError) as error:
        raise _error(folder, error) from error
    except (SyntaxError, ValueError) as error:
        raise DataError(f"a term that store {folder.path} cannot take: {_first_line(error)}") from error


def _error(folder: Directory, error: Exception) -> StoreError:
    reason, way_out = _first_line(error), "look to its disk and permissions, or use another --store"
    return StoreError(f"store {folder.path} cannot be used ({reason}): {way_out}")


def _first_line(error: Exception) -> str:
    return next(iter(str(error).splitlines()), type(error).__name__)
