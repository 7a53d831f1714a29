"""What services have answered, kept on disk, so that a name is asked about once."""

from __future__ import annotations

import sqlite3
import time
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from kg.errors import DataError
from kg.linking.cache import folder

MONTH: Final = 30 * 24 * 3600.0
_FORMAT = 1
_SCHEMA = """CREATE TABLE IF NOT EXISTS answer
    (service TEXT, query TEXT, asked REAL NOT NULL, body BLOB NOT NULL, PRIMARY KEY (service, query)) WITHOUT ROWID"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    body: bytes
    asked: date
    """The day, in UTC."""


class Answers:
    """A file in the cache folder. Answers older than `longest` seconds count as none; 0 means that all do."""

    def __init__(self, *, longest: float = MONTH, path: Path | None = None) -> None:
        self._path = path or folder() / f"reconciliation-{_FORMAT}.sqlite"
        self._longest = longest
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._connection = sqlite3.connect(self._path, timeout=30)
            self._connection.execute(_SCHEMA)
        except (OSError, sqlite3.Error) as error:
            raise self._broken(error) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        with suppress(sqlite3.Error):
            self._connection.close()

    def get(self, service: str, query: str) -> Kept | None:
        sql = "SELECT asked, body FROM answer WHERE service = ? AND query = ?"
        try:
            row = self._connection.execute(sql, (service, query)).fetchone()
        except sqlite3.Error as error:
            raise self._broken(error) from error
        # The clock may have been wrong when it was written: an answer from the future is none.
        if row is None or not 0 <= time.time() - row[0] < self._longest:
            return None
        return Kept(body=bytes(row[1]), asked=datetime.fromtimestamp(row[0], UTC).date())

    def put(self, service: str, bodies: dict[str, bytes]) -> date:
        """Keeps the answers to some queries, all or none; the day that they are of."""
        now = time.time()
        rows = [(service, query, now, body) for query, body in bodies.items()]
        try:
            with self._connection:
                self._connection.executemany("INSERT OR REPLACE INTO answer VALUES (?, ?, ?, ?)", rows)
        except sqlite3.Error as error:
            raise self._broken(error) from error
        return datetime.fromtimestamp(now, UTC).date()

    def _broken(self, error: Exception) -> DataError:
        return DataError(
            f"cannot use the cache of answers {self._path}: {error}; delete it, or set KG_CACHE to another folder"
        )
