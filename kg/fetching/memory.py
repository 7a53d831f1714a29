"""What is known of addresses that were asked before. A cache: without it, only requests are made again.

It may say that something is known only after that is safe in the store: else a crash in between would leave an article
out for ever. So whoever takes captures tells with `accept` which of them are safe.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self

from kg.fetching.fetcher import Validators

FILE: Final = "fetched.sqlite"
_TABLE: Final = (
    "CREATE TABLE IF NOT EXISTS known (name TEXT PRIMARY KEY, address TEXT NOT NULL, etag TEXT NOT NULL, "
    "modified TEXT NOT NULL, stamp TEXT NOT NULL, again REAL NOT NULL, entries INTEGER NOT NULL) WITHOUT ROWID"
)
_Row = tuple[str, str, str, str, str, float, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """`stamp` is what a list told of it, `again` the time (seconds since 1970) before which it is not to be asked;
    it had so many articles, its `entries`."""

    validators: Validators
    stamp: str = ""
    again: float = 0.0
    entries: int = 1


class Memory:
    """Of one store, in its folder. It may be asked from several threads."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE
        self._lock = threading.Lock()
        self._waiting: dict[str, Known] = {}
        self._database: sqlite3.Connection | None = None
        self._left = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        with self._lock:
            self._left = True
            self._close()

    def get(self, name: str) -> Known | None:
        with self._lock:
            rows = self._ask("SELECT * FROM known WHERE name = ?", [(name,)], make=False)
        return _known(rows[0]) if rows else None

    def propose(self, name: str, known: Known) -> None:
        """To be remembered once `accept` is called for it."""
        with self._lock:
            self._waiting[name] = known

    def accept(self, *names: str) -> None:
        """What was captured at these addresses is safe, or of no use for certain."""
        with self._lock:
            ready = [_row(name, self._waiting.pop(name)) for name in names if name in self._waiting]
            self._ask("INSERT OR REPLACE INTO known VALUES (?, ?, ?, ?, ?, ?, ?)", ready, make=True)

    def keep(self, name: str, known: Known) -> None:
        """Remember at once."""
        self.propose(name, known)
        self.accept(name)

    def loosen(self, *names: str) -> None:
        """They are sent whole when they are asked for by name. A list that tells of no change brings none back."""
        query = "UPDATE known SET etag = '', modified = '' WHERE name = ?"
        with self._lock:
            self._ask(query, [(name,) for name in names], make=False)

    def waits_for(self, name: str) -> bool:
        """Whether something was proposed for it, and not accepted yet."""
        with self._lock:
            return name in self._waiting

    def _ask(self, query: str, values: Sequence[tuple[object, ...]], *, make: bool) -> list[_Row]:
        """A file that is damaged is thrown away; one that cannot be used is as good as none."""
        try:
            if not values or not self._open(make=make) or self._database is None:
                return []
            with self._database:
                return [row for one in values for row in self._database.execute(query, one)]
        except sqlite3.OperationalError:
            return []
        except sqlite3.DatabaseError:
            self._close()
            self._path.unlink(missing_ok=True)
            return []

    def _open(self, *, make: bool) -> bool:
        """Only in the folder of a store: a folder with something else in it can become none."""
        from kg.store.directory import MARKER
        from kg.store.remote import journals

        folder = self._path.parent
        if (
            self._database is None
            and not self._left
            and (self._path.exists() or (make and any((folder / one).is_file() for one in (MARKER, journals.FILE))))
        ):
            self._database = sqlite3.connect(self._path, timeout=5.0, check_same_thread=False)
            self._database.execute("PRAGMA synchronous = OFF")  # what a power cut takes is asked for again
            self._database.execute(_TABLE)
        return self._database is not None

    def _close(self) -> None:
        if self._database is not None:
            self._database.close()
            self._database = None


def _row(name: str, known: Known) -> _Row:
    said = known.validators
    return name, said.address, said.etag, said.modified, known.stamp, known.again, known.entries


def _known(row: _Row) -> Known:
    _, address, etag, modified, told, again, entries = row
    said = Validators(address=address, etag=etag, modified=modified)
    return Known(validators=said, stamp=told, again=again, entries=entries)
