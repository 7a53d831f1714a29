"""Indexes that are built once and kept in the user's cache folder."""

from __future__ import annotations

import os
import sqlite3
import tempfile
import time
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

from kg.errors import DataError

_UNUSED_SECONDS = 30 * 24 * 3600
_ABANDONED_SECONDS = 24 * 3600
_FOR_ALL = 0o644  # several users may share a cache; drafts are made for their maker alone
_WAY_OUT = "set KG_CACHE to a folder that can be written"
_NO_ROOM = (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN)


def folder() -> Path:
    """$KG_CACHE, or claimgraph in $XDG_CACHE_HOME or ~/.cache; a relative one is below the working directory."""
    if chosen := os.environ.get("KG_CACHE"):
        return _absolute(chosen)
    return _absolute(os.environ.get("XDG_CACHE_HOME") or "~/.cache") / "claimgraph"


def _absolute(folder: str) -> Path:
    try:
        return Path(folder).expanduser().absolute()
    except (RuntimeError, FileNotFoundError) as error:  # no home, or the working directory is gone
        raise DataError(f"cannot tell where the cache folder {folder} is: {error}; {_WAY_OUT}") from error


def open_index(name: str, build: Callable[[sqlite3.Connection], None]) -> sqlite3.Connection:
    """The index of that name, read-only; built first when it is not there.

    `name` carries what the content depends on, so an index never goes stale. Two processes may build the same one at
    once: each writes its own file and moves it into place whole.
    """
    path = folder() / f"{name}.sqlite"
    if not _is_there(path):
        _build(path, build)
        _sweep(path)
    with suppress(OSError):  # the cache of a system may be read-only
        os.utime(path)
    return _opened(path)


def is_built(name: str) -> bool:
    """Whether `open_index` would open the index of that name without building it."""
    return _is_there(folder() / f"{name}.sqlite")


def _is_there(path: Path) -> bool:
    try:
        return path.is_file()
    except PermissionError as error:
        raise DataError(f"cannot read the cache folder {path.parent}: {error.strerror}; {_WAY_OUT}") from error


def _opened(path: Path) -> sqlite3.Connection:
    try:
        connection = sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False)
        connection.execute("SELECT count(*) FROM sqlite_master")
    except sqlite3.DatabaseError as error:
        raise DataError(f"cannot read the index {path}: {error}; delete it, or {_WAY_OUT}") from error
    return connection


def _sweep(new: Path) -> None:
    """Removes indexes of the same kind that nobody has opened for a month, for each version of the data makes one, and
    what killed builders left half done."""
    kind = new.name.partition("-")[0]
    for pattern, age in ((f"{kind}-*.sqlite", _UNUSED_SECONDS), (f".{kind}-*", _ABANDONED_SECONDS)):
        for path in new.parent.glob(pattern):
            with suppress(OSError):  # another process may be sweeping too
                if time.time() - path.stat().st_mtime > age:
                    path.unlink()


def _build(path: Path, build: Callable[[sqlite3.Connection], None]) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, draft = tempfile.mkstemp(dir=path.parent, prefix=f".{path.stem}-")
    except OSError as error:
        raise _unwritable(path.parent, error.strerror) from error
    os.close(handle)
    os.chmod(draft, _FOR_ALL)
    try:
        with closing(sqlite3.connect(draft)) as connection:
            connection.execute("PRAGMA journal_mode=OFF")
            connection.execute("PRAGMA synchronous=OFF")
            build(connection)
            connection.commit()
        os.replace(draft, path)
    except OSError as error:
        raise _unwritable(path.parent, error.strerror) from error
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF in _NO_ROOM:  # the low byte is the primary code
            raise _unwritable(path.parent, str(error)) from error
        raise
    finally:
        Path(draft).unlink(missing_ok=True)


def _unwritable(folder: Path, reason: str | None) -> DataError:
    return DataError(f"cannot write to the cache folder {folder}: {reason}; {_WAY_OUT}")
