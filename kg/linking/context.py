"""What an article gives away about where its places are."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from kg.lexicon import table
from kg.linking.concepts import Concept
from kg.linking.gazetteer import Place
from kg.linking.knowledge import Knowledge
from kg.model import Article, Entity

NEAR_KM = 150
_EARTH_KM = 6371.0
_AFTER = re.compile(r"(?:,|\s+in)\s+([A-Z][\w.'’-]{0,40}(?:\s[A-Z][\w.'’-]{0,40}){0,3})")
_BEFORE = re.compile(r"([A-Z][\w.-]{0,40}(?:\s[A-Z][\w.-]{0,40}){0,2})['’]s?\s+(?:\w+\s+)?$")
_WINDOW = 60
_POINTS = 50  # of a long article the first are enough


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where an article is, by what it mentions: how often each country, which regions, which points.

    `own` is what the thing that is asked about has added: nothing speaks for itself.
    """

    countries: Counter[str]
    regions: Counter[tuple[str, str | None]]
    points: Sequence[tuple[float, float]]
    total: int
    own: Concept | Place | None = None
    mentions: int = 0

    def without(self, own: Concept | Place | None, entity: Entity) -> Evidence:
        return replace(self, own=own, mentions=_mentions(entity)) if own and own.country else self

    def count(self, country: str) -> int:
        mine = self.mentions if self.own and self.own.country == country else 0
        return self.countries[country] - mine

    @property
    def anything(self) -> bool:
        return self.total > self.mentions

    def share(self, country: str) -> float:
        """How much of what the article mentions is in that country, from 0 to 1."""
        return self.count(country) / (self.total - self.mentions) if self.anything else 0.0

    def names_region(self, place: Place) -> bool:
        """Whether the article names the place's region, or another place there."""
        own = isinstance(self.own, Place) and (self.own.country, self.own.admin1) == (place.country, place.admin1)
        return self.regions[place.country, place.admin1] > int(own)

    def near(self, place: Place) -> bool:
        """Whether another place of the article is close by."""
        if place.lat is None or place.lon is None:
            return False
        own = (self.own.lat, self.own.lon) if isinstance(self.own, Place) else None
        return any(distance(place.lat, place.lon, *p) <= NEAR_KM for p in self.points if p != own)


def evidence(entities: Iterable[Entity], known: Mapping[int, Concept | Place]) -> Evidence:
    """The evidence of all entities whose thing is known."""
    countries: Counter[str] = Counter()
    regions: Counter[tuple[str, str | None]] = Counter()
    points = []
    for entity in entities:
        thing = known.get(entity.key)
        if thing is None or thing.country is None:
            continue
        countries[thing.country] += _mentions(entity)
        if isinstance(thing, Place):
            regions[thing.country, thing.admin1] += 1
            if thing.lat is not None and thing.lon is not None:
                points.append((thing.lat, thing.lon))
    return Evidence(countries, regions, points[:_POINTS], countries.total())


def _mentions(entity: Entity) -> int:
    return max(len(entity.mentions), 1)


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
            (k.concept.country, None) for k in knowledge.concepts(name) if k.concept.type in ("State", "Country")
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
