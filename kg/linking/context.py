"""What an article gives away about where its places are."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kg.lexicon import table
from kg.linking.concepts import Concept
from kg.linking.gazetteer import Place
from kg.linking.knowledge import Knowledge
from kg.model import Article, Entity
from kg.ontology import STATE_TYPES

NEAR_KM = 150
_EARTH_KM = 6371.0
_AFTER = re.compile(r"(?:,|\s+in)\s+([A-Z][\w.'’-]{0,40}(?:\s[A-Z][\w.'’-]{0,40}){0,3})")
_BEFORE = re.compile(r"([A-Z][\w.-]{0,40}(?:\s[A-Z][\w.-]{0,40}){0,2})['’]s?\s+(?:\w+\s+)?$")
_LISTED = re.compile(r"['’]s? [A-Z]")
_WINDOW = 60
_POINTS = 50  # of a long article the first are enough
_LIKELY = 0.5
_TRACE = 0.01


Thing = Concept | Place


@dataclass(frozen=True, slots=True)
class Reading:
    """What one entity may be, and how likely each of these is; the shares of one entity add up to less than 1."""

    mentions: int
    shares: Sequence[tuple[Thing, float]]


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where an article is, by all that it mentions and what these things may be: how many mentions fall to each
    country, how many things to each region, and which points are likely ones.

    Nothing speaks for itself: `without` leaves out what the thing that is asked about has added.
    """

    countries: Mapping[str, float]
    regions: Mapping[tuple[str, str], float]
    points: Sequence[tuple[float, float]]
    total: float

    def without(self, own: Reading) -> Evidence:
        mine = gather([own])
        points = [point for point in self.points if point not in mine.points]
        return Evidence(
            {key: count - mine.countries.get(key, 0.0) for key, count in self.countries.items()},
            {key: count - mine.regions.get(key, 0.0) for key, count in self.regions.items()},
            points,
            self.total - mine.total,
        )

    def share(self, country: str) -> float:
        """How much of what the article mentions is in that country, from 0 to 1."""
        return self.countries.get(country, 0.0) / self.total if self.total > _TRACE else 0.0

    def in_region(self, place: Place) -> float:
        """How many other things of the article are in the place's region, or are that region."""
        return self.regions.get((place.country, place.admin1), 0.0) if place.admin1 else 0.0

    def near(self, place: Place) -> bool:
        """Whether another place of the article is close by."""
        if place.lat is None or place.lon is None:
            return False
        return any(distance(place.lat, place.lon, *point) <= NEAR_KM for point in self.points)


def gather(readings: Iterable[Reading]) -> Evidence:
    countries: dict[str, float] = defaultdict(float)
    regions: dict[tuple[str, str], float] = defaultdict(float)
    points: list[tuple[float, float]] = []
    for reading in readings:
        for thing, share in reading.shares:
            if not thing.country:
                continue
            countries[thing.country] += reading.mentions * share
            if isinstance(thing, Place):
                if thing.admin1:
                    regions[thing.country, thing.admin1] += share
                if share >= _LIKELY and thing.lat is not None and thing.lon is not None and len(points) < _POINTS:
                    points.append((thing.lat, thing.lon))
    return Evidence(countries, regions, points, sum(countries.values()))


def containers(entity: Entity, article: Article, knowledge: Knowledge) -> set[tuple[str, str | None]]:
    """The regions and countries that the text puts right beside a name: "Sudzha, Russia", "Russia's Sudzha".

    As country and region code; the code is None for a whole country.
    """
    found: set[tuple[str, str | None]] = set()
    for mention in entity.mentions:
        if mention.rule != "name":
            continue
        after = _AFTER.match(article.text, mention.span.end)
        before = _BEFORE.search(article.text, max(0, mention.span.start - _WINDOW), mention.span.start)
        if after and _LISTED.search(after[1]):  # "Iowa's Polk County, Wisconsin's Brown County"
            after = None
        for match in filter(None, (after, before)):
            found |= _container(match[1], knowledge)
    return found


def _container(words: str, knowledge: Knowledge) -> set[tuple[str, str | None]]:
    """What the longest name at the start of some words stands for, if that is a country or a region.

    The bare name of an oblast does not count: in "Sumy, Kharkiv and Donetsk" cities are listed.
    """
    parts = words.split()
    for length in range(len(parts), 0, -1):
        name = " ".join(parts[:length]).removesuffix("'s").removesuffix("’s")
        name = table("linking")["postal"].get(name, name)
        found: set[tuple[str | None, str | None]] = {
            (k.concept.country, None) for k in knowledge.concepts(name) if k.concept.type in STATE_TYPES
        }
        found |= {
            (named.place.country, named.place.admin1)
            for named in knowledge.places(name)
            if named.place.kind == "region" and named.main == 2
        }
        if found:
            return {(country, region) for country, region in found if country}
    return set()


def distance(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Kilometres on the sphere."""
    a, b = math.radians(lat), math.radians(other_lat)
    half = math.sin((b - a) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(math.radians(other_lon - lon) / 2) ** 2
    return 2 * _EARTH_KM * math.asin(min(1.0, math.sqrt(half)))
