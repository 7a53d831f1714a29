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


def folder() -> Path:
    """$KG_CACHE, or claimgraph in $XDG_CACHE_HOME or ~/.cache."""
    if chosen := os.environ.get("KG_CACHE"):
        return Path(chosen)
    home = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(home) / "claimgraph"


def open_index(name: str, build: Callable[[sqlite3.Connection], None]) -> sqlite3.Connection:
    """The index of that name, read-only; built first when it is not there.

    `name` carries what the content depends on, so an index never goes stale. Two processes may build the same one at
    once: each writes its own file and moves it into place whole.
    """
    path = folder() / f"{name}.sqlite"
    if not path.is_file():
        _build(path, build)
        _sweep(path)
    with suppress(OSError):  # the cache of a system may be read-only
        os.utime(path)
    return sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False)


def _sweep(new: Path) -> None:
    """Removes indexes of the same kind that nobody has opened for a month: each version of the data makes one."""
    kind = new.name.partition("-")[0]
    for path in new.parent.glob(f"{kind}-*.sqlite"):
        with suppress(OSError):  # another process may be sweeping too
            if time.time() - path.stat().st_mtime > _UNUSED_SECONDS:
                path.unlink()


def _build(path: Path, build: Callable[[sqlite3.Connection], None]) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, draft = tempfile.mkstemp(dir=path.parent, prefix=f".{path.stem}-")
    except OSError as error:
        raise DataError(f"cannot write to the cache folder {path.parent}: {error}; set KG_CACHE to another") from error
    os.close(handle)
    try:
        with closing(sqlite3.connect(draft)) as connection:
            connection.execute("PRAGMA journal_mode=OFF")
            connection.execute("PRAGMA synchronous=OFF")
            build(connection)
            connection.commit()
        os.replace(draft, path)
    finally:
        Path(draft).unlink(missing_ok=True)
