"""To keep builders away from a store for a while, without opening it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

from kg.store.directory import Directory

try:
    import fcntl
except ImportError:  # not every system has it: there nobody is kept away
    fcntl = None  # type: ignore[assignment]


@contextmanager
def hold(folder: Directory) -> Iterator[bool]:
    """Whether no builder has the store; then none gets it until the end.

    The lock is that of the engine (fcntl, of a process as a whole), so a `Writer` of this same process is not noticed,
    and would lose its lock: close it first.
    """
    lock = folder.master / "LOCK"
    if fcntl is None or not lock.exists():
        yield True
        return
    try:
        descriptor = os.open(lock, os.O_RDWR)
    except PermissionError:  # who may not write there cannot build either
        yield True
        return
    try:
        try:
            fcntl.lockf(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            yield False
        else:
            yield True
    finally:
        os.close(descriptor)
