"""Addresses of static files that change when the file does, so that browsers may keep what they have for ever."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Final

STATIC: Final = Path(__file__).parent / "static"
MOUNT: Final = "/static/"


def asset(name: str) -> str:
    """ "css/base.css" → "/static/css/base.css?v=1a2b3c4d"; without a version for a file that is not in place."""
    version = versions().get(name)
    return f"{MOUNT}{name}?v={version}" if version else f"{MOUNT}{name}"


@cache
def versions() -> Mapping[str, str]:
    """Of each static file, as it was when this process first asked."""
    files = sorted(file for file in STATIC.rglob("*") if file.is_file())
    return MappingProxyType({file.relative_to(STATIC).as_posix(): _version(file) for file in files})


def _version(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()[:10]
