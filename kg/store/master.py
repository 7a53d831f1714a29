"""The database of the one builder: its lock, what may be wrong with it, and how it becomes a generation."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from pyoxigraph import NamedNode, Store

from kg import files
from kg.errors import DataError, StoreError
from kg.store.directory import Directory


def lock(folder: Directory) -> Store:
    try:
        return Store(str(folder.master))
    except OSError as error:
        if "LOCK: " in str(error):
            raise StoreError(
                f"store {folder.path} is locked by another kg build: wait for it, or use another --store"
            ) from error
        raise _error(folder, error) from error
    except (RuntimeError, ValueError) as error:  # a path that is no text, too
        raise _error(folder, error) from error


def check_nothing_is_lost(folder: Directory, revision: int) -> None:
    """A database whose log is damaged opens without an error, at an older state."""
    published = folder.revisions()
    if published and published[0] > revision:
        raise StoreError(
            f"store {folder.path} is damaged: its master is at change {revision}, but {published[0]} was published; "
            "build it again in another --store"
        )


def make_generation(store: Store, folder: Directory, revision: int, *, without: NamedNode) -> None:
    """Publish a copy of the database, `without` one graph, so that no answer can contain it."""
    folder.generations.mkdir(exist_ok=True)
    unfinished = folder.generations / f"tmp-{revision}"
    store.backup(str(unfinished))
    copy = Store(str(unfinished))
    copy.remove_graph(without)
    copy.flush()
    del copy
    for file in unfinished.iterdir():
        if file.suffix != ".sst":  # RocksDB syncs its tables itself
            files.sync(file)
    files.sync(unfinished)
    unfinished.rename(folder.generation(revision))
    files.sync(folder.generations)


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
