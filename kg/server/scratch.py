"""A folder for files that are of no use after the server has ended.

A server that is killed cannot take it away, so the next one does. Whether its owner lives is told by a lock, which the
system lets go of with the process, and not by a process number, which others may have by then.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

_PREFIX: Final = "claimgraph-"
_LOCK: Final = "lock"


@contextmanager
def scratch(parent: Path | None = None) -> Iterator[Path]:
    """A new folder, of this user alone, in the system's one for temporary files; those that killed servers have left
    there are removed. Raises OSError when the disk is full."""
    parent = parent or Path(tempfile.gettempdir())
    _remove_stale(parent)
    with tempfile.TemporaryDirectory(prefix=_PREFIX, dir=parent, ignore_cleanup_errors=True) as name:
        folder = Path(name)
        lock = _lock(folder / "draft")
        (folder / "draft").rename(folder / _LOCK)  # locked before others can see it
        try:
            yield folder
        finally:
            os.close(lock)


def _remove_stale(parent: Path) -> None:
    for folder in parent.glob(f"{_PREFIX}*"):
        if _is_ours(folder) and (folder / _LOCK).is_file():
            with suppress(OSError):  # its owner lives
                lock = _lock(folder / _LOCK)
                shutil.rmtree(folder, ignore_errors=True)
                os.close(lock)


def _is_ours(folder: Path) -> bool:
    with suppress(OSError):
        return folder.is_dir() and not folder.is_symlink() and folder.stat().st_uid == os.getuid()
    return False


def _lock(path: Path) -> int:
    """A descriptor that holds it. Raises OSError when somebody else does, and when there is no room for it."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(descriptor)
        raise
    return descriptor
