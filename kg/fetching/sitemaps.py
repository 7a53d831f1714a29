"""Sitemaps and indexes of them (https://www.sitemaps.org/protocol.html), with what Google's news sitemaps add.

Read by Expat, which is told to refuse a document type: without one there are no entities to expand.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from typing import Final
from xml.parsers import expat

from kg.capture import Given
from kg.fetching.entries import Entry, Listing, stamp
from kg.fetching.kinds import Kind
from kg.fetching.refusals import FetchError
from kg.fetching.unpacking import collected, unpacked

MOST_ENTRIES: Final = 50_000  # as the protocol says
_LONGEST: Final = 4_000
_SITEMAP: Final = ("http://www.sitemaps.org/schemas/sitemap/0.9", "http://www.google.com/schemas/sitemap/0.84", "")
_NEWS: Final = "http://www.google.com/schemas/sitemap-news/0.9"
_RECORDS: Final = frozenset(("url", "sitemap"))


def unpack(data: bytes, source: str) -> bytes:
    """A sitemap out of gzip. Raises FetchError for what is damaged or too large."""
    return collected(unpacked([data], source), Kind.SITEMAP.most, source)


def read(data: bytes, source: str) -> Listing:
    """Raises FetchError for what is no sitemap."""
    reading = _Reading()
    try:
        reading.parser.Parse(data, True)
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise FetchError(f"{source}: a sitemap that cannot be read ({error}): tell its site") from error
    return Listing(entries=tuple(_entries(reading.pages)), lists=tuple(_entries(reading.maps)), whole=reading.whole)


class _Reading:
    """The fields of each record, as they are met."""

    def __init__(self) -> None:
        self.pages: list[dict[str, str]] = []
        self.maps: list[dict[str, str]] = []
        self.whole = True
        self._record: dict[str, str] | None = None
        self._field: str | None = None
        self._words: list[str] = []
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartDoctypeDeclHandler = self._refuse
        self.parser.StartElementHandler = self._begin
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._hear

    def _refuse(self, *_: object) -> None:
        raise ValueError("it declares a document type")

    def _begin(self, name: str, _: object) -> None:
        known = _known(name)
        if known in _RECORDS:
            self._record = {}
        self._field = known
        self._words.clear()

    def _end(self, name: str) -> None:
        known = _known(name)
        if self._record is None or known is None:
            return
        if known in _RECORDS:
            self._keep(known, self._record)
            self._record = None
        elif self._field == known:
            self._record.setdefault(known, "".join(self._words).strip())
        self._field = None

    def _hear(self, words: str) -> None:
        if self._field and len(self._words) < _LONGEST:
            self._words.append(words[:_LONGEST])

    def _keep(self, name: str, record: dict[str, str]) -> None:
        into = self.pages if name == "url" else self.maps
        self.whole = self.whole and len(into) < MOST_ENTRIES
        if record.get("loc") and len(into) < MOST_ENTRIES:
            into.append(record)


def _known(name: str) -> str | None:
    """`loc`, `news:title` and the like; None for what others add, such as addresses of pictures."""
    space, _, local = name.rpartition(" ")
    return f"news:{local}" if space == _NEWS else local if space in _SITEMAP else None


def _entries(records: list[dict[str, str]]) -> Iterator[Entry]:
    for one in records:
        published = day(one.get("news:publication_date", ""))
        given = Given(
            title=one.get("news:title") or None,
            published=published,
            publisher=one.get("news:name") or None,
            language=one.get("news:language") or None,
        )
        changed = one.get("lastmod", "")
        yield Entry(
            address=one["loc"],
            given=given,
            stamp=stamp(changed, one.get("news:publication_date", "")),
            day=day(changed) or published,
        )


def day(words: str) -> date | None:
    """The day of a date of W3C (https://www.w3.org/TR/NOTE-datetime), at its own place; None for anything else."""
    with suppress(ValueError):
        return date.fromisoformat(words.strip()[:10])
    return None
