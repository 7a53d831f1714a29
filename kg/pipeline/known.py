"""Which captures need not be made again.

A capture that was replaced since is not new either: a table or an archive may hold an older version of an article
beside the present one, and no build should go back and forth between them. Only when the present one is not there any
more has the article gone back to what it was.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from kg.capture import Capture

if TYPE_CHECKING:
    from kg.store import Row


class Known:
    """What the rows of a store, as far as `maker` made them, and a batch so far, say of captures."""

    def __init__(self, rows: Iterable[Row] = (), maker: str = "") -> None:
        self._present: dict[str, str] = {}
        self._past: dict[str, str] = {}
        self._waiting: dict[str, Capture] = {}
        self._seen: set[str] = set()
        self._addresses: set[str] = set()
        for row in rows:
            if row.maker == maker:
                self._present.update(dict.fromkeys(row.contents, row.article))
                self._past.update(dict.fromkeys(row.superseded, row.article))

    def __contains__(self, digest: str) -> bool:
        return digest in self._present

    def add(self, one: Capture) -> None:
        """It was accepted."""
        self._present[one.digest] = ""
        self._addresses.add(_address(one))

    def holds(self, one: Capture) -> bool:
        """Whether it is the present version of an article, or one that was accepted in this batch."""
        article = self._present.get(one.digest)
        if article:
            self._waiting.pop(article, None)
            self._seen.add(article)
        return article is not None

    def put_off(self, one: Capture) -> bool:
        """Whether it is a past version: then it waits until the present one is seen."""
        article = self._past.get(one.digest)
        if article and article not in self._seen:
            self._waiting[article] = one
        return article is not None

    def reverted(self) -> list[Capture]:
        """Those that still wait, when the batch is at its end: what their articles are again."""
        found = [one for one in self._waiting.values() if _address(one) not in self._addresses]
        self._waiting = {}
        return found


def _address(one: Capture) -> str:
    return one.given.url or one.origin
