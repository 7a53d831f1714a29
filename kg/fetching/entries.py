"""What a feed or a sitemap lists."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from kg.capture import NOTHING, Given


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One article of a list.

    `stamp` changes when the article does, or is "" where the list does not tell; `day` is when that was. `content` is
    the article as HTML, or "" where the list does not hold it; `inline` is whether it stands nowhere else.
    """

    address: str
    given: Given = NOTHING
    stamp: str = ""
    day: date | None = None
    content: str = ""
    inline: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """`lists` are addresses of more lists, `rest` the seconds for which the list wants to be left alone.

    `whole` is whether all of it could be read.
    """

    entries: tuple[Entry, ...] = ()
    lists: tuple[Entry, ...] = ()
    rest: float = 0.0
    whole: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Which articles of a list are wanted: the `limit` newest, and none that is known to be older than `since`."""

    limit: int | None = None
    since: date | None = None

    def of(self, entries: Iterable[Entry]) -> list[Entry]:
        """Newest first; those without a date last, in the order of the list."""
        wanted = [one for one in entries if self.since is None or one.day is None or one.day >= self.since]
        wanted.sort(key=lambda one: one.day or date.min, reverse=True)
        return wanted[: self.limit]

    def __str__(self) -> str:
        return f"limit={self.limit} since={self.since}"


def stamp(*told: str) -> str:
    """A short name of what a list tells of an article; "" for nothing."""
    return hashlib.sha256("\n".join(told).encode("utf-8", "replace")).hexdigest()[:16] if any(told) else ""
