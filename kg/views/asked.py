"""What a page was asked to show: its filters and page numbers, checked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

from kg.errors import UsageError

_LAST: Final = 100_000
_NUMBER: Final = re.compile(r"[1-9][0-9]{0,5}", re.ASCII)


def number(values: Mapping[str, str], name: str) -> int:
    """A page number; 1 without one. Raises UsageError for anything else."""
    given = values.get(name) or "1"
    if not _NUMBER.fullmatch(given) or int(given) > _LAST:
        raise UsageError(f"{name}={given[:40]!r} is no page: give a number from 1")
    return int(given)


def choice(values: Mapping[str, str], name: str, among: Iterable[str]) -> str:
    """One of several, or "" for all. Raises UsageError, with the choices, for another."""
    given, known = values.get(name, ""), tuple(among)
    if given and given not in known:
        choices = f"one of {', '.join(known)}" if known else "nothing"
        raise UsageError(f"{name}={given[:40]!r} is not known here: give {choices}")
    return given
