"""Files that survive a power cut: what is written is there wholly, or as it was before."""

from __future__ import annotations

import os
from pathlib import Path

_sync_data = getattr(os, "fdatasync", os.fsync)  # not every system has the cheaper call


def write(path: Path, text: str) -> None:
    """Write a file by way of NAME.tmp beside it. Raises OSError."""
    write_bytes(path, text.encode("utf-8"))


def write_bytes(path: Path, content: bytes) -> None:
    """As `write`."""
    draft = path.with_name(f"{path.name}.tmp")
    draft.write_bytes(content)
    sync(draft)
    draft.replace(path)
    sync(path.parent)


def sync(path: Path) -> None:
    """Make a file or the names in a folder survive a power cut."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_data(path: Path) -> None:
    """Make what is in a file survive a power cut; cheaper than `sync`."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        _sync_data(descriptor)
    finally:
        os.close(descriptor)
