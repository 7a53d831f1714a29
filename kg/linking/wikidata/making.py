"""A table of an authority, made from items of Wikidata: the same items make the same table, sorted by their ids."""

from __future__ import annotations

import bz2
import gzip
import re
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, BinaryIO, cast

from kg.errors import InputError, UsageError
from kg.linking.authority import Authority
from kg.linking.tables import REGISTER_MARK
from kg.linking.wikidata import dump, results
from kg.linking.wikidata.items import Broken, Classes, Found, Item
from kg.linking.wikidata.rows import COLUMNS, NO_NAME, States, cells, links

_ANSWER = re.compile(rb'\s*\{\s*"(?:head|results)"\s*:')
_FORMS = {".json": "json", ".srj": "json", ".xml": "xml", ".srx": "xml", ".csv": "csv", ".tsv": "tsv"}
_NOTE = f"{REGISTER_MARK}\n# Made with `kg authority build` from Wikidata (CC0).\n"
_SCHEMA = """
CREATE TABLE item (number INTEGER PRIMARY KEY, type TEXT, cells TEXT);
CREATE TABLE link (target TEXT, number INTEGER, PRIMARY KEY (number, target)) WITHOUT ROWID;
CREATE INDEX by_target ON link (target);
"""
# A link that several items have says that they are the same thing, so it is no item's.
_ROWS = """
SELECT type, cells, (
    SELECT coalesce(group_concat(target, '|'), '') FROM link AS own WHERE own.number = item.number
        AND NOT EXISTS (SELECT * FROM link AS other WHERE other.target = own.target AND other.number <> own.number)
) FROM item ORDER BY number
"""
_PACKED: dict[str, Callable[..., Any]] = {".gz": gzip.open, ".bz2": bz2.open}
_BROKEN = "broken"
_STEP = 1000
_BEGINNING = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """How many items of each class stand in the table, and how many do not, by reason."""

    written: Counter[str] = field(default_factory=Counter)
    left: Counter[str] = field(default_factory=Counter)

    @property
    def broken(self) -> int:
        """How many lines could not be read."""
        return self.left[_BROKEN]


def make(
    source: Path,
    out: BinaryIO,
    *,
    classes: Classes,
    authority: Authority,
    language: str = "en",
    broken: Callable[[Broken], None],
    step: Callable[[str], None] = lambda _: None,
) -> Made:
    """Write the table of a dump or of an answer. `authority` knows the codes of countries; `broken` hears of each line
    that is skipped.

    Raises InputError for a file that cannot be read at all, UsageError when there is no room for sorting.
    """
    made = Made()
    heard = _hearing(_found(source, classes, language), made, broken, lambda: step(source.name))
    states = States(authority)
    try:
        with closing(sqlite3.connect("")) as sorting:  # on disk: a dump has more people than memory holds
            sorting.executescript(_SCHEMA)
            for item in heard:
                made.left.update(_keep(sorting, item, states))
            out.write((_NOTE + "\t".join(COLUMNS) + "\n").encode())
            for type_, row, linked in sorting.execute(_ROWS):
                made.written[type_] += 1
                out.write(f"{row}\t{linked}\n".encode())
    except sqlite3.OperationalError as error:
        raise UsageError(f"cannot sort the items: {error}; set SQLITE_TMPDIR to a folder with room") from error
    return made


def _hearing(
    found: Iterable[Found], made: Made, broken: Callable[[Broken], None], step: Callable[[], None]
) -> Iterator[Item]:
    """The items of what was found; the rest is counted, and told where it is broken."""
    for number, one in enumerate(found):
        if number % _STEP == 0:
            step()
        if isinstance(one, Item):
            yield one
            continue
        made.left[_BROKEN if isinstance(one, Broken) else one.why] += 1
        if isinstance(one, Broken):
            broken(one)


def _keep(sorting: sqlite3.Connection, item: Item, states: States) -> list[str]:
    """Puts an item with the others; or says why not."""
    row = cells(item, states)
    if row is None:
        return [NO_NAME]
    number = int(item.qid[1:])
    added = sorting.execute("INSERT OR IGNORE INTO item VALUES (?, ?, ?)", (number, item.type, "\t".join(row)))
    if not added.rowcount:
        return ["there a second time"]
    sorting.executemany("INSERT INTO link VALUES (?, ?)", ((link, number) for link in links(item)))
    return []


def _found(source: Path, classes: Classes, language: str) -> Iterator[Found]:
    form = _form(source)
    try:
        with _opened(source) as stream:
            if form == "json" and not _ANSWER.match(_beginning(stream)):
                yield from dump.items(stream, classes, language)
            else:
                yield from results.items(stream, form, classes)
    except dump.DAMAGED as error:
        raise InputError(f"cannot read {source}: {getattr(error, 'strerror', None) or error}") from error
    except results.AnswerError as error:
        raise InputError(f"{source}: {error}") from error


def _form(source: Path) -> str:
    name = source.with_suffix("") if source.suffix in _PACKED else source
    if name.suffix.lower() not in _FORMS:
        known = f"{', '.join(_FORMS)}, and {' or '.join(_PACKED)} after it"
        raise UsageError(f"{source}: cannot tell what it holds: its name must end in one of {known}")
    return _FORMS[name.suffix.lower()]


def _opened(source: Path) -> IO[bytes]:
    return cast(IO[bytes], _PACKED.get(source.suffix, open)(source, "rb"))


def _beginning(stream: IO[bytes]) -> bytes:
    return cast(bytes, stream.peek(_BEGINNING))  # type: ignore[attr-defined]
