"""Linux's own walls around an unprivileged process: Landlock, and a network namespace of its own.

Source: Linux kernel documentation, "Landlock: unprivileged access control"; unshare(2). Neither has a function in
Python's library, so both are called by number, which is the same on every architecture.
"""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Final

_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_VERSION: Final = 1
_PATH_BENEATH: Final = 1
_NO_NEW_PRIVILEGES: Final = 38
_NEW_NETWORK, _NEW_USER = 0x40000000, 0x10000000
_READ_FILE, _READ_FOLDER = 1 << 2, 1 << 3
_FILE_RIGHTS: Final = {1: 13, 2: 14, 3: 15, 5: 16}  # how many rights on files each version of Landlock knows
_TCP: Final = 0b11  # bind and connect, from version 4
_ABSTRACT_SOCKETS_AND_SIGNALS: Final = 0b11  # from version 6


class _Ruleset(ctypes.Structure):
    _fields_ = (("files", ctypes.c_uint64), ("network", ctypes.c_uint64), ("scoped", ctypes.c_uint64))


class _Beneath(ctypes.Structure):
    _pack_ = 1
    _fields_ = (("rights", ctypes.c_uint64), ("folder", ctypes.c_int32))


def unshare_network() -> bool:
    if sys.platform != "linux":
        return False
    # Root needs no user namespace, and would lose in it the files of others.
    spaces = _NEW_NETWORK if os.geteuid() == 0 else _NEW_NETWORK | _NEW_USER
    return bool(_libc().unshare(spaces) == 0)


def restrict(readable: Iterable[Path]) -> tuple[str, ...]:
    """Deny all files but those under `readable`, which may be read, and all TCP connections. Returns what holds."""
    if sys.platform != "linux":
        return ()
    libc = _libc()
    version = libc.syscall(_CREATE_RULESET, None, 0, _VERSION)
    if version < 1:
        return ()
    rules = _Ruleset(
        files=(1 << _rights(version)) - 1,
        network=_TCP if version >= 4 else 0,
        scoped=_ABSTRACT_SOCKETS_AND_SIGNALS if version >= 6 else 0,
    )
    size = 24 if version >= 6 else 16 if version >= 4 else 8
    ruleset = libc.syscall(_CREATE_RULESET, ctypes.byref(rules), size, 0)
    if ruleset < 0:
        return ()
    try:
        for path in readable:
            _allow(libc, ruleset, path)
        if libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0) or libc.syscall(_RESTRICT_SELF, ruleset, 0):
            return ()
    finally:
        os.close(ruleset)
    return ("files", "network") if version >= 4 else ("files",)


def _allow(libc: ctypes.CDLL, ruleset: int, path: Path) -> None:
    rights = _READ_FILE | _READ_FOLDER if path.is_dir() else _READ_FILE
    folder = os.open(path, getattr(os, "O_PATH", os.O_RDONLY) | os.O_CLOEXEC)
    try:
        libc.syscall(_ADD_RULE, ruleset, _PATH_BENEATH, ctypes.byref(_Beneath(rights=rights, folder=folder)), 0)
    finally:
        os.close(folder)


def _rights(version: int) -> int:
    return max(count for since, count in _FILE_RIGHTS.items() if since <= version)


def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)
