"""Power cuts: a builder works on a disk of its own, which loses at once whatever was not synced.

The disk is a file with ext4 in it; the cut is EXT4_IOC_SHUTDOWN without flushing the journal of the file system (Linux,
include/uapi/linux/ext4.h), and what is mounted again afterwards is what a disk would have after it. Needs root.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Final

_SHUTDOWN: Final = 0x8004587D  # _IOR('X', 125, __u32)
_NO_FLUSH: Final = (2).to_bytes(4, "little")  # EXT4_GOING_FLAGS_NOLOGFLUSH


def possible() -> bool:
    tools = all(
        shutil.which(one, path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin") for one in ("mkfs.ext4", "mount")
    )
    return tools and hasattr(os, "geteuid") and os.geteuid() == 0


class Disk:
    """`folder` is where it is mounted. Raises OSError when that cannot be done here."""

    def __init__(self, beside: Path, *, megabytes: int = 400) -> None:
        self.folder = beside / "mounted"
        self._image = beside / "disk.img"
        self.folder.mkdir()
        with self._image.open("wb") as file:
            file.truncate(megabytes * 1_000_000)
        _run("mkfs.ext4", "-q", "-F", str(self._image))
        self._mount()

    def cut(self) -> None:
        descriptor = os.open(self.folder, os.O_RDONLY)
        try:
            fcntl.ioctl(descriptor, _SHUTDOWN, _NO_FLUSH)
        finally:
            os.close(descriptor)

    def again(self) -> None:
        """As after the power came back."""
        self.unmount()
        self._mount()

    def unmount(self) -> None:
        _run("umount", str(self.folder))

    def _mount(self) -> None:
        _run("mount", "-o", "loop", str(self._image), str(self.folder))


@contextlib.contextmanager
def disk(beside: Path) -> Iterator[Disk]:
    made = Disk(beside)
    try:
        yield made
    finally:
        made.unmount()


def _run(*command: str) -> None:
    path = f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin"
    run = subprocess.run(command, capture_output=True, text=True, env={**os.environ, "PATH": path})
    if run.returncode:
        raise OSError(f"{command[0]}: {run.stderr.strip()}")
