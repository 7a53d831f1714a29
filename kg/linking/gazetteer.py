"""The places of GeoNames by name, offline, in an index that is built once for each version of its sources."""

from __future__ import annotations

import hashlib
import re
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

from kg.linking import geonames
from kg.linking.cache import is_built, open_index
from kg.linking.names import area_variants, bare_area, district_variants, fold

Progress = Callable[[str, int], None]
"""Told while an index is built: what is done, and how many places so far."""

_FORMAT = 5
_CODE = re.compile(r"[A-Z]{2,3}")
_REPORT_EVERY = 10_000

_SCHEMA = """
CREATE TABLE place (id INTEGER PRIMARY KEY, kind TEXT NOT NULL, name TEXT NOT NULL, country TEXT NOT NULL, admin1 TEXT,
    population INTEGER NOT NULL, lat REAL, lon REAL, capital INTEGER NOT NULL, qid TEXT);
CREATE TABLE name (key TEXT, place INTEGER, main INTEGER NOT NULL, PRIMARY KEY (key, place)) WITHOUT ROWID;
CREATE TEMP TABLE spelling (key TEXT, place INTEGER, main INTEGER);
"""
_FINISH = """
INSERT INTO name SELECT key, place, max(main) FROM spelling GROUP BY key, place;
CREATE TEMP TABLE total AS SELECT country, admin1, sum(population) AS people FROM place WHERE kind = 'settlement'
    GROUP BY country, admin1;
UPDATE place SET population = coalesce((SELECT people FROM total WHERE total.country = place.country
    AND total.admin1 = place.admin1), 0) WHERE kind = 'region';
CREATE UNIQUE INDEX area ON place (country, admin1) WHERE kind = 'region';
CREATE UNIQUE INDEX country ON place (country) WHERE kind = 'country';
"""
_CAPITAL = """
UPDATE place SET capital = 1 WHERE id = (SELECT id FROM place JOIN name ON place = id WHERE key = ? AND country = ?
    AND kind = 'settlement' ORDER BY population DESC LIMIT 1)
"""
_COLUMNS = "id, kind, name, country, admin1, population, lat, lon, capital, qid"


@dataclass(frozen=True, slots=True)
class Place:
    """A place of the gazetteer. The population of a region is that of its settlements."""

    id: int
    kind: str
    name: str
    country: str
    admin1: str | None
    population: int
    lat: float | None
    lon: float | None
    capital: int
    qid: str | None


@dataclass(frozen=True, slots=True)
class Named:
    """A place that has a name; `main` is 2 when it is the name on maps, 1 for a region's other English names."""

    place: Place
    main: int


class Gazetteer:
    """Lookups take some 20 µs; the last ones are remembered."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self.named = lru_cache(maxsize=20_000)(self._named)
        self.place = lru_cache(maxsize=20_000)(self._place)
        self.region = lru_cache(maxsize=5_000)(self._region)
        self.country = lru_cache(maxsize=300)(self._country)

    def _named(self, key: str) -> tuple[Named, ...]:
        """The places with that name, given as a key."""
        sql = f"SELECT main, {_COLUMNS} FROM name JOIN place ON place.id = name.place WHERE key = ?"
        return tuple(Named(Place(*row), main) for main, *row in self._connection.execute(sql, (key,)))

    def _place(self, number: int) -> Place | None:
        return self._one("id = ?", number)

    def _region(self, country: str, admin1: str) -> Place | None:
        """The first-level region that GeoNames gives this code."""
        return self._one("country = ? AND admin1 = ? AND kind = 'region'", country, admin1)

    def _country(self, code: str) -> Place | None:
        """The country of an ISO 3166-1 alpha-2 code."""
        return self._one("country = ? AND kind = 'country'", code)

    def item(self, qid: str) -> Place | None:
        """The place of a Wikidata item; the first that asks waits for all items to be read."""
        number = self._items.get(qid)
        return self.place(number) if number else None

    @cached_property
    def _items(self) -> dict[str, int]:
        rows = self._connection.execute("SELECT qid, id FROM place WHERE qid IS NOT NULL ORDER BY id DESC")
        return dict(rows.fetchall())

    def _one(self, condition: str, *values: object) -> Place | None:
        row = self._connection.execute(f"SELECT {_COLUMNS} FROM place WHERE {condition}", values).fetchone()
        return Place(*row) if row else None


def open_gazetteer(progress: Progress | None = None) -> Gazetteer:
    """Opens the index; builds it when this is the first time (some ten seconds)."""
    return Gazetteer(open_index(index_name(), lambda connection: _fill(connection, progress)))


def is_indexed() -> bool:
    """Whether `open_gazetteer` would find its index made."""
    return is_built(index_name())


def index_name() -> str:
    digest = hashlib.sha256(f"{_FORMAT} {geonames.version()}".encode())
    for table in sorted(geonames.TABLES.iterdir()):
        digest.update(table.read_bytes())
    return f"gazetteer-{digest.hexdigest()[:16]}"


def _fill(connection: sqlite3.Connection, progress: Progress | None) -> None:
    connection.executescript(_SCHEMA)
    places: list[tuple[object, ...]] = []
    spellings: list[tuple[str, int, int]] = []
    common = geonames.words("common_words.txt")
    for number, row in enumerate(geonames.rows(), 1):
        places.append(_place_values(row))
        spellings.extend((key, row.id, main) for key, main in _spellings(row, common))
        if number % _REPORT_EVERY == 0:
            _write(connection, places, spellings)
            if progress:
                progress("places", number)
    _write(connection, places, spellings)
    connection.executescript(_FINISH)
    connection.executemany(_CAPITAL, ((fold(name), country) for country, name in geonames.capitals().items()))


def _write(
    connection: sqlite3.Connection, places: list[tuple[object, ...]], spellings: list[tuple[str, int, int]]
) -> None:
    """Writes both lists and empties them. Sources may name a place twice; the first stands."""
    connection.executemany("INSERT OR IGNORE INTO place VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", places)
    connection.executemany("INSERT INTO spelling VALUES (?, ?, ?)", spellings)
    places.clear()
    spellings.clear()


def _place_values(row: geonames.Row) -> tuple[object, ...]:
    return (
        row.id,
        row.kind,
        row.name,
        row.country,
        row.admin1,
        row.population,
        row.lat,
        row.lon,
        False,
        row.qid,
    )


def _spellings(row: geonames.Row, common: frozenset[str]) -> Iterator[tuple[str, int]]:
    """The keys of a place. An alias made of English words misleads: "White House" for Casablanca, "Federal" for a
    Federal District; but a region may be called by what it is ("Plateau State"), though the words are English."""
    key = fold(row.name)
    yield key, 2
    if row.kind == "region":
        own = f"{bare_area(key)} {fold(row.designator)}"
        yield from (
            (name, 1)
            for name in area_variants(key, kind=row.designator)
            if name == own or not common.issuperset(name.split())
        )
    elif row.kind == "district":
        yield from ((variant, 1) for variant in district_variants(key))
    for alias in row.aliases:
        folded = fold(alias)
        if len(folded) > 1 and not _CODE.fullmatch(alias) and not common.issuperset(folded.split()):
            yield folded, 0
