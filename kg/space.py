"""Room on a disk: to stop while some is left is a clear line, to run out of it may be an error anywhere."""

from __future__ import annotations

import os
from pathlib import Path

from kg.defaults import MEGABYTE
from kg.errors import StoreError


def require(path: Path, floor: int) -> None:
    """Raises StoreError when the disk of `path`, which exists, has less than `floor` bytes left; 0 lets all pass."""
    if floor and (left := free(path)) < floor:
        raise StoreError(
            f"the disk of store {path} has {left // MEGABYTE} MB left, of which {floor // MEGABYTE} are to stay free: "
            "make room and run the command again, or say --min-free MB"
        )


def free(path: Path) -> int:
    """Bytes that this user may still write."""
    found = os.statvfs(path)
    return found.f_bavail * found.f_frsize
